"""The path of steps through a training: tes awal, per module its lessons, kuis and tugas, tes akhir."""

from dataclasses import dataclass
from enum import StrEnum

from app.curriculum.core.course import Course, Lesson, Quiz, Test
from app.curriculum.core.work import Work


class StepKind(StrEnum):
    """Kinds of steps."""

    MATERI = "materi"
    KUIS = "kuis"
    TUGAS = "tugas"
    TES_AWAL = "tes_awal"
    TES_AKHIR = "tes_akhir"


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One step. `key` never changes once live; `module_code` is empty for the two tests; minutes are estimates."""

    key: str
    kind: StepKind
    title: str
    minutes: int
    module_code: str = ""
    is_required: bool = True


StepBody = Lesson | Quiz | Work | Test

OPENING_KEY = "tes-awal"
CLOSING_KEY = "tes-akhir"


def steps_with_bodies(course: Course) -> tuple[tuple[StepSpec, StepBody], ...]:
    """The path, each step with what it holds: Lesson, Quiz, Work or Test."""
    opening, closing = course.tests.opening, course.tests.closing
    path: list[tuple[StepSpec, StepBody]] = [
        (StepSpec(OPENING_KEY, StepKind.TES_AWAL, opening.title, opening.minutes, is_required=False), opening)
    ]
    for module in course.modules:
        slug, code, task = module.slug(), module.code, module.work.task
        path += [
            (StepSpec(lesson.key, StepKind.MATERI, lesson.title, lesson.minutes, code), lesson)
            for lesson in module.lessons
        ]
        path.append(
            (StepSpec(f"{slug}/kuis", StepKind.KUIS, module.quiz.title, len(module.quiz.items), code), module.quiz)
        )
        path.append(
            (
                StepSpec(f"{slug}/tugas", StepKind.TUGAS, task.title, task.minutes_to_do, code, task.is_required),
                module.work,
            )
        )
    path.append((StepSpec(CLOSING_KEY, StepKind.TES_AKHIR, closing.title, closing.minutes), closing))
    return tuple(path)


def steps(course: Course) -> tuple[StepSpec, ...]:
    """The path without bodies."""
    return tuple(spec for spec, _ in steps_with_bodies(course))
