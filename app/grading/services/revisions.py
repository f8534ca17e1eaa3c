"""`Wajib revisi`: the pelatih asks for a next version, or takes back what he asked for by mistake. Both are events that stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.access.scope import Actor
from app.grading.events import RevisionRequired, RevisionTakenBack
from app.grading.models import Act, GradeEvent, Source
from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.peerreview.models import Round
from app.submissions import services as submissions
from app.submissions.models import Submission, Version

REVISE_DAYS = 5
DOUBLE_CLICK = timedelta(minutes=1)
"""Within this time the same request sent again is the same; later it opens the days anew."""


def require_revision(submission: Submission, *, reason: str, days: int = REVISE_DAYS, actor: Actor, now: datetime) -> None:
    """`Wajib revisi`, set by the pelatih only: opens a new version and says why.

    Raises Invalid naming `why` without a reason, Denied for a work that was never sent.
    """
    if not reason.strip():
        raise Invalid(_("Tulis apa yang harus diperbaiki; penulis membacanya sebagai petunjuk."), field="why")
    if submission.current_id is None:
        raise Denied(_("Belum ada kiriman yang dapat diminta direvisi."))
    lock(submission)
    until = now + timedelta(days=days)
    is_asked = submission.current is not None and submission.revision_of == submission.current.number
    is_open = submission.revise_until is not None and submission.revise_until > until - DOUBLE_CLICK
    if is_asked and is_open and submission.revision_reason == reason.strip():
        return
    submissions.require_revision(submission.id, until, now, reason=reason.strip())
    _note(submission, submission.current_id, Act.WAJIB_REVISI, reason, actor, now)
    audit.record("grade:require_revision", "submission", submission.id, actor_id=actor.user_id, at=now, reason=reason)
    publish(RevisionRequired(submission.id, submission.author_id, submission.assignment_id, now))


def take_back_revision(submission: Submission, *, reason: str, actor: Actor, now: datetime) -> None:
    """No revision is owed any more, and the author is told why; versions that he sent meanwhile stay.

    The days that the request opened end with it, those that the end of a peer review opened do not.
    Raises Invalid naming `cabut` without a reason, Denied where none is owed.
    """
    if not reason.strip():
        raise Invalid(_("Tulis alasan mencabut permintaan revisi; penulis membacanya."), field="cabut")
    lock(submission)
    if submission.revision_of is None:
        raise Denied(_("Tidak ada revisi yang sedang diminta untuk naskah ini. Muat ulang halaman."))
    asked = db.session.scalars(
        select(Version.id).where(Version.submission_id == submission.id, Version.number == submission.revision_of)
    ).one()
    opened_until = db.session.scalar(
        select(Round.revise_due_at).where(Round.assignment_id == submission.assignment_id, Round.opened_revision_at.is_not(None))
    )
    submissions.drop_revision(submission, opened_until)
    _note(submission, asked, Act.REVISI_DITERIMA, reason, actor, now)
    audit.record("grade:take_back_revision", "submission", submission.id, actor_id=actor.user_id, at=now, reason=reason.strip())
    db.session.flush()  # listeners read that nothing is owed
    publish(RevisionTakenBack(submission.id, submission.author_id, submission.assignment_id, reason.strip(), now))


def _note(submission: Submission, version_id: int, act: Act, reason: str, actor: Actor, now: datetime) -> None:
    db.session.add(
        GradeEvent(
            submission_id=submission.id,
            version_id=version_id,
            rubric_id=submission.assignment.rubric_id,
            act=act,
            source=Source.PELATIH,
            levels={},
            grade=None,
            reason=reason.strip(),
            by_id=actor.user_id,
            at=now,
        )
    )
