"""C3: direct quotes, who says them, and whether they say anything."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from app.pressrelease.attribution import unattributed
from app.pressrelease.people import MONTHS
from app.pressrelease.reading import Paragraph, Reading, Sentence
from app.pressrelease.rules import found
from app.pressrelease.speakers import unnamed
from app.pressrelease.speech import Quote
from app.pressrelease.values import Finding, Span, Status

EMPTY = re.compile(
    r"\b(?:meng?apresiasi|menyambut (?:baik|gembira|positif)|sangat mendukung|mendukung penuh"
    r"|(?:mengucapkan|menyampaikan) (?:\w+ ){0,2}(?:terima ?kasih|apresiasi)|(?:memberikan|memberi) (?:\w+ )?apresiasi"
    r"|(?:kami|saya) (?:sangat )?(?:bangga|bersyukur|senang|berterima ?kasih)|merasa (?:sangat )?(?:bangga|terhormat|terharu)"
    r"|semoga (?:dengan )?(?:acara|kegiatan|prestasi|capaian|momentum|momen|kunjungan|pertemuan)(?: seperti)? ini"
    r"|semoga (?:[\w’'.-]+ ){1,8}(?:semakin|makin) (?:solid|sukses|jaya|maju|kompak|hebat)"
    r"|sinergi\w{0,7} (?:\w+ )?(?:semakin|makin) (?:meningkat|kuat|erat|baik|terjalin)|(?:suatu|sebuah) kehormatan"
    r"|berjalan (?:dengan )?(?:lancar|sukses)|apresiasi (?:yang )?setinggi[- ]tinggi ?nya|terima ?kasih (?:(?:kami |di)?(?:sampaikan |ucapkan ))?kepada"
    r"|diucapkan terima ?kasih|sangat (?:bermanfaat|berarti|luar biasa)(?: sekali)? (?:bagi|untuk) (?:kami|kita|saya)"
    r"|sangat (?:strategis|bermanfaat)(?: sekali)? (?:bagi|untuk) masyarakat"
    r"|momentum (?:kita |(?:bagi|untuk) kita )?untuk (?:terus )?(?:meningkatkan|memperkuat|mempererat)"
    r"|(?:kami|saya) (?:meng)?ucapkan selamat (?:kepada|atas)"
    r"|buah (?:dari )?kerja keras|terjalin(?:nya)? (?:silatura\w+|kebersamaan|kekompakan|sinergi)"
    r"|selamat (?:bertugas|mengabdi|bekerja|dan sukses)"
    r"|mari (?:kita )?(?:bersama(?:-sama)? )?(?:bersinergi|berkolaborasi)"
    r"|mari (?:kita )?(?:bersama(?:-sama)? )?(?:tingkatkan|perkuat|jaga|jalin|wujudkan|jadikan) (?:sinergi|kolaborasi|kekompakan"
    r"|soliditas|kebersamaan|silaturahmi|persatuan|semangat))\b|(?<=[“\"])selamat (?:kepada|atas|hari)\b",
    re.IGNORECASE,
)
# Thanks and praise stay empty where a `karena` only spins them out; a number makes even them tell something.
OF_COURSE = re.compile(r"terima ?kasih|apresiasi|kehormatan|bangga|semoga", re.IGNORECASE)
FIGURES = re.compile(
    r"(?<!tahun )(?<![\d.])\d++(?![\d.]*\d)(?! (?:tahun|bulan)\b)|\b(?:persen|gratis|ratus|ribu|puluh|menit|biaya|caranya|syarat|meraih|juara)\b"
)
# `Ia menyambut baik program itu. Nagari, katanya, menyiapkan lahan dua hektare.`: the news comes right behind,
# but the date on which he spoke is none.
NEWS_BEHIND = re.compile(
    r"(?<![\d/(])\d++(?![\d/])|\b(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|belas|puluh|ratus|ribu|kini|sekarang|dulu|dahulu)\b",
    re.IGNORECASE,
)
# The number of a school, the day or the hour on which somebody spoke is no news.
NO_NEWS = re.compile(
    r"\b(?:MAN|MIN|MTsN|MTSN|MI|MTs|MA|SMAN?|SMPN?|SMKN?|SDN?|TK|RA|[Kk]loter|[Pp]ukul)\s\d[\d.]{0,9}"
    rf"|\b\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b|\b\d{{1,2}} (?:{'|'.join(MONTHS).title()})\b(?: \d{{4}})?"
)
SAME_SPEAKER = re.compile(r"^[“\"]|\b(?:katanya|ujarnya|tuturnya|ucapnya|jelasnya|ia|beliau|dia)\b", re.IGNORECASE)
# One of these words stands in every phrase above, so that other sentences are passed over at once.
COURTESY = frozenset(
    """
    menapresiasi mengapresiasi apresiasi menyambut mendukung mengucapkan diucapkan ucapkan bangga bersyukur senang berterima
    berterimakasih terima terimakasih semoga berjalan bermanfaat berarti luar strategis momentum buah terjalin terjalinnya
    selamat mari merasa sinergi sinergitas sinergisitas kehormatan
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
    courtesy = COURTESY & reading.vocabulary
    if not courtesy or reading.is_condolence:
        return
    for number, paragraph in enumerate(reading.prose):
        for place, sentence in enumerate(paragraph.sentences):
            if courtesy.isdisjoint(sentence.vocabulary):
                continue
            text = reading.text(sentence)
            match = EMPTY.search(text)
            if (
                match is None
                or (FIGURES if OF_COURSE.search(match.group()) else SUBSTANCE).search(NO_NEWS.sub("", text))
                or _tells_more(reading, paragraph, place)
                or DENIED.search(text, max(0, match.start() - 60), match.start())
            ):
                continue
            quote = _quote_at(reading.quotes_of.get(number, []), sentence)
            if quote is not None and len(reading.text(quote).split()) > 40:
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


def _tells_more(reading: Reading, paragraph: Paragraph, place: int) -> bool:
    """Whether the same speaker gives the news in the sentence behind his courtesy."""
    following = paragraph.sentences[place + 1 : place + 2]
    text = reading.text(following[0]) if following else ""
    return SAME_SPEAKER.search(text) is not None and NEWS_BEHIND.search(text) is not None


def _quote_at(quotes: list[Quote], sentence: Sentence) -> Quote | None:
    """The first quote of the sentence's paragraph that touches it; in their order the quotes end one after another."""
    first = bisect_right(quotes, sentence.start, key=lambda quote: quote.end)
    return next((quote for quote in islice(quotes, first, first + NEAR) if quote.start < sentence.end), None)
