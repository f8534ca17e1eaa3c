"""The plan of a round as the pelatih types it; times are those of West Sumatra."""

from __future__ import annotations

from datetime import datetime

from wtforms import BooleanField, DateTimeLocalField, SelectField

from app.kernel import clock
from app.kernel.i18n import lazy
from app.peerreview.core.preflight import Plan
from app.peerreview.services.rounds import FEWEST, MOST
from app.web.fields import Form, chosen, fixed

FORMAT = "%Y-%m-%dT%H:%M"
_NEEDED = lazy("Isi tanggal dan jamnya.")


class RoundForm(Form):
    """Dates, reviews for each work, calibration."""

    dibagikan = DateTimeLocalField(lazy("Naskah dibagikan (WIB)"), format=FORMAT, validators=[chosen(_NEEDED)])
    telaah = DateTimeLocalField(lazy("Tenggat telaah (WIB)"), format=FORMAT, validators=[chosen(_NEEDED)])
    revisi = DateTimeLocalField(lazy("Tenggat versi baru (WIB)"), format=FORMAT, validators=[chosen(_NEEDED)])
    k = SelectField(
        lazy("Telaah untuk tiap naskah"),
        coerce=int,
        choices=fixed([(number, str(number)) for number in range(FEWEST, MOST + 1)]),
    )
    kalibrasi = BooleanField(lazy("Peserta harus lulus kalibrasi sebelum naskah pertama terbuka"))

    def fill(self, plan: Plan) -> None:
        """Show a plan as it stands."""
        self.dibagikan.data, self.telaah.data, self.revisi.data = map(_wall, (plan.share_at, plan.review_due_at, plan.revise_due_at))
        self.k.data, self.kalibrasi.data = plan.k, plan.needs_calibration

    def plan(self, before: Plan) -> Plan:
        """What was typed; a time whose minute did not change keeps its seconds (deadlines end at 23.59.59)."""
        share, review, revise = (
            kept if _wall(kept) == typed else _moment(typed)
            for typed, kept in (
                (self.dibagikan.data, before.share_at),
                (self.telaah.data, before.review_due_at),
                (self.revisi.data, before.revise_due_at),
            )
        )
        return Plan(share, review, revise, int(self.k.data), bool(self.kalibrasi.data))


def _wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None, second=0, microsecond=0)


def _moment(wall: datetime) -> datetime:
    return wall.replace(tzinfo=clock.WIB)
