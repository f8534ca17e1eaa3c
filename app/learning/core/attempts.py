"""How often a quiz or test may be taken, which form comes next, which result counts."""

from collections.abc import Sequence
from dataclasses import dataclass

ROUNDING = 1e-9
"""Results are floats of fractions; a mark reached exactly must not fail by the last bit."""


@dataclass(frozen=True, slots=True)
class AttemptState:
    """Where someone stands with a quiz or test; `best` is 0-100 or None before the first result."""

    used: int
    allowed: int
    best: float | None
    is_passed: bool

    @property
    def left(self) -> int:
        """Tries that remain."""
        return max(0, self.allowed - self.used)

    @property
    def may_start(self) -> bool:
        """Whether another try may begin."""
        return self.left > 0

    @property
    def sentence(self) -> str:
        """The state in words, saying what happens next."""
        if self.is_passed:
            return "Batas lulus tercapai." + (f" Sisa percobaan: {self.left}." if self.left else "")
        if self.left:
            return f"Sisa percobaan: {self.left} dari {self.allowed}."
        return "Semua percobaan sudah dipakai. Mintalah pelatih membuka satu percobaan lagi."


def reaches(value: float, mark: float) -> bool:
    """Whether an unrounded value reaches a mark; exactly the mark does, 69.99 does not reach 70."""
    return value >= mark - ROUNDING


def attempt_state(percents: Sequence[float | None], allowed: int, extra: int, mark: float) -> AttemptState:
    """The state after these tries (None: begun, not sent), with `extra` tries opened by the trainer; the best counts."""
    known = [percent for percent in percents if percent is not None]
    best = max(known, default=None)
    return AttemptState(len(percents), allowed + extra, best, best is not None and reaches(best, mark))


def next_form(forms: Sequence[str], used: Sequence[str]) -> str:
    """The form of the next try: one not seen yet, else the one seen least and not last. Raises ValueError without forms."""
    if not forms:
        raise ValueError("a test needs a form")
    fresh = [form for form in forms if form not in used]
    if fresh:
        return fresh[0]
    others = [form for form in forms if form != used[-1]] or list(forms)
    return min(others, key=used.count)
