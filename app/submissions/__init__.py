"""Assignments, drafts, frozen versions and comments on a text."""
