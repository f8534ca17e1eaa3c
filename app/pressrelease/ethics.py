"""C6: clickbait, shouting, claims without a source, chain-letter style, and what a human must look at."""

import dataclasses
import re
from collections.abc import Iterator

from app.pressrelease.children import children_named
from app.pressrelease.reading import Reading, Sentence
from app.pressrelease.rules import CHILD_LESSON, found
from app.pressrelease.stems import stem
from app.pressrelease.values import Field, Finding, Span, Status

CLICKBAIT = re.compile(
    r"\b(?:bikin (?:heboh|geger|melongo|merinding)|heboh|geger|viral|wow|mengejutkan|ternyata ini|ini dia|simak\b|terungkap"
    r"|tak disangka|nomor \d+ (?:bikin|paling)|jangan sampai|wajib (?:tahu|baca)|bikin \w+ warganet)\b",
    re.IGNORECASE,
)
CHAIN = re.compile(
    r"\b(?:sebarkan|viralkan|share ke|bagikan ke (?:semua|grup|sebanyak)|teruskan ke|copas)\b(?:\s?!)?", re.IGNORECASE
)
# What somebody says is passed on: `kabar yang beredar di grup`, but not `rekening yang beredar di grup`.
TOLD = "".join(rf"|(?<=\b{word} yang )" for word in ("kabar", "isu", "informasi", "pesan", "video", "foto", "berita", "rumor"))
RUMOUR = re.compile(
    r"\b(?:konon|kabarnya|beredar (?:kabar|informasi|pesan)"
    rf"|(?:(?<!yang ){TOLD})beredar (?:luas )?di (?:whatsapp|wa|grup|media sosial)|katanya,"
    r"|menurut (?:kabar|rumor)|isu yang beredar|disebut-sebut)\b",
    re.IGNORECASE,
)
HATE = re.compile(
    r"\b(?:kafir harbi|antek asing|musuh islam|cina komunis|penista agama|sesat dan menyesatkan|cebong|kampret|kadrun)\b",
    re.IGNORECASE,
)
NIK = re.compile(r"\d\d{15,}")  # begins with a class, which the search runs for
NIK_LENGTH = 16
# Birth date, start of service, sex and number of a civil servant, with or without spaces.
NIP = re.compile(r"\bNIP\b[.: ]{0,3}(?:19|20)\d{6} ?\d{6} ?\d ?\d{3}(?!\d)")
MOBILE = re.compile(r"[+60](?:(?<=\+)62|(?<=6)2|(?<=0))8\d{1,2}[ .-]?\d{3,4}[ .-]?\d{3,5}(?!\d)")
PUBLIC_LINE = re.compile(
    r"narahubung|kontak|hubungi|layanan|informasi|aduan|adukan|lapor|kabari|posko|loket|antrean|pendaftaran|mendaftar"
    r"|\binfo\b|konsultasi|whatsapp|call center|konfirmasi|no\.? telp|bertanya|mengirim|kirim|menanyakan|ditanyakan|\bptsp\b|\b24 jam\b",
    re.IGNORECASE,
)
SHOUTED = 3
# One of these words stands in every rumour, chain letter or word of hate above; without them there is nothing to find.
TRIGGERS = frozenset(
    """
    sebarkan viralkan share bagikan teruskan copas konon kabarnya beredar katanya menurut isu disebut-sebut kafir antek
    musuh cina penista sesat cebong kampret kadrun
    """.split()
)
PRIVATE = frozenset({"anak", "nik", "nip", "telepon"})
SHOUT = re.compile(r"\b[A-Z]{5,}(?:\s+[A-Z]{3,}){2,}\b")
# A text in which this is not found holds no shout; it begins with a class, which the search runs for.
MAY_SHOUT = re.compile(r"[A-Z](?<![A-Z].)[A-Z]{4,}\s+[A-Z]{3}")
HOAX_STEMS = frozenset({"hoaks", "hoax", "klarifikasi", "fakta", "bantah", "fitnah", "bohong", "tipu", "palsu"})
REFUTED = re.compile(
    r"\b(?:tidak benar|kabar (?:palsu|keliru)|(?:dis|mis)informasi|pesan berantai|mengatasnamakan|waspada)\b",
    re.IGNORECASE,
)


def check_ethics(reading: Reading) -> Iterator[Finding]:
    """C6: advice on style and claims; amber where private data or a child may be exposed."""
    said = [] if _is_about_hoaxes(reading) else [*_shouts(reading), *_claims(reading)]
    items = [*_title(reading), *said, *_private(reading), *_children(reading)]
    counted = [item for item in items if item.status is not Status.ADVICE]
    status = (
        Status.RED if any(item.status is Status.RED for item in items) else Status.AMBER if counted else Status.GREEN
    )
    if items and not counted:
        status = Status.ADVICE
    privacy = next((item.lesson for item in items if item.lesson == CHILD_LESSON), "")
    nothing = "Tidak ada klaim, gaya, atau data pribadi yang perlu diperiksa."
    head = found(
        "C6",
        status,
        f"{len(items)} hal perlu diperiksa." if items else nothing,
        f"Mulai dari yang pertama: {items[0].suggestion}" if items else "",
        spans=[item.spans[0] for item in items],
    )
    yield dataclasses.replace(head, lesson=privacy or head.lesson)
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


def _shouts(reading: Reading) -> Iterator[Finding]:
    """Words in capitals, three and more in a row, inside a sentence of its own length."""
    loud = [name for name in (Field.LEAD, Field.BODY) if MAY_SHOUT.search(reading.release.text_of(name))]
    for sentence in reading.sentences if loud else ():
        if sentence.field not in loud or sum([word.text.isupper() for word in sentence.words]) < SHOUTED:
            continue
        text = reading.text(sentence)
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
    """Rumours, chain-letter calls, words of hate; a release about hoaxes names them and is not asked."""
    if reading.vocabulary.isdisjoint(TRIGGERS):
        return
    for place, sentence in enumerate(reading.sentences):
        if TRIGGERS.isdisjoint(sentence.vocabulary):
            continue
        text = reading.text(sentence)
        match = CHAIN.search(text)
        if match is not None and not _speaks_of_hoaxes(sentence):
            yield _item(
                "berantai", _inside(sentence, match), match.group(), "gaya pesan berantai", "Hapus ajakan menyebarkan."
            )
        match = RUMOUR.search(text)
        is_refuted = match is not None and any(map(_speaks_of_hoaxes, reading.sentences[max(0, place - 1) : place + 2]))
        if match is not None and not is_refuted:
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
    return not HOAX_STEMS.isdisjoint(map(stem, sentence.lowers))


def _is_about_hoaxes(reading: Reading) -> bool:
    """Whether title or lead name a hoax or a fact-check: then the text has to repeat what it refutes."""
    words = [*reading.title, *(reading.lead.words if reading.lead else ())]
    if not HOAX_STEMS.isdisjoint([stem(word.lower) for word in words if word.is_word]):
        return True
    texts = (reading.release.title, reading.text(reading.lead) if reading.lead else "")
    return any(REFUTED.search(text) for text in texts)


def _private(reading: Reading) -> Iterator[Finding]:
    texts = {field: reading.release.text_of(field) for field in (Field.LEAD, Field.BODY)}
    may_hold_nik = max(map(len, reading.vocabulary), default=0) >= NIK_LENGTH
    numbered = [name for name, text in texts.items() if _holds_number(text) or (may_hold_nik and NIK.search(text))]
    for paragraph in reading.prose:
        if paragraph.field not in numbered:
            continue
        text = reading.text(paragraph)
        is_public: bool | None = None
        for match in NIK.finditer(text):
            if len(match.group()) != NIK_LENGTH or NIP.search(text, max(0, match.start() - 8), match.end() + 4):
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
        for match in NIP.finditer(text):
            span = Span(paragraph.field, paragraph.start + match.start(), paragraph.start + match.end())
            why, hint = "memuat tanggal lahir seorang pegawai", "Hapus; NIP tidak diperlukan pembaca."
            yield _item("nip", span, "NIP ..." + match.group()[-3:], why, hint, Status.AMBER)
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


def _holds_number(text: str) -> bool:
    is_mobile = ("08" in text or "628" in text) and MOBILE.search(text) is not None
    return is_mobile or ("NIP" in text and NIP.search(text) is not None)


def _children(reading: Reading) -> Iterator[Finding]:
    """A child who is named where only an initial may stand."""
    for span, name in children_named(reading):
        yield _item(
            "anak",
            span,
            name,
            "nama anak dalam sebuah kasus atau kesulitan tidak boleh disebut",
            "Pakai inisial, misalnya “NA (13)”, dan hapus kelas, alamat, nama orang tua, serta fotonya.",
            Status.RED,
        )


def _inside(sentence: Sentence, match: re.Match[str]) -> Span:
    return Span(sentence.field, sentence.start + match.start(), sentence.start + match.end())


def _item(kind: str, span: Span, words: str, why: str, hint: str, status: Status = Status.ADVICE) -> Finding:
    item = found("C6", status, f"“{words}”: {why}.", hint, spans=[span], detail=kind, excerpt=words)
    return dataclasses.replace(item, lesson=CHILD_LESSON) if kind in PRIVATE else item
