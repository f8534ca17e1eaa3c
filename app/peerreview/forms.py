"""The plan of a round as the pelatih types it; times are those of West Sumatra."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wtforms import BooleanField, DateTimeLocalField, IntegerField, SelectField
from wtforms.validators import NumberRange

from app.kernel import clock
from app.kernel.i18n import lazy
from app.peerreview.core.preflight import Plan
from app.peerreview.services.rounds import FEWEST, MOST
from app.submissions.core.moving import Window
from app.web.fields import Form, chosen, fixed

FORMAT = "%Y-%m-%dT%H:%M"
MOST_DAYS, MOST_POINTS = 60, 100
_NEEDED = lazy("Isi tanggal dan jamnya.")
_NUMBER = lazy("Isi dengan angka; 0 bila tidak ada.")


class RoundForm(Form):
    """Window of writing, lateness, dates of reviewing, reviews for each work, calibration."""

    buka = DateTimeLocalField(lazy("Tugas dibuka (WIB)"), format=FORMAT, validators=[chosen(_NEEDED)])
    tulis = DateTimeLocalField(lazy("Tenggat menulis (WIB)"), format=FORMAT, validators=[chosen(_NEEDED)])
    hari = IntegerField(
        lazy("Hari terlambat yang masih diterima"),
        validators=[chosen(_NUMBER), NumberRange(0, MOST_DAYS, lazy("Isi 0 sampai 60 hari."))],
    )
    potongan = IntegerField(
        lazy("Potongan untuk tiap hari terlambat (poin)"),
        validators=[chosen(_NUMBER), NumberRange(0, MOST_POINTS, lazy("Isi 0 sampai 100 poin."))],
    )
    dibagikan = DateTimeLocalField(lazy("Naskah dibagikan (WIB)"), format=FORMAT, validators=[chosen(_NEEDED)])
    telaah = DateTimeLocalField(lazy("Tenggat telaah (WIB)"), format=FORMAT, validators=[chosen(_NEEDED)])
    revisi = DateTimeLocalField(lazy("Tenggat versi baru (WIB)"), format=FORMAT, validators=[chosen(_NEEDED)])
    k = SelectField(
        lazy("Telaah untuk tiap naskah"),
        coerce=int,
        choices=fixed([(number, str(number)) for number in range(FEWEST, MOST + 1)]),
        validators=[chosen(_NUMBER)],
    )
    kalibrasi = BooleanField(lazy("Peserta harus lulus kalibrasi sebelum naskah pertama terbuka"))

    def without(self, shut: Iterable[str]) -> RoundForm:
        """The form without the fields that cannot be changed any more: what is posted for them is not read."""
        for name in shut:
            if name in self._fields:
                delattr(self, name)
        return self

    def fill(self, plan: Plan, window: Window) -> None:
        """Show what stands."""
        for name, value in _values(plan, window).items():
            if name in self._fields:
                self._fields[name].data = _wall(value) if isinstance(value, datetime) else value

    def typed(self, plan: Plan, window: Window) -> tuple[Plan, Window]:
        """What was typed over what stands; a time whose minute did not change keeps its seconds (23.59.59).

        Sharing out at the deadline of writing follows it, unless another time was typed for it.
        """
        held = _values(plan, window)
        new: dict[str, Any] = {name: self._read(name, value) for name, value in held.items()}
        if plan.share_at == window.due_at and new["dibagikan"] == plan.share_at:
            new["dibagikan"] = new["tulis"]
        return (
            Plan(new["dibagikan"], new["telaah"], new["revisi"], int(new["k"]), bool(new["kalibrasi"])),
            Window(new["buka"], new["tulis"], new["hari"], new["potongan"]),
        )

    def _read(self, name: str, held: object) -> object:
        field = self._fields.get(name)
        if field is None:
            return held
        if isinstance(held, datetime):
            return held if _wall(held) == field.data else field.data.replace(tzinfo=clock.WIB)
        return field.data


def _values(plan: Plan, window: Window) -> dict[str, object]:
    return {
        "buka": window.opens_at, "tulis": window.due_at, "hari": window.late_days, "potongan": window.late_points,
        "dibagikan": plan.share_at, "telaah": plan.review_due_at, "revisi": plan.revise_due_at,
        "k": plan.k, "kalibrasi": plan.needs_calibration,
    }  # fmt: skip -- the fields in the order of the page


def _wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None, second=0, microsecond=0)
