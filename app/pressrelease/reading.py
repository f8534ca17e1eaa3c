"""A release read once: paragraphs, sentences and tokens with their places, shared by every check."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from app.pressrelease.dateline import Dateline, dateline_at
from app.pressrelease.markup import read_plain
from app.pressrelease.overlap import Overlap
from app.pressrelease.release import Release
from app.pressrelease.sentences import sentences_of
from app.pressrelease.speech import MARKS, Quote, Stretch, quotes_in
from app.pressrelease.stems import stem
from app.pressrelease.tokens import Token, tokens_of
from app.pressrelease.values import Block, BlockKind, Context, Field, Span
from app.pressrelease.voice import is_di_passive, may_be_di_passive

NOTICES = frozenset("undangan ralat koreksi pembetulan pengumuman jadwal".split())
MOURNING = frozenset("berduka berdukacita wafat meninggal berpulang berpulangnya belasungkawa takziah mendiang".split())
OPINIONS = frozenset("opini renungan refleksi kolom esai".split())
AUTHOR = re.compile(
    r"\b(?:menurut (?:hemat )?penulis|penulis (?:sering|pernah|melihat|berpendapat|yakin|merasa|menilai|mengajak|percaya"
    r"|berharap|ingin|kira))\b",
    re.IGNORECASE,
)
HEADINGS = (BlockKind.HEADING2, BlockKind.HEADING3)


class Sentence(NamedTuple):
    """A sentence: its place in the text of its field, all its tokens, and those that are words.

    `word_count` counts as word processors do, by spaces: `kabupaten/kota` and `1–2` are one word each. `lowers` are its
    words in lower case and `vocabulary` the same without their order: a check for rare words looks there first.
    """

    field: Field
    start: int
    end: int
    tokens: tuple[Token, ...]
    words: tuple[Token, ...]
    word_count: int
    lowers: tuple[str, ...]
    vocabulary: frozenset[str]

    @property
    def span(self) -> Span:
        """The stretch of the whole sentence."""
        return Span(self.field, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, subheading or list item with its sentences; `start` comes after a dateline."""

    field: Field
    kind: BlockKind
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    word_count: int

    @property
    def span(self) -> Span:
        """The stretch of the whole paragraph."""
        return Span(self.field, self.start, self.end)

    @property
    def words(self) -> list[Token]:
        """All its words in order."""
        return [word for sentence in self.sentences for word in sentence.words]


class Reading:
    """What every check reads. `prose` is the lead and the paragraphs after it; `headings` are the subheadings."""

    def __init__(self, release: Release, context: Context) -> None:
        self.release = release
        self.context = context
        self.title = tuple(tokens_of(release.title))
        self.dateline: Dateline | None = dateline_at(release.dateline, 0, Field.DATELINE)
        blocks = [_paragraph(release.lead, block, Field.LEAD) for block in read_plain(release.lead)]
        blocks += [_paragraph(release.body, block, Field.BODY) for block in release.blocks or read_plain(release.body)]
        self.headings = [block for block in blocks if block.kind in HEADINGS]
        self.prose = [block for block in blocks if block.kind not in HEADINGS and block.sentences]
        if self.dateline is None and self.prose:
            self._split_dateline(self.prose[0])
        self.sentences = [sentence for paragraph in self.prose for sentence in paragraph.sentences]
        self.word_count = sum(sentence.word_count for sentence in self.sentences)

    def _split_dateline(self, first: Paragraph) -> None:
        """Take a dateline typed at the start of the first paragraph off it, so that the lead is the news itself."""
        text = self.release.text_of(first.field)
        self.dateline = dateline_at(text, first.start, first.field)
        if self.dateline is not None and self.dateline.end < first.end:
            self.prose[0] = _paragraph(text, Block(first.kind, self.dateline.end, first.end), first.field)

    @property
    def lead(self) -> Paragraph | None:
        """The first paragraph after the dateline."""
        return self.prose[0] if self.prose else None

    @cached_property
    def is_notice(self) -> bool:
        """Whether this is a correction, an invitation to the press or a notice: those carry facts and no voices."""
        words = [token.lower for token in self.title if token.is_word][:1]
        return bool(words) and words[0] in NOTICES

    @cached_property
    def is_condolence(self) -> bool:
        """Whether title or lead speak of a death: there thanks and wishes are what is to be said."""
        words = [*self.title, *(self.lead.words if self.lead else ())]
        return any(word.lower in MOURNING for word in words) or "tutup usia" in self.release.title.lower()

    @cached_property
    def is_opinion(self) -> bool:
        """Whether this is an opinion piece: its author speaks, or its title says so; no town and nobody quoted."""
        if self.dateline is not None or self.quotes:
            return False
        if any(token.lower in OPINIONS for token in self.title):
            return True
        return "penulis" in self.vocabulary and any(AUTHOR.search(self.text(item)) for item in self.prose)

    @cached_property
    def quotes(self) -> list[Quote]:
        """The direct quotes, in order."""
        texts = {field: self.release.text_of(field) for field in (Field.LEAD, Field.BODY)}
        marked = {field: text for field, text in texts.items() if MARKS.search(text)}
        return [
            quote
            for number, paragraph in enumerate(self.prose)
            if paragraph.field in marked
            for quote in quotes_in(marked[paragraph.field], paragraph, number)
        ]

    @cached_property
    def quotes_of(self) -> dict[int, list[Quote]]:
        """The direct quotes of each paragraph that has any, by its number."""
        found: dict[int, list[Quote]] = {}
        for quote in self.quotes:
            found.setdefault(quote.paragraph, []).append(quote)
        return found

    @cached_property
    def quoted(self) -> dict[Field, Overlap]:
        """What is quoted, for each field of prose: a check asks it whether a word is somebody's own."""
        return {
            field: Overlap((quote.start, quote.end) for quote in self.quotes if quote.field is field)
            for field in (Field.LEAD, Field.BODY)
        }

    @cached_property
    def passive_sentences(self) -> list[Sentence]:
        """The sentences that hold a di- passive."""
        candidates = frozenset([lower for lower in self.vocabulary if may_be_di_passive(lower)])
        return [
            sentence
            for sentence in self.holding(candidates)
            if any(
                is_di_passive(sentence.words[place], opens_sentence=place == 0)
                for place in [number for number, lower in enumerate(sentence.lowers) if lower in candidates]
            )
        ]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words of the prose, lower case; a check for rare words looks here first."""
        return frozenset().union(*[sentence.vocabulary for sentence in self.sentences])

    def holding(self, words: frozenset[str]) -> list[Sentence]:
        """The sentences of the prose that hold one of these words; a text without any of them is passed over at once."""
        present = words & self.vocabulary
        return [item for item in self.sentences if not present.isdisjoint(item.vocabulary)] if present else []

    @cached_property
    def body_stems(self) -> list[str]:
        """The stems of all words of the prose, in order."""
        return [stem(word.lower) for sentence in self.sentences for word in sentence.words]

    def text(self, stretch: Stretch) -> str:
        """The words of a span, a sentence, a paragraph or a quote."""
        return self.release.text_of(stretch.field)[stretch.start : stretch.end]


def _count(text: str) -> int:
    """What stands between spaces and holds a letter or digit."""
    return len([part for part in text.split() if part[0].isalnum() or any(map(str.isalnum, part))])


def _paragraph(text: str, block: Block, field: Field) -> Paragraph:
    start, end = max(0, block.start), min(block.end, len(text))
    sentences = []
    for first, last in sentences_of(text, start, end):
        tokens = tuple(tokens_of(text, first, last))
        words = tuple([token for token in tokens if token.is_word])
        if words:
            lowers = tuple([word.lower for word in words])
            count = _count(text[first:last])
            sentences.append(Sentence(field, first, last, tokens, words, count, lowers, frozenset(lowers)))
    while start < end and text[start].isspace():
        start += 1
    count = sum([sentence.word_count for sentence in sentences])
    return Paragraph(field, block.kind, start, end, tuple(sentences), count)
