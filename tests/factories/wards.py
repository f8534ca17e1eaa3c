"""Pupils, who accompanies them, and the letters of their guardians."""

from __future__ import annotations

import io

from PIL import Image

from app.access.permissions import Role
from app.accounts.models import Standing, Unit, User
from app.kernel import clock
from tests.factories import people


def mentor(name: str = "", *, unit: Unit | None = None) -> User:
    """A pendamping of a unit (the kanwil unless said otherwise)."""
    made = people.user(name, unit=unit)
    people.grant(made, Role.PENDAMPING, unit=made.unit)
    return made


def pupil(name: str, mentor: User) -> User:
    """A pupil at his pendamping's unit whose guardian has not agreed yet."""
    return people.user(name, unit=mentor.unit, is_pupil=True, mentor=mentor, standing=Standing.MENUNGGU_WALI)


def letter(**change: object) -> dict[str, object]:
    """The form that records a guardian's letter, with its photo."""
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(picture, "JPEG")
    picture.seek(0)
    return {
        "guardian_name": "Ibu Nurhayati",
        "guardian_relation": "ibu",
        "signed_on": clock.local_date(clock.now()).isoformat(),
        "is_signed": "y",
        "photo": (picture, "surat.jpg"),
    } | change
