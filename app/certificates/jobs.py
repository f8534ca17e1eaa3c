"""The worker sees who became complete, and draws certificates: the only place that loads the PDF libraries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.certificates import asking, core, pdf, services
from app.certificates.core import State
from app.certificates.events import CertificateIssued
from app.certificates.models import Certificate
from app.kernel import storage
from app.kernel.db import db
from app.kernel.events import publish
from app.kernel.queue import Effect


def complete(payload: Mapping[str, Any], now: datetime) -> Effect | None:
    """Go through the people of a class who are near their certificates, or through these enrolments."""
    if "cohort" in payload:
        people = asking.people_of(payload)
        db.session.rollback()
        return lambda: asking.ask(people, now)
    return lambda: services.complete(payload["enrolments"], now=now)


def ask(payload: Mapping[str, Any], now: datetime) -> Effect:
    """Ask somebody to confirm what will be printed; the job's unique key makes that happen once."""
    return lambda: services.ask_to_confirm(payload["enrolment"], now=now)


def render(payload: Mapping[str, Any], now: datetime) -> Effect | None:
    """Draw one certificate and put it into force; done twice it gives the same file and changes nothing more."""
    row = db.session.execute(
        select(Certificate.facts, Certificate.code).where(
            Certificate.id == payload["certificate"], Certificate.state == State.DISIAPKAN
        )
    ).one_or_none()
    if row is None:
        return None
    address = f"{current_app.config['SURAU'].public_url}/s/{row.code}"
    facts = core.facts_from_json({**row.facts, "verification_url": address})
    db.session.rollback()
    drawn = pdf.draw(facts)
    digest = storage.put(drawn)

    def put_into_force() -> None:
        certificate = db.session.scalar(
            select(Certificate).where(Certificate.id == payload["certificate"]).with_for_update()
        )
        if certificate is None or certificate.state is not State.DISIAPKAN:
            return
        certificate.facts = core.facts_to_json(facts)
        certificate.file_digest = digest
        certificate.size = len(drawn)
        certificate.state = State.TERBIT
        certificate.issued_at = now
        _retire(certificate.replaces_id, certificate.reason, now)
        publish(CertificateIssued(certificate.id, certificate.user_id, now))

    return put_into_force


def _retire(certificate_id: int | None, reason: str, now: datetime) -> None:
    old = db.session.get(Certificate, certificate_id) if certificate_id else None
    if old is not None and State.DIGANTI in core.legal_moves(old.state):
        old.state = State.DIGANTI
        old.reason = reason
        old.ended_at = now
