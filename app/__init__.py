"""Surau, the learning system of the public-relations training."""
