"""What certificates forget of a person who is erased: facts that were confirmed. Issued certificates can be verified on."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.accounts.events import PersonErased
from app.certificates.models import Confirmation
from app.kernel.db import db
from app.learning.models import Enrolment


def erase_person(event: PersonErased) -> None:
    """Drop what somebody confirmed for his certificates, in the caller's transaction."""
    mine = select(Enrolment.id).where(Enrolment.user_id == event.user_id)
    db.session.execute(
        delete(Confirmation).where(Confirmation.enrolment_id.in_(mine)).execution_options(synchronize_session=False)
    )
