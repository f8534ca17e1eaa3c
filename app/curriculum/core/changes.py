"""What differs between two versions of a training: steps by their stable keys, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.curriculum.core.course import HtmlBlock, Lesson, Quiz, SlotBlock, Test, VideoBlock
from app.curriculum.core.items import Exercise
from app.curriculum.core.path import StepBody, StepSpec
from app.curriculum.core.reading import plain_text
from app.curriculum.core.work import Work

LONGEST = 90
"""Characters of a question by which it is called."""


class Part(StrEnum):
    """What of a step is not as it was."""

    JUDUL = "judul"
    WAJIB = "wajib"
    """Required now and optional before, or the other way round."""
    NASKAH = "naskah"
    """The text of a lesson."""
    VIDEO = "video"
    TUGAS = "tugas"
    RUBRIK = "rubrik"
    KALIBRASI = "kalibrasi"
    LAIN = "lain"
    """Minutes, objectives, the order: nothing that a learner answers or reads anew."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions of a quiz, a test or a lesson's exercises, called by the beginning of their words."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A step that both versions have and that is not the same in both. `stays_given`: see `takes_over`."""

    spec: StepSpec
    former_title: str
    parts: tuple[Part, ...]
    asked: Asked = Asked()
    stays_given: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs, in the order of the new path (`removed`: of the old one)."""

    added: tuple[StepSpec, ...] = ()
    removed: tuple[StepSpec, ...] = ()
    changed: tuple[Changed, ...] = ()


def twin(spec: StepSpec, others: Mapping[str, StepSpec]) -> StepSpec | None:
    """The step of the other version that is the same step: same key, same kind."""
    found = others.get(spec.key)
    return found if found is not None and found.kind is spec.kind else None


def compare(old: Sequence[StepSpec], new: Sequence[StepSpec], bodies: Mapping[str, tuple[StepBody, StepBody]]) -> Changes:
    """What happens to whoever is moved from the old version to the new one.

    `bodies` holds, by key, what a step held and holds where these are not equal.
    """
    before, after = {spec.key: spec for spec in old}, {spec.key: spec for spec in new}
    changed = []
    for spec in new:
        former, pair = twin(spec, before), bodies.get(spec.key)
        if former is not None and (former != spec or pair is not None):
            changed.append(_changed(former, spec, pair))
    return Changes(
        added=tuple(spec for spec in new if twin(spec, before) is None),
        removed=tuple(spec for spec in old if twin(spec, after) is None),
        changed=tuple(changed),
    )


def takes_over(given: Work, wanted: Work) -> bool:
    """Whether a class that was given one task may be given another in its place while nobody has sent a work.

    Not when the form or the grading is another, or the practice texts came or went: drafts, rounds of peer review and
    their dates hang on these.
    """
    return (given.task.form, given.task.grading, bool(given.calibration)) == (
        wanted.task.form, wanted.task.grading, bool(wanted.calibration),
    )  # fmt: skip -- two lines that are compared


def _changed(former: StepSpec, spec: StepSpec, bodies: tuple[StepBody, StepBody] | None) -> Changed:
    parts = [Part.JUDUL] if former.title != spec.title else []
    if former.is_required is not spec.is_required:
        parts.append(Part.WAJIB)
    asked, stays = Asked(), False
    match bodies:
        case (Work() as was, Work() as now):
            parts += _of_work(was, now)
            stays = not takes_over(was, now)
        case (Lesson() as was, Lesson() as now):
            parts += _of_lesson(was, now)
            asked = _asked(was.exercises(), now.exercises())
        case (Quiz() | Test() as was, Quiz() | Test() as now):
            asked = _asked(_items(was), _items(now))
    if not parts and asked == Asked():
        parts.append(Part.LAIN)
    return Changed(spec, former.title, tuple(parts), asked, stays)


def _of_work(was: Work, now: Work) -> list[Part]:
    pairs = (
        (Part.TUGAS, was.task, now.task),
        (Part.RUBRIK, was.rubric, now.rubric),
        (Part.KALIBRASI, was.calibration, now.calibration),
    )
    return [part for part, before, after in pairs if before != after]


def _of_lesson(was: Lesson, now: Lesson) -> list[Part]:
    kinds = ((Part.NASKAH, HtmlBlock | SlotBlock), (Part.VIDEO, VideoBlock))
    return [
        part
        for part, kind in kinds
        if [block for block in was.blocks if isinstance(block, kind)] != [block for block in now.blocks if isinstance(block, kind)]
    ]


def _items(body: Quiz | Test) -> tuple[Exercise, ...]:
    """Every question once, in the order of the file."""
    if isinstance(body, Quiz):
        return body.items
    return tuple({item.id: item for form in body.forms for item in form.items}.values())


def _asked(was: Sequence[Exercise], now: Sequence[Exercise]) -> Asked:
    before, after = {item.id: item for item in was}, {item.id: item for item in now}
    return Asked(
        changed=tuple(_called(item) for item in now if item.id in before and before[item.id] != item),
        added=tuple(_called(item) for item in now if item.id not in before),
        removed=tuple(_called(item) for item in was if item.id not in after),
    )


def _called(item: Exercise) -> str:
    text = plain_text(item.prompt_html)
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
