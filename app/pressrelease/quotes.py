"""C3: direct quotes, who says them, and whether they say anything."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.pressrelease.people import GROUPS, OFFICES, has_office_and_name, looks_like_name
from app.pressrelease.reading import Reading, Sentence
from app.pressrelease.rules import found
from app.pressrelease.speech import SPEECH, Quote
from app.pressrelease.tokens import Token
from app.pressrelease.values import Finding, Span, Status

REACH = 400
USUAL_LENGTH = 100
EMPTY = re.compile(
    r"\b(?:meng?apresiasi|menyambut (?:baik|gembira|positif)|sangat mendukung|mendukung penuh|mengucapkan terima ?kasih"
    r"|(?:kami|saya) (?:sangat )?(?:bangga|bersyukur|senang|berterima ?kasih)|semoga (?:acara|kegiatan|prestasi|capaian|momentum|momen) ini"
    r"|berjalan (?:dengan )?(?:lancar|sukses)|apresiasi (?:yang )?setinggi[- ]tingginya|terima ?kasih kepada semua pihak"
    r"|buah (?:dari )?kerja keras|terjalin(?:nya)? (?:silatura\w+|kebersamaan|kekompakan|sinergi)"
    r"|selamat (?:bertugas|mengabdi|bekerja|dan sukses)"
    r"|mari (?:kita )?(?:bersama(?:-sama)? )?(?:tingkatkan|perkuat|jaga|jalin|wujudkan|jadikan) (?:sinergi|kolaborasi|kekompakan"
    r"|soliditas|kebersamaan|silaturahmi|persatuan|semangat))\b",
    re.IGNORECASE,
)
AGE = re.compile(r"[A-Z][a-z]+ \(\d{2}\)|, \d{2} tahun,")
SUBSTANCE = re.compile(
    r"\d|\b(?:karena|sebab|sehingga|agar|persen|gratis|ratus|ribu|puluh|menit|biaya|caranya|syarat)\b"
)


def check_quotes(reading: Reading) -> Iterator[Finding]:
    """C3: at least one quote, each with a speaker, the first with name and office, none empty."""
    if not reading.prose:
        return
    quotes = reading.quotes
    if reading.is_opinion:
        yield found("C3", Status.GREEN, "Ini tampaknya opini: penulisnya sendiri yang berbicara.")
        return
    if not quotes and reading.is_notice:
        yield found("C3", Status.GREEN, "Pengumuman, undangan, atau ralat tidak menuntut kutipan.")
        return
    if not quotes:
        yield found(
            "C3",
            Status.RED,
            "Belum ada kutipan langsung.",
            "Kutip orang yang merasakan manfaatnya: “Dulu tiga hari, sekarang 15 menit,” kata Rina, warga Kuranji.",
        )
        return
    items = [*_unattributed(reading, quotes), *_unnamed(reading, quotes), *_empty(reading, quotes)]
    yield found(
        "C3",
        Status.AMBER if items else Status.GREEN,
        f"{len(quotes)} kutipan langsung"
        + (f", {len(items)} perlu diperiksa." if items else " dengan sumber yang jelas."),
        "Kutipan yang menolong: “Dulu tiga hari, sekarang 15 menit,” kata Rina, warga Kuranji." if items else "",
        spans=[item.spans[0] for item in items],
    )
    yield from items


def _around(reading: Reading, quote: Quote) -> list[Sentence]:
    """The sentences the quote touches and their neighbours, in its paragraph; the last one before it as well."""
    paragraph = reading.prose[quote.paragraph]
    sentences = paragraph.sentences
    first = bisect_right(sentences, quote.start, key=_end_of)
    last = bisect_left(sentences, quote.end, key=_start_of)
    near = list(sentences[max(0, first - 1) : last + 1])
    if first == 0 and quote.paragraph:
        near += reading.prose[quote.paragraph - 1].sentences[-1:]
    if last == len(sentences) and quote.paragraph + 1 < len(reading.prose):
        near += reading.prose[quote.paragraph + 1].sentences[:1]
    return near


def _is_attributed(reading: Reading, quote: Quote) -> bool:
    return any(
        word.lower in SPEECH and not (sentence.field is quote.field and quote.start <= word.start < quote.end)
        for sentence in _around(reading, quote)
        for word in _near(sentence, quote)
    )


def _near(sentence: Sentence, quote: Quote) -> Sequence[Token]:
    """The words of a sentence not too far from a quote; a whole sentence of usual length."""
    if sentence.field is not quote.field or len(sentence.words) <= USUAL_LENGTH:
        return sentence.words
    first = bisect_left(sentence.words, quote.start - REACH, key=_start_of)
    return sentence.words[first : bisect_left(sentence.words, quote.end + REACH, key=_start_of)]


def _start_of(item: Sentence | Token) -> int:
    return item.start


def _end_of(item: Sentence | Token) -> int:
    return item.end


def _unattributed(reading: Reading, quotes: list[Quote]) -> Iterator[Finding]:
    for quote in quotes:
        if not _is_attributed(reading, quote):
            yield found(
                "C3",
                Status.AMBER,
                "Pembaca tidak tahu siapa yang mengucapkan kutipan ini.",
                "Tambahkan pengucapnya: “..., ” kata [nama lengkap], [jabatan].",
                spans=[quote.span],
                detail="tanpa-sumber",
                excerpt=reading.text(quote.span)[:60],
            )


def _unnamed(reading: Reading, quotes: list[Quote]) -> Iterator[Finding]:
    """The first speaker needs a name and an office, here or earlier in the text."""
    first = quotes[0]
    if not _is_attributed(reading, first):
        return
    earlier = [sentence for paragraph in reading.prose[: first.paragraph + 1] for sentence in paragraph.sentences]
    offices = OFFICES | {title.split()[0].lower() for title in reading.context.official_titles if title.strip()}
    known = any(has_office_and_name(sentence.words, offices) for sentence in [*earlier, *_around(reading, first)])
    if known:
        return
    if AGE.search(reading.text(reading.prose[first.paragraph].span)) or _has_age(reading, first):
        return
    has_office = any(word.lower in offices - GROUPS for sentence in _around(reading, first) for word in sentence.words)
    named = any(_is_name(word) for words in _beside(reading, first) for word in words[1:])
    if named and _is_introduced(reading, first):
        return
    yield found(
        "C3",
        Status.AMBER,
        "Pengucap pertama belum disebut namanya."
        if has_office
        else "Pengucap pertama belum disebut jabatannya."
        if named
        else "Pengucap pertama belum disebut nama dan jabatannya.",
        "Tulis lengkap saat pertama muncul: “..., ” kata Kepala KUA Koto Tangah, Ahmad Fauzi.",
        spans=[first.span],
        detail="tanpa-jabatan",
        excerpt=reading.text(first.span)[:60],
    )


def _is_name(word: Token) -> bool:
    return looks_like_name(word) and not word.text.isupper()


def _beside(reading: Reading, quote: Quote) -> Iterator[list[Token]]:
    """The words around a quote that are not in it, sentence by sentence up to the end of its paragraph."""
    paragraph = reading.prose[quote.paragraph]
    for sentence in _around(reading, quote):
        if sentence.field is not quote.field:
            yield list(sentence.words)
        elif sentence.start < paragraph.end:
            yield [word for word in sentence.words if not quote.start <= word.start < quote.end]


def _is_introduced(reading: Reading, quote: Quote) -> bool:
    """Whether whoever speaks is set beside something that he is: `Sutan Mudo, takmir surau`, `Takmir Surau, Sutan Mudo`.

    A speaker who is not named with his verb (`katanya`) was spoken of before, and so was one whose name has stood before.
    """
    pairs = (pair for words in _beside(reading, quote) for pair in pairwise(words))
    names = [name.text for verb, name in pairs if verb.lower in SPEECH and _is_name(name)]
    if not names:
        return True
    name = re.escape(names[0])
    before = [sentence for item in reading.prose[: quote.paragraph] for sentence in item.sentences]
    before += [sentence for sentence in reading.prose[quote.paragraph].sentences if sentence.end <= quote.start]
    if any(word.text == names[0] for sentence in before for word in sentence.words):
        return True
    beside = re.compile(rf"\b{name}(?: [A-Z][\w.'’-]{{0,20}}){{0,3}}, \w|\w, (?:[A-Z][\w.'’-]{{0,20}} ){{0,3}}{name}\b")
    return any(beside.search(reading.text(paragraph.span)) for paragraph in reading.prose[: quote.paragraph + 2])


def _has_age(reading: Reading, quote: Quote) -> bool:
    """Whether the text up to a quote gives a person's age: a citizen has that in the place of an office."""
    return any(AGE.search(reading.text(paragraph.span)) for paragraph in reading.prose[: quote.paragraph])


def _empty(reading: Reading, quotes: list[Quote]) -> Iterator[Finding]:
    """Courtesy without content, in a quote or in reported speech."""
    if not any(EMPTY.search(text) for text in (reading.release.lead, reading.release.body)):
        return
    for number, paragraph in enumerate(reading.prose):
        for sentence in paragraph.sentences:
            text = reading.text(sentence.span)
            match = EMPTY.search(text)
            if match is None or SUBSTANCE.search(text):
                continue
            quote = next((item for item in quotes if item.paragraph == number and _touches(item, sentence)), None)
            if quote is not None and len(reading.text(quote.span).split()) > 40:
                continue
            start = sentence.start + match.start()
            yield found(
                "C3",
                Status.AMBER,
                f"“{match.group()}” hanya basa-basi; pembaca tidak memperoleh keterangan baru.",
                "Tanyakan lagi: apa yang berubah, bagi siapa, mulai kapan? Kutip jawabannya.",
                spans=[Span(sentence.field, start, sentence.start + match.end())],
                detail="kutipan-kosong",
                excerpt=match.group(),
            )


def _touches(quote: Quote, sentence: Sentence) -> bool:
    return quote.field is sentence.field and quote.start < sentence.end and sentence.start < quote.end
