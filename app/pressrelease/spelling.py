"""E1: spelling by EYD V, in force since 16 August 2022; the light follows the slips per 100 words."""

import re
from collections.abc import Iterator

from app.pressrelease.reading import Reading
from app.pressrelease.rules import decimal, found, light
from app.pressrelease.slips import Line, Slip
from app.pressrelease.spelling_degrees import ANY_DEGREE, TITLES, degree_slips
from app.pressrelease.spelling_forms import form_slips
from app.pressrelease.spelling_marks import LOOKED_AT, mark_slips, start_slips, title_slips, word_slips
from app.pressrelease.spelling_prefixes import prefix_slips
from app.pressrelease.spelling_quotes import quote_slips, speaker_slips, stop_slips
from app.pressrelease.spelling_watch import may_hold_slips, watch_for
from app.pressrelease.spelling_words import names_of, standard_slips
from app.pressrelease.values import Field, Finding, Fix, Span, Status

FEW = 1
ORDER = list(Field)
SHOWN_AT_MOST = 60
# Everyday speech that is no slip of spelling where somebody is quoted.
SPOKEN = frozenset("gak nggak enggak udah gimana kalo sampe macem ngomong".split())


def check_spelling(reading: Reading) -> Iterator[Finding]:
    """E1: one head with the slips per 100 words, then one finding for each slip with its fix."""
    slips = sorted(_slips(reading), key=lambda slip: (ORDER.index(slip.field), slip.start))
    if not reading.word_count:
        return
    kept: list[Slip] = []
    for slip in slips:
        if not kept or kept[-1].field != slip.field or slip.start >= kept[-1].end:
            kept.append(slip)
    per_100 = len(kept) * 100 / reading.word_count
    status = Status.AMBER if len(kept) == FEW and per_100 > 0.5 else light(per_100, 0.5, 1.5)
    if not kept:
        yield found("E1", Status.GREEN, "Tidak ada galat ejaan yang kami kenali.")
        return
    yield found(
        "E1",
        status,
        f"{len(kept)} galat ejaan dalam {reading.word_count} kata ({decimal(per_100, 1)} per 100 kata).",
        "Ketuk tiap galat untuk melihat perbaikannya.",
        spans=[Span(slip.field, slip.start, slip.end) for slip in kept[:SHOWN_AT_MOST]],
    )
    item_status = Status.RED if status is Status.RED else Status.AMBER
    for slip in kept[:SHOWN_AT_MOST]:
        span = Span(slip.field, slip.start, slip.end)
        fix = None if slip.replacement is None else Fix(span, slip.replacement)
        hint = slip.hint or (f"Tulis: {slip.replacement}" if slip.replacement else "")
        yield found(
            "E1",
            item_status,
            slip.message,
            hint,
            spans=[span],
            fix=fix,
            detail=slip.kind,
            excerpt=reading.text(span)[:60],
        )


def _slips(reading: Reading) -> Iterator[Slip]:
    house = {wrong.lower(): right for wrong, right in reading.context.house_words}
    lines = [_title(reading)] if reading.title else []
    for block in [*reading.prose, *reading.headings]:
        text = reading.release.text_of(block.field)
        lines += [
            Line(item.field, text, item.tokens, item.words, item.lowers, item.vocabulary) for item in block.sentences
        ]
    names = names_of(lines)
    known = frozenset[str]().union(*[line.vocabulary for line in lines])
    watch, capitals, titles = watch_for(known, house), LOOKED_AT & known, TITLES & known
    degreed = [field for field in (Field.LEAD, Field.BODY) if ANY_DEGREE.search(reading.release.text_of(field))]
    for line in lines:
        if may_hold_slips(line, watch):
            yield from (slip for slip in standard_slips(line, house, names) if not _is_spoken(reading, slip))
        if not watch.forms.isdisjoint(line.vocabulary):
            yield from form_slips(line)
        yield from prefix_slips(line, watch.prefixed)
        if line.field in degreed or not titles.isdisjoint(line.vocabulary):
            yield from degree_slips(line)
        if not capitals.isdisjoint(line.vocabulary):
            yield from word_slips(line)
    if reading.title:
        yield from title_slips(lines[0])
    yield from mark_slips(Field.DATELINE, reading.release.dateline)
    for field in (Field.TITLE, Field.LEAD, Field.BODY):
        yield from mark_slips(field, reading.release.text_of(field))
        yield from speaker_slips(field, reading.release.text_of(field))
    yield from quote_slips(reading)
    yield from stop_slips(reading)
    yield from start_slips(reading)
    yield from _unit_slips(reading)


def _title(reading: Reading) -> Line:
    words = tuple([token for token in reading.title if token.is_word])
    lowers = tuple([word.lower for word in words])
    return Line(Field.TITLE, reading.release.title, reading.title, words, lowers, frozenset(lowers))


def _is_spoken(reading: Reading, slip: Slip) -> bool:
    """Whether a word of everyday speech stands in a direct quote, where it is what was said."""
    text = reading.release.text_of(slip.field)[slip.start : slip.end]
    return text.lower() in SPOKEN and (
        slip.field in reading.quoted and reading.quoted[slip.field].meets(slip.start, slip.start + 1)
    )


def _unit_slips(reading: Reading) -> Iterator[Slip]:
    """Names of units of the house list that are written with other capitals."""
    for name in reading.context.unit_names:
        pattern = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
        for field in (Field.TITLE, Field.LEAD, Field.BODY):
            for match in pattern.finditer(reading.release.text_of(field)):
                written = match.group()
                if written != name and not written.isupper():
                    message = f"“{written}”: nama satuan kerja ini ditulis “{name}”."
                    yield Slip(field, match.start(), match.end(), "nama-satker", message, name)
