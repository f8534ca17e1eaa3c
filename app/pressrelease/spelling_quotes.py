"""E1: quotation marks: broken, doubled, mixed or unbalanced, and the comma and small letter that belong to them."""

import re
from collections.abc import Iterator

from app.pressrelease.reading import Paragraph, Reading
from app.pressrelease.slips import Slip
from app.pressrelease.speech import SPEECH as SPOKEN
from app.pressrelease.values import Field

QUOTE_MARK = re.compile(r"[“”\"]")
# Each pattern begins with the mark that it is about, and is tried where a mark stands.
CLOSED_QUOTE = re.compile(r"(?P<mark>[”\"])(?P<gap> ?)(?=(?P<word>[a-z]{3,12}))")
SPEECH = re.compile(
    r"(?:kata|ujar|ungkap|jelas|tegas|tutur|ucap|imbuh|tambah|pungkas|terang|papar|kenang|tandas|sambung|pinta|jawab)(?:nya)?$"
    r"|(?:harap|pesan|sebut|tanya|lanjut|ajak|cerita|kisah|seru|imbau|himbau|aku|beber|ulas|urai|tulis|simpul|puji|keluh|canda|kelakar|seloroh|tutup)nya$"
)
COMMA_OUTSIDE = re.compile(r"[”\"],(?= (?P<word>[a-z]{3,12}))")
# `kampung". kata Rina`: a full stop outside, where the sentence goes on.
STOP_OUTSIDE = re.compile(r"[”\"](?<=[^\W\d_].)\.(?= (?P<word>[a-z]{3,12}))")
# `kampung." kata Rina`: the full stop inside, where the sentence goes on; four letters before it are no abbreviation.
STOP_INSIDE = re.compile(r"[”\"](?<=[a-z]{4}\..)(?= (?P<word>[a-z]{3,12}))")
# A quotation behind one of the verbs of saying; the verb is looked at second, for speed.
COMMA_DUE = re.compile(r"[“\"](?<= .)(?=[A-Z])")
SAYING = (
    "mengatakan", "berkata", "menyatakan", "menjelaskan", "menegaskan", "mengungkapkan", "menuturkan", "menambahkan",
    "bertanya", "berpesan",
)  # fmt: skip
# `,” Ungkap Rina`: who spoke goes on in the sentence of the quotation.
SPEAKER_CAPITAL = re.compile(
    r"[”\"](?<=[,!?].) ?(?P<word>(?:Kata|Ujar|Ungkap|Jelas|Tegas|Tutur|Ucap|Imbuh|Tambah|Pungkas|Terang|Papar|Sambung)(?:nya)?"
    r"|(?P<noun>(?:Harap|Pesan|Sebut|Lanjut|Ajak|Cerita|Kisah|Seru|Imbau|Himbau|Beber|Tutup|Tandas|Kenang|Pinta)(?:nya|(?= [A-Z]))))\b"
)
# A field without any of these is passed over at once.
ANY_MARK = re.compile(r"[“”\"‘’'†â]")
DOUBLE_SINGLE = re.compile(r"[‘’'][‘’']")
MOJIBAKE = re.compile(r"[â†](?:(?<=â)(?:€[œ\x9d™˜“”]?|\x80[\x98-\x9d])|(?<=[,.!?]†))")


def speaker_slips(field: Field, text: str) -> Iterator[Slip]:
    """Slips of space, comma and capital between a quotation and who says it."""
    places = [match.start() for match in QUOTE_MARK.finditer(text)]
    for match in _matches(CLOSED_QUOTE, text, places):
        place, mark = match.start(), match.group("mark")
        before = text[place - 1 : place]
        if before in (",", ".", "!", "?") and not match.group("gap"):
            yield Slip(field, place, place + 1, "spasi", "Beri spasi setelah tanda petik penutup.", f"{mark} ")
        elif before.isalpha() and match.group("gap") and SPEECH.match(match.group("word")):
            message = "Kutipan ditutup dengan koma sebelum tanda petik bila pengucapnya menyusul."
            yield Slip(field, place, place + 1, "petik", message, f",{mark}")
    for match in _matches(COMMA_OUTSIDE, text, places):
        if text[match.start() - 1 : match.start()].isalpha() and SPEECH.match(match.group("word")):
            message = "Koma sebelum pengucap berdiri di dalam tanda petik."
            yield Slip(field, match.start(), match.end(), "petik", message, f",{match.group()[0]}")
    for match in _matches(STOP_OUTSIDE, text, places):
        if SPEECH.match(match.group("word")):
            message = "Pengucap menyusul: ganti titik dengan koma di dalam tanda petik."
            yield Slip(field, match.start(), match.end(), "petik", message, f",{match.group()[0]}")
    for match in _matches(STOP_INSIDE, text, places):
        if SPEECH.match(match.group("word")):
            message = "Pengucap menyusul: ganti titik dengan koma di dalam tanda petik."
            yield Slip(field, match.start() - 1, match.end(), "petik", message, f",{match.group()}")
    yield from _capitals(field, text, places)
    yield from _commas_due(field, text, places)


def _matches(pattern: re.Pattern[str], text: str, places: list[int]) -> Iterator[re.Match[str]]:
    return filter(None, [pattern.match(text, place) for place in places])


def _commas_due(field: Field, text: str, places: list[int]) -> Iterator[Slip]:
    for match in _matches(COMMA_DUE, text, places):
        place = match.start() - 1
        verb = next((word for word in SAYING if text.endswith(word, 0, place)), "")
        if verb and not text[place - len(verb) - 1 : place - len(verb)].isalnum():
            yield Slip(field, place - len(verb), place, "petik", "Kutipan langsung didahului koma.", f"{verb},")


def _capitals(field: Field, text: str, places: list[int]) -> Iterator[Slip]:
    for match in _matches(SPEAKER_CAPITAL, text, places):
        if match.group("noun") and text[match.start() - 1] != ",":
            continue  # `“Siapa namanya?” Pesannya singkat.` opens a sentence
        word = match.group("word")
        message = f"“{word}”: pengucap di belakang kutipan memakai huruf kecil."
        yield Slip(field, match.start("word"), match.end("word"), "kapital", message, word.lower())


REACH = 40
"""Letters before a quote in which its lead-in stands."""


def stop_slips(reading: Reading) -> Iterator[Slip]:
    """`"Kerja kita belum selesai".`: a whole sentence that is quoted has its full stop inside (EYD V)."""
    for quote in reading.quotes:
        text = reading.release.text_of(quote.field)
        if (
            text[quote.end : quote.end + 1] != "."
            or not text[quote.end - 2].islower()
            or text[quote.end - 1] not in '”"'
        ):
            continue
        lead_in = text[max(0, quote.start - REACH) : quote.start].rstrip(" ")
        before = lead_in[-1:]
        # behind a colon stands what is spoken only where somebody speaks: `berpesan: “...”`, not `tingkat 1: “...”`
        is_spoken = before in tuple('.!?,”"') or (before == ":" and lead_in[:-1].rpartition(" ")[2] in SPOKEN)
        is_whole = quote.start == reading.prose[quote.paragraph].start or is_spoken
        rest = text[quote.end + 1 : quote.end + 3]
        is_last = not rest.strip() or (rest[0].isspace() and (rest[1].isupper() or rest[1] in '“"\n'))
        if is_whole and is_last and text[quote.start + 1].isupper() and not _is_title(text[quote.start + 1 : quote.end - 1]):
            message = "Titik penutup kalimat yang dikutip utuh berdiri di dalam tanda petik."
            yield Slip(quote.field, quote.end - 1, quote.end + 1, "petik", message, f".{text[quote.end - 1]}")


def _is_title(quoted: str) -> bool:
    """Whether most of its words have capitals: a headline or a name that is mentioned is no sentence that somebody says."""
    words = [word for word in quoted.split()[1:] if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) * 2 > len(words)


def quote_slips(reading: Reading) -> Iterator[Slip]:
    """Broken, doubled, unbalanced or mixed quotation marks, one finding a paragraph at most for balance."""
    straight: tuple[Field, int] | None = None
    has_curly = False
    texts = {field: reading.release.text_of(field) for field in (Field.LEAD, Field.BODY)}
    marked = [field for field, text in texts.items() if ANY_MARK.search(text)]
    broken = [field for field in marked if DOUBLE_SINGLE.search(texts[field]) or MOJIBAKE.search(texts[field])]
    for number, paragraph in enumerate(reading.prose):
        if paragraph.field not in marked:
            continue
        text = texts[paragraph.field]
        damaged = list(_damaged(text, paragraph)) if paragraph.field in broken else []
        yield from damaged
        stretch = text[paragraph.start : paragraph.end]
        has_curly = has_curly or "“" in stretch or "”" in stretch
        if straight is None and '"' in stretch:
            straight = paragraph.field, paragraph.start + stretch.index('"')
        if not damaged:
            goes_on = number + 1 < len(reading.prose) and _first_mark(reading, reading.prose[number + 1]) in '“"'
            slip = _unbalanced(paragraph, stretch, goes_on=goes_on)
            if slip is not None:
                yield slip
    if has_curly and straight is not None:
        field, start = straight
        yield Slip(
            field,
            start,
            start + 1,
            "petik-campur",
            "Tanda petik tidak seragam: sebagian “melengkung”, sebagian lurus.",
            hint="Pakai satu jenis di seluruh naskah, sebaiknya “ dan ”.",
        )


def _first_mark(reading: Reading, paragraph: Paragraph) -> str:
    return reading.release.text_of(paragraph.field)[paragraph.start : paragraph.start + 1] or " "


def _damaged(text: str, paragraph: Paragraph) -> Iterator[Slip]:
    for match in DOUBLE_SINGLE.finditer(text, paragraph.start, paragraph.end):
        opens = match.start() == paragraph.start or text[match.start() - 1] in " (\n"
        message = "Dua tanda petik tunggal dipakai sebagai petik ganda."
        yield Slip(paragraph.field, match.start(), match.end(), "petik", message, "“" if opens else "”")
    for match in MOJIBAKE.finditer(text, paragraph.start, paragraph.end):
        message = "Tanda petik rusak karena salinan dari program lain."
        yield Slip(paragraph.field, match.start(), match.end(), "petik", message, "”" if match.start() else "“")


def _unbalanced(paragraph: Paragraph, stretch: str, *, goes_on: bool) -> Slip | None:
    """A quotation that never opens or never closes; one that goes on in the next paragraph may stay open."""
    opened = -1
    depth = 0
    for match in QUOTE_MARK.finditer(stretch):
        place, letter = match.start(), match.group()
        if letter == "“" or (letter == '"' and depth == 0):
            opened, depth = place, 1
        elif letter == "”" and depth == 0:
            return Slip(
                paragraph.field,
                paragraph.start + place,
                paragraph.start + place + 1,
                "petik",
                "Tanda petik penutup ini tidak punya pembuka.",
                hint="Tambahkan “ di awal ucapan.",
            )
        elif letter in '”"':
            depth = 0
    if depth and not goes_on:
        return Slip(
            paragraph.field,
            paragraph.start + opened,
            paragraph.start + opened + 1,
            "petik",
            "Tanda petik pembuka ini tidak punya penutup.",
            hint="Tambahkan ” di akhir ucapan.",
        )
    return None
