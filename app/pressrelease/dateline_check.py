"""C2: the dateline names a known city, and every weekday agrees with its date."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from app.pressrelease.people import DAYS, INSTITUTIONS, MONTHS, OFFICES
from app.pressrelease.places import may_date, nearest_place
from app.pressrelease.reading import Reading
from app.pressrelease.rules import found
from app.pressrelease.values import Field, Finding, Fix, Span, Status

DAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
# `Sabtu pagi (11/4)`, `Sabtu depan (18/4)`
PART_OF_DAY = r"(?:\s(?:pagi|siang|sore|petang|malam|dini hari|depan|mendatang|lalu|kemarin|ini|nanti))?"
NUMERIC = re.compile(
    r"\b(?P<day>Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu|Ahad)"
    + PART_OF_DAY
    + r",?\s{1,3}\(?(?P<d>\d{1,2})\s?(?:/\s?|-\s?(?=\d{1,2}\s?-))(?P<m>\d{1,2})"
    r"(?:\s?[/-]\s?(?P<y>\d{4}))?(?!\d)",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"\b(?P<day>Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu|Ahad)"
    + PART_OF_DAY
    + r",?\s{1,3}\(?(?:tanggal\s)?(?P<d>\d{1,2})\s(?P<month>"
    + "|".join(MONTHS)
    + r")(?:\s(?P<y>\d{4}))?\b",
    re.IGNORECASE,
)
# Looking for these first is many times faster than trying the patterns everywhere.
DAY_STARTS = ("senin", "selasa", "rabu", "kamis", "jum", "sabtu", "minggu", "ahad")
HALF_YEAR = 183
# A date without its year belongs to the year of a full date of the same text that is no farther than this, in days.
BESIDE = 60
MOST_DATES = 20
FIELDS = (Field.DATELINE, Field.LEAD, Field.BODY)
# They begin with a digit, not with what stands before one, so that the search runs for digits.
FULL = re.compile(
    r"(?P<d>\d(?<!\w.)\d?)(?:\s(?P<month>"
    + "|".join(MONTHS)
    + r")\s(?P<year>20\d\d)\b|\s?[/-]\s?(?P<m>\d{1,2})\s?[/-]\s?(?P<y>20\d\d)\b)",
    re.IGNORECASE,
)
LAST_DAYS = re.compile(
    r"(?P<d>[23](?<!\w.)(?:(?<=2)9|(?<=3)[01]))\s(?P<month>Februari|April|Juni|September|November)\b(?:\s(?P<y>\d{4})\b)?",
    re.IGNORECASE,
)


def check_dateline(reading: Reading) -> Iterator[Finding]:
    """C2: head for the city, one item for each weekday that is wrong."""
    items = list(_wrong_weekdays(reading))
    head = _city(reading)
    if items and head.status is Status.GREEN:
        head = found(
            "C2",
            Status.AMBER,
            "Hari dan tanggal tidak cocok." if items[0].detail == "hari" else items[0].message,
            f"Cocokkan dengan kalender. {items[0].suggestion}",
            spans=[item.spans[0] for item in items],
        )
    yield head
    yield from items


def _city(reading: Reading) -> Finding:
    line = reading.dateline
    if reading.is_opinion:
        return found("C2", Status.GREEN, "Ini tampaknya opini, yang tidak memerlukan titimangsa.")
    if line is None:
        given = reading.release.dateline.strip()
        return found(
            "C2",
            Status.AMBER,
            "Titimangsa belum menyebut kota." if given else "Titimangsa belum ada.",
            "Awali naskah dengan kota dan sumbernya, misalnya “Padang, Humas — ”.",
        )
    span = Span(line.field, line.city_start, line.city_end)
    if may_date(line.city):
        return found("C2", Status.GREEN, f"Titimangsa menyebut {line.city}.")
    right = nearest_place(line.city)
    if right is not None and line.city.isupper():
        right = right.upper()
    if right is not None:
        return found(
            "C2",
            Status.RED,
            f"Nama kota “{line.city}” tampaknya salah ketik.",
            f"Maksud Anda {right}?",
            spans=[span],
            fix=Fix(span, right),
            excerpt=line.city,
        )
    words = line.city.lower().split()
    if not any(word in INSTITUTIONS or word in OFFICES for word in words):
        # some thousand nagari and villages stand in no list of towns
        return found("C2", Status.GREEN, f"Titimangsa menyebut {line.city}; tempat ini tidak ada di daftar kota kami.")
    return found(
        "C2",
        Status.ADVICE,
        f"“{line.city}” tidak ada di daftar kota kami; pastikan ini nama tempat.",
        "Titimangsa menyebut kota tempat berita ditulis, misalnya “Padang, Humas — ”.",
        spans=[span],
        excerpt=line.city,
    )


def _wrong_weekdays(reading: Reading) -> Iterator[Finding]:
    known: list[date] | None = None  # looked for when the first weekday has a date without its year
    for name in FIELDS:
        text = reading.release.text_of(name)
        small = text.lower()
        if len(small) == len(text):
            places = [found_at for day in DAY_STARTS for found_at in _all_places(small, day)]
        else:
            places = list(range(len(text)))
        for pattern in (NUMERIC, NAMED):
            for match in filter(None, [pattern.match(text, place) for place in sorted(places)]):
                if known is None and not match.group("y"):
                    known = _full_dates(reading)
                finding = _weekday(match, name, known or [], reading.context.today)
                if finding is not None:
                    yield finding
        yield from _impossible(text, name)


def _full_dates(reading: Reading) -> list[date]:
    """The dates of the text that give their year; they tell the year of those that do not."""
    found_dates = []
    for name in FIELDS:
        for match in islice(FULL.finditer(reading.release.text_of(name)), MOST_DATES):
            month = MONTHS[match.group("month").lower()] if match.group("month") else int(match.group("m"))
            day = _date(match.group("y") or match.group("year"), month, int(match.group("d")), None)
            if day is not None:
                found_dates.append(day)
    return found_dates


def _impossible(text: str, name: Field) -> Iterator[Finding]:
    """`31 Juni`: a day that no calendar holds."""
    for match in LAST_DAYS.finditer(text) if any(day in text for day in ("29", "30", "31")) else ():
        month, year = MONTHS[match.group("month").lower()], match.group("y")
        # a leap year where none is given
        if _date(year or "2024", month, int(match.group("d")), None) is None:
            yield found(
                "C2",
                Status.AMBER,
                f"Tanggal {match.group()} tidak ada dalam kalender.",
                "Periksa tanggalnya pada kalender.",
                spans=[Span(name, match.start(), match.end())],
                detail="tanggal",
                excerpt=match.group(),
            )


def _all_places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def _weekday(match: re.Match[str], name: Field, known: list[date], today: date | None) -> Finding | None:
    found_words = match.groupdict()
    month = MONTHS[found_words["month"].lower()] if "month" in found_words else int(found_words["m"])
    weekday = DAYS[match.group("day").lower()]
    days = [] if found_words["y"] else [_date(None, month, int(found_words["d"]), item) for item in known]
    near = [(abs((day - item).days), day) for day, item in zip(days, known, strict=True) if day] if days else []
    if near and min(near)[0] <= BESIDE:
        if any(item.weekday() == weekday for _, item in near):
            return None
        day: date | None = min(near)[1]
    else:
        day = _date(found_words["y"], month, int(found_words["d"]), today)
    if day is None or weekday == day.weekday():
        return None
    right = DAY_NAMES[day.weekday()]
    span = Span(name, match.start("day"), match.end("day"))
    return found(
        "C2",
        Status.AMBER,
        f"{day.day}/{day.month}/{day.year} jatuh pada hari {right}, bukan {match.group('day')}.",
        f"Periksa tanggalnya, atau tulis {right}.",
        spans=[span],
        detail="hari",
        excerpt=match.group(),
    )


def _date(year: str | None, month: int, day: int, today: date | None) -> date | None:
    """The date meant; without a year the one nearest to today, and None where that is not to be told."""
    years = [int(year)] if year else [today.year - 1, today.year, today.year + 1] if today else []
    dates = []
    for number in years:
        try:
            dates.append(date(number, month, day))
        except ValueError:
            continue
    if year or not dates or today is None:
        return dates[0] if dates else None
    nearest = min(dates, key=lambda item: abs((item - today).days))
    return nearest if abs((nearest - today).days) < HALF_YEAR else None
