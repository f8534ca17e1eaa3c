"""What a certificate was issued on stays announced: its number and its page outlive the grade."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.certificates import core, services
from app.certificates.core import State
from app.certificates.models import Certificate
from app.grading.events import ReleaseTakenBack
from app.kernel.db import db
from app.kernel.errors import Denied
from app.kernel.i18n import _
from app.submissions.events import SelfAssessed
from app.submissions.models import Submission

IN_FORCE = tuple(state for state in State if core.legal_moves(state))
"""Being made, or issued and neither revoked nor replaced."""


def on_release_taken_back(event: ReleaseTakenBack) -> None:
    """Refuse while one of these people has a certificate. Raises Denied: then nothing is taken back."""
    services.locked(event.enrolment_ids)  # who issues waits, or we wait for his row
    held = _standing(event.enrolment_ids)
    if held:
        raise Denied(_refusal(len(held)))


def on_self_assessed(event: SelfAssessed) -> None:
    """Refuse a new rating of one's own while one has a certificate on the old one. Raises Denied: then nothing changes."""
    enrolment_id = db.session.get_one(Submission, event.submission_id).enrolment_id
    services.locked([enrolment_id])
    if _standing([enrolment_id]):
        raise Denied(_fixed())


def why_fixed(submission_id: int) -> str:
    """The sentence with which a new rating of one's own work would be refused, or nothing. One statement."""
    found = db.session.scalar(
        select(Certificate.id)
        .join(Submission, Submission.enrolment_id == Certificate.enrolment_id)
        .where(Submission.id == submission_id, Certificate.state.in_(IN_FORCE))
        .limit(1)
    )
    return _fixed() if found is not None else ""


def why_not_taken_back(releases: Sequence[Collection[int]]) -> list[str]:
    """For the enrolments of each release the sentence with which taking it back would be refused, or nothing. One statement."""
    held = _standing({enrolment_id for one in releases for enrolment_id in one})
    counts = [len(held.intersection(one)) for one in releases]
    return [_refusal(count) if count else "" for count in counts]


def _standing(enrolment_ids: Collection[int]) -> frozenset[int]:
    """Which of these people have a certificate in force."""
    return frozenset(
        db.session.scalars(
            select(Certificate.enrolment_id).where(
                Certificate.enrolment_id.in_(sorted(set(enrolment_ids))), Certificate.state.in_(IN_FORCE)
            )
        )
    )


def _fixed() -> str:
    return _("Sertifikat Anda sudah disahkan dengan nilai ini, jadi nilai diri tidak dapat diubah lagi.")


def _refusal(people: int) -> str:
    return _(
        "Sertifikat %(n)d orang sudah disahkan dengan nilai ini, jadi pengumumannya tidak dapat ditarik. Ubah nilainya "
        "dengan alasan, atau minta pengelola mencabut sertifikatnya dahulu.",
        n=people,
    )
