"""The demonstration: people, a class in mid-course, a class of a known shape for measuring."""
