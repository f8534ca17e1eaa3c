"""What the flask command loads: the application with its commands."""

import sys

import config
from app.application import create_app
from app.cli import attach

try:
    app = attach(create_app())
except config.Refused as refused:
    print(refused, file=sys.stderr)  # noqa: T201 -- one sentence instead of a traceback
    sys.exit(2)
