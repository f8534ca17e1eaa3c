"""People, work units, ways in."""
