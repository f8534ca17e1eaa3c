"""C3: direct quotes, who says them, and whether they say anything."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from app.pressrelease.attribution import unattributed
from app.pressrelease.reading import Reading, Sentence
from app.pressrelease.rules import found
from app.pressrelease.speakers import unnamed
from app.pressrelease.speech import Quote
from app.pressrelease.values import Finding, Span, Status

EMPTY = re.compile(
    r"\b(?:meng?apresiasi|menyambut (?:baik|gembira|positif)|sangat mendukung|mendukung penuh|mengucapkan terima ?kasih"
    r"|(?:kami|saya) (?:sangat )?(?:bangga|bersyukur|senang|berterima ?kasih)|semoga (?:acara|kegiatan|prestasi|capaian|momentum|momen) ini"
    r"|berjalan (?:dengan )?(?:lancar|sukses)|apresiasi (?:yang )?setinggi[- ]tingginya|terima ?kasih (?:(?:kami |di)?(?:sampaikan |ucapkan ))?kepada"
    r"|diucapkan terima ?kasih|sangat (?:bermanfaat|berarti|luar biasa)(?: sekali)? (?:bagi|untuk) (?:kami|kita|saya)"
    r"|sangat (?:strategis|bermanfaat)(?: sekali)? (?:bagi|untuk) masyarakat"
    r"|momentum (?:kita |(?:bagi|untuk) kita )?untuk (?:terus )?(?:meningkatkan|memperkuat|mempererat)"
    r"|(?:kami|saya) (?:meng)?ucapkan selamat (?:kepada|atas)"
    r"|buah (?:dari )?kerja keras|terjalin(?:nya)? (?:silatura\w+|kebersamaan|kekompakan|sinergi)"
    r"|selamat (?:bertugas|mengabdi|bekerja|dan sukses)"
    r"|mari (?:kita )?(?:bersama(?:-sama)? )?(?:tingkatkan|perkuat|jaga|jalin|wujudkan|jadikan) (?:sinergi|kolaborasi|kekompakan"
    r"|soliditas|kebersamaan|silaturahmi|persatuan|semangat))\b|(?<=[“\"])selamat (?:kepada|atas|hari)\b",
    re.IGNORECASE,
)
# One of these words stands in every phrase above, so that other sentences are passed over at once.
COURTESY = frozenset(
    """
    menapresiasi mengapresiasi apresiasi menyambut mendukung mengucapkan diucapkan ucapkan bangga bersyukur senang berterima
    berterimakasih terima terimakasih semoga berjalan bermanfaat berarti luar strategis momentum buah terjalin terjalinnya
    selamat mari
    """.split()
)
# `Tidak semua rencana berjalan lancar`: the courtesy is denied, and that is news.
DENIED = re.compile(r"\b(?:tidak|tak|belum|bukan|kurang)\b(?! (?:lupa|hanya))[^,;:]{0,40}$", re.IGNORECASE)
SUBSTANCE = re.compile(
    r"\d|\b(?:karena|sebab|sehingga|agar|jadi|persen|gratis|ratus|ribu|puluh|menit|biaya|caranya|syarat)\b"
)


# A quote without an opening mark may begin before the one that ended last, so more than the next one is looked at.
NEAR = 8


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
    items = [*unattributed(reading, quotes), *unnamed(reading, quotes), *_empty(reading)]
    yield found(
        "C3",
        Status.AMBER if items else Status.GREEN,
        f"{len(quotes)} kutipan langsung"
        + (f", {len(items)} perlu diperiksa." if items else " dengan sumber yang jelas."),
        "Kutipan yang menolong: “Dulu tiga hari, sekarang 15 menit,” kata Rina, warga Kuranji." if items else "",
        spans=[item.spans[0] for item in items],
    )
    yield from items


def _empty(reading: Reading) -> Iterator[Finding]:
    """Courtesy without content, in a quote or in reported speech."""
    if reading.is_condolence:
        return
    for number, paragraph in enumerate(reading.prose):
        for sentence in paragraph.sentences:
            if COURTESY.isdisjoint(sentence.vocabulary):
                continue
            text = reading.text(sentence.span)
            match = EMPTY.search(text)
            if (
                match is None
                or SUBSTANCE.search(text)
                or DENIED.search(text, max(0, match.start() - 60), match.start())
            ):
                continue
            quote = _quote_at(reading.quotes_of.get(number, []), sentence)
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


def _quote_at(quotes: list[Quote], sentence: Sentence) -> Quote | None:
    """The first quote of the sentence's paragraph that touches it; in their order the quotes end one after another."""
    first = bisect_right(quotes, sentence.start, key=lambda quote: quote.end)
    return next((quote for quote in islice(quotes, first, first + NEAR) if quote.start < sentence.end), None)
