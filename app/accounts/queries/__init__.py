"""Reads of people, units and ways in."""
