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

IN_FORCE = tuple(state for state in State if core.legal_moves(state))
"""Being made, or issued and neither revoked nor replaced."""


def on_release_taken_back(event: ReleaseTakenBack) -> None:
    """Refuse while one of these people has a certificate. Raises Denied: then nothing is taken back."""
    services.locked(event.enrolment_ids)  # who issues waits, or we wait for his row
    held = _standing(event.enrolment_ids)
    if held:
        raise Denied(_refusal(len(held)))


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


def _refusal(people: int) -> str:
    return _(
        "Sertifikat %(n)d orang sudah disahkan dengan nilai ini, jadi pengumumannya tidak dapat ditarik. Ubah nilainya "
        "dengan alasan, atau minta pengelola mencabut sertifikatnya dahulu.",
        n=people,
    )
