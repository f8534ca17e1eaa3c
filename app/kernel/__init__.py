"""What every feature stands on: database, units of work, events, queue, storage, text."""
