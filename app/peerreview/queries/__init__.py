"""Reads of peer review: the round for its clock, a reviewer's desk, the author's side, the overview."""
