"""Checks of completeness: what keeps a training from being taught."""
