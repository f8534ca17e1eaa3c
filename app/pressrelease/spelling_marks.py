"""E1: marks: rupiah, hours, spaces around punctuation, and capitals of offices in general."""

import re
from collections.abc import Iterator
from itertools import pairwise

from app.pressrelease.people import DAYS, MONTHS, looks_like_person
from app.pressrelease.reading import Reading, Sentence
from app.pressrelease.slips import Line, Slip
from app.pressrelease.spelling_quotes import SPEECH
from app.pressrelease.stems import is_known
from app.pressrelease.tokens import Token
from app.pressrelease.values import Field

RUPIAH = re.compile(r"\b(?:Rp(?:\.\s?|\s{1,2})|(?:RP|rp)\.?\s{0,2})(?=\d)")
ANY_RUPIAH = ("Rp", "RP", "rp")
# `Rp150.000,-`: EYD V writes the sum alone, or with `,00`.
RUPIAH_TAIL = re.compile(r"\bRp\.?\s?\d{1,3}(?:\.\d{3}){0,5}(?P<tail>,[-–=]{1,2})")
ZONE = re.compile(r"\d (?P<unit>(?P<zone>wib|wita|wit|Wib|Wita|Wit)|KM|Km|KG|Kg|CM|Cm)\b")
COLON_BETWEEN = re.compile(r":(?<=\d.)\d")
HOUR = re.compile(r"\b(?:[Pp]ukul|[Jj]am)\s([0-2]?\d):([0-5]\d)\b")
SPACE_BEFORE = re.compile(r"[,;?!:.](?<=[ \xa0].)(?:(?<![:.])|(?<=:)(?=\s+[^\W\d_])|(?<=\.)(?![.\w]))")
# `detik rekam x fps rekam : fps proyek`, `piksel = cm : inci`: a colon that divides has a space on both sides.
SUM = re.compile(r"[=×÷]| [x*/] ")
# `umat islam`, `bahasa indonesia`; not the halves of addresses and tags: `islam.go.id`, `#indonesia`.
SMALL_NAME = re.compile(r"i(?<![\w@#./-].)(?:slam|ndonesia)\b(?![@./-]\w)")
SMALL_NAMES = ("islam", "indonesia")
# `S.Pd.,M.Pd.`
NEXT_DEGREE = re.compile(r"[SM]\.[A-Z]|Lc\b")
NO_SPACE_AFTER = re.compile(r"[,;.](?=[A-Za-z])")
# `Selasa 17 November`: a weekday and its date are parted by a comma.
DAY_AND_DATE = re.compile(
    r"\b(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Ahad)(?= \d{1,2}(?:/\d{1,2}| (?:"
    + "|".join(MONTHS).title()
    + r")\b))"
)
DAY_BEFORE_DATE = ("Senin ", "Selasa ", "Rabu ", "Kamis ", "Jumat ", "Sabtu ", "Minggu ", "Ahad ")
ADDRESSES = frozenset({"pak", "bu", "buk"})
RESPECTFUL = frozenset({"Beliau"})
DAY_NAMES = frozenset("senin selasa kamis jumat sabtu".split())
GENERAL = frozenset("seorang para setiap tiap sejumlah beberapa semua seluruh".split())
OFFICES = frozenset(
    """
    Kepala Guru Siswa Siswi Pegawai Penyuluh Penghulu Dosen Santri
    Peserta Pejabat Bupati Camat Pengawas Operator Staf Petugas Panitia Orang Tua Wali Ulama Ustaz Tamu Undangan Warga
    Masyarakat Mahasiswa Pelajar Jemaah Jamaah Humas Narasumber Bendahara Sekretaris Direktur Menteri Wartawan Jurnalis
    """.split()
)


# Words of grammar only; `Dalam`, `Bagi` and `Atas` may be parts of names or verbs.
NUMERAL = re.compile(r"\s*-?(?:\d|[IVXLC]+\b)")
SMALL_IN_TITLES = frozenset("Di Ke Dari Dan Yang Untuk Dengan Pada Oleh Serta Atau Hingga".split())
WATCHED = frozenset({*DAYS, *MONTHS, *RESPECTFUL, *ADDRESSES})
LOOKED_AT = frozenset(word.lower() for word in WATCHED) | GENERAL


def mark_slips(field: Field, text: str) -> Iterator[Slip]:
    """Slips of marks in the text of one field."""
    if any(sign in text for sign in ANY_RUPIAH):
        yield from _rupiah(field, text)
    if any(name in text for name in SMALL_NAMES):
        yield from _small_names(field, text)
    for match in ZONE.finditer(text):
        unit = match.group("unit")
        if match.group("zone"):
            message = f"“{unit}”: singkatan daerah waktu memakai huruf kapital."
            yield Slip(field, match.start("unit"), match.end(), "kapital", message, unit.upper())
        else:
            message = f"“{unit}”: lambang satuan memakai huruf kecil."
            yield Slip(field, match.start("unit"), match.end(), "kapital", message, unit.lower())
    for match in HOUR.finditer(text) if COLON_BETWEEN.search(text) else ():
        right = f"{match.group(1)}.{match.group(2)}"
        message = f"“{match.group()}”: jam dan menit dipisah dengan titik."
        yield Slip(field, match.start(1), match.end(), "jam", message, right)
    for match in SPACE_BEFORE.finditer(text):
        mark = match.group()
        start = match.start() - 1
        while start and text[start - 1] in " \xa0":
            start -= 1
        if start and text[start - 1].isalnum() and not (mark == ":" and _divides(text, start)):
            yield Slip(field, start, match.end(), "spasi", f"Tidak ada spasi di depan tanda “{mark}”.", mark)
    for match in DAY_AND_DATE.finditer(text) if any(day in text for day in DAY_BEFORE_DATE) else ():
        message = "Hari dan tanggal dipisah dengan koma."
        yield Slip(field, match.start(), match.end(), "koma", message, f"{match.group()},")
    yield from _missing_spaces(field, text)


def _rupiah(field: Field, text: str) -> Iterator[Slip]:
    for match in RUPIAH.finditer(text):
        why = "lambang Rp ditulis rapat dengan angkanya" if "Rp" in match.group() else "lambang rupiah ditulis Rp"
        yield Slip(field, match.start(), match.end(), "rupiah", f"“{match.group()}”: {why}.", "Rp")
    for match in RUPIAH_TAIL.finditer(text):
        message = f"“{match.group('tail')}” di belakang jumlah rupiah tidak dipakai."
        yield Slip(field, match.start("tail"), match.end("tail"), "rupiah", message, "", "Hapus tandanya.")


def _small_names(field: Field, text: str) -> Iterator[Slip]:
    for match in SMALL_NAME.finditer(text):
        message = f"“{match.group()}”: nama agama, bangsa, dan bahasa memakai huruf kapital."
        yield Slip(field, match.start(), match.end(), "kapital", message, match.group().capitalize())


def _divides(text: str, place: int) -> bool:
    """Whether a colon behind a space is a sign of division or ratio: behind a number, or in a line that is a formula.

    A formula holds other signs of arithmetic, or is no sentence: `klik : tayangan` begins with a small letter.
    """
    if text[place - 1].isdigit():
        return True
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)].lstrip()
    return line[:1].islower() or SUM.search(line) is not None


def _missing_spaces(field: Field, text: str) -> Iterator[Slip]:
    """Marks that stand too close to the next word; what stands before them is looked at second, for speed."""
    for match in NO_SPACE_AFTER.finditer(text):
        place, mark = match.start(), match.group()
        before = text[max(0, place - 3) : place]
        is_end = mark == "." and before.islower() and before.isalpha() and len(before) == 3 and _is_title(text, place)
        is_degree = mark == "," and before[-1:] == "." and NEXT_DEGREE.match(text, match.end()) is not None
        if is_end or is_degree or (mark in ",;" and before[-1:].isalpha() and before[-1:].islower()):
            yield Slip(field, place, match.end(), "spasi", f"Beri spasi setelah tanda “{mark}”.", f"{mark} ")


def _is_title(text: str, place: int) -> bool:
    """Whether a capitalised word of three letters or more follows, so that no abbreviation or address is taken."""
    following = text[place + 1 : place + 4]
    return len(following) == 3 and following.isalpha() and following[0].isupper() and following[1:].islower()


def word_slips(line: Line) -> Iterator[Slip]:
    """Capitals of offices, days, months, pronouns and of what stands before a name, in a sentence with a word of LOOKED_AT."""
    words = line.words
    for place, word in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else None
        if word.text in WATCHED:
            yield from _watched(line, words[place - 1] if place else None, word, after)
        if word.lower in GENERAL and after is not None and after.text in OFFICES and line.field is not Field.TITLE:
            yield from _office_slips(line, word, after)


def title_slips(line: Line) -> Iterator[Slip]:
    """`Zakat Untuk Warga`: in a title with capitals the small words of grammar have none, but at its beginning."""
    capitals = sum(word.is_capital for word in line.words)
    if 2 * capitals <= len(line.words) or line.text.isupper():
        return
    for before, word in pairwise(line.words):
        gap = line.text[before.end : word.start].strip('"”,')
        is_ordinal = word.lower == "ke" and NUMERAL.match(line.text, word.end)  # `Ke 80` lacks its hyphen, which another rule says
        if word.text in SMALL_IN_TITLES and before.is_capital and gap == " " and not is_ordinal:
            message = f"“{word.text}”: kata tugas di dalam judul memakai huruf kecil."
            yield Slip(line.field, word.start, word.end, "kapital", message, word.lower)


def _watched(line: Line, before: Token | None, word: Token, after: Token | None) -> Iterator[Slip]:
    """`kamis`, `16 oktober`, `arahannya, Beliau`, `pak Jon`; ambiguous names only beside `hari` or a number."""
    text = word.text
    after_day = before is not None and before.lower == "hari"
    is_day = text in DAYS and (text in DAY_NAMES or after_day)
    if is_day or (text in MONTHS and before is not None and (before.text.isdigit() or before.lower == "bulan")):
        message = f"“{text}”: nama hari dan bulan memakai huruf kapital."
        yield Slip(line.field, word.start, word.end, "kapital", message, text.capitalize())
    elif text in RESPECTFUL and before is not None and line.text[before.end : word.start] in (" ", ", "):
        opens = before is line.first_word and is_known(before.lower)
        if before.text.islower() or line.text[before.end] == "," or opens:
            message = f"“{text}”: kata ganti orang memakai huruf kecil."
            yield Slip(line.field, word.start, word.end, "kapital", message, word.lower)
    elif text in ADDRESSES and after is not None and line.is_one_space(word, after) and looks_like_person(after):
        message = f"“{text} {after.text}”: sapaan di depan nama memakai huruf kapital."
        yield Slip(line.field, word.start, word.end, "kapital", message, text.capitalize())


def _office_slips(line: Line, left: Token, right: Token) -> Iterator[Slip]:
    """An office in general takes a small letter: `para kepala kantor`, `seorang guru`. Titles are left alone."""
    if line.is_one_space(left, right):
        why = "jabatan yang umum, bukan nama, memakai huruf kecil"
        yield Slip(line.field, right.start, right.end, "kapital", f"“{right.text}”: {why}.", right.lower)


def start_slips(reading: Reading) -> Iterator[Slip]:
    """`Acara selesai. dan ditutup`: a sentence inside a paragraph that begins with a small letter."""
    for paragraph in reading.prose:
        for before, sentence in pairwise(paragraph.sentences):
            first, last = sentence.tokens[0], before.tokens[-1]
            is_closed = before.tokens[-2].text == ")" if len(before.tokens) > 1 else False
            is_plain_end = last.text == "." and (before.words[-1].text.isalpha() or is_closed)
            if (
                is_plain_end
                and first.text.islower()
                and first.text.isalpha()
                and not SPEECH.match(first.text)
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
