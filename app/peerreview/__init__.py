"""Peer review: rounds, tasks and the numbers that come out of them."""
