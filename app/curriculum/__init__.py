"""The trainings: read from files, checked, kept as versions."""
