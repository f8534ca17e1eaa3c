"""Tasks and works of classes: opened assignments, drafts, sent versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.curriculum.core.encoding import from_json
from app.curriculum.core.work import Task, Work
from app.curriculum.models import Step
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort
from app.submissions import reading, services
from app.submissions.models import Assignment, Submission, Version
from tests.factories.people import actor

RELEASE: dict[str, Any] = {
    "judul": "Layanan nikah di KUA Uji kini selesai dalam sehari",
    "titimangsa": "Padang, Humas",
    "teras": "KUA Uji memangkas waktu layanan nikah dari tiga hari menjadi satu hari mulai Senin (3/3/2025) di Padang.",
    "isi": "<p>Warga cukup datang satu kali dengan membawa surat pengantar dari kantor wali nagari.</p>"
    "<h2>Cara mendaftar</h2><p>“Warga tidak perlu izin kerja dua kali,” kata Kepala KUA Uji Rahmat Hidayat.</p>",
    "narahubung": "Rina, 0812-0000-0000",
    "penulis": "Rina",
}
FILLED: dict[str, dict[str, Any]] = {
    "siaran_pers": RELEASE,
    "teks": {"teks": "Lima kata atau lebih ada di sini.\n\nAlinea kedua menutup naskah."},
    "lembar": {"lembar": {"premis": "Satu kalimat.", "alasan": "Karena perlu.", "kanal": "Situs", "tautan": "", "jumlah": "2,5", "izin": True}},
    "berkas": {"catatan": "Tiga foto kegiatan."},
}


def opened(cohort: Cohort, now: datetime | None = None) -> dict[str, Assignment]:
    """Open the tasks of a class; by form: siaran_pers, lembar, berkas, teks."""
    with work():
        services.open_assignments(cohort.id, now or clock.now())
    rows = db.session.scalars(select(Assignment).where(Assignment.cohort_id == cohort.id))
    return {str(row.form): row for row in rows}


def task_of(assignment: Assignment) -> Task:
    """The task of an assignment as a value."""
    return from_json(Work, db.session.get(Step, assignment.step_id).content).task


def drafted(user: User, assignment: Assignment, fields: dict[str, Any] | None = None, now: datetime | None = None) -> Submission:
    """A draft, saved."""
    now = now or clock.now()
    given = FILLED[str(assignment.form)] if fields is None else fields
    task, assignment_id = task_of(assignment), assignment.id
    mine = db.session.scalar(
        select(Submission).where(Submission.assignment_id == assignment_id, Submission.author_id == user.id)
    )
    cleaned = reading.cleaned(task, {"isi_bentuk": "html", **given}, mine.draft if mine else {})
    with work():
        services.save_draft(
            actor=actor(user),
            assignment_id=assignment_id,
            fields=cleaned,
            files=None,
            revision=mine.draft_revision if mine else 0,
            device="uji",
            now=now,
        )
    return db.session.scalars(
        select(Submission).where(Submission.assignment_id == assignment_id, Submission.author_id == user.id)
    ).one()


def sent(
    user: User, assignment: Assignment, fields: dict[str, Any] | None = None, now: datetime | None = None, change_note: str = ""
) -> Version:
    """A work that was sent (`berkas` needs its files attached before)."""
    now = now or clock.now()
    mine = drafted(user, assignment, fields, now)
    ready = services.prepare(task_of(assignment), mine.draft, today=clock.local_date(now))
    number = len(mine.versions) + 1
    with work():
        return services.submit(
            actor=actor(user), assignment_id=assignment.id, ready=ready, number=number, is_original=True, change_note=change_note, now=now
        )


def hidden(page: str) -> dict[str, str]:
    """What the check page sends along unseen: which draft it showed, and the number of its version."""

    def value(name: str) -> str:
        return page.partition(f'name="{name}"')[2].partition('value="')[2].partition('"')[0]

    return {name: value(name) for name in ("sidik", "nomor")}
