"""Whether a reviewer reads the practice texts nearly as the trainer does (rules.md, calibration)."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

LARGEST_GAP = 1
LARGEST_MEAN_GAP = 0.6
TRAP_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Trap:
    """A breach planted in a text: it is caught by a level of at most `at_most` on `criterion`."""

    criterion: int
    at_most: int = TRAP_LEVEL


@dataclass(frozen=True, slots=True)
class TextVerdict:
    """How one practice text went; `reasons` are Indonesian sentences, empty when it passed.

    `gaps` holds the reviewer's level minus the trainer's per criterion, None where missing.
    """

    text: Hashable
    passed: bool
    exact: int
    needed: int
    mean_gap: float
    gaps: tuple[int | None, ...]
    caught: bool | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome over all texts; `reasons` holds what belongs to no single text."""

    passed: bool
    texts: tuple[TextVerdict, ...]
    reasons: tuple[str, ...]


def passed(
    levels_by_text: Mapping[Hashable, Sequence[int | None]],
    truth_by_text: Mapping[Hashable, Sequence[int]],
    traps: Mapping[Hashable, Trap],
    *,
    flagged: Collection[Hashable] = (),
) -> Verdict:
    """Judge a reviewer's levels for the practice texts against the trainer's.

    On every text at least half of the criteria are exact (3 of 6), none is off by more than 1,
    the mean gap is at most 0.6, and a planted breach is caught by level 1 on its criterion or by
    the flag (`flagged` = texts the reviewer flagged). One level for everything never passes when
    the truth varies. Missing texts and levels count as wrong. Raises ValueError without any
    text, or when a text's truth has no criterion or a trap lies outside it.
    """
    if not truth_by_text:
        raise ValueError("calibration needs at least one text with the trainer's levels")
    texts = tuple(
        _judge(text, levels_by_text.get(text, ()), truth, traps.get(text), text in flagged)
        for text, truth in truth_by_text.items()
    )
    reasons = _same_for_everything(levels_by_text, truth_by_text)
    return Verdict(not reasons and all(text.passed for text in texts), texts, reasons)


def _judge(
    text: Hashable,
    levels: Sequence[int | None],
    truth: Sequence[int],
    trap: Trap | None,
    is_flagged: bool,  # noqa: FBT001 - private, one caller
) -> TextVerdict:
    if not truth or (trap is not None and not 0 <= trap.criterion < len(truth)):
        raise ValueError(f"text {text!r} has no criteria or a trap outside them")
    given = [levels[i] if i < len(levels) else None for i in range(len(truth))]
    gaps = tuple(None if g is None else g - t for g, t in zip(given, truth, strict=True))
    known = [abs(gap) for gap in gaps if gap is not None]
    exact, needed = known.count(0), (len(truth) + 1) // 2
    mean_gap = sum(known) / len(known) if known else float(LARGEST_GAP + 1)
    trap_level = given[trap.criterion] if trap else None
    caught = None if trap is None else is_flagged or (trap_level is not None and trap_level <= trap.at_most)
    reasons = []
    if len(known) < len(truth):
        reasons.append("Masih ada kriteria yang belum Anda beri level.")
    if exact < needed:
        reasons.append(f"Baru {exact} dari {len(truth)} kriteria yang sama dengan pelatih; perlu {needed}.")
    if known and max(known) > LARGEST_GAP:
        far = sum(gap > LARGEST_GAP for gap in known)
        reasons.append(f"Pada {far} kriteria level Anda berbeda lebih dari satu dari pelatih.")
    if known and mean_gap > LARGEST_MEAN_GAP:
        reasons.append("Rata-rata selisih Anda dengan pelatih masih di atas 0,6 level.")
    if caught is False:
        reasons.append("Pelanggaran identitas anak di teks ini belum Anda temukan.")
    return TextVerdict(text, not reasons, exact, needed, mean_gap, gaps, caught, tuple(reasons))


def _same_for_everything(
    levels_by_text: Mapping[Hashable, Sequence[int | None]],
    truth_by_text: Mapping[Hashable, Sequence[int]],
) -> tuple[str, ...]:
    # A constant rater can come within 1 of a flat truth; reading shows only where levels differ.
    given = {level for text in truth_by_text for level in levels_by_text.get(text, ())}
    true = {level for truth in truth_by_text.values() for level in truth}
    if len(given) == 1 and len(true) > 1:
        return ("Anda memberi level yang sama untuk semua kriteria di semua teks.",)
    return ()
