"""Sending: the draft becomes a frozen version; the last one in time counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.access.scope import Actor
from app.curriculum.core.work import Task
from app.kernel import audit, signing
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.models import Cohort
from app.learning.services import progress
from app.pressrelease import Report
from app.submissions import reading
from app.submissions.core.content import Laid
from app.submissions.core.earlier import NOTHING, Earlier
from app.submissions.core.window import Standing, may_send
from app.submissions.events import WorkSubmitted
from app.submissions.models import TIMELY, Assignment, Attachment, DraftCopy, Submission, Version
from app.submissions.services.drafts import dates_of, own_submission


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft read for sending, before the transaction: `seal` says which draft it was."""

    seal: str
    content: dict[str, Any]
    laid: Laid
    report: Report | None


def seal_of(draft: Mapping[str, Any]) -> str:
    """A digest of a draft: what is sent must be what was shown on the check page."""
    return signing.digest(json.dumps(draft, sort_keys=True, ensure_ascii=False))[:24]


def prepare(
    task: Task, draft: Mapping[str, Any], *, today: date, units: tuple[str, ...] = (), used: Earlier = NOTHING
) -> Ready:
    """Read a draft for sending; slow (the coach reads it), so call it BEFORE `work()`.

    Raises Invalid with the first field that blocks sending; `reading.missing` lists all of them.
    """
    gaps = reading.missing(task, draft)
    if gaps:
        raise Invalid(gaps[0].sentence, field=gaps[0].field)
    laid = reading.lay(task, draft)
    report = reading.coach(task, draft, today=today, units=units, used=used)
    return Ready(seal_of(draft), {**draft, "centang": reading.ticks(task, draft)}, laid, report)


def submit(
    *, actor: Actor, assignment_id: int, ready: Ready, number: int, is_original: bool, change_note: str, now: datetime
) -> Version:
    """Freeze the draft as version `number` and make it the one that counts.

    Raises Invalid without the statement of originality, or without a change note while a revision is open; Denied when
    the window is closed at `now`; Conflict when this number was sent already or the draft moved since it was read.
    """
    if not is_original:
        raise Invalid(_("Centang pernyataan bahwa naskah ini karya Anda sendiri."), field="asli")
    submission = own_submission(actor=actor, assignment_id=assignment_id, now=now, is_opening=False)
    assignment = submission.assignment
    last = db.session.scalar(select(func.max(Version.number)).where(Version.submission_id == submission.id)) or 0
    if number <= last:
        raise Conflict(_("Kiriman ini sudah terkumpul. Yang tampil adalah versi terakhir yang kami terima."))
    closed_at = db.session.scalar(select(Cohort.closed_at).where(Cohort.id == submission.cohort_id))
    verdict = may_send(dates_of(assignment, submission, closed_at), now, versions=last)
    if not verdict.may:
        raise Denied(verdict.reason)
    if verdict.standing is Standing.REVISI and not change_note.strip():
        raise Invalid(_("Tulis apa yang Anda ubah sejak versi sebelumnya; satu atau dua kalimat cukup."), field="catatan_ubah")
    if submission.current is not None and _written(submission.current.content) == _written(ready.content):
        raise Invalid(
            _("Isi ini sama persis dengan versi %(number)s yang sudah terkumpul. Ubah naskahnya dahulu.", number=last)
        )
    if seal_of(submission.draft) != ready.seal:
        raise Conflict(_("Naskah berubah sejak halaman ini dibuka. Periksa sekali lagi, lalu kumpulkan."))
    late = _late_before(submission) if verdict.standing is Standing.REVISI else verdict.days_late
    version = _freeze(submission, ready, number=last + 1, change_note=change_note.strip(), late=late, now=now)
    submission.revision_required, submission.revision_reason = False, ""
    _announce(submission, version, now)
    return version


def _written(content: Mapping[str, Any]) -> str:
    """A digest of what the author wrote, without what is computed from it or said to the coach."""
    return seal_of({key: value for key, value in content.items() if key not in {"tata", "abaikan"}})


def _late_before(submission: Submission) -> int:
    """A revision neither adds nor lifts lateness: that of the version before stays."""
    return submission.current.days_late if submission.current else 0


def _freeze(submission: Submission, ready: Ready, *, number: int, change_note: str, late: int, now: datetime) -> Version:
    version = Version(
        submission_id=submission.id,
        author_id=submission.author_id,
        cohort_id=submission.cohort_id,
        unit_path=submission.unit_path,
        number=number,
        content={**ready.content, "tata": ready.laid.to_json()},
        text=ready.laid.text,
        words=ready.laid.words,
        report=ready.report.to_dict() if ready.report else None,
        change_note=change_note,
        days_late=late,
        sent_at=now,
    )
    version.attachments = [
        Attachment(
            asset_id=file["asset"],
            position=position,
            caption=file.get("keterangan", ""),
            alt=file.get("alt", ""),
            credit=file.get("kredit", ""),
        )
        for position, file in enumerate(ready.content.get("berkas", ()))
    ]
    db.session.add(version)
    db.session.flush()  # the submission points at it
    submission.current_id = version.id
    return version


def _announce(submission: Submission, version: Version, now: datetime) -> None:
    progress.mark_done(submission.enrolment_id, submission.assignment.step_id, now)
    publish(WorkSubmitted(version.id, submission.id, submission.assignment_id, submission.author_id, version.number, now))


def timely_draft(submission: Submission) -> dict[str, Any] | None:
    """The draft as it stood at the author's deadline; None when nothing was written by then. Reads only."""
    assignment: Assignment = submission.assignment
    deadline = dates_of(assignment, submission).deadline
    if submission.draft_saved_at and submission.draft_saved_at <= deadline:
        return submission.draft
    copy = db.session.scalar(
        select(DraftCopy)
        .where(DraftCopy.submission_id == submission.id, DraftCopy.device == TIMELY, DraftCopy.saved_at <= deadline)
        .order_by(DraftCopy.id.desc())
        .limit(1)
    )
    return copy.draft if copy else None


def accept_draft(*, actor: Actor, submission_id: int, ready: Ready, reason: str, now: datetime) -> Version:
    """The pelatih takes a draft that was saved in time but never sent as if it had been sent; audited.

    `ready` is `prepare` of `timely_draft`. Raises Invalid without a reason or when there is no such draft, Conflict
    when the author has sent meanwhile, Missing.
    """
    if not reason.strip():
        raise Invalid(_("Tulis alasan menerima draf ini; alasan tercatat."), field="alasan")
    submission = db.session.scalar(select(Submission).where(Submission.id == submission_id).with_for_update())
    if submission is None:
        raise Missing
    if submission.current_id is not None:
        raise Conflict(_("Penulis sudah mengumpulkan naskah ini sendiri."))
    draft = timely_draft(submission)
    if draft is None or seal_of(draft) != ready.seal:
        raise Invalid(_("Tidak ada draf yang tersimpan sebelum tenggat."), field="alasan")
    version = _freeze(submission, ready, number=1, change_note="", late=0, now=now)
    audit.record("draft.accepted", "submission", submission.id, actor_id=actor.user_id, at=now, reason=reason.strip())
    _announce(submission, version, now)
    return version
