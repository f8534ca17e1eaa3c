"""The values that travel through the press-release engine: what is read, what is asked for, what is found."""

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self

MAX_CHARACTERS = 600_000


class TooLong(ValueError):  # noqa: N818 - the name the application knows; it is a refusal, not a fault
    """The text is longer than MAX_CHARACTERS; its message is an Indonesian sentence for the writer."""


class Status(StrEnum):
    """The traffic light of a finding; `advice` is shown but never counted."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    ADVICE = "advice"


class Group(StrEnum):
    """The four headings under which findings are shown."""

    IMPACT = "dampak"
    STRUCTURE = "struktur"
    LANGUAGE = "bahasa"
    SEARCH = "mesin_pencari"


class Field(StrEnum):
    """The fields of a release; a span counts characters inside the plain text of one of them."""

    # Enum hashes by a function in Python; texts are looked up by field for every sentence
    __hash__ = str.__hash__

    TITLE = "judul"
    DATELINE = "titimangsa"
    LEAD = "teras"
    BODY = "isi"
    KEYPHRASE = "kata_kunci"
    PAGE_TITLE = "judul_halaman"
    META_DESCRIPTION = "deskripsi"
    SLUG = "slug"
    CONTACT = "narahubung"
    BYLINE = "penulis"
    IMAGES = "foto"


class BlockKind(StrEnum):
    """What a stretch of the body is."""

    PARAGRAPH = "p"
    HEADING2 = "h2"
    HEADING3 = "h3"
    ITEM = "li"
    QUOTE = "blockquote"


@dataclass(frozen=True, slots=True)
class Image:
    """A photograph of the release: alternative text, caption and photographer as typed."""

    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the body: its visible words as a stretch of the body's plain text, and its address."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, subheading, list item or quotation: a stretch of the body's plain text."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds the text: the day, the assignment, the unit and the house list. Everything has a default.

    `today` lets weekdays be checked where the text names no year. `used_keyphrases` and `used_descriptions` are those of
    the unit's earlier releases. `advice_only` names rules that are shown and never counted. `house_words` are (wrong, right) pairs.
    """

    today: date | None = None
    used_keyphrases: frozenset[str] = frozenset()
    used_descriptions: frozenset[str] = frozenset()
    key_messages: tuple[str, ...] = ()
    min_words: int = 300
    max_words: int = 500
    advice_only: frozenset[str] = frozenset()
    unit_names: tuple[str, ...] = ()
    official_titles: tuple[str, ...] = ()
    house_words: tuple[tuple[str, str], ...] = ()
    minors_case: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of characters in the plain text of one field."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fix:
    """The one replacement that mends a finding: put `replacement` where `span` is."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check has to say.

    Each check gives exactly one head (`detail` empty) that carries its light; single items of the same check follow
    with a `detail`. `key` stays the same while the marked words stay the same, so a dismissal can hang on it.
    """

    rule: str
    group: Group
    status: Status
    message: str
    suggestion: str = ""
    spans: tuple[Span, ...] = ()
    fix: Fix | None = None
    lesson: str = ""
    detail: str = ""
    excerpt: str = ""

    @property
    def is_head(self) -> bool:
        """Whether this finding carries the light of its check."""
        return not self.detail

    @property
    def key(self) -> str:
        """An identity for dismissals: rule, kind of slip, and the marked words."""
        return f"{self.rule}|{self.detail}|{self.excerpt}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What was measured: counts in words, shares from 0 to 1, widths in pixels of 20 px Helvetica (an estimate)."""

    words: int = 0
    sentences: int = 0
    paragraphs: int = 0
    mean_sentence_words: float = 0.0
    share_long_20: float = 0.0
    count_long_30: int = 0
    share_passive_di: float = 0.0
    longest_paragraph_words: int = 0
    lead_words: int = 0
    title_characters: int = 0
    title_px: int = 0
    meta_characters: int = 0
    keyphrase_count: int = 0
    keyphrase_density: float = 0.0
    spelling_errors: int = 0
    spelling_per_100_words: float = 0.0
    syllables_per_word: float = 0.0
    quotes: int = 0
    images: int = 0
    links: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All findings in the order of the checks, and the facts; frozen beside a version as JSON."""

    findings: tuple[Finding, ...] = ()
    facts: Facts = field(default_factory=Facts)

    def lights(self) -> dict[str, Status]:
        """The light of each check that applied, by rule id, in order."""
        return {finding.rule: finding.status for finding in self.findings if finding.is_head}

    def of(self, rule: str) -> tuple[Finding, ...]:
        """The findings of one check, its head first."""
        return tuple(finding for finding in self.findings if finding.rule == rule)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; `from_dict` reads it back to an equal report."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read what `to_dict` wrote, by this or an older version: unknown keys are left out, missing ones default.

        Raises KeyError or ValueError where it never was a report.
        """
        return cls(
            findings=tuple(_finding(item) for item in data["findings"]),
            facts=Facts(**_known(Facts, data.get("facts", {}))),
        )


def _known(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    names = {item.name for item in dataclasses.fields(kind)}
    return {name: value for name, value in data.items() if name in names}


def _span(data: dict[str, Any]) -> Span:
    return Span(Field(data["field"]), int(data["start"]), int(data["end"]))


def _finding(data: dict[str, Any]) -> Finding:
    fix = data.get("fix")
    known = _known(Finding, data)
    known["group"] = Group(data["group"])
    known["status"] = Status(data["status"])
    known["spans"] = tuple(_span(item) for item in data.get("spans", ()))
    known["fix"] = Fix(_span(fix["span"]), str(fix["replacement"])) if fix else None
    return Finding(**known)
