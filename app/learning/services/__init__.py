"""Verbs that change classes and what learners did."""
