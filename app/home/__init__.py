"""Beranda: one next step and one list of what waits."""
