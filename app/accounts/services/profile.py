"""What a person says about himself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import or_, select

from app.accounts.identity import (
    clean_text,
    parse_email,
    parse_nip,
    parse_nisn,
    parse_nuptk,
    parse_person_name,
    parse_phone,
)
from app.accounts.models import User
from app.accounts.services import people
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Conflict
from app.kernel.i18n import _


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as it is stored: numbers as digits, None where empty."""

    name: str
    title_before: str
    title_after: str
    position: str
    rank: str
    nip: str | None
    nuptk: str | None
    nisn: str | None
    email: str | None
    phone: str | None


def profile_from(typed: dict[str, str]) -> Profile:
    """A profile from texts that were judged before, without signs that nobody sees; raises ValueError where they were not."""
    return Profile(
        name=parse_person_name(typed["name"]),
        title_before=clean_text(typed["title_before"]),
        title_after=clean_text(typed["title_after"]),
        position=clean_text(typed["position"]),
        rank=clean_text(typed["rank"]),
        nip=parse_nip(typed["nip"]).digits if typed["nip"] else None,
        nuptk=parse_nuptk(typed["nuptk"]) if typed["nuptk"] else None,
        nisn=parse_nisn(typed["nisn"]) if typed["nisn"] else None,
        email=parse_email(typed["email"]) if typed["email"] else None,
        phone=parse_phone(typed["phone"]) if typed["phone"] else None,
    )


def save(*, user_id: int, profile: Profile, now: datetime) -> None:
    """Store a profile; the audit names the fields that changed, never their content.

    Raises Conflict with the field when a number or address belongs to another account.
    """
    user = db.session.get_one(User, user_id, with_for_update=True)
    changed = sorted(name for name, value in asdict(profile).items() if getattr(user, name) != value)
    for name, sentence in (
        ("email", _("Alamat surel ini sudah dipakai akun lain.")),
        ("phone", _("Nomor HP ini sudah dipakai akun lain.")),
        ("nip", _("NIP ini sudah tercatat pada akun lain. Periksa angkanya atau hubungi pengelola.")),
        ("nuptk", _("NUPTK ini sudah tercatat pada akun lain. Periksa angkanya.")),
        ("nisn", _("NISN ini sudah tercatat pada akun lain. Periksa angkanya.")),
    ):
        value = getattr(profile, name)
        if name in {"email", "phone"} and name in changed and value:
            _free_of_strangers(name, value)
        if name in changed and value and _taken(name, value, user_id):
            raise Conflict(sentence, field=name)
    for name in changed:
        setattr(user, name, getattr(profile, name))
    if changed:
        audit.record("profile:change", "user", user_id, actor_id=user_id, at=now, detail={"fields": changed})


def _free_of_strangers(name: str, value: str) -> None:
    """Take an address from an account that is only what a stranger typed into a class link: he proved nothing by that."""
    holder = db.session.scalars(select(User).where(getattr(User, name) == value).with_for_update()).one_or_none()
    if holder is not None and people.is_nobody_yet(holder):
        setattr(holder, name, None)
        db.session.flush()  # before the other row takes it: both are unique


def _taken(name: str, value: str, user_id: int) -> bool:
    column = getattr(User, name)
    others = [column == value]
    if name in {"email", "phone"}:
        others.append(User.username == value)
    return db.session.scalar(select(User.id).where(or_(*others), User.id != user_id).limit(1)) is not None
