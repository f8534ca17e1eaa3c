"""C6: clickbait, shouting, claims without a source, chain-letter style, and what a human must look at."""

import re
from collections.abc import Iterator
from itertools import pairwise

from app.pressrelease.people import looks_like_name
from app.pressrelease.reading import Reading, Sentence
from app.pressrelease.rules import found
from app.pressrelease.stems import stem
from app.pressrelease.values import Field, Finding, Span, Status

CLICKBAIT = re.compile(
    r"\b(?:bikin (?:heboh|geger|melongo|merinding)|heboh|geger|viral|wow|mengejutkan|ternyata ini|ini dia|simak\b|terungkap"
    r"|tak disangka|nomor \d+ (?:bikin|paling)|jangan sampai|wajib (?:tahu|baca)|bikin \w+ warganet)\b",
    re.IGNORECASE,
)
CHAIN = re.compile(
    r"\b(?:sebarkan|viralkan|share ke|bagikan ke (?:semua|grup|sebanyak)|teruskan ke|copas)\b\s?!?", re.IGNORECASE
)
RUMOUR = re.compile(
    r"\b(?:konon|kabarnya|beredar (?:kabar|informasi|pesan)|beredar (?:luas )?di (?:whatsapp|wa|grup|media sosial)|katanya,"
    r"|menurut (?:kabar|rumor)|isu yang beredar|disebut-sebut)\b",
    re.IGNORECASE,
)
HATE = re.compile(
    r"\b(?:kafir harbi|antek asing|musuh islam|cina komunis|penista agama|sesat dan menyesatkan|cebong|kampret|kadrun)\b",
    re.IGNORECASE,
)
NIK = re.compile(r"\d{16,}")
NIK_LENGTH = 16
MOBILE = re.compile(r"(?:\+62|62|0)8\d{1,2}[ .-]?\d{3,4}[ .-]?\d{3,5}(?!\d)")
PUBLIC_LINE = re.compile(
    r"narahubung|kontak|hubungi|layanan|informasi|pengaduan|whatsapp|call center|konfirmasi", re.IGNORECASE
)
SHOUTED = 3
# One of these words stands in every rumour, chain letter or word of hate above; without them there is nothing to find.
TRIGGERS = frozenset(
    """
    sebarkan viralkan share bagikan teruskan copas konon kabarnya beredar katanya menurut isu disebut-sebut kafir antek
    musuh cina penista sesat cebong kampret kadrun
    """.split()
)
CASES = frozenset(
    "korban kekerasan pelecehan pencabulan perundungan pemerkosaan narkoba kenakalan penganiayaan".split()
)
SHOUT = re.compile(r"\b[A-Z]{5,}(?:\s+[A-Z]{3,}){2,}\b")
HOAX_STEMS = frozenset({"hoaks", "hoax", "klarifikasi", "fakta", "bantah", "fitnah", "bohong", "tipu"})
CHILD = frozenset("siswa siswi santri santriwati anak bocah balita murid pelajar".split())


def check_ethics(reading: Reading) -> Iterator[Finding]:
    """C6: advice on style and claims; amber where private data or a child may be exposed."""
    items = [*_title(reading), *_claims(reading), *_private(reading), *_children(reading)]
    counted = [item for item in items if item.status is not Status.ADVICE]
    status = (
        Status.RED if any(item.status is Status.RED for item in items) else Status.AMBER if counted else Status.GREEN
    )
    if items and not counted:
        status = Status.ADVICE
    said = "Tidak ada klaim, gaya, atau data pribadi yang perlu diperiksa."
    yield found(
        "C6", status, f"{len(items)} hal perlu diperiksa." if items else said, spans=[item.spans[0] for item in items]
    )
    yield from items


def _title(reading: Reading) -> Iterator[Finding]:
    title = reading.release.title
    match = CLICKBAIT.search(title)
    if match is not None:
        span = Span(Field.TITLE, match.start(), match.end())
        why = "memancing klik, tidak memberi tahu isinya"
        yield _item("umpan-klik", span, match.group(), why, "Sebut hasilnya: siapa memperoleh apa.", Status.AMBER)
    if "!" in title:
        at = title.index("!")
        yield _item(
            "seru", Span(Field.TITLE, at, at + 1), "!", "judul berita tidak berseru", "Hapus tanda seru.", Status.AMBER
        )
    letters = [letter for letter in title if letter.isalpha()]
    if len(letters) > 15 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters):
        span = Span(Field.TITLE, 0, len(title))
        yield _item(
            "kapital",
            span,
            title[:40],
            "huruf kapital semua terasa berteriak",
            "Tulis dengan huruf biasa.",
            Status.AMBER,
        )
    for sentence in reading.sentences:
        if sum(len(word.text) > 2 and word.text.isupper() for word in sentence.words) < SHOUTED:
            continue
        text = reading.text(sentence.span)
        shout = SHOUT.search(text)
        if shout is not None and len(text) > 2 * len(shout.group()):
            span = Span(sentence.field, sentence.start + shout.start(), sentence.start + shout.end())
            yield _item(
                "kapital",
                span,
                shout.group()[:40],
                "huruf kapital beruntun terasa berteriak",
                "Tulis dengan huruf biasa.",
            )


def _claims(reading: Reading) -> Iterator[Finding]:
    """Rumours, chain-letter calls, words of hate; a release about hoaxes names them and is left alone."""
    if _is_about_hoaxes(reading):
        return
    if reading.vocabulary.isdisjoint(TRIGGERS):
        return
    for sentence in reading.sentences:
        text = reading.text(sentence.span)
        match = CHAIN.search(text)
        if match is not None and not _speaks_of_hoaxes(sentence):
            yield _item(
                "berantai", _inside(sentence, match), match.group(), "gaya pesan berantai", "Hapus ajakan menyebarkan."
            )
        match = RUMOUR.search(text)
        if match is not None and not _speaks_of_hoaxes(sentence):
            yield _item(
                "tanpa-sumber",
                _inside(sentence, match),
                match.group(),
                "kabar tanpa sumber",
                "Sebut sumbernya, atau hapus.",
                Status.AMBER,
            )
        match = HATE.search(text)
        if match is not None and not _speaks_of_hoaxes(sentence):
            yield _item(
                "ujaran",
                _inside(sentence, match),
                match.group(),
                "dapat menyinggung golongan; perlu dibaca pelatih",
                "Ganti dengan kata yang netral.",
            )


def _speaks_of_hoaxes(sentence: Sentence) -> bool:
    return any(stem(word.lower) in HOAX_STEMS for word in sentence.words)


def _is_about_hoaxes(reading: Reading) -> bool:
    """Whether title or lead name a hoax or a fact-check: then the text has to repeat what it refutes."""
    words = [*reading.title, *(reading.lead.words if reading.lead else ())]
    return any(stem(word.lower) in HOAX_STEMS for word in words if word.is_word)


def _private(reading: Reading) -> Iterator[Finding]:
    for paragraph in reading.prose:
        text = reading.text(paragraph.span)
        is_public: bool | None = None
        for match in NIK.finditer(text):
            if len(match.group()) != NIK_LENGTH:
                continue
            span = Span(paragraph.field, paragraph.start + match.start(), paragraph.start + match.end())
            yield _item(
                "nik",
                span,
                match.group()[:4] + "...",
                "tampak seperti NIK",
                "Hapus; NIK adalah data pribadi.",
                Status.RED,
            )
        for match in MOBILE.finditer(text):
            if text[match.start() - 1 : match.start()].isdigit():
                continue
            is_public = PUBLIC_LINE.search(text) is not None if is_public is None else is_public
            if is_public:
                break
            span = Span(paragraph.field, paragraph.start + match.start(), paragraph.start + match.end())
            yield _item(
                "telepon",
                span,
                match.group()[:4] + "...",
                "tampak seperti nomor pribadi",
                "Pakai nomor layanan kantor.",
            )


def _children(reading: Reading) -> Iterator[Finding]:
    """A child's full name in a case: a word for a child with a name of two words after it, and a case in the text."""
    if not reading.context.minors_case and reading.vocabulary.isdisjoint(CASES):
        return
    for sentence in reading.sentences:
        if not reading.context.minors_case and not any(word.lower in CASES for word in sentence.words):
            continue
        words = sentence.words
        for place, word in enumerate(words[:-2]):
            near = words[place + 1 : place + 7]
            if word.lower not in CHILD:
                continue
            for one, other in pairwise(near):
                if (
                    looks_like_name(one)
                    and looks_like_name(other)
                    and not one.text.isupper()
                    and not other.text.isupper()
                ):
                    span = Span(sentence.field, one.start, other.end)
                    yield _item(
                        "anak",
                        span,
                        reading.text(span),
                        "nama lengkap anak dalam sebuah kasus tidak boleh disebut",
                        "Pakai inisial, dan hapus sekolah, alamat, serta fotonya.",
                        Status.RED,
                    )
                    return


def _inside(sentence: Sentence, match: re.Match[str]) -> Span:
    return Span(sentence.field, sentence.start + match.start(), sentence.start + match.end())


def _item(kind: str, span: Span, words: str, why: str, hint: str, status: Status = Status.ADVICE) -> Finding:
    return found("C6", status, f"“{words}”: {why}.", hint, spans=[span], detail=kind, excerpt=words)
