"""Pure rules of scoring, progress and passing."""
