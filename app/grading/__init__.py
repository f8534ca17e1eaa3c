"""Grades as append-only events, and the trainer's desk."""
