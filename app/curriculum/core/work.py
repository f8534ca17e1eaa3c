"""The assignment of a module as values: task, rubric, calibration texts."""

from dataclasses import dataclass
from enum import StrEnum


class TaskForm(StrEnum):
    """What is handed in."""

    SIARAN_PERS = "siaran_pers"
    TEKS = "teks"
    BERKAS = "berkas"
    LEMBAR = "lembar"


class Grading(StrEnum):
    """Who grades."""

    MANDIRI = "mandiri"
    SEJAWAT = "sejawat"
    PELATIH = "pelatih"


class FileKind(StrEnum):
    """Files that a task may ask for."""

    GAMBAR = "gambar"
    PDF = "pdf"
    SRT = "srt"
    MP4 = "mp4"


class FieldKind(StrEnum):
    """Fields of a form to fill in."""

    TEKS = "teks"
    PARAGRAF = "paragraf"
    PILIHAN = "pilihan"
    TAUTAN = "tautan"
    ANGKA = "angka"
    CENTANG = "centang"


class HardStop(StrEnum):
    """Breaches that open a decision of the trainer whatever the sum."""

    IDENTITAS_ANAK = "identitas_anak"
    IZIN = "izin"
    FAKTA = "fakta"


@dataclass(frozen=True, slots=True)
class SheetField:
    """One field of a task of the form `lembar`."""

    id: str
    label: str
    kind: FieldKind
    is_required: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRules:
    """What a task of the form `berkas` accepts; counts of files."""

    kinds: tuple[FileKind, ...]
    minimum: int = 1
    maximum: int = 1
    wants_captions: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    """Words that a text should have; it reminds and never blocks."""

    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class PeerRules:
    """How a work is shared out: reviews per work, windows in days."""

    reviews: int = 3
    days_to_review: int = 7
    days_to_revise: int = 5
    has_calibration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """The assignment; minutes are estimates, days count from its opening."""

    title: str
    form: TaskForm
    grading: Grading
    objectives: tuple[str, ...]
    minutes_to_do: int
    minutes_to_grade: int
    instructions_html: str
    scenario_html: str = ""
    is_required: bool = True
    days_open: int = 7
    late_points_per_day: int = 10
    late_days: int = 3
    length: Length | None = None
    model_html: str = ""
    key_messages: tuple[str, ...] = ()
    files: FileRules | None = None
    sheet: tuple[SheetField, ...] = ()
    peers: PeerRules | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion; `levels[0]` describes level 1, `levels[3]` level 4."""

    id: str
    name: str
    weight: int
    levels: tuple[str, ...]
    hard_stop: HardStop | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria of an assignment; weights sum to 100."""

    title: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class ReleasePhoto:
    """The photo of a calibration release, as text."""

    caption: str = ""
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseText:
    """A press release in its parts; `body_markdown` is the source of `body_html`."""

    title: str = ""
    dateline: str = ""
    lead: str = ""
    body_html: str = ""
    body_markdown: str = ""
    keyphrase: str = ""
    page_title: str = ""
    description: str = ""
    slug: str = ""
    contact: str = ""
    photo: ReleasePhoto | None = None


@dataclass(frozen=True, slots=True)
class ExpertLevel:
    """The trainer's level (1-4) of one criterion, with the reason shown to the rater afterwards."""

    criterion: str
    level: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationText:
    """A text to rate before real reviews; `trap` names the criterion with the planted breach."""

    id: str
    title: str
    is_spare: bool
    levels: tuple[ExpertLevel, ...]
    release: ReleaseText | None = None
    text_html: str = ""
    trap: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """All that the assignment of one module needs."""

    task: Task
    rubric: Rubric
    calibration: tuple[CalibrationText, ...] = ()
