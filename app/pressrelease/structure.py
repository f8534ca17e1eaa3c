"""S8 to S11: subheadings, photographs, links and length."""

import re
from collections.abc import Iterator

from app.pressrelease.keyphrase import content_stems, holds_all
from app.pressrelease.overlap import Overlap
from app.pressrelease.reading import Reading
from app.pressrelease.rules import found
from app.pressrelease.tokens import tokens_of
from app.pressrelease.values import Field, Finding, Image, Span, Status

NEEDS_HEADINGS = 300
EMPTY_LINKS = frozenset(
    """
    klik di sini|klik disini|di sini|disini|klik|baca selengkapnya|selengkapnya|baca juga|tautan|link|tautan ini|sini|link ini
    """.strip().split("|")
)
BARE_CALL = re.compile(r"\bklik\s{1,3}(?:di\s?sini|link|tautan)\b", re.IGNORECASE)


def check_headings(reading: Reading) -> Iterator[Finding]:
    """S8: subheadings in a text of over 300 words, one of them naming the subject."""
    if reading.word_count <= NEEDS_HEADINGS and not reading.headings:
        return
    if not reading.headings:
        yield found(
            "S8",
            Status.AMBER,
            f"Naskah {reading.word_count} kata tanpa subjudul; pembaca ponsel sulit mencari bagian yang diperlukannya.",
            "Beri satu atau dua subjudul, misalnya “Cara mengurus” atau “Syarat dan jam layanan”.",
        )
        return
    stems = content_stems(reading.release.keyphrase or "")
    headings = [token for block in reading.headings for token in block.words]
    if stems and not any(holds_all((item,), headings) for item in stems):
        yield found(
            "S8",
            Status.AMBER,
            "Tidak ada subjudul yang menyebut pokok berita.",
            f"Sebut “{reading.release.keyphrase}” secara wajar di satu subjudul.",
            spans=[block.span for block in reading.headings],
        )
        return
    yield found("S8", Status.GREEN, f"{len(reading.headings)} subjudul membantu pembaca.")


def check_images(reading: Reading) -> Iterator[Finding]:
    """S9: at least one photograph; alternative text that is not the caption, a caption, a photographer."""
    images = reading.release.images
    if images is None:
        return
    if not images:
        yield found(
            "S9", Status.RED, "Belum ada foto.", "Tambahkan satu foto layanan atau penerimanya, bukan foto bersama."
        )
        return
    items: list[Finding] = []
    start = 0
    for number, image in enumerate(images, 1):
        end = start + len(image.alt) + len(image.caption) + len(image.credit) + 2
        problem = _image_problem(image)
        if problem:
            name, message, hint = problem
            items.append(
                found(
                    "S9",
                    Status.AMBER,
                    f"Foto {number}: {message}",
                    hint,
                    spans=[Span(Field.IMAGES, start, end)],
                    detail=name,
                    excerpt=image.caption[:60],
                )
            )
        start = end + 1
    status = Status.AMBER if items else Status.GREEN
    yield found(
        "S9",
        status,
        f"{len(images)} foto, {len(items)} perlu dilengkapi."
        if items
        else "Foto lengkap dengan teks alternatif dan kreditnya.",
        "Tiap foto: teks alternatif, keterangan dua kalimat, dan “Foto: nama”." if items else "",
    )
    yield from items


def _image_problem(image: Image) -> tuple[str, str, str] | None:
    alt, caption = image.alt.strip(), image.caption.strip()
    if not 5 <= len(alt) <= 125:
        return (
            "alt",
            "teks alternatif kosong atau terlalu pendek."
            if len(alt) < 5
            else "teks alternatif lebih dari 125 karakter.",
            "Gambarkan isi foto dalam satu kalimat, misalnya “Warga menyerahkan berkas di loket KUA”.",
        )
    if caption and alt.casefold() == caption.casefold():
        return "alt-sama", "teks alternatif sama dengan keterangan foto.", "Teks alternatif menggambarkan isi foto."
    if not caption:
        return "keterangan", "keterangan foto belum ada.", "Dua kalimat: apa yang tampak, lalu konteksnya."
    if not image.credit.strip():
        return "kredit", "nama fotografer belum ada.", "Tulis “Foto: nama atau satuan kerja”."
    return None


def check_links(reading: Reading) -> Iterator[Finding]:
    """S10: a link to the service, and no link that says only `klik di sini`."""
    release = reading.release
    empty = [
        Span(Field.BODY, link.start, link.end)
        for link in release.links
        if " ".join(release.body[link.start : link.end].lower().split()).strip(".!»> ") in EMPTY_LINKS
    ]
    linked = Overlap((span.start, span.end) for span in empty)
    calling = [name for name in (Field.LEAD, Field.BODY) if "klik" in release.text_of(name).lower()]
    for sentence in reading.sentences if calling else ():
        text = release.text_of(sentence.field)
        for match in BARE_CALL.finditer(text, sentence.start, sentence.end):
            span = Span(sentence.field, match.start(), match.end())
            if sentence.field is not Field.BODY or not linked.meets(span.start, span.end):
                empty.append(span)
    if empty:
        yield found(
            "S10",
            Status.AMBER,
            "Kata tautan tidak menjelaskan tujuannya; pembaca layar hanya mendengar “klik di sini”.",
            "Jadikan nama layanannya sebagai tautan, misalnya “daftar haji daring”.",
            spans=empty,
        )
    elif release.links:
        yield found("S10", Status.GREEN, f"{len(release.links)} tautan dengan kata yang jelas.")
    elif release.blocks:
        yield found(
            "S10",
            Status.AMBER,
            "Belum ada tautan ke layanan yang diberitakan.",
            "Tautkan halaman layanan atau formulirnya.",
        )


def check_length(reading: Reading) -> Iterator[Finding]:
    """S11: the length the assignment asks for."""
    words, low, high = reading.word_count, reading.context.min_words, reading.context.max_words
    if low <= words <= high:
        status = Status.GREEN
    elif low * 2 / 3 <= words <= high * 1.6:
        status = Status.AMBER
    else:
        status = Status.RED
    hint = ""
    if words < low:
        hint = "Tambahkan data, kutipan penerima layanan, atau cara memperoleh layanan."
    elif words > high:
        hint = "Pangkas urutan acara dan daftar nama; sisakan yang berguna bagi warga."
    yield found("S11", status, f"Naskah {words} kata; yang diminta {low}-{high} kata.", hint)


def words_in(text: str) -> int:
    """How many words a short text has."""
    return sum(token.is_word for token in tokens_of(text))
