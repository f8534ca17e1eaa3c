"""Keeps out of a process what its site does not use; imported before everything else by the web and the worker.

The queue loads the driver of PostgreSQL wherever that is installed: nine megabytes in each process of a site on SQLite.
"""

import sys

import config

_SETTINGS = config.read()

if "postgres" not in _SETTINGS.database_url + _SETTINGS.queue_url:
    sys.modules.setdefault("psycopg", None)  # type: ignore[arg-type]  # None is how Python marks what may not be imported
