"""What would go wrong with a round as it is planned, said before it begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST_REVIEW = timedelta(days=3)
"""Works of a batch return to the pool 48 hours before the end; below three days hardly a day is left to begin."""
NO_REVIEW = timedelta(hours=48)
"""Works shared out as late as this would return to the pool at once."""
PRACTICE_TEXTS = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """The dates and numbers of a round as the pelatih wants them."""

    share_at: datetime
    review_due_at: datetime
    revise_due_at: datetime
    k: int
    needs_calibration: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands around a round: `works` are those sent so far, `people` everyone accepted into the class.

    `write_due_at` is the deadline of writing as it is wanted with the plan.
    """

    now: datetime
    write_due_at: datetime
    class_ends_at: datetime
    works: int
    people: int
    texts: int
    has_trap: bool
    is_shared: bool = False
    is_opened: bool = False
    """Authors read their comments and may send a next version."""


@dataclass(frozen=True, slots=True)
class Concern:
    """A sentence about a field; `stops` says that the plan cannot be kept as it is."""

    field: str
    sentence: str
    stops: bool


def shut(before: Plan, facts: Facts) -> Mapping[str, str]:
    """Field -> why it cannot be changed any more: a change would harm somebody who has counted on it."""
    found = {}
    if facts.is_shared:
        found["tulis"] = "Naskah sudah dibagikan, jadi tenggat menulis kelas tetap. Perpanjangan untuk satu orang ada di “Peserta dan tenggat”."
        found["dibagikan"] = "Naskah sudah dibagikan."
        found["k"] = "Naskah sudah dibagikan, jadi jumlah telaah untuk tiap naskah tetap."
        if not before.needs_calibration:
            found["kalibrasi"] = "Naskah sudah dibagikan tanpa syarat kalibrasi, jadi syarat itu tidak dapat lagi ditambahkan."
    if facts.is_opened:
        found["telaah"] = "Telaah sudah dibuka untuk penulis, jadi tenggatnya tidak dapat diubah lagi."
    return found


def concerns(plan: Plan, facts: Facts, before: Plan | None = None) -> tuple[Concern, ...]:
    """Everything that would go wrong, what cannot be kept first, then what only deserves a second look.

    `before` is the plan as it stands: what has begun may only be given more time. A review deadline that stays as it is
    may lie in the past.
    """
    found = [*_dates(plan, facts, before), *_people(plan, facts), *_practice(plan, facts)]
    return tuple(sorted(found, key=lambda one: not one.stops))


def _dates(plan: Plan, facts: Facts, before: Plan | None) -> list[Concern]:
    found = []
    if not facts.is_shared and plan.share_at < facts.write_due_at:
        found.append(
            Concern("dibagikan", "Naskah tidak dapat dibagikan sebelum tenggat menulis. Pakai “Bagikan sekarang”, yang menutup masa menulis.", True)
        )
    found += _reviewing(plan, facts, before)
    if plan.revise_due_at < plan.review_due_at:
        found.append(Concern("revisi", "Tenggat revisi tidak boleh sebelum tenggat telaah.", True))
    elif before and facts.is_opened and plan.revise_due_at < before.revise_due_at:
        found.append(Concern("revisi", "Penulis sudah diberi tahu sampai kapan versi baru diterima, jadi tenggat ini hanya dapat dimundurkan.", True))
    elif plan.revise_due_at > facts.class_ends_at:
        found.append(Concern("revisi", "Putaran ini baru selesai sesudah angkatan berakhir.", False))
    return found


def _reviewing(plan: Plan, facts: Facts, before: Plan | None) -> list[Concern]:
    if plan.review_due_at <= plan.share_at:
        return [Concern("telaah", "Tenggat telaah harus sesudah naskah dibagikan.", True)]
    if before and facts.is_shared and plan.review_due_at < before.review_due_at:
        return [Concern("telaah", "Penelaah sudah diberi tahu waktunya, jadi tenggat telaah hanya dapat dimundurkan.", True)]
    if plan.review_due_at <= facts.now:
        if before and plan.review_due_at == before.review_due_at:
            return []
        return [Concern("telaah", "Tenggat telaah ini sudah lewat. Pilih waktu yang akan datang.", True)]
    if not facts.is_shared and plan.review_due_at - plan.share_at <= NO_REVIEW:
        return [
            Concern("telaah", "Masa telaah harus lebih dari 48 jam: naskah yang belum dibuka kembali ke kumpulan 48 jam sebelum tenggat.", True)
        ]
    if plan.review_due_at - plan.share_at < SHORTEST_REVIEW:
        return [
            Concern("telaah", "Masa telaah kurang dari tiga hari. Naskah yang belum dibuka berpindah 48 jam sebelum tenggat, jadi waktunya sangat sempit.", False)
        ]
    return []


def _people(plan: Plan, facts: Facts) -> list[Concern]:
    if facts.is_shared:
        return []
    if facts.people <= plan.k:
        return [
            Concern(
                "k",
                f"Angkatan ini {facts.people} orang, jadi tiap naskah mendapat paling banyak {max(facts.people - 1, 0)} telaah. Sisanya masuk antrean Anda.",
                False,
            )
        ]
    if facts.people < 2 * plan.k + 1:
        return [
            Concern("k", f"Dengan {facts.people} orang dan {plan.k} telaah per naskah, sebagian peserta akan saling menelaah.", False)
        ]
    if facts.now >= facts.write_due_at and facts.works < 2 * plan.k + 1:
        return [Concern("k", f"Baru {facts.works} naskah terkumpul; sebagian penulis akan saling menelaah.", False)]
    return []


def _practice(plan: Plan, facts: Facts) -> list[Concern]:
    if not plan.needs_calibration:
        return []
    if facts.texts == 0:
        return [Concern("kalibrasi", "Tugas ini tidak punya contoh kalibrasi, jadi tidak ada yang dapat lulus kalibrasi. Matikan syarat ini.", True)]
    if facts.texts < PRACTICE_TEXTS:
        return [Concern("kalibrasi", f"Contoh kalibrasi baru {facts.texts}; biasanya tiga.", False)]
    if not facts.has_trap:
        return [Concern("kalibrasi", "Tidak satu pun contoh memuat pelanggaran identitas anak untuk ditemukan.", False)]
    return []
