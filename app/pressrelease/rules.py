"""The checks by their stable ids: the heading each belongs to, its short name, and the lesson that teaches it."""

from collections.abc import Iterable
from typing import NamedTuple

from app.pressrelease.values import Finding, Fix, Group, Span, Status


class Rule(NamedTuple):
    """A check: its heading, its name for people, and the key of the lesson `modul/topik`."""

    group: Group
    name: str
    lesson: str


RULES = {
    "C1": Rule(Group.IMPACT, "Teras menjawab siapa, apa, kapan, di mana", "sp-3/teras"),
    "C2": Rule(Group.STRUCTURE, "Titimangsa", "sp-3/titimangsa"),
    "C3": Rule(Group.IMPACT, "Kutipan", "sp-4/kutipan"),
    "C4": Rule(Group.IMPACT, "Dampak, bukan seremoni", "sp-1/dampak"),
    "C5": Rule(Group.STRUCTURE, "Kelengkapan naskah", "sp-3/anatomi"),
    "C6": Rule(Group.IMPACT, "Etika dan klaim", "sp-2/periksa-fakta"),
    "C7": Rule(Group.IMPACT, "Pesan kunci", "sp-1/pesan-kunci"),
    "S8": Rule(Group.STRUCTURE, "Subjudul", "sp-6/subjudul"),
    "S9": Rule(Group.STRUCTURE, "Foto", "sp-7/foto"),
    "S10": Rule(Group.STRUCTURE, "Tautan", "sp-6/tautan"),
    "S11": Rule(Group.STRUCTURE, "Panjang naskah", "sp-3/panjang"),
    "E1": Rule(Group.LANGUAGE, "Ejaan", "sp-5/ejaan"),
    "R1": Rule(Group.LANGUAGE, "Kalimat lebih dari 20 kata", "sp-5/kalimat-efektif"),
    "R2": Rule(Group.LANGUAGE, "Kalimat lebih dari 30 kata", "sp-5/kalimat-efektif"),
    "R3": Rule(Group.LANGUAGE, "Kalimat pasif", "sp-5/kalimat-pasif"),
    "R4": Rule(Group.LANGUAGE, "Kata penghubung", "sp-5/penghubung"),
    "R5": Rule(Group.LANGUAGE, "Awal kalimat", "sp-5/awal-kalimat"),
    "R6": Rule(Group.LANGUAGE, "Panjang paragraf", "sp-3/paragraf"),
    "R7": Rule(Group.LANGUAGE, "Kata dinas dan kata asing", "sp-5/kata-lugas"),
    "S1": Rule(Group.SEARCH, "Lebar judul", "sp-6/judul-halaman"),
    "S2": Rule(Group.SEARCH, "Deskripsi", "sp-6/deskripsi"),
    "S3": Rule(Group.SEARCH, "Alamat halaman (slug)", "sp-6/slug"),
    "S4": Rule(Group.SEARCH, "Kata kunci", "sp-6/kata-kunci"),
    "S5": Rule(Group.SEARCH, "Kata kunci di judul", "sp-6/kata-kunci"),
    "S6": Rule(Group.SEARCH, "Kata kunci di teras", "sp-6/kata-kunci"),
    "S7": Rule(Group.SEARCH, "Pengulangan kata kunci", "sp-6/mitos"),
}


CHILD_LESSON = "sp-7/anak"
"""What C6 links to where a child or private data is at stake, in the place of its lesson on claims."""


def found(
    rule: str,
    status: Status,
    message: str,
    suggestion: str = "",
    *,
    spans: Iterable[Span] = (),
    fix: Fix | None = None,
    detail: str = "",
    excerpt: str = "",
) -> Finding:
    """A finding of a check, with the heading and lesson of its rule filled in."""
    known = RULES[rule]
    return Finding(
        rule=rule,
        group=known.group,
        status=status,
        message=message,
        suggestion=suggestion,
        spans=tuple(spans),
        fix=fix,
        lesson=known.lesson,
        detail=detail,
        excerpt=excerpt,
    )


def light(value: float, green: float, amber: float) -> Status:
    """Green up to `green`, amber up to `amber`, red above."""
    if value <= green:
        return Status.GREEN
    return Status.AMBER if value <= amber else Status.RED


def decimal(value: float, digits: int = 0) -> str:
    """A number as Indonesian readers write it: decimal comma."""
    return f"{value:.{digits}f}".replace(".", ",")
