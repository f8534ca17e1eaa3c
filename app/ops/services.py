"""What the pengelola does to the machine: try a job again, send himself a mail."""

from __future__ import annotations

from datetime import datetime

from app.access.scope import Actor
from app.kernel import audit, queue
from app.kernel.errors import Conflict, Invalid
from app.kernel.i18n import _, moment
from app.notifications import queries, services
from app.notifications.letters import letter


def retry_job(*, actor: Actor, job_id: int, now: datetime) -> None:
    """Give a failed job all its tries again. Raises Conflict when it is not failed any more."""
    if not queue.retry(job_id, now):
        raise Conflict(_("Pekerjaan ini sudah tidak gagal. Muat ulang halaman."))
    audit.record("job:retry", "job", job_id, actor_id=actor.user_id, at=now)


def send_test_mail(*, actor: Actor, site: str, now: datetime) -> None:
    """A mail to oneself by the way that all mails take. Raises Invalid when the account has no address."""
    reader = queries.readers([actor.user_id])[0]
    if not reader.email:
        raise Invalid(_("Akun Anda belum punya alamat surel. Isi dahulu di Profil, lalu kirim surel uji."))
    written = test_letter(reader.name, site, now)
    services.mail(user_id=reader.id, recipient=reader.email, subject=written[0], body=written[1], now=now)


def test_letter(name: str, site: str, now: datetime) -> tuple[str, str]:
    """(subject, text) of the test mail."""
    written = letter("uji", nama=name, kelas=None, situs=site, waktu=moment(now), tautan=f"{site}/periksa-sistem")
    return written.subject, written.body
