"""Reads of grades: where each learner stands, the gradebook, the desk."""
