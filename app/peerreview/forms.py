"""The plan of a round as the pelatih types it; times are those of West Sumatra."""

from __future__ import annotations

from wtforms import BooleanField, DateTimeLocalField, IntegerField, SelectField
from wtforms.validators import NumberRange

from app.kernel.i18n import lazy
from app.peerreview.core.preflight import Plan
from app.peerreview.services.rounds import FEWEST, MOST
from app.submissions.core.moving import Window
from app.web.fields import chosen, fixed
from app.web.held import WALL, HeldForm

MOST_DAYS, MOST_POINTS = 60, 100
_NEEDED = lazy("Isi tanggal dan jamnya.")
_NUMBER = lazy("Isi dengan angka; 0 bila tidak ada.")


class RoundForm(HeldForm):
    """Window of writing, lateness, dates of reviewing, reviews for each work, calibration."""

    buka = DateTimeLocalField(lazy("Tugas dibuka (WIB)"), format=WALL, validators=[chosen(_NEEDED)])
    tulis = DateTimeLocalField(lazy("Tenggat menulis (WIB)"), format=WALL, validators=[chosen(_NEEDED)])
    hari = IntegerField(
        lazy("Hari terlambat yang masih diterima"),
        validators=[chosen(_NUMBER), NumberRange(0, MOST_DAYS, lazy("Isi 0 sampai 60 hari."))],
    )
    potongan = IntegerField(
        lazy("Potongan untuk tiap hari terlambat (poin)"),
        validators=[chosen(_NUMBER), NumberRange(0, MOST_POINTS, lazy("Isi 0 sampai 100 poin."))],
    )
    dibagikan = DateTimeLocalField(lazy("Naskah dibagikan (WIB)"), format=WALL, validators=[chosen(_NEEDED)])
    telaah = DateTimeLocalField(lazy("Tenggat telaah (WIB)"), format=WALL, validators=[chosen(_NEEDED)])
    revisi = DateTimeLocalField(lazy("Tenggat versi baru (WIB)"), format=WALL, validators=[chosen(_NEEDED)])
    k = SelectField(
        lazy("Telaah untuk tiap naskah"),
        coerce=int,
        choices=fixed([(number, str(number)) for number in range(FEWEST, MOST + 1)]),
        validators=[chosen(_NUMBER)],
    )
    kalibrasi = BooleanField(lazy("Peserta harus lulus kalibrasi sebelum naskah pertama terbuka"))

    def fill(self, plan: Plan, window: Window) -> None:
        """Show what stands."""
        self.show(_values(plan, window))

    def typed(self, plan: Plan, window: Window) -> tuple[Plan, Window]:
        """What was typed over what stands. Sharing out at the deadline of writing follows it, unless another time was typed."""
        new = self.over(_values(plan, window))
        if plan.share_at == window.due_at and new["dibagikan"] == plan.share_at:
            new["dibagikan"] = new["tulis"]
        return (
            Plan(new["dibagikan"], new["telaah"], new["revisi"], int(new["k"]), bool(new["kalibrasi"])),
            Window(new["buka"], new["tulis"], new["hari"], new["potongan"]),
        )


def _values(plan: Plan, window: Window) -> dict[str, object]:
    return {
        "buka": window.opens_at, "tulis": window.due_at, "hari": window.late_days, "potongan": window.late_points,
        "dibagikan": plan.share_at, "telaah": plan.review_due_at, "revisi": plan.revise_due_at,
        "k": plan.k, "kalibrasi": plan.needs_calibration,
    }  # fmt: skip -- the fields in the order of the page
