"""C1: whether the lead says who, what, when and where, in at most 35 words."""

import re
from collections.abc import Iterator
from itertools import pairwise

from app.pressrelease.people import DAYS, GROUPS, INSTITUTIONS, MONTHS, OFFICES, looks_like_name
from app.pressrelease.places import KNOWN
from app.pressrelease.reading import Paragraph, Reading
from app.pressrelease.rules import found, light
from app.pressrelease.stems import analysis
from app.pressrelease.tokens import Token
from app.pressrelease.values import Field, Finding, Status

SHORT, MEDIUM = 35, 45
HIJRI = "Muharam|Safar|Rabiulawal|Rabiulakhir|Jumadilawal|Jumadilakhir|Rajab|Syakban|Ramadan|Syawal|Zulkaidah|Zulhijah"
MONTH_NAMES = "|".join(MONTHS).title() + "|" + HIJRI
DATE = re.compile(r"\b\d{1,2}\s?[/-]\s?\d{1,2}(?:\s?[/-]\s?\d{2,4})?\b|\b\d{4}\b(?=[^%])")
# A time that needs no calendar beside it: a month, a feast, a year of work, or the days on which a service is open.
WHEN_PHRASES = re.compile(
    r"\b(?:sejak \w+ 20\d\d|(?:tahun|semester) ini|tahun (?:ajaran|pelajaran) \w+"
    r"|(?:sejak|pada|mulai|awal|akhir|pertengahan|bulan|selama|sepanjang|hingga|sampai) (?:" + MONTH_NAMES + r")\b"
    r"|(?:sejak|mulai|selama) (?:hari|pekan|minggu|bulan) ini"
    r"|(?:pada|saat|jelang|menjelang|selama|setelah|usai) (?:hari raya |libur )?(?:idul ?fitri|idul ?adha|lebaran|natal|waisak|nyepi)\b"
    r"|(?:setiap|tiap) (?:hari|pekan|bulan|senin|selasa|rabu|kamis|jumat|sabtu|minggu))\b",
    re.IGNORECASE,
)
# `kemarin`, `Sabtu pagi`, `pekan ini`: who reads this in a year knows the day only when a date stands in the text.
WHEN_NEARBY = re.compile(
    r"\b(?:hari ini|kemarin|besok|lusa|tadi (?:pagi|siang|malam)|(?:pekan|minggu|bulan|malam|pagi|siang|sore)"
    r" (?:ini|lalu|depan|mendatang)|(?:tahun|semester) (?:depan|mendatang)|pukul \d|(?:akhir|awal) (?:pekan|bulan|tahun))\b",
    re.IGNORECASE,
)
CALENDAR = re.compile(
    r"\b\d{1,2}\s(?:jan|feb|mar|apr|mei|jun|jul|ag[ut]|sep|okt|no[vp]|des)[a-z]{0,7}\b|\b\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?\d{2,4}\b"
    r"|\(\d{1,2}\s?/\s?\d{1,2}\)",
    re.IGNORECASE,
)
# A dateline may give no more than day and month; the number of a school in it is no date.
DATED = re.compile(CALENDAR.pattern + r"|\b\d{1,2}\s?[/.-]\s?\d{1,2}\b", re.IGNORECASE)
BIRTH_REACH = 40
YEAR_FOLLOWS = ("sejak ", "tahun ", "pada ", "mulai ", "selama ", "sepanjang ", "awal ", "akhir ", "pertengahan ")
VENUES = frozenset(
    """
    aula kantor gedung masjid madrasah sekolah kampus lapangan halaman ruang hotel asrama rumah desa nagari kota kabupaten
    kecamatan provinsi pasar balai stadion bandara pelabuhan loket posko pondok lokasi musala wilayah daerah gor
    """.split()
)
VERB_PREFIXES = frozenset({"me", "di", "ber", "ter"})
BARE_VERBS = frozenset(
    "gelar buka raih ikuti hadiri luncurkan resmikan terima salurkan ajak siap siapkan kini selesai lulus juara tiba turun naik datang"
    " pulang hadir terbit tumbuh wafat gagal masuk keluar kembali ikut tampil pindah lolos unggul menang roboh rusak".split()
)
LABELS = {"siapa": "siapa", "apa": "apa yang terjadi", "kapan": "kapan", "di mana": "di mana"}
EXAMPLES = {
    "siapa": "sebut lembaga atau orangnya, misalnya “KUA Kecamatan Koto Tangah”",
    "apa": "mulai dengan kata kerja yang jelas, misalnya “membuka layanan”",
    "kapan": "sebut hari dan tanggal lengkap, misalnya “Kamis (7/3/2024)”",
    "di mana": "sebut tempatnya, misalnya “di Aula MAN 1 Padang”",
}


def check_lead(reading: Reading) -> Iterator[Finding]:
    """C1: the four questions and the length of the first paragraph after the dateline."""
    lead = reading.lead
    if lead is None:
        yield found("C1", Status.RED, "Teras belum ada.", "Tulis satu paragraf: siapa melakukan apa, kapan, di mana.")
        return
    if reading.is_opinion:
        yield found(
            "C1",
            Status.ADVICE,
            "Naskah ini tampaknya opini, bukan siaran pers: penulisnya sendiri yang berbicara.",
            "Kirim sebagai opini, atau mulai dengan peristiwanya: siapa melakukan apa, kapan, di mana.",
            spans=[lead.span],
        )
        return
    answers = answers_of(reading, lead)
    missing = [name for name in LABELS if not answers[name]]
    words = lead.word_count
    status = light(len(missing), 0, 1)
    by_length = light(words, SHORT, MEDIUM)
    if by_length is Status.RED or (by_length is Status.AMBER and status is Status.GREEN):
        status = by_length
    said = "Teras menjawab siapa, apa, kapan, dan di mana"
    if missing:
        comma = "," if len(missing) > 2 else ""
        said = "Teras belum menjawab " + f"{comma} dan ".join(
            [", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing
        )
    length = f" dalam {words} kata." if not missing else f" ({words} kata)."
    if words > SHORT:
        length = f", dan panjangnya {words} kata; paling baik tidak lebih dari {SHORT}."
    hints = [EXAMPLES[name] for name in missing]
    if words > SHORT:
        hints.append("pindahkan latar dan nama panjang ke paragraf kedua")
    hint = "; ".join(hints)
    yield found(
        "C1",
        status,
        said + length,
        hint[:1].upper() + hint[1:] + "." if hint else "",
        spans=() if status is Status.GREEN else [lead.span],
    )


def answers_of(reading: Reading, lead: Paragraph) -> dict[str, bool]:
    """Which of the four questions a paragraph answers; a dateline answers where."""
    words = lead.words
    text = reading.text(lead)
    return {
        "siapa": _who(words),
        "apa": _what(words),
        "kapan": _dateline_has_date(reading) or _when(reading, words, text),
        "di mana": reading.dateline is not None or _where(words),
    }


def _dateline_has_date(reading: Reading) -> bool:
    line = reading.dateline
    if line is None:
        return CALENDAR.search(reading.release.dateline) is not None
    return DATED.search(reading.release.text_of(line.field), 0, line.end) is not None


def _who(words: list[Token]) -> bool:
    for place, word in enumerate(words):
        if word.lower in INSTITUTIONS or word.lower in GROUPS or (word.lower in OFFICES and word.is_capital):
            return True
        if place and looks_like_name(word) and words[place - 1].lower not in ("di", "ke", "dari"):
            return True
    return False


def _what(words: list[Token]) -> bool:
    for word in words:
        if word.lower in BARE_VERBS:
            return True
        known = analysis(word.lower)
        if known is not None and known.prefixes[:1] and known.prefixes[0] in VERB_PREFIXES:
            return True
    return False


def _when(reading: Reading, words: list[Token], text: str) -> bool:
    """A date, a month or the days of a service; a bare weekday or `kemarin` only where a date stands in the text."""
    for left, right in pairwise(words):
        if right.lower in MONTHS and left.text[0].isdigit():
            return True
        if left.lower in MONTHS and left.is_capital and right.text.isdigit() and len(right.text) == 4:
            return True
    if any(_is_date(match) for match in DATE.finditer(text)) or WHEN_PHRASES.search(text):
        return True
    has_day = any(word.lower in DAYS and (word.is_capital or word.lower != "minggu") for word in words)
    if not has_day and WHEN_NEARBY.search(text) is None:
        return False
    return any(CALENDAR.search(reading.release.text_of(field)) for field in (Field.LEAD, Field.BODY))


def _is_date(match: re.Match[str]) -> bool:
    """A year on its own is a time only after a word of time: `sejak 2023`, `tahun 2023`."""
    if not match.group().isdigit():
        before = match.string[max(0, match.start() - 1) : match.start()]
        return "/" in match.group() or before == "("
    before = match.string[max(0, match.start() - BIRTH_REACH) : match.start()]
    # `HAB Tahun 2026`, `UU Nomor 40 Tahun 1999`: with a capital the year belongs to a name
    if before.endswith(" Tahun "):
        return False
    # when somebody was born is not when the news happened
    before = before.lower()
    return before.endswith(YEAR_FOLLOWS) and 1900 < int(match.group()) < 2100 and "lahir" not in before


def _where(words: list[Token]) -> bool:
    for left, right in pairwise(words):
        if left.lower in ("di", "ke", "dari") and (right.is_capital or right.lower in VENUES):
            return True
        if left.lower in ("kota", "kabupaten", "kecamatan", "nagari", "provinsi") and right.is_capital:
            return True
        if f"{left.lower} {right.lower}" in KNOWN and right.is_capital:
            return True
    return any(word.is_capital and word.lower in KNOWN and len(word.lower) > 4 for word in words)
