"""Moving the borders of time: extensions with a reason, and the days in which a new version is welcome."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.access.scope import Actor
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Invalid, Missing
from app.kernel.events import publish
from app.kernel.i18n import _, house_language
from app.learning.models import Enrolment, EnrolmentState
from app.submissions.events import DeadlineExtended
from app.submissions.models import Assignment, Submission, Version
from app.submissions.services import lateness
from app.submissions.services.drafts import add_submission


def extend(*, actor: Actor, assignment_id: int, user_id: int, until: datetime, reason: str, now: datetime) -> Submission:
    """Give one author a later deadline. The caller has judged by scope that `actor` may (Can.LEARNER_ADJUST).

    Works also for somebody who has written nothing yet. Until then a sent work can be replaced and nothing is late, nor
    is what was sent late before.
    Audited with its reason, which the author reads too; publishes DeadlineExtended. Raises Invalid (`sampai`, `alasan`), Missing.
    """
    if not reason.strip():
        raise Invalid(_("Tulis alasan perpanjangan. Peserta membacanya, dan alasan ini tercatat."), field="alasan")
    assignment = db.session.get(Assignment, assignment_id)
    enrolment = db.session.scalar(
        select(Enrolment).where(
            Enrolment.cohort_id == (assignment.cohort_id if assignment else None),
            Enrolment.user_id == user_id,
            Enrolment.state == EnrolmentState.DITERIMA,
        )
    )
    if assignment is None or enrolment is None:
        raise Missing
    if until <= now or until <= assignment.due_at:
        raise Invalid(_("Pilih waktu yang sesudah tenggat semula dan belum lewat."), field="sampai")
    submission = db.session.scalar(
        select(Submission).where(Submission.assignment_id == assignment_id, Submission.author_id == user_id).with_for_update(key_share=True)
    ) or add_submission(assignment, enrolment, now)
    submission.extended_until, submission.extension_reason = until, reason.strip()
    publish(DeadlineExtended(submission.id, until, now, reason.strip()))
    with house_language():
        why = _("Tenggat Anda diperpanjang, jadi potongan karena terlambat dihitung ulang. Alasannya: %(why)s", why=reason.strip())
    lateness.forgive(assignment, of=submission.id, why=why, actor=actor, now=now)
    audit.record(  # last, for everybody waits for its lock
        "deadline.extended",
        "submission",
        submission.id,
        actor_id=actor.user_id,
        at=now,
        reason=reason.strip(),
        detail={"until": until.isoformat()},
    )
    return submission


def open_revision(submission_id: int, until: datetime, now: datetime) -> None:
    """From now until `until` the author may send a next version with what he changed (after the release of a review).

    Called by peerreview and grading. An `until` before the present one does not shorten it. Raises Missing.
    """
    submission = db.session.get(Submission, submission_id)
    if submission is None:
        raise Missing
    if until > now and (submission.revise_until is None or until > submission.revise_until):
        submission.revise_until = until


def require_revision(submission_id: int, until: datetime, now: datetime, *, reason: str) -> None:
    """The pelatih sets `wajib revisi`: the revision is opened and the page says what is asked for. Raises Missing.

    It is owed until he grades a later version (`accept_revision`).
    """
    open_revision(submission_id, until, now)
    submission = db.session.get(Submission, submission_id)
    if submission is not None:
        submission.revision_required, submission.revision_reason = True, reason
        submission.revision_of = submission.current.number if submission.current else None


def drop_revision(submission: Submission, opened_until: datetime | None) -> None:
    """The pelatih takes his request back: nothing is owed, and a next version is welcome until `opened_until` only."""
    submission.revision_required, submission.revision_reason = False, ""
    submission.revision_of = None
    submission.revise_until = opened_until


def accept_revision(submission: Submission, version: Version) -> None:
    """The pelatih graded this version: a revision that he had asked of an earlier one is owed no more."""
    if submission.revision_of is not None and version.number > submission.revision_of:
        submission.revision_of = None
