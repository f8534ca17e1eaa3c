"""What would go wrong with a round as it is planned, said before it begins."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST_REVIEW = timedelta(days=3)
"""Works of a batch return to the pool 48 hours before the end; below three days hardly a day is left to begin."""
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
    """What stands around a round: `works` are those sent so far, `people` everyone accepted into the class."""

    now: datetime
    write_due_at: datetime
    class_ends_at: datetime
    works: int
    people: int
    texts: int
    has_trap: bool
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Concern:
    """A sentence about a field; `stops` says that the plan cannot be kept as it is."""

    field: str
    sentence: str
    stops: bool


def concerns(plan: Plan, facts: Facts) -> tuple[Concern, ...]:
    """Everything that would go wrong, what cannot be kept first, then what only deserves a second look."""
    found = [*_dates(plan, facts), *_people(plan, facts), *_practice(plan, facts)]
    return tuple(sorted(found, key=lambda one: not one.stops))


def _dates(plan: Plan, facts: Facts) -> list[Concern]:
    found = []
    if not facts.is_shared and plan.share_at < facts.write_due_at:
        found.append(
            Concern("dibagikan", "Naskah tidak dapat dibagikan sebelum tenggat menulis. Pakai “Bagikan sekarang”, yang menutup masa menulis.", True)
        )
    if plan.review_due_at <= plan.share_at:
        found.append(Concern("telaah", "Tenggat telaah harus sesudah naskah dibagikan.", True))
    elif plan.review_due_at <= facts.now:
        found.append(Concern("telaah", "Tenggat telaah ini sudah lewat. Pilih waktu yang akan datang.", True))
    elif plan.review_due_at - plan.share_at < SHORTEST_REVIEW:
        found.append(
            Concern("telaah", "Masa telaah kurang dari tiga hari. Naskah yang belum dibuka berpindah 48 jam sebelum tenggat, jadi waktunya sangat sempit.", False)
        )
    if plan.revise_due_at < plan.review_due_at:
        found.append(Concern("revisi", "Tenggat revisi tidak boleh sebelum tenggat telaah.", True))
    elif plan.revise_due_at > facts.class_ends_at:
        found.append(Concern("revisi", "Putaran ini baru selesai sesudah angkatan berakhir.", False))
    return found


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
