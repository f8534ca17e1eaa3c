"""Whether a quotation has a speaker: the sentences that may name him, and quotations that need no verb of saying."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from app.pressrelease.people import GROUPS, OFFICES, looks_like_person
from app.pressrelease.reading import Paragraph, Reading, Sentence
from app.pressrelease.rules import found
from app.pressrelease.speech import SPEECH, Quote
from app.pressrelease.stems import is_known
from app.pressrelease.tokens import Token
from app.pressrelease.values import Finding, Status

REACH = 400
USUAL_LENGTH = 100
# `Hal itu disampaikan Rina`, `Demikian kata Rina`: what points back to the quotation above it.
POINTING = frozenset({"itu", "ini", "tersebut", "demikian", "begitu"})
BACK = 4
GOES_ON_AT_MOST = 3
# So many commas make a list of those who came.
FEWEST_COMMAS = 4
DIALOGUE = frozenset("jawab jawabnya sahut sahutnya balas balasnya tanya tanyanya".split())
LEADING_ON = frozenset(
    "selain sementara untuk karena sebab samping setelah sesudah seiring saat kesempatan kegiatan acara".split()
)
# How far from its beginning a sentence names whom it is about: `Bagi Gilang`, `Ermawati (38)`.
SUBJECT = 2
# `"Bawa KTP. jelas Afdal.`: the mark that should close before the speaker was forgotten.
INNER_SPEAKER = re.compile(r"[,.!?] ([a-z]{3,12})\b")
CLOSING_MARKS = "”\"†’'"
OPENING_MARKS = '“"'
SET_OFF = re.compile(r"(?:^|, )(?P<name>[A-Z][a-z'’]{2,20}(?: [A-Z][a-z'’]{2,20}){0,3})(?: \(\d{2}\))?(?=, )")
GOES_WITH_NAME = re.compile(r",| \(\d| [A-Z]")
ANY_SPEAKER = re.compile(r",? ?[a-z]{3,12}(?:nya\b| [A-Z]| (?:" + "|".join(sorted(OFFICES | GROUPS)) + r")\b)")


def around(reading: Reading, quote: Quote) -> list[Sentence]:
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


def is_attributed(reading: Reading, quote: Quote) -> bool:
    """Whether a reader can tell whose a quote is: a verb of saying near it, or the one person spoken of above it."""
    return _has_speaker(reading, quote) or _goes_on_in_paragraph(reading, quote)


def _has_speaker(reading: Reading, quote: Quote) -> bool:
    said = reading.text(quote)
    if said[-1:] not in CLOSING_MARKS and any(match.group(1) in SPEECH for match in INNER_SPEAKER.finditer(said)):
        return True
    if any(is_known_by(reading, quote) for is_known_by in (_is_introduced_alone, _is_woven_in, _is_in_dialogue)):
        return True
    return any(
        word.lower in SPEECH and not reading.quoted[sentence.field].meets(word.start, word.start + 1)
        for sentence in _attributing(reading, quote)
        if not SPEECH.isdisjoint(sentence.vocabulary)
        for word in _near(sentence, quote)
    )


def _attributing(reading: Reading, quote: Quote) -> Iterator[Sentence]:
    """The sentences that may name the speaker.

    A quote that goes on in the next paragraph, as its missing closing mark and the opening mark there say, finds him
    there; below a quote that fills its paragraph only a sentence that points back to it speaks of it.
    """
    following = reading.prose[quote.paragraph + 1] if quote.paragraph + 1 < len(reading.prose) else None
    fills = quote.start <= reading.prose[quote.paragraph].start
    if _comes_from_above(reading, quote):
        yield from reading.prose[quote.paragraph - 1].sentences
    for sentence in around(reading, quote):
        is_below = following is not None and sentence.field is following.field and sentence.start >= following.start
        if not (is_below and fills) or _points_back(sentence):
            yield sentence
    if following is not None and _goes_on(reading, quote, following):
        yield from following.sentences


def _is_in_dialogue(reading: Reading, quote: Quote) -> bool:
    """Whether question and answer go on from paragraphs above, where one of the two was named with his verb."""
    above = reading.prose[max(0, quote.paragraph - 2) : quote.paragraph]
    last = reading.quotes_of.get(quote.paragraph - 1, [])
    return (
        bool(last)
        and quote.start == reading.prose[quote.paragraph].start
        and last[0].start == above[-1].start
        and not DIALOGUE.isdisjoint(lower for item in above for sentence in item.sentences for lower in sentence.lowers)
    )


def _points_back(sentence: Sentence) -> bool:
    """`Hal itu disampaikan Rina`; but `Selain itu` and `Untuk itu` only lead on."""
    opening = sentence.lowers[: BACK + 1]
    pairs = zip(("", *opening), opening[:BACK], strict=False)
    return any(word in POINTING and before not in LEADING_ON for before, word in pairs)


def _is_woven_in(reading: Reading, quote: Quote) -> bool:
    """Whether the sentence around a quote says whose it is: `,” ejek Obama` with any verb, `menilai itu “tidak adil.”`."""
    text = reading.release.text_of(quote.field)
    said = text[quote.start : quote.end]
    opening = text[max(0, quote.start - 2) : quote.start].strip()
    if said[1:2].islower() and opening.isalpha() and opening.islower():
        return True
    has_mark = said[-2:-1] in (",", "?", "!") or text[quote.end : quote.end + 1] == ","
    return has_mark and ANY_SPEAKER.match(text, quote.end) is not None


def _goes_on_in_paragraph(reading: Reading, quote: Quote) -> bool:
    """Whether an earlier quote of the paragraph has its speaker and nobody else is spoken of since: he goes on."""
    siblings = reading.quotes_of[quote.paragraph]
    place = bisect_left(siblings, quote.start, key=_start_of)
    earlier = siblings[max(0, place - GOES_ON_AT_MOST) : place]
    if not earlier or not any(_has_speaker(reading, item) for item in earlier):
        return False
    sentences = reading.prose[quote.paragraph].sentences
    first = bisect_left(sentences, earlier[-1].end, key=_start_of)
    since = sentences[first : bisect_left(sentences, quote.start, key=_start_of)]
    return not any(
        looks_like_person(word) and word.text.isalpha() and not is_known(word.lower)
        for sentence in since
        for word in sentence.words
    )


def _comes_from_above(reading: Reading, quote: Quote) -> bool:
    """Whether a quote opens its paragraph and the last one of the paragraph above was left open for it."""
    if quote.start != reading.prose[quote.paragraph].start:
        return False
    above = reading.quotes_of.get(quote.paragraph - 1)
    return above is not None and reading.text(above[-1])[-1:] not in CLOSING_MARKS


def _is_introduced_alone(reading: Reading, quote: Quote) -> bool:
    """Whether a quote that is a paragraph of its own follows a sentence about one person.

    `Pemerannya, Fauzan, baru belajar tiga bulan.` or `Bagi Gilang, ini sulit.` and then what he said; a quote that names
    him is somebody else's.
    """
    paragraph = reading.prose[quote.paragraph]
    if not quote.paragraph or quote.start != paragraph.start or quote.end < paragraph.end:
        return False
    above = reading.prose[quote.paragraph - 1].sentences[-1]
    said = reading.text(quote)
    about = reading.text(above)
    is_list = about.count(", ") >= FEWEST_COMMAS
    set_off = set() if is_list else {part for match in SET_OFF.finditer(about) for part in match.group("name").split()}
    names = {word.text for word in above.words if word.text in set_off and looks_like_person(word)}
    text = reading.release.text_of(above.field)
    names |= {
        word.text
        for word in above.words[:SUBJECT]
        if looks_like_person(word) and not is_known(word.lower) and GOES_WITH_NAME.match(text, word.end)
    }
    return bool(names) and not any(name in said for name in names)


def _goes_on(reading: Reading, quote: Quote, following: Paragraph) -> bool:
    return reading.text(quote)[-1:] not in CLOSING_MARKS and reading.text(following)[:1] in OPENING_MARKS


def _near(sentence: Sentence, quote: Quote) -> Sequence[Token]:
    """The words of a sentence not too far from a quote; a whole sentence of usual length."""
    if sentence.field is not quote.field or len(sentence.words) <= USUAL_LENGTH:
        return sentence.words
    first = bisect_left(sentence.words, quote.start - REACH, key=_start_of)
    return sentence.words[first : bisect_left(sentence.words, quote.end + REACH, key=_start_of)]


def _start_of(item: Sentence | Token | Quote) -> int:
    return item.start


def _end_of(item: Sentence | Token) -> int:
    return item.end


def unattributed(reading: Reading, quotes: list[Quote]) -> Iterator[Finding]:
    """The quotes of which no sentence around them says whose they are."""
    for quote in quotes:
        if not is_attributed(reading, quote):
            yield found(
                "C3",
                Status.AMBER,
                "Pembaca tidak tahu siapa yang mengucapkan kutipan ini.",
                "Tambahkan pengucapnya: “..., ” kata [nama lengkap], [jabatan].",
                spans=[quote.span],
                detail="tanpa-sumber",
                excerpt=reading.text(quote)[:60],
            )
