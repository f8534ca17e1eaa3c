"""Where a learner stands on the path of his training, and whether he is stuck there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.curriculum.core.path import StepKind, StepSpec
from app.learning.core.completion import ALL_STEPS, IDLE


class Mark(StrEnum):
    """How a step stands with one person."""

    SELESAI = "selesai"
    BERJALAN = "berjalan"
    """Tried, sent or begun, and not passed."""
    TERTAHAN = "tertahan"
    """Every try is used up: only the pelatih can open one more."""
    BELUM = "belum"
    DIBEBASKAN = "dibebaskan"
    """Waived, by itself or with the whole training, and not done either."""


SETTLED = frozenset({Mark.SELESAI, Mark.DIBEBASKAN})
"""Marks of steps at which nothing is left to do."""


class Why(StrEnum):
    """Why somebody counts as stuck."""

    PERCOBAAN_HABIS = "percobaan_habis"
    REVISI = "revisi"
    """A revision that the pelatih required was not sent in its days: only the class's staff can open it again."""
    TIDAK_AKTIF = "tidak_aktif"
    TELAAH = "telaah"


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's facts: steps by key."""

    done: frozenset[str]
    """Finished lessons and sent tasks."""
    scores: Mapping[str, float]
    exhausted: frozenset[str]
    """Quizzes and tests without a try left."""
    reviews_left: int
    is_review_late: bool
    last_active_at: datetime | None
    waived: frozenset[str] = frozenset()
    """Keys of waived steps; `ALL_STEPS` among them stands for every step."""
    missed: frozenset[str] = frozenset()
    """Keys of tasks of which a required revision was not sent in its days."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """Where, and why; `key` is empty for reviews."""

    key: str
    why: Why


def marks(steps: Sequence[StepSpec], facts: Facts, *, quiz_mark: float, closing_mark: float) -> dict[str, Mark]:
    """Every step of the path for one person."""
    return {step.key: _mark(step, facts, quiz_mark=quiz_mark, closing_mark=closing_mark) for step in steps}


def _mark(step: StepSpec, facts: Facts, *, quiz_mark: float, closing_mark: float) -> Mark:
    if step.key in facts.done:
        return Mark.SELESAI
    score = facts.scores.get(step.key)
    if step.kind is StepKind.TES_AWAL and score is not None:
        return Mark.SELESAI
    needed = {StepKind.KUIS: quiz_mark, StepKind.TES_AKHIR: closing_mark}.get(step.kind)
    if needed is not None and score is not None and score >= needed:
        return Mark.SELESAI
    if step.key in facts.waived or ALL_STEPS in facts.waived:
        return Mark.DIBEBASKAN
    if needed is not None and step.key in facts.exhausted:
        return Mark.TERTAHAN
    return Mark.BERJALAN if score is not None else Mark.BELUM


def stuck(steps: Sequence[StepSpec], found: Mapping[str, Mark], facts: Facts, now: datetime) -> Stuck | None:
    """Whether somebody who has not passed is stuck: no try left, a revision missed, reviews overdue, or nothing done for a week."""
    for step in steps:
        if step.is_required and found[step.key] is Mark.TERTAHAN:
            return Stuck(step.key, Why.PERCOBAAN_HABIS)
    for step in steps:
        if step.is_required and step.key in facts.missed and not {step.key, ALL_STEPS} & facts.waived:
            return Stuck(step.key, Why.REVISI)
    if facts.reviews_left > 0 and facts.is_review_late:
        return Stuck("", Why.TELAAH)
    is_idle = facts.last_active_at is None or now - facts.last_active_at > IDLE
    following = next((step for step in steps if step.is_required and found[step.key] not in SETTLED), None)
    return Stuck(following.key, Why.TIDAK_AKTIF) if following is not None and is_idle else None
