"""Backup, health and the running of the system."""
