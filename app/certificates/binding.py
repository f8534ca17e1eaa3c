"""What a certificate was issued on stays announced: its number and its page outlive the grade."""

from __future__ import annotations

from sqlalchemy import func, select

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
    held = db.session.scalar(
        select(func.count()).where(Certificate.enrolment_id.in_(event.enrolment_ids), Certificate.state.in_(IN_FORCE))
    )
    if held:
        raise Denied(
            _(
                "Sertifikat %(n)d orang sudah disahkan dengan nilai ini, jadi pengumumannya tidak dapat ditarik. Ubah nilainya "
                "dengan alasan, atau minta pengelola mencabut sertifikatnya dahulu.",
                n=held,
            )
        )
