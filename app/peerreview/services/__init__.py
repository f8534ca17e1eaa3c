"""Verbs of peer review: the life of a round, reviews, practice."""
