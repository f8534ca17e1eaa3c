"""The final grade, passing, and what is still missing for the certificate (rules.md, "Nilai akhir, lulus, sertifikat")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.curriculum.core.course import PassMarks, Weights
from app.curriculum.core.path import CLOSING_KEY
from app.learning.core.attempts import reaches

LOWEST_LEVEL = 1


class Predicate(StrEnum):
    """The word printed beside the final grade."""

    SANGAT_MEMUASKAN = "Sangat Memuaskan"
    MEMUASKAN = "Memuaskan"
    BAIK = "Baik"


_PREDICATES = ((90, Predicate.SANGAT_MEMUASKAN), (80, Predicate.MEMUASKAN), (70, Predicate.BAIK))


class Revision(StrEnum):
    """A revision that the pelatih required (`wajib revisi`): as long as it is owed nobody passes, whatever the sum."""

    TIDAK_ADA = "tidak_ada"
    """None was asked, or he has graded a later version."""
    DIMINTA = "diminta"
    """The author has to send a next version."""
    TERKIRIM = "terkirim"
    """The next version waits for the pelatih."""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """One required assignment: its released grade (0-100) and criterion levels (1-4); None and empty before release."""

    key: str
    title: str
    grade: float | None
    levels: Mapping[str, int] = field(default_factory=dict)
    is_submitted: bool = False
    revision: Revision = Revision.TIDAK_ADA


@dataclass(frozen=True, slots=True)
class ReviewDuty:
    """Peer reviews where they are set: how many are owed and done, and their quality mark 0-100 once known."""

    owed: int
    done: int
    quality: float | None
    key: str = "telaah"


@dataclass(frozen=True, slots=True)
class Attendance:
    """Meetings where attendance is set."""

    needed: int
    attended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All facts about one participant that decide.

    `lessons` are (key, title, is done) of the required materi; `closing_test` is the best result of tes akhir, 0-100;
    `review` and `attendance` are None where not set.
    """

    lessons: Sequence[tuple[str, str, bool]]
    closing_test: float | None
    tasks: Sequence[TaskResult]
    review: ReviewDuty | None = None
    attendance: Attendance | None = None
    is_waived: bool = False
    """A training that may be waived by passing its tes akhir (LD), and the participant took that way."""


@dataclass(frozen=True, slots=True)
class FinalGrade:
    """`value` is 0-100, unrounded, None while a part is missing; `missing` names those parts."""

    value: float | None
    predicate: Predicate | None
    closing_test: float | None
    tasks: float | None
    review: float | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the checklist: what is asked, whether it is met, in words what is missing, and the step to go to."""

    title: str
    is_met: bool
    sentence: str
    target: str


@dataclass(frozen=True, slots=True)
class Passing:
    """Whether someone has passed, with every requirement."""

    is_passed: bool
    requirements: tuple[Requirement, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is missing, in sentences."""
        return tuple(requirement.sentence for requirement in self.requirements if not requirement.is_met)


def predicate_of(value: float) -> Predicate | None:
    """>= 90 Sangat Memuaskan, >= 80 Memuaskan, >= 70 Baik, none below."""
    return next((word for mark, word in _PREDICATES if reaches(value, mark)), None)


def tasks_mean(tasks: Sequence[TaskResult]) -> float | None:
    """The plain mean of the grades; None while one is missing or there is none."""
    grades = [task.grade for task in tasks if task.grade is not None]
    return sum(grades) / len(grades) if grades and len(grades) == len(tasks) else None


def final_grade(
    closing_test: float | None, tasks: Sequence[TaskResult], review: float | None, weights: Weights
) -> FinalGrade:
    """The weighted grade: 30 % tes akhir, 60 % mean of tugas, 10 % mutu telaah, or 35 / 65 without telaah.

    A part whose weight is 0 is not asked for.
    """
    mean = tasks_mean(tasks)
    parts = (
        ("tes akhir", closing_test, weights.closing_test),
        ("tugas", mean, weights.tasks),
        ("mutu telaah", review, weights.review),
    )
    missing = tuple(name for name, value, weight in parts if weight and value is None)
    value = final_value(closing_test, mean, review, weights)
    return FinalGrade(value, predicate_of(value) if value is not None else None, closing_test, mean, review, missing)


def final_value(closing_test: float | None, tasks: float | None, review: float | None, weights: Weights) -> float | None:
    """The weighted grade from its three parts; None while one that has a weight is missing."""
    value = 0.0
    for part, weight in ((closing_test, weights.closing_test), (tasks, weights.tasks), (review, weights.review)):
        if weight:
            if part is None:
                return None
            value += part * weight
    return value / 100


def passed(standing: Standing, marks: PassMarks) -> Passing:
    """Whether someone is lulus; exactly the mark passes.

    All required materi done, tes akhir and the mean of tugas at their marks, no criterion at level 1, no required
    revision owed, telaah done where set, attendance where set.
    """
    test = _closing_test(standing.closing_test, marks.closing_test)
    if standing.is_waived:
        return Passing(test.is_met, (test,))
    requirements = [_lessons(standing.lessons), test]
    if standing.tasks:
        requirements += [_tasks(standing.tasks, marks.tasks), _levels(standing.tasks), *_revisions(standing.tasks)]
    if standing.review is not None:
        requirements.append(_review(standing.review))
    if standing.attendance is not None:
        requirements.append(_attendance(standing.attendance))
    return Passing(all(requirement.is_met for requirement in requirements), tuple(requirements))


def is_passed(standing: Standing, marks: PassMarks) -> bool:
    """The same decision as `passed` without its sentences."""
    duty, attendance = standing.review, standing.attendance
    levels = [level for task in standing.tasks for level in task.levels.values()]
    return decided(
        closing_test=standing.closing_test,
        is_waived=standing.is_waived,
        lessons_left=sum(not is_done for _key, _title, is_done in standing.lessons),
        has_tasks=bool(standing.tasks),
        tasks_mean=tasks_mean(standing.tasks),
        lowest_level=min(levels, default=None),
        revisions_owed=len(_owed(standing.tasks)),
        reviews_left=duty.owed - duty.done if duty else 0,
        meetings_left=attendance.needed - attendance.attended if attendance else 0,
        marks=marks,
    )


def decided(
    *,
    closing_test: float | None,
    is_waived: bool,
    lessons_left: int,
    has_tasks: bool,
    tasks_mean: float | None,
    lowest_level: float | None,
    revisions_owed: int,
    reviews_left: int,
    meetings_left: int,
    marks: PassMarks,
) -> bool:
    """Lulus or not, from plain numbers: a gradebook asks it of a thousand people at once."""
    if closing_test is None or not reaches(closing_test, marks.closing_test):
        return False
    if is_waived:
        return True
    if lessons_left > 0 or reviews_left > 0 or meetings_left > 0 or revisions_owed > 0:
        return False
    if not has_tasks:
        return True
    is_low = lowest_level is not None and lowest_level <= LOWEST_LEVEL
    return tasks_mean is not None and reaches(tasks_mean, marks.tasks) and not is_low


def certificate_checklist(standing: Standing, marks: PassMarks, *, has_confirmed: bool) -> tuple[Requirement, ...]:
    """Everything the certificate waits for: passing, and the participant's own word on what is printed."""
    confirmed = Requirement(
        "Data pada sertifikat",
        has_confirmed,
        "Data Anda sudah dipastikan."
        if has_confirmed
        else "Pastikan nama dan data lain yang akan tercetak, pada pratinjau sertifikat.",
        "sertifikat",
    )
    return (*passed(standing, marks).requirements, confirmed)


def number(value: float) -> str:
    """A grade as people read it: at most two decimals, a comma, cut and not rounded so that 69.999 never reads 70."""
    hundredths = int(value * 100 + 1e-6)
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",")


def _lessons(lessons: Sequence[tuple[str, str, bool]]) -> Requirement:
    open_lessons = [(key, title) for key, title, is_done in lessons if not is_done]
    if not open_lessons:
        return Requirement("Materi", True, f"Semua materi selesai ({len(lessons)}).", lessons[-1][0] if lessons else "")
    key, title = open_lessons[0]
    return Requirement("Materi", False, f'{len(open_lessons)} materi belum selesai, mulai dari "{title}".', key)


def _closing_test(best: float | None, mark: float) -> Requirement:
    title = "Tes akhir"
    if best is None:
        return Requirement(title, False, f"Kerjakan tes akhir; batas lulus {number(mark)}.", CLOSING_KEY)
    is_met = reaches(best, mark)
    said = f"Nilai tes akhir {number(best)}" + ("." if is_met else f", batas lulus {number(mark)}.")
    return Requirement(title, is_met, said, CLOSING_KEY)


def _tasks(tasks: Sequence[TaskResult], mark: float) -> Requirement:
    title = "Tugas"
    unsent = [task for task in tasks if task.grade is None and not task.is_submitted]
    if unsent:
        said = f'{len(unsent)} tugas belum dikumpulkan, mulai dari "{unsent[0].title}".'
        return Requirement(title, False, said, unsent[0].key)
    waiting = [task for task in tasks if task.grade is None]
    if waiting:
        return Requirement(title, False, f'Nilai tugas "{waiting[0].title}" belum diumumkan.', waiting[0].key)
    mean = tasks_mean(tasks) or 0.0
    is_met = reaches(mean, mark)
    weakest = min(tasks, key=lambda task: task.grade or 0.0)
    said = f"Rata-rata tugas {number(mean)}" + ("." if is_met else f", batas lulus {number(mark)}.")
    return Requirement(title, is_met, said, weakest.key)


def _levels(tasks: Sequence[TaskResult]) -> Requirement:
    title = "Tidak ada kriteria pada level 1"
    for task in tasks:
        low = [name for name, level in task.levels.items() if level <= LOWEST_LEVEL]
        if low:
            return Requirement(title, False, f'Tugas "{task.title}" masih memuat kriteria pada level 1.', task.key)
    if any(task.grade is None for task in tasks):
        return Requirement(title, False, "Level kriteria diketahui setelah semua nilai tugas diumumkan.", tasks[0].key)
    return Requirement(title, True, "Tidak ada kriteria pada level 1.", tasks[0].key)


def _owed(tasks: Sequence[TaskResult]) -> list[TaskResult]:
    return [task for task in tasks if task.revision is not Revision.TIDAK_ADA]


def _revisions(tasks: Sequence[TaskResult]) -> list[Requirement]:
    """One line for each that is owed; nothing is said of revisions where none was asked."""
    said = {
        Revision.DIMINTA: 'Pelatih mewajibkan revisi tugas "{}". Perbaiki naskahnya, lalu kumpulkan versi berikutnya.',
        Revision.TERKIRIM: 'Revisi wajib tugas "{}" sudah terkumpul dan menunggu dinilai pelatih.',
    }
    return [Requirement("Revisi wajib", False, said[task.revision].format(task.title), task.key) for task in _owed(tasks)]


def _review(duty: ReviewDuty) -> Requirement:
    left = duty.owed - duty.done
    if left > 0:
        return Requirement("Telaah", False, f"Kirim {left} telaah lagi dari {duty.owed}.", duty.key)
    said = f"Semua telaah terkirim ({duty.owed})." if duty.owed else "Belum ada telaah yang diminta dari Anda."
    return Requirement("Telaah", True, said, duty.key)


def _attendance(attendance: Attendance) -> Requirement:
    left = attendance.needed - attendance.attended
    if left > 0:
        said = f"Kehadiran {attendance.attended} dari {attendance.needed} pertemuan yang diwajibkan."
        return Requirement("Kehadiran", False, said, "kehadiran")
    return Requirement("Kehadiran", True, f"Kehadiran cukup ({attendance.attended}).", "kehadiran")
