"""Bells and mails."""
