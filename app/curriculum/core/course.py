"""A whole training as values, from the course down to the block of a lesson."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from app.curriculum.core.items import Exercise, Item
from app.curriculum.core.work import Work


class Track(StrEnum):
    """The five tracks."""

    LD = "LD"
    SP = "SP"
    VD = "VD"
    DS = "DS"
    KK = "KK"


class Audience(StrEnum):
    """Whom a training is made for."""

    ASN = "asn"
    GURU = "guru"
    SISWA = "siswa"


class BlockKind(StrEnum):
    """What a lesson is made of."""

    HTML = "html"
    LATIHAN = "latihan"
    VIDEO = "video"
    SLOT = "slot"


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A stretch of text, safe HTML."""

    kind: ClassVar[BlockKind] = BlockKind.HTML
    html: str


@dataclass(frozen=True, slots=True)
class ExerciseBlock:
    """A small exercise inside a lesson."""

    kind: ClassVar[BlockKind] = BlockKind.LATIHAN
    exercise: Exercise


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoBlock:
    """A clip; `src`, `poster`, `captions` are `asset:…` until links are resolved; length in seconds."""

    kind: ClassVar[BlockKind] = BlockKind.VIDEO
    src: str
    poster: str
    captions: str
    title: str
    seconds: int
    bytes: int
    is_demonstration: bool
    transcript_html: str


@dataclass(frozen=True, slots=True)
class SlotBlock:
    """A place kept for a recording of the partner's newsroom."""

    kind: ClassVar[BlockKind] = BlockKind.SLOT
    title: str
    text: str


Block = HtmlBlock | ExerciseBlock | VideoBlock | SlotBlock


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of a lesson and its anchor; level 2-4."""

    anchor: str
    text: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson. `key` such as `sp-3/02-teras`; `words` counts its running text and exercises."""

    key: str
    file: str
    title: str
    minutes: int
    objectives: tuple[str, ...]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...] = ()
    callouts: tuple[str, ...] = ()
    words: int = 0

    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises in reading order."""
        return tuple(block.exercise for block in self.blocks if isinstance(block, ExerciseBlock))


@dataclass(frozen=True, slots=True)
class Quiz:
    """The quiz of a module."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class TestForm:
    """One form of a test: the items in the order of the file."""

    __test__: ClassVar[bool] = False
    id: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """Tes awal or tes akhir; `minutes` is an estimate and no limit."""

    __test__: ClassVar[bool] = False
    title: str
    minutes: int
    forms: tuple[TestForm, ...]


@dataclass(frozen=True, slots=True)
class Tests:
    """The bank and the tests drawn from it."""

    bank: tuple[Item, ...]
    opening: Test
    closing: Test


@dataclass(frozen=True, slots=True)
class Objective:
    """What the participant can do afterwards."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of a module; they sum to JP x 45."""

    reading: int
    exercise: int
    task: int
    review: int
    meeting: int

    def total(self) -> int:
        """All minutes of the module."""
        return self.reading + self.exercise + self.task + self.review + self.meeting


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from and when it was checked."""

    title: str
    publisher: str
    checked_on: date
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module; `folder` is its folder name, 1 JP = 45 minutes."""

    code: str
    folder: str
    title: str
    summary: str
    jp: int
    objectives: tuple[Objective, ...]
    minutes: Minutes
    lessons: tuple[Lesson, ...]
    quiz: Quiz
    work: Work
    skkni: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    text_bytes: int = 0

    def slug(self) -> str:
        """The code as it stands in keys and links: `sp-3`."""
        return self.code.lower()


@dataclass(frozen=True, slots=True)
class PassMarks:
    """Marks (0-100) to reach."""

    closing_test: int = 70
    tasks: int = 70
    quiz: int = 70


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the final grade in percent; they sum to 100."""

    closing_test: int = 30
    tasks: int = 60
    review: int = 10


WEIGHTS_WITHOUT_REVIEW = Weights(closing_test=35, tasks=65, review=0)


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often a quiz and the closing test may be taken."""

    quiz: int = 3
    closing_test: int = 2


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term, its meaning and terms to see."""

    word: str
    meaning_html: str
    see: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Further reading for some modules (by code)."""

    title: str
    publisher: str
    modules: tuple[str, ...]
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A whole training."""

    slug: str
    code: str
    title: str
    summary_html: str
    track: Track
    audiences: tuple[Audience, ...]
    jp: int
    outcomes: tuple[str, ...]
    checked_on: date
    modules: tuple[Module, ...]
    tests: Tests
    prerequisites: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    partner: str = ""
    pass_marks: PassMarks = PassMarks()
    weights: Weights = Weights()
    attempts: Attempts = Attempts()
    waived_by_closing_test: bool = False
    """Whoever passes the closing test is waived everything else (rules.md: Fondasi)."""
    sources: tuple[Source, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    readings: tuple[Reading, ...] = ()
    trainer_guide_html: str = ""

    def has_review(self) -> bool:
        """Whether any assignment is reviewed by peers."""
        return any(module.work.task.grading == "sejawat" for module in self.modules)

    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)
