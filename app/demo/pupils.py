"""What the pupils of the demonstration need beside an account: a madrasah, and a letter of their guardian."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from app.access.scope import Actor
from app.accounts.models import Unit, UnitKind, User
from app.accounts.services import consents, units
from app.kernel import clock
from app.media import services as media
from app.media.core.kinds import AssetKind

NAME = "MAN Peragaan Bukittinggi"
SIGNED_BEFORE = timedelta(days=20)
_LINES = ("SURAT PERSETUJUAN ORANG TUA ATAU WALI", "", "Contoh untuk peragaan: surat ini tidak sungguhan.", "", "Siswa: Fikri Alhamdi", "Wali: Alhamdi (ayah)")


def madrasah(parent: Unit, now: datetime) -> Unit:
    """A madrasah below a kankemenag, in the caller's unit of work."""
    return units.add(actor=None, parent=parent, new=units.NewUnit(UnitKind.MADRASAH, NAME, city=parent.city), now=now)


def photographed() -> media.Prepared:
    """A drawn letter as if it had been photographed; slow, so call it before the unit of work."""
    sheet = Image.new("RGB", (900, 640), "#fbf8f2")
    pen = ImageDraw.Draw(sheet)
    for number, line in enumerate(_LINES):
        pen.text((60, 60 + 46 * number), line, fill="#1c2621", font_size=28)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return media.prepare(out.getvalue(), claimed_name="surat-wali.jpg", allowed=frozenset(AssetKind))


def record(pupil: User, photo: media.Prepared, *, by: User, now: datetime) -> None:
    """Hand the letter in, in the caller's unit of work."""
    kept = media.keep(photo, owner_id=by.id, cohort_id=None, unit_path=pupil.unit_path, now=now)
    signed = consents.SignedLetter("Alhamdi", "ayah", clock.local_date(now - SIGNED_BEFORE), kept.id)
    consents.record_guardian(actor=Actor(by.id, by.name), pupil=pupil, letter=signed, now=now)
