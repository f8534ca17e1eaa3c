"""Mails leave once, wait for a server that is away, and are not sent for ever to an address that is refused."""

import email
import email.policy
from datetime import timedelta

import pytest
from sqlalchemy import select

import config
from app.kernel import clock, queue
from app.kernel.db import db
from app.kernel.queue import Job, JobState
from app.kernel.work import work
from app.notifications import jobs, services, smtp
from app.notifications.models import Mail


def write(recipient="rina@example.go.id", subject="Undangan Angkatan I", body="Buka https://surau.example.go.id/undangan/rahasia\n"):
    with work():
        return services.mail(user_id=None, recipient=recipient, subject=subject, body=body, now=clock.now())


def row(mail_id):
    return db.session.get(Mail, mail_id, populate_existing=True)


def job():
    return db.session.scalars(select(Job).where(Job.kind == services.SEND).execution_options(populate_existing=True)).one()


def test_a_mail_arrives_with_its_words_and_its_lasting_id(app, server, settings, run_jobs):
    settings(mail_url=server.url, mail_from="Surau <surau@example.go.id>")
    mail_id = write(subject="Undangan “Angkatan Ⅰ” — Padang", body="Baris satu\n.titik di depan\né\n")
    run_jobs()
    [(recipient, raw)] = server.mails
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert recipient.upper() == "RCPT TO:<RINA@EXAMPLE.GO.ID>"
    assert message["Subject"] == "Undangan “Angkatan Ⅰ” — Padang"
    assert message["From"] == "Surau <surau@example.go.id>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == "Baris satu\n.titik di depan\né\n"
    sent = row(mail_id)
    assert message["Message-ID"] == jobs.message_id(mail_id, sent.created_at, app.config["SURAU"])
    assert sent.sent_at is not None
    assert run_jobs() == 0
    assert len(server.mails) == 1


def test_a_sent_mail_forgets_its_text_in_a_real_installation(app, server, settings, run_jobs):
    settings(mail_url=server.url, mode=config.Mode.SERVE)
    mail_id = write()
    run_jobs()
    assert (row(mail_id).body, bool(row(mail_id).sent_at)) == ("", True)


def test_the_demonstration_keeps_its_mails_to_be_read(app, settings, run_jobs):
    settings(mail_url="")
    mail_id = write()
    run_jobs()
    assert "rahasia" in row(mail_id).body
    assert job().state is JobState.DONE


@pytest.mark.parametrize("verb", ["RCPT", "DATA", "MAIL"])
def test_a_no_for_good_is_noted_and_not_asked_again(app, server, settings, run_jobs, verb):
    server.replies[verb] = "550 tidak dikenal"
    settings(mail_url=server.url)
    mail_id = write()
    run_jobs()
    assert row(mail_id).error.startswith("550 tidak dikenal")
    assert row(mail_id).body == ""
    assert job().state is JobState.DONE


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
def test_a_no_for_now_is_asked_again_later(app, server, settings, run_jobs, verb):
    server.replies[verb] = "451 coba lagi nanti"
    settings(mail_url=server.url)
    mail_id = write()
    run_jobs()
    waiting = job()
    assert waiting.state is JobState.WAITING
    assert waiting.run_at > clock.now()
    assert "451" in waiting.error
    server.replies.clear()
    jobs._closed_until.clear()
    with work():
        job().run_at = clock.now() - timedelta(seconds=1)
    run_jobs()
    assert row(mail_id).sent_at is not None


def test_a_server_that_is_gone_is_knocked_at_once_for_many_mails(app, server, settings, run_jobs):
    server.replies["EHLO"] = server.replies["HELO"] = "421 tutup"
    settings(mail_url=server.url)
    for _ in range(5):
        write()
    run_jobs()
    assert server.talks == 1
    assert {one.state for one in db.session.scalars(select(Job))} == {JobState.WAITING}


def test_a_mail_is_given_up_after_two_days(app, settings, run_jobs):
    settings(mail_url="smtp://127.0.0.1:9")
    mail_id = write()
    with work():
        row(mail_id).created_at = clock.now() - jobs.PATIENCE - timedelta(minutes=1)
    jobs._closed_until.clear()
    run_jobs()
    assert row(mail_id).error
    assert job().state is JobState.DONE


def test_a_slow_server_is_waited_for(app, server, settings, run_jobs):
    server.slow = 0.1
    settings(mail_url=server.url)
    mail_id = write()
    run_jobs()
    assert row(mail_id).sent_at is not None


@pytest.mark.parametrize("subject", ["Halo\nBcc: semua@example.go.id", "Halo\r\nBcc: x@example.go.id"])
def test_a_line_break_in_a_header_is_refused(app, server, settings, run_jobs, subject):
    with pytest.raises(ValueError, match="line break"):
        write(subject=subject)
    with pytest.raises(ValueError, match="line break"):
        write(recipient=f"rina@example.go.id{subject}")
    with pytest.raises(smtp.RefusedError):
        smtp.send(smtp.server_at(server.url), smtp.Outgoing("a@b.id", "c@d.id", subject, "x", "<1@b>", clock.now()))
    assert server.mails == []


@pytest.mark.parametrize("recipient", ["rina@example.go.id,lain@example.go.id", "Rina <rina@example.go.id>", "rina", "a b@c.id", "@", "é@c.id"])
def test_what_is_not_one_address_is_refused(app, server, settings, run_jobs, recipient):
    settings(mail_url=server.url)
    mail_id = write(recipient=recipient)
    run_jobs()
    assert server.mails == []
    assert "alamat" in row(mail_id).error


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.go.id", smtp.Server("mail.example.go.id", 25, smtp.Security.IF_OFFERED)),
        ("smtps://a%40b:s%3Arahasia@m.id", smtp.Server("m.id", 465, smtp.Security.TLS, "a@b", "s:rahasia")),
        ("smtp+starttls://a:b@m.id:2525", smtp.Server("m.id", 2525, smtp.Security.STARTTLS, "a", "b")),
    ],
)
def test_addresses_of_servers_are_read(url, expected):
    assert smtp.server_at(url) == expected


@pytest.mark.parametrize("url", ["", "http://m.id", "smtp://", "smtp://m.id:banyak", "surel"])
def test_an_address_that_cannot_be_read_says_how_it_should_look(url):
    with pytest.raises(ValueError, match="SURAU_MAIL_URL"):
        smtp.server_at(url)


def test_a_password_is_not_sent_in_the_open(server):
    open_server = smtp.Server("localhost.localdomain", server.server_address[1], smtp.Security.IF_OFFERED, "a", "b")
    mail = smtp.Outgoing("a@b.id", "c@d.id", "x", "x", "<1@b>", clock.now())
    with pytest.raises(smtp.UnreachableError):
        smtp.send(open_server, mail)
    assert server.mails == []


def test_a_job_holds_no_text_of_the_mail(app):
    write()
    assert set(job().payload) == {"mail_id"}
    assert queue.Job.__tablename__ == "job"
