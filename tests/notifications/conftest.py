"""A mail server to talk to, and the worker's hand."""

import dataclasses

import pytest

from app import worker
from app.notifications import jobs
from tests.notifications import mailserver


@pytest.fixture
def server():
    jobs._closed_until.clear()
    running = mailserver.started()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def settings(app, monkeypatch):
    """Change settings of the application for one test: settings(mail_url=…)."""

    def change(**values):
        monkeypatch.setitem(app.config, "SURAU", dataclasses.replace(app.config["SURAU"], **values))

    return change


@pytest.fixture
def run_jobs(app):
    """Run what waits now."""
    return lambda: worker.run_due(app)
