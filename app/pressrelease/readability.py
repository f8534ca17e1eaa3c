"""R1 to R7: how easily the text is read, with thresholds measured on published Indonesian news."""

from collections.abc import Iterator

from app.pressrelease.plainwords import BEFORE_USE, CONNECTORS, FOREIGN, OFFICIALESE
from app.pressrelease.reading import Reading, Sentence
from app.pressrelease.rules import decimal, found, light
from app.pressrelease.tokens import Token
from app.pressrelease.values import Finding, Fix, Span, Status

LONG, VERY_LONG = 20, 30
MARKED_AT_MOST = 12
# What a sentence must hold to be worth a closer look for officialese and foreign words.
WATCHED = frozenset(OFFICIALESE) | frozenset(FOREIGN)


def check_long_sentences(reading: Reading) -> Iterator[Finding]:
    """R1 and R2: the share of sentences over 20 words, the number over 30."""
    if not reading.sentences:
        return
    long = [sentence for sentence in reading.sentences if len(sentence.words) > LONG]
    share = len(long) / len(reading.sentences)
    status = Status.GREEN if len(long) <= 1 else light(share, 0.25, 0.35)
    yield found(
        "R1",
        status,
        f"{decimal(share * 100)} % kalimat lebih dari {LONG} kata ({len(long)} dari {len(reading.sentences)}). "
        + ("Ini mudah dibaca." if status is Status.GREEN else "Pembaca di ponsel mudah kehilangan pokok kalimat."),
        "" if status is Status.GREEN else "Satu kalimat, satu gagasan: pindahkan anak kalimat ke kalimat baru.",
        spans=[sentence.span for sentence in long[:MARKED_AT_MOST]],
    )
    very = [sentence for sentence in long if len(sentence.words) > VERY_LONG]
    yield found(
        "R2",
        light(len(very), 0, 2),
        f"{len(very)} kalimat lebih dari {VERY_LONG} kata." if very else "Tidak ada kalimat di atas 30 kata.",
        _split_hint(very[0]) if very else "",
        spans=[sentence.span for sentence in very[:MARKED_AT_MOST]],
    )


def _split_hint(sentence: Sentence) -> str:
    """Where the longest sentence could be cut: at a comma or conjunction near its middle."""
    middle = len(sentence.words) // 2
    places = range(max(3, middle - 8), min(len(sentence.words) - 3, middle + 9))
    cuts = [place for place in places if sentence.words[place].lower in {"yang", "dan", "serta", "sehingga", "untuk"}]
    if not cuts:
        return f"Pecah kalimat {len(sentence.words)} kata ini menjadi dua."
    cut = min(cuts, key=lambda place: abs(place - middle))
    before, after = sentence.words[cut - 1].text, sentence.words[cut].text
    return f"Kalimat {len(sentence.words)} kata ini dapat dipecah di antara “{before}” dan “{after}”."


def check_passives(reading: Reading) -> Iterator[Finding]:
    """R3: the share of sentences with a di- passive; a third is normal in Indonesian news."""
    if not reading.sentences:
        return
    passive = reading.passive_sentences
    share = len(passive) / len(reading.sentences)
    status = light(share, 0.35, 0.50) if len(passive) > 2 else Status.GREEN
    yield found(
        "R3",
        status,
        f"{decimal(share * 100)} % kalimat memakai kata kerja pasif di- ({len(passive)} dari {len(reading.sentences)}). "
        + ("Wajar untuk berita." if status is Status.GREEN else "Berita biasanya di bawah 35 %."),
        ""
        if status is Status.GREEN
        else "Sebut pelakunya lebih dulu: “Layanan dibuka oleh KUA” menjadi “KUA membuka layanan”.",
        spans=[sentence.span for sentence in passive[:MARKED_AT_MOST]] if status is not Status.GREEN else (),
    )


def check_connectors(reading: Reading) -> Iterator[Finding]:
    """R4: advice only, where a long text never shows how its sentences hang together."""
    if len(reading.sentences) < 8:
        return
    linked = len(reading.holding(CONNECTORS))
    share = linked / len(reading.sentences)
    enough = share >= 0.15
    yield found(
        "R4",
        Status.GREEN if enough else Status.ADVICE,
        f"{decimal(share * 100)} % kalimat memakai kata penghubung."
        + ("" if enough else " Hubungan antarkalimat kurang terlihat."),
        "" if enough else "Tunjukkan hubungannya, misalnya “karena”, “sehingga”, “namun”, atau “setelah”.",
    )


def check_openings(reading: Reading) -> Iterator[Finding]:
    """R5: three sentences in a row that open with the same word."""
    if len(reading.sentences) < 3:
        return
    runs: list[list[Sentence]] = []
    run: list[Sentence] = []
    for sentence in reading.sentences:
        if run and run[-1].words[0].lower == sentence.words[0].lower and sentence.words[0].text[0].isalpha():
            run.append(sentence)
        else:
            run = [sentence]
        if len(run) == 3:
            runs.append(run)
    opening = runs[0][0].words[0].text if runs else ""
    yield found(
        "R5",
        Status.RED if runs else Status.GREEN,
        f"Tiga kalimat berturut-turut diawali “{opening}”; terasa seperti daftar."
        if runs
        else "Awal kalimat cukup beragam.",
        "Ubah satu di antaranya: mulai dari waktu, tempat, atau pelaku lain." if runs else "",
        spans=[
            Span(item.field, item.words[0].start, item.words[0].end) for run in runs[:MARKED_AT_MOST] for item in run
        ],
        excerpt=opening,
    )


def check_paragraphs(reading: Reading) -> Iterator[Finding]:
    """R6: the longest paragraph."""
    if not reading.prose:
        return
    longest = max(reading.prose, key=lambda paragraph: paragraph.word_count)
    status = light(longest.word_count, 60, 90)
    yield found(
        "R6",
        status,
        f"Paragraf terpanjang {longest.word_count} kata"
        + ("." if status is Status.GREEN else "; di layar ponsel paragraf di atas 60 kata tampak seperti tembok."),
        "" if status is Status.GREEN else "Bagi menjadi dua: satu paragraf, satu gagasan.",
        spans=() if status is Status.GREEN else [longest.span],
    )


def check_plain_words(reading: Reading) -> Iterator[Finding]:
    """R7: officialese and foreign words; advice, each with its plain word."""
    items = [item for sentence in reading.holding(WATCHED) for item in _plain_items(sentence)]
    yield found(
        "R7",
        Status.ADVICE if items else Status.GREEN,
        f"{len(items)} ungkapan dinas atau kata asing punya padanan yang lebih lugas."
        if items
        else "Tidak ada ungkapan dinas atau kata asing yang mengganggu.",
        f"Misalnya “{items[0].excerpt}”: {items[0].suggestion or items[0].message}" if items else "",
        spans=[item.spans[0] for item in items],
    )
    yield from items


def _plain_items(sentence: Sentence) -> Iterator[Finding]:
    words, lowers = sentence.words, sentence.lowers
    for place in [place for place, lower in enumerate(lowers) if lower in WATCHED]:
        lower = lowers[place]
        if lower == "guna" and place and lowers[place - 1] in BEFORE_USE:
            continue
        for phrase, plain in OFFICIALESE.get(lower, ()):
            last = place + len(phrase) - 1
            if lowers[place : last + 1] == phrase:
                yield _plain_item(sentence, words[place], words[last].end, " ".join(phrase), plain)
                break
        if lower in FOREIGN and not words[place].is_capital:
            yield _plain_item(sentence, words[place], words[place].end, lower, FOREIGN[lower])


def _plain_item(sentence: Sentence, first: Token, end: int, phrase: str, plain: str) -> Finding:
    span = Span(sentence.field, first.start, end)
    is_capital = first.is_capital
    single = plain and "/" not in plain and "," not in plain and not plain.startswith("(")
    return found(
        "R7",
        Status.ADVICE,
        f"“{phrase}” lebih lugas sebagai “{plain}”."
        if not plain.startswith("(")
        else f"“{phrase}” dapat dihapus atau disusun ulang {plain}.",
        f"Tulis: {plain}." if not plain.startswith("(") else "Susun ulang kalimatnya tanpa ungkapan ini.",
        spans=[span],
        fix=Fix(span, plain.capitalize() if is_capital else plain) if single else None,
        detail="kata-lugas",
        excerpt=phrase,
    )
