"""E1: marks: rupiah, hours, spaces around punctuation, quotation marks, and capitals of offices in general."""

import re
from collections.abc import Iterator
from itertools import pairwise

from app.pressrelease.people import DAYS, MONTHS
from app.pressrelease.reading import Paragraph, Reading, Sentence
from app.pressrelease.slips import Line, Slip
from app.pressrelease.values import Field

RUPIAH = re.compile(r"\bRp(?:\.\s?|\s)(?=\d)")
HOUR = re.compile(r"\b(?:[Pp]ukul|[Jj]am)\s([0-2]?\d):([0-5]\d)\b")
SPACE_BEFORE = re.compile(r"[ \xa0][,;?!]")
NO_SPACE_AFTER = re.compile(r"[,;.](?=[A-Za-z])")
QUOTE_MARK = re.compile(r"[“”\"]")
CLOSED_QUOTE = re.compile(r"(?P<mark>[”\"])(?P<gap> ?)(?=(?P<word>[a-z]{3,12}))")
SPEECH = re.compile(
    r"(?:kata|ujar|ungkap|jelas|tegas|tutur|ucap|imbuh|tambah|pungkas|terang|papar|kenang|tandas|sambung|pinta|jawab)(?:nya)?$"
)
COMMA_OUTSIDE = re.compile(r"[”\"],(?= (?P<word>[a-z]{3,12}))")
COMMA_DUE = re.compile(
    r"\b(?:mengatakan|berkata|menyatakan|menjelaskan|menegaskan|mengungkapkan|menuturkan|menambahkan|bertanya|berpesan)"
    r"(?= [“\"](?=[A-Z]))"
)
RESPECTFUL = frozenset({"Beliau"})
DOUBLE_SINGLE = re.compile(r"[‘’']{2}")
MOJIBAKE = re.compile(r"â€[œ\x9d™˜“”]?|â\x80[\x98-\x9d]|(?<=[,.!?])†")
DAY_NAMES = frozenset("senin selasa kamis jumat sabtu".split())
GENERAL = frozenset("seorang para setiap tiap sejumlah beberapa semua seluruh".split())
OFFICES = frozenset(
    """
    Kepala Guru Siswa Siswi Kasubbag Kasubag Kabid Kasi Kakankemenag Kakanwil Pegawai Penyuluh Penghulu Dosen Santri
    Peserta Pejabat Bupati Camat Pengawas Operator Staf Petugas Panitia Orang Tua Wali Ulama Ustaz Tamu Undangan Warga
    Masyarakat Mahasiswa Pelajar Jemaah Jamaah Humas Narasumber Bendahara Sekretaris Direktur Menteri Wartawan Jurnalis
    """.split()
)


def mark_slips(field: Field, text: str) -> Iterator[Slip]:
    """Slips of marks in the text of one field."""
    for match in RUPIAH.finditer(text):
        why = "lambang Rp ditulis rapat dengan angkanya"
        yield Slip(field, match.start(), match.end(), "rupiah", f"“{match.group()}”: {why}.", "Rp")
    for match in HOUR.finditer(text):
        right = f"{match.group(1)}.{match.group(2)}"
        message = f"“{match.group()}”: jam dan menit dipisah dengan titik."
        yield Slip(field, match.start(1), match.end(), "jam", message, right)
    for match in SPACE_BEFORE.finditer(text):
        mark = match.group()[-1]
        start = match.start()
        while start and text[start - 1] in " \xa0":
            start -= 1
        if start and text[start - 1].isalnum():
            yield Slip(field, start, match.end(), "spasi", f"Tidak ada spasi di depan tanda “{mark}”.", mark)
    yield from _missing_spaces(field, text)


def _missing_spaces(field: Field, text: str) -> Iterator[Slip]:
    """Marks that stand too close to the next word; what stands before them is looked at second, for speed."""
    for match in NO_SPACE_AFTER.finditer(text):
        place, mark = match.start(), match.group()
        before = text[max(0, place - 3) : place]
        is_end = mark == "." and before.islower() and before.isalpha() and len(before) == 3 and _is_title(text, place)
        if is_end or (mark in ",;" and before[-1:].isalpha() and before[-1:].islower()):
            yield Slip(field, place, match.end(), "spasi", f"Beri spasi setelah tanda “{mark}”.", f"{mark} ")
    for match in CLOSED_QUOTE.finditer(text):
        place, mark = match.start(), match.group("mark")
        before = text[place - 1 : place]
        if before in (",", ".", "!", "?") and not match.group("gap"):
            yield Slip(field, place, place + 1, "spasi", "Beri spasi setelah tanda petik penutup.", f"{mark} ")
        elif before.isalpha() and match.group("gap") and SPEECH.match(match.group("word")):
            message = "Kutipan ditutup dengan koma sebelum tanda petik bila pengucapnya menyusul."
            yield Slip(field, place, place + 1, "petik", message, f",{mark}")
    for match in COMMA_OUTSIDE.finditer(text):
        if text[match.start() - 1 : match.start()].isalpha() and SPEECH.match(match.group("word")):
            message = "Koma sebelum pengucap berdiri di dalam tanda petik."
            yield Slip(field, match.start(), match.end(), "petik", message, f",{match.group()[0]}")
    for match in COMMA_DUE.finditer(text):
        yield Slip(field, match.start(), match.end(), "petik", "Kutipan langsung didahului koma.", f"{match.group()},")


def _is_title(text: str, place: int) -> bool:
    """Whether a capitalised word of three letters or more follows, so that no abbreviation or address is taken."""
    following = text[place + 1 : place + 4]
    return len(following) == 3 and following.isalpha() and following[0].isupper() and following[1:].islower()


def word_slips(line: Line) -> Iterator[Slip]:
    """Capitals of offices, days and months in one sentence."""
    yield from _office_slips(line)
    yield from _calendar_slips(line)
    yield from _respect_slips(line)


def _respect_slips(line: Line) -> Iterator[Slip]:
    """`Dalam arahannya, Beliau mengajak`: a pronoun takes no capital for respect, except for God."""
    for left, right in pairwise(line.tokens):
        if right.text in RESPECTFUL and (left.text == "," or left.text.islower()):
            message = f"“{right.text}”: kata ganti orang memakai huruf kecil."
            yield Slip(line.field, right.start, right.end, "kapital", message, right.lower)


def _calendar_slips(line: Line) -> Iterator[Slip]:
    """Days and months take a capital: `Kamis`, `16 Oktober`; ambiguous names only beside `hari` or a number."""
    words = [token for token in line.tokens if token.is_word]
    for place, word in enumerate(words):
        before = words[place - 1] if place else None
        after_day = before is not None and before.lower == "hari"
        is_day = word.text in DAYS and (word.text in DAY_NAMES or after_day)
        is_month = word.text in MONTHS and before is not None and before.text.isdigit()
        if is_day or is_month:
            right = word.text.capitalize()
            message = f"“{word.text}”: nama hari dan bulan memakai huruf kapital."
            yield Slip(line.field, word.start, word.end, "kapital", message, right)


def _office_slips(line: Line) -> Iterator[Slip]:
    """An office in general takes a small letter: `para kepala kantor`, `seorang guru`. Titles are left alone."""
    if line.field is Field.TITLE:
        return
    words = [token for token in line.tokens if token.is_word]
    for left, right in pairwise(words):
        if left.lower in GENERAL and right.text in OFFICES and line.is_one_space(left, right):
            why = "jabatan yang umum, bukan nama, memakai huruf kecil"
            yield Slip(line.field, right.start, right.end, "kapital", f"“{right.text}”: {why}.", right.lower)


def start_slips(reading: Reading) -> Iterator[Slip]:
    """`Acara selesai. dan ditutup`: a sentence inside a paragraph that begins with a small letter."""
    for paragraph in reading.prose:
        for before, sentence in pairwise(paragraph.sentences):
            first, last = sentence.tokens[0], before.tokens[-1]
            is_plain_end = last.text == "." and before.words[-1].text.isalpha()
            if (
                is_plain_end
                and first.text.islower()
                and first.text.isalpha()
                and _gap(reading, before, sentence) == " "
            ):
                right = first.text.capitalize()
                yield Slip(
                    sentence.field,
                    first.start,
                    first.end,
                    "kapital",
                    f"“{first.text}”: awal kalimat memakai huruf kapital.",
                    right,
                )


def _gap(reading: Reading, before: Sentence, after: Sentence) -> str:
    """What stands between two sentences."""
    return reading.release.text_of(after.field)[before.end : after.start]


def quote_slips(reading: Reading) -> Iterator[Slip]:
    """Broken, doubled, unbalanced or mixed quotation marks, one finding a paragraph at most for balance."""
    straight: tuple[Field, int] | None = None
    has_curly = False
    for number, paragraph in enumerate(reading.prose):
        text = reading.release.text_of(paragraph.field)
        damaged = list(_damaged(text, paragraph))
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
