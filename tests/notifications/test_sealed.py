"""Mails and the password of the mail server travel under TLS, and wait rather than travel without."""

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.queue import Job
from app.kernel.work import work
from app.notifications import jobs, services
from app.notifications.models import Mail
from tests.notifications import mailserver

SCHEMES = {"offered": "smtp+starttls", "always": "smtps"}


@pytest.mark.parametrize("seals", SCHEMES)
def test_a_mail_and_the_password_arrive_under_tls(app, server_that, settings, run_jobs, monkeypatch, seals):
    monkeypatch.setenv("SSL_CERT_FILE", str(mailserver.TLS / "certificate.pem"))
    server = server_that(seals)
    settings(mail_url=address(server, SCHEMES[seals]))
    written()
    run_jobs()
    assert len(server.mails) == 1
    assert server.secrets == [True]
    assert state() == (True, "")


@pytest.mark.parametrize("seals", SCHEMES)
def test_a_server_whose_certificate_nobody_knows_gets_neither(app, server_that, settings, run_jobs, seals):
    server = server_that(seals)
    settings(mail_url=address(server, SCHEMES[seals]))
    written()
    run_jobs()
    assert (server.mails, server.secrets) == ([], [])
    is_sent, trouble = state()
    assert not is_sent
    assert "CERTIFICATE_VERIFY_FAILED" in trouble


def test_a_server_that_offers_no_tls_where_it_was_asked_for_gets_neither(app, server_that, settings, run_jobs):
    server = server_that("")
    settings(mail_url=address(server, "smtp+starttls"))
    written()
    run_jobs()
    assert (server.mails, server.secrets) == ([], [])
    assert not state()[0]


def address(server, scheme) -> str:
    return f"{scheme}://humas:sandi@127.0.0.1:{server.server_address[1]}"


def written() -> None:
    with work():
        services.mail(user_id=None, recipient="rina@example.go.id", subject="Undangan", body="Buka tautan ini.\n", now=clock.now())


def state() -> tuple[bool, str]:
    """(sent, what the last try met)."""
    row = db.session.scalars(select(Mail).execution_options(populate_existing=True)).one()
    job = db.session.scalars(select(Job).where(Job.kind == services.SEND).execution_options(populate_existing=True)).one()
    return row.sent_at is not None, job.error


@pytest.fixture
def server_that():
    jobs._closed_until.clear()
    running = []

    def start(seals):
        running.append(mailserver.started(seals))
        return running[-1]

    yield start
    for one in running:
        one.shutdown()
        one.server_close()
