"""Pure rules of peer review: sharing out, the clock, calibration and grades."""
