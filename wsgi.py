"""What the flask command loads: the application with its commands."""

from app.application import create_app
from app.cli import attach

app = attach(create_app())
