"""C5: contact, byline, no empty credits and nothing pasted along from a website."""

import re
from collections.abc import Iterator

from app.pressrelease.junk import LONGEST_LINE, PHRASES, empty_credits
from app.pressrelease.reading import Reading
from app.pressrelease.rules import found
from app.pressrelease.values import Field, Finding, Fix, Span, Status

PHONE = re.compile(r"(?<!\d)(?:\+62|62|0)[ .-]?\d{2,4}(?:[ .-]?\d{2,5}){1,3}(?!\d)")
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}")
# One of these stands in every telephone number and mail address.
ADDRESS_MARKS = ("@", "0", "62")
NAME = re.compile(r"[A-Z][a-z'’]{2,}")
CONTACT_LINE = re.compile(
    r"\b(?:narahubung|kontak(?: media| person)?|contact person|hubungi|informasi lebih lanjut)\b", re.IGNORECASE
)
BYLINE = re.compile(
    r"(?:^|\n)[ \t]{0,9}(?:penulis|kontributor|reporter|editor|redaktur)\s{0,9}:\s{0,9}\w|\(\w{2,12}(?:/\w{2,12})?\)\s{0,9}\Z",
    re.IGNORECASE,
)
AUTHOR = "nama penulis"
CONTACT = "Narahubung: Siti Rahma, 0812-xxxx-xxxx, humas@contoh.id"
EMPTY_FIELD = re.compile(r"[-–—_.\s]*")


def check_completeness(reading: Reading) -> Iterator[Finding]:
    """C5: head with what is missing; an item for each stretch that should go."""
    release = reading.release
    missing = []
    if not _has_contact(reading):
        missing.append("narahubung (nama dan nomor atau surel)")
    if not _has_byline(reading):
        missing.append(AUTHOR)
    items = [*_leftovers(reading)]
    status = Status.GREEN
    if missing or items:
        status = Status.RED if items or (len(missing) == 2 and release.contact is not None) else Status.AMBER
    said = "Narahubung dan penulis lengkap." if not missing else "Belum ada " + " dan ".join(missing) + "."
    if items:
        said += " Ada sisa salinan dari situs." if missing else ""
        said = said if missing else "Ada sisa salinan dari situs."
    hint = ""
    if missing:
        hint = f"Misalnya: “{'Penulis: Siti Rahma' if len(missing) == 1 and missing[0] == AUTHOR else CONTACT}”."
    yield found("C5", status, said, hint, spans=[item.spans[0] for item in items])
    yield from items


def _has_contact(reading: Reading) -> bool:
    release = reading.release
    if release.contact is not None and release.contact.strip():
        contact = release.contact
        return bool(NAME.search(contact)) and bool(PHONE.search(contact) or MAIL.search(contact))
    texts = [reading.text(paragraph) for paragraph in reading.prose[-4:]]
    addressed = [text for text in texts if any(mark in text for mark in ADDRESS_MARKS)]
    return any(CONTACT_LINE.search(text) and (PHONE.search(text) or MAIL.search(text)) for text in addressed)


def _has_byline(reading: Reading) -> bool:
    byline = reading.release.byline
    if byline is not None and byline.strip():
        return not EMPTY_FIELD.fullmatch(byline.split(":", 1)[-1])
    return any(BYLINE.search(reading.text(paragraph)) for paragraph in reading.prose[-3:])


def _leftovers(reading: Reading) -> Iterator[Finding]:
    """Empty credits and website furniture, in the body or the byline."""
    for name in (Field.BYLINE, Field.BODY):
        text = reading.release.text_of(name)
        for match in empty_credits(text):
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield _leftover(name, start, match.end(), text, "kosong")
    for paragraph in reading.prose:
        text = reading.release.text_of(paragraph.field)
        if paragraph.end - paragraph.start <= LONGEST_LINE and PHRASES.search(text[paragraph.start : paragraph.end]):
            yield _leftover(paragraph.field, paragraph.start, paragraph.end, text, "situs")


def _leftover(name: Field, start: int, end: int, text: str, kind: str) -> Finding:
    span = Span(name, start, end)
    words = text[start:end].strip()[:60]
    why = "baris ini kosong isinya" if kind == "kosong" else "ini bagian halaman situs, bukan naskah"
    return found(
        "C5",
        Status.RED,
        f"“{words}”: {why}.",
        "Hapus baris ini.",
        spans=[span],
        fix=Fix(span, ""),
        detail=kind,
        excerpt=words,
    )
