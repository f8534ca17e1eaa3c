"""When a lesson is done, and which step comes next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.curriculum.core.items import Exercise, Writing
from app.curriculum.core.path import StepKind, StepSpec

ALL_STEPS = "*"
"""Among the keys of waived steps: the whole training was waived by its closing test (LD)."""
IDLE = timedelta(days=7)
"""Of whom nothing was heard for longer counts as quiet, on every page that says so."""


@dataclass(frozen=True, slots=True)
class LessonState:
    """Whether a lesson is done and, in sentences, what is missing; `open_exercises` are ids in reading order."""

    is_done: bool
    missing: tuple[str, ...] = ()
    open_exercises: tuple[str, ...] = ()


class StepStatus(StrEnum):
    """Where someone stands with a step. `menunggu`: others must act; `tertahan`: no try is left."""

    BELUM = "belum"
    BERJALAN = "berjalan"
    MENUNGGU = "menunggu"
    TERTAHAN = "tertahan"
    SELESAI = "selesai"


def lesson_done(exercises: Sequence[Exercise], answered: Collection[str], *, end_reached: bool) -> LessonState:
    """A lesson is done when each exercise is answered or self-checked and the end was reached."""
    missing: list[str] = []
    waiting: list[str] = []
    for number, exercise in enumerate(exercises, start=1):
        if exercise.id not in answered:
            act = "Tulis jawaban" if isinstance(exercise, Writing) else "Jawab"
            missing.append(f"{act} latihan {number}.")
            waiting.append(exercise.id)
    if not end_reached:
        missing.append("Baca materi sampai akhir.")
    return LessonState(not missing, tuple(missing), tuple(waiting))


def next_step(path: Sequence[StepSpec], statuses: Mapping[str, StepStatus]) -> StepSpec | None:
    """The step of "Lanjutkan": the first one that the learner can act on; None when all is done or waits.

    Tes awal never blocks: it comes first only while nothing after it has been begun.
    """
    has_begun = any(
        statuses.get(step.key, StepStatus.BELUM) is not StepStatus.BELUM
        for step in path
        if step.kind is not StepKind.TES_AWAL
    )
    for step in path:
        if step.kind is StepKind.TES_AWAL and has_begun:
            continue
        if statuses.get(step.key, StepStatus.BELUM) in (StepStatus.BELUM, StepStatus.BERJALAN):
            return step
    return None


def share_done(path: Sequence[StepSpec], statuses: Mapping[str, StepStatus]) -> float:
    """The share 0..1 of required steps that are done."""
    required = [step for step in path if step.is_required]
    done = sum(statuses.get(step.key) is StepStatus.SELESAI for step in required)
    return done / len(required) if required else 0.0
