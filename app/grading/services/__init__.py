"""Verbs that change grades: compute, grade, hold, release."""
