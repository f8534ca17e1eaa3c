"""Direct quotes in a paragraph, with whole, missing, doubled or broken quotation marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from app.pressrelease.tokens import PATTERN
from app.pressrelease.values import Field, Span

SHORTEST_QUOTE = 4
SHORTEST_SAID = 2
# The class in front is what the search runs for; without it every letter of the text is tried.
MARKS = re.compile(r"[“”\"‘’'†â](?:(?<=[“”\"])|(?<=[‘’'])[‘’']|(?<=â)€[œ\x9d™˜“”†]?|(?<=[,.!?]†))")
SPEECH = frozenset(
    """
    kata katanya ujar ujarnya jelas jelasnya ungkap ungkapnya tambah tambahnya pungkas pungkasnya ucap ucapnya imbuh
    imbuhnya tutur tuturnya tegas tegasnya sambung sambungnya lanjut lanjutnya terang terangnya tutup tutupnya sebut
    sebutnya tulis tulisnya beber bebernya papar paparnya tandas tandasnya ulas ulasnya kisah kisahnya cerita ceritanya
    akui akunya aku pesan pesannya harap harapnya pinta pintanya tanya tanyanya seru serunya cetus cetusnya urai urainya
    kenang kenangnya jawab jawabnya himbau imbau imbaunya ajak ajaknya bilang bilangnya simpul simpulnya
    mengatakan menyatakan menjelaskan mengungkapkan menambahkan menuturkan menegaskan menyebut menyebutkan menyampaikan
    memaparkan menerangkan mengaku mengakui menulis menilai berkata berpesan berharap bertanya menguraikan menceritakan
    mengimbau mengajak meminta membeberkan mengingatkan mencontohkan menjawab menyampaikannya mengucapkan mengisahkan
    bunyi bunyinya berpantun berseru berteriak meneriakkan menyerukan berseloroh bercanda berdoa
    menyoroti menekankan menyarankan memuji menyayangkan mengeluhkan mengkritik bercerita berkisah menyinggung menghimbau
    mengutarakan membantah memastikan menanggapi berujar bertutur berucap berkomentar beralasan melanjutkan menyapa
    melontarkan mengenang memesankan menitipkan mengharapkan
    lapor lapornya firman berfirman bersabda melaporkan menurut menurutnya sampaikan disampaikan diungkapkan dikatakan ditegaskan
    """.split()
)
# What is said, with any of its forms: `dikatakannya`, `diungkapkan`, `dituturkannya`.
SPEECH |= {
    f"di{base}kan{ending}"
    for base in "kata ungkap tegas jelas tutur terang papar urai tambah cerita kisah sampai".split()
    for ending in ("", "nya")
}
LOOK_BACK = 600
# `mengatakan "Kami malu".`: speech with its full stop outside, announced by a verb of saying right before it.
SAYS_BEFORE = re.compile(
    r"\b(?:kata|me[a-z]*kata|meng?[a-z]+kan|ujar|tegas|jelas|tutur|ucap|berpesan|bertanya)(?:nya)?[:,]? ?$"
)
# `pesan itu berbunyi, "Segera daftar."`: the words of a thing, or an example, which have no speaker to name.
WORDS_OF_A_THING = re.compile(
    r"\b(?:berbunyi|bertulis(?:kan|an)|tertulis|tertera|berisi|berjudul|bertajuk|bertema|tema|judul|slogan|moto|spanduk|misalnya|contohnya)\b"
    r"[^.!?\"“”]{0,20}$"
)


class Stretch(Protocol):
    """Whatever lies in the text of a field: a span, a sentence, a paragraph, a quote."""

    @property
    def field(self) -> Field:
        """The field whose text it is in."""

    @property
    def start(self) -> int:
        """Where it starts."""

    @property
    def end(self) -> int:
        """Where it ends."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A direct quote with its marks, the sentences it touches and those beside it."""

    field: Field
    start: int
    end: int
    paragraph: int

    @property
    def span(self) -> Span:
        """The stretch of the quote with its marks."""
        return Span(self.field, self.start, self.end)


def quotes_in(text: str, paragraph: Stretch, number: int) -> Iterator[Quote]:
    """The direct quotes of one paragraph of a field's text; words in marks of irony or names are none."""
    marks = list(MARKS.finditer(text, paragraph.start, paragraph.end))
    opened: int | None = None
    for mark in marks:
        closes = mark.group() in ("”", "†") or (mark.start() > paragraph.start and text[mark.start() - 1] in ",.!?…")
        if closes and opened is None and _is_speech_after(text, mark.end(), paragraph.end):
            opened = _unmarked_start(text, paragraph.start, mark.start())
        if opened is None:
            opened = mark.start() if mark.group() != "”" else None
        elif mark.group() != "“":
            is_announced = _is_speech_after(text, mark.end(), paragraph.end)
            if _is_speech(text, opened, mark.end(), is_announced=is_announced):
                yield Quote(paragraph.field, opened, mark.end(), number)
            opened = None
    if opened is not None and _is_speech(text, opened, paragraph.end, is_announced=False):
        yield Quote(paragraph.field, opened, paragraph.end, number)


def _unmarked_start(text: str, start: int, end: int) -> int:
    """Where a quote without an opening mark begins: with its paragraph, or its sentence in a long one."""
    if end - start <= LOOK_BACK:
        return start
    stop = text.rfind(". ", end - LOOK_BACK, end)
    return stop + 2 if stop >= 0 else end - LOOK_BACK


def _is_speech_after(text: str, start: int, end: int) -> bool:
    near = islice(PATTERN.finditer(text, start, min(end, start + 25)), 3)
    return any(match.group().lower() in SPEECH for match in near)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether marked words are sentences of their own: nothing of another sentence before them, a full stop behind."""
    before = text[max(0, start - 3) : start].rstrip()
    return (
        (not before or before[-1] in ".!?:") and text[start + 1 : start + 2].isupper() and text[end : end + 1] in ".!?"
    )


def _is_speech(text: str, start: int, end: int, *, is_announced: bool) -> bool:
    """Whether marked words are speech: long enough, and with the comma or stop that ends what somebody says.

    `is_announced`: a verb of saying follows, so that a comma outside the marks is a slip of spelling only.
    """
    words = len(text[start:end].split())
    inside = text[start:end].rstrip("”\"’'†œâ€\x9d ")
    if not is_announced and WORDS_OF_A_THING.search(text, max(0, start - 40), start):
        return False
    if words < (SHORTEST_SAID if is_announced else SHORTEST_QUOTE):
        return False
    return (
        is_announced
        or inside[-1:] in ",.!?…"
        or words >= 12
        or (words > SHORTEST_QUOTE and _stands_alone(text, start, end))
        or bool(SAYS_BEFORE.search(text, max(0, start - 25), start))
    )
