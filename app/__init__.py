"""Surau: the learning system of the public-relations training in West Sumatra.

Empty on purpose: pure parts (`app.pressrelease`, the cores) are imported without Flask. The application itself is
made in `app.application`.
"""
