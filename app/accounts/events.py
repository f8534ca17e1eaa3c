"""What accounts tell the features above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class InvitationAccepted:
    """Somebody used up his invitation; `cohort_id` is None when it led to no class."""

    user_id: int
    cohort_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class GuardianConsented:
    """The signed letter of a pupil's guardian was recorded; his rooms are open."""

    user_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class GuardianWithdrew:
    """The guardian took the agreement back; the pupil's rooms are shut again."""

    user_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SignedInOnNewDevice:
    """A sign-in from a device that this account did not know."""

    user_id: int
    device: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ResetLinkAsked:
    """Somebody forgot his password and has an e-mail address. `url` opens the account: it goes into the mail only."""

    user_id: int
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """A new password is in force; other sessions have ended."""

    user_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SecondFactorChanged:
    """The authenticator app of an account was set up, taken off, or got new recovery codes; `what` says which."""

    user_id: int
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """Somebody, or a pupil's guardian by taking the agreement back, wants the data of a person erased until `due_at`."""

    user_id: int
    due_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class ErasureAnswered:
    """The office answered a request to erase with a reason; the person reads it on his page."""

    user_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonErased:
    """The data of a person go now: every feature drops what it holds. His account is emptied after them."""

    user_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class UnitMoved:
    """A work unit stands below another one now, with all below it: other units above it decide."""

    path: str
    at: datetime
