"""S1 to S7: what a searching citizen sees; low keyword density is never scored."""

import re
from collections.abc import Iterator

from app.pressrelease.keyphrase import STOPWORDS, content_stems, count, exact_at, holds_all
from app.pressrelease.reading import Reading
from app.pressrelease.rules import decimal, found, light
from app.pressrelease.stems import stem
from app.pressrelease.tokens import tokens_of
from app.pressrelease.values import Field, Finding, Fix, Span, Status
from app.pressrelease.width import title_width

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 75
COPY = 0.9
SHOWN_AT_MOST = 12


def check_title_width(reading: Reading) -> Iterator[Finding]:
    """S1: the width of the page title, or of the title where no page title is given."""
    name = Field.PAGE_TITLE if reading.release.page_title else Field.TITLE
    title = reading.release.text_of(name)
    if not title.strip():
        yield found(
            "S1", Status.RED, "Judul masih kosong.", "Tulis satu kalimat aktif: siapa melakukan apa bagi siapa."
        )
        return
    width = title_width(title)
    status = light(width, 600, 700)
    yield found(
        "S1",
        status,
        f"Lebar judul sekitar {width} piksel; sekitar 600 piksel pertama tampil di hasil pencarian."
        if status is not Status.GREEN
        else f"Lebar judul sekitar {width} piksel, tampil utuh di hasil pencarian.",
        "" if status is Status.GREEN else f"Pendekkan, misalnya: “{_shortened(title)}”.",
        spans=() if status is Status.GREEN else [Span(name, 0, len(title))],
    )


def _shortened(title: str) -> str:
    """The words of the title that fit into 600 pixels, without a loose preposition at the end."""
    words = title.split()
    while len(words) > 1 and (title_width(" ".join(words)) > 600 or words[-1].lower().strip(",") in STOPWORDS):
        words.pop()
    return " ".join(words).rstrip(",;:-")[:120]


def check_description(reading: Reading) -> Iterator[Finding]:
    """S2: the meta description, its length, and that it is a copy neither of the lead nor of an earlier one."""
    text = reading.release.meta_description
    if text is None:
        return
    text = text.strip()
    length = len(text)
    if not text:
        yield found(
            "S2",
            Status.RED,
            "Deskripsi untuk hasil pencarian belum ada; mesin pencari akan memotong teks sembarang.",
            "Tulis 120-160 karakter: apa manfaatnya dan apa yang dapat dilakukan pembaca.",
        )
        return
    span = Span(Field.META_DESCRIPTION, 0, len(reading.release.meta_description or ""))
    lead = reading.lead
    if lead is not None and _is_copy(text, reading.text(lead)):
        yield found(
            "S2",
            Status.AMBER,
            "Deskripsi menyalin teras; pembaca membaca kalimat yang sama dua kali.",
            "Tulis ulang sebagai ajakan singkat: manfaat, tempat, dan cara memperolehnya.",
            spans=[span],
        )
        return
    if " ".join(text.lower().split()) in {" ".join(item.lower().split()) for item in reading.context.used_descriptions}:
        yield found(
            "S2",
            Status.AMBER,
            "Deskripsi ini sudah dipakai siaran pers lain dari satuan kerja Anda.",
            "Tulis apa yang berbeda kali ini; dua halaman dengan deskripsi sama saling menutupi.",
            spans=[span],
        )
        return
    if 120 <= length <= 160:
        yield found("S2", Status.GREEN, f"Deskripsi {length} karakter, pas untuk hasil pencarian.")
        return
    status = Status.AMBER if 80 <= length <= 180 else Status.RED
    hint = "Tambahkan manfaat atau cara memperolehnya." if length < 120 else "Buang keterangan yang sudah ada di judul."
    yield found("S2", status, f"Deskripsi {length} karakter; yang enak dibaca 120-160.", hint, spans=[span])


def _is_copy(text: str, lead: str) -> bool:
    words = [token.lower for token in tokens_of(text) if token.is_word]
    lead_words = [token.lower for token in tokens_of(lead) if token.is_word][: len(words)]
    same = sum(1 for one, other in zip(words, lead_words, strict=False) if one == other)
    return len(words) >= 5 and same >= COPY * len(words)


def check_slug(reading: Reading) -> Iterator[Finding]:
    """S3: a-z, 0-9 and hyphens, not too long, with at least half of the keyphrase."""
    slug = reading.release.slug
    if not slug:
        return
    span = Span(Field.SLUG, 0, len(slug))
    path = slug.strip("/")
    clean = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")
    if not SLUG.fullmatch(path):
        yield found(
            "S3",
            Status.RED,
            "Alamat halaman hanya memuat huruf kecil a-z, angka, dan tanda hubung.",
            f"Tulis: {clean}",
            spans=[span],
            fix=Fix(span, clean) if clean else None,
        )
        return
    if len(slug) > LONGEST_SLUG:
        kept = "-".join(word for word in path.split("-") if word not in STOPWORDS)
        yield found(
            "S3",
            Status.AMBER,
            f"Alamat halaman {len(slug)} karakter; paling baik tidak lebih dari {LONGEST_SLUG}.",
            f"Buang kata tugas, misalnya: {kept[:LONGEST_SLUG].rstrip('-')}",
            spans=[span],
        )
        return
    wanted = content_stems(reading.release.keyphrase or "")
    present = {stem(word) for word in path.split("-")}
    if wanted and sum(item in present for item in wanted) * 2 < len(wanted):
        yield found(
            "S3",
            Status.AMBER,
            "Alamat halaman tidak memuat kata kunci.",
            f"Sisipkan kata kuncinya, misalnya: {_slug_of(reading.release.keyphrase or '')}",
            spans=[span],
        )
        return
    yield found("S3", Status.GREEN, "Alamat halaman ringkas dan terbaca.")


def _slug_of(phrase: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", phrase.lower()).strip("-")[:LONGEST_SLUG]


def check_keyphrase(reading: Reading) -> Iterator[Finding]:
    """S4 to S7, where the form asks for a keyphrase."""
    phrase = reading.release.keyphrase
    if phrase is None:
        return
    stems = content_stems(phrase)
    if not stems:
        yield found(
            "S4",
            Status.RED,
            "Kata kunci belum diisi.",
            "Pakai istilah yang diketik warga, misalnya “rekomendasi paspor umrah”.",
        )
        return
    span = Span(Field.KEYPHRASE, 0, len(phrase))
    normal = " ".join(phrase.lower().split())
    used = normal in {" ".join(item.lower().split()) for item in reading.context.used_keyphrases}
    status = Status.AMBER if used else light(len(stems), 4, 8)
    message = f"Kata kunci terdiri atas {len(stems)} kata bermakna."
    if used:
        message = "Satuan kerja Anda sudah memakai kata kunci ini; dua halaman akan saling bersaing."
    hint = "" if status is Status.GREEN else "Persempit menjadi 1-4 kata, misalnya dengan nama layanan atau tempat."
    yield found("S4", status, message, hint, spans=() if status is Status.GREEN else [span])
    yield _in_title(reading, phrase, stems)
    yield _in_lead(reading, phrase, stems)
    yield _stuffing(reading, stems)


def _in_title(reading: Reading, phrase: str, stems: tuple[str, ...]) -> Finding:
    title = reading.release.title
    place = exact_at(phrase, title)
    if 0 <= place <= len(title) / 2:
        return found("S5", Status.GREEN, "Kata kunci ada di paruh awal judul.")
    spans = [Span(Field.TITLE, 0, len(title))] if title else []
    if place >= 0:
        return found(
            "S5",
            Status.AMBER,
            "Kata kunci baru muncul di paruh akhir judul.",
            f"Majukan, misalnya: “{phrase[:60].capitalize()} ...”.",
            spans=spans,
        )
    if holds_all(stems, [token for token in reading.title if token.is_word]):
        return found(
            "S5",
            Status.AMBER,
            f"Judul memuat kata seasal “{phrase}”, tetapi bukan istilah persisnya.",
            f"Pakai istilah persisnya sekali, misalnya: “{phrase[:60].capitalize()} kini ...”.",
            spans=spans,
        )
    return found(
        "S5",
        Status.RED,
        f"Judul tidak memuat kata kunci “{phrase}”.",
        f"Mulai judul dengan istilah itu, misalnya: “{phrase[:60].capitalize()} kini ...”.",
        spans=spans,
    )


def _in_lead(reading: Reading, phrase: str, stems: tuple[str, ...]) -> Finding:
    lead = reading.lead
    if lead is not None and any(holds_all(stems, sentence.words) for sentence in lead.sentences):
        return found("S6", Status.GREEN, "Kata kunci ada di teras.")
    spans = [lead.span] if lead is not None else []
    if lead is not None and holds_all(stems, lead.words):
        return found(
            "S6",
            Status.AMBER,
            "Kata kunci terpencar di beberapa kalimat teras.",
            f"Satukan dalam kalimat pertama: “... {phrase[:60]} ...”.",
            spans=spans,
        )
    return found(
        "S6",
        Status.RED,
        f"Teras tidak memuat kata kunci “{phrase}”.",
        f"Sebut sekali di kalimat pertama, misalnya: “Warga kini dapat mengurus {phrase[:60]} ...”.",
        spans=spans,
    )


def _stuffing(reading: Reading, stems: tuple[str, ...]) -> Finding:
    times = count(stems, reading.body_stems)
    density = density_of(reading, stems)
    status = light(density, 0.025, 0.035) if times > 2 else Status.GREEN
    spans = [] if status is Status.GREEN else list(_places(reading))[:SHOWN_AT_MOST]
    return found(
        "S7",
        status,
        f"Kata kunci muncul {times} kali dalam {reading.word_count} kata ({decimal(density * 100, 1)} %)."
        + (" Pengulangan terasa dipaksakan." if status is not Status.GREEN else ""),
        "" if status is Status.GREEN else "Ganti sebagian dengan kata ganti atau sinonim; kerapatan bukan tujuan.",
        spans=spans,
    )


def _places(reading: Reading) -> Iterator[Span]:
    """Where the keyphrase stands word for word in lead and body."""
    phrase = (reading.release.keyphrase or "").strip()
    for name in (Field.LEAD, Field.BODY):
        for match in re.finditer(re.escape(phrase), reading.release.text_of(name), re.IGNORECASE):
            yield Span(name, match.start(), match.end())


def density_of(reading: Reading, stems: tuple[str, ...]) -> float:
    """Occurrences of the keyphrase per word of the prose."""
    return count(stems, reading.body_stems) / reading.word_count if reading.word_count else 0.0
