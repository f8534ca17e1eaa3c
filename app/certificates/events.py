"""What certificates tell the features above them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    """The PDF stands and may be downloaded."""

    certificate_id: int
    user_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CertificateRevoked:
    """A certificate is out of force; its holder reads why."""

    certificate_id: int
    user_id: int
    number: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConfirmationAsked:
    """Somebody has passed and should confirm what will be printed."""

    enrolment_id: int
    user_id: int
    at: datetime
