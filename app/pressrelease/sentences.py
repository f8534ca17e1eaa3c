"""Where sentences end: full stops of titles, degrees, initials, numbers and quotations are told from real ends."""

import re

from app.pressrelease.places import is_known_place
from app.pressrelease.roots import CLOSED
from app.pressrelease.stems import is_known

# Patterns that begin with a class of letters are looked for many times faster than those that begin otherwise.
END = re.compile(r"[.!?…][.!?…]*[\"'”’»)\]†]*(?=\s|$)")
NEXT_WORD = re.compile(r"[\s\"'“‘`«(\[–—-]*([^\W_]+(?:[.'’-][^\W_]+)*\.?)")
LAST_WORD = re.compile(r"[^\W_]+(?:[.'’/-][^\W_]+)*$")
LOOK_BACK = 60
OPENING_QUOTES = "\"'“‘`«"
OPENING = OPENING_QUOTES + "(["

# Abbreviations after which something must follow: titles, offices, addresses, legal forms in front of a name.
LEADING = frozenset(
    """
    plt plh pj pjs dr drs dra drh drg prof ir h hj kh tgk tgh ust buya r rr rm ra st sdr sdri yth bpk ibu an a.n u.b ub
    no nr hlm hal jl jln jend gg kec kab kel kep des dsn dk dkh prov kav rt rw blok lt gd jend letjen mayjen brigjen kol
    letkol may kapt lettu letda serda sertu kopda irjen kombes akbp kompol akp iptu ipda bripka briptu brigpol ktr pt cv
    ud fa tgl pkl telp tel hp fax vol ed eds cf vs sbb ttd st mr mrs ms mt ft art ps pdt rev sr fr pr kmd dgn dng yg
    utk krn tsb spt th thn bln bdk ps rp usd kpd tn nn ny tb pte rs rsud rsia ss bp sb abd moh muh moch mhd ach qs hr pk kakan
    """.split()
)
# Abbreviations that may close a sentence; then what follows decides.
COMPANIES = frozenset("tbk inc ltd co corp ltda bhd sdn gmbh llc plc".split())
CLOSING = frozenset("dll dsb dst dkk jr sr sm sh se mm ma etc".split()) | COMPANIES
# Letters that are words too when they are small.
ALSO_WORDS = frozenset("an st ed no may art hal h".split())
# `Glasgow School of Art.`: with a capital it is a name, with a small letter the article of a law.
NAMES_WITH_CAPITAL = frozenset({"Art", "May", "Hal"})
MONTHS = frozenset("jan feb mar apr jun jul agu agt ags agust sep sept okt nov nop des".split())
# `s.d. Kamis`, `u.p. Kasi`, `a.n. Kepala`: single small letters, each with its full stop.
SMALL_LETTERS = re.compile(r"[a-z](?:\.[a-z])+$")
ASKING = frozenset("apakah bagaimana mengapa kenapa siapakah".split())
ABBREVIATIONS = LEADING | CLOSING
# A longer word in small letters that is none of these closes its sentence, whatever follows.
MAY_GO_ON = ABBREVIATIONS | MONTHS
DEGREE = re.compile(
    r"(?:[SMAD]\.?\s?(?:Pd|Ag|Kom|Sos|Si|Hum|Kes|Psi|Farm|Ked|Kep|Keb|Gz|Stat|Ikom|Ip|Ak|Ars|Fil|Th|Sn|Ds|Psy|Ed|Sc|Eng"
    r"|Phil|Hut|Tr|Md|Us|Ec|Pt|Pi|Or|E|H|T|P|M|A)|Lc|Ph\.?D|B\.?A|B\.?Sc|M\.?B\.?A|Pd\.?I|PD\.?I|Kom\.?I|Ud|Sy|HI|EI|MA|MM|MH|MT|SH|SE|ST)$"
)
DIGIT_AND_SPACE = tuple(f"{digit} " for digit in range(10))
ROMAN = re.compile(r"[IVXLC]+$")


def sentences_of(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The half-open stretches of the sentences in one paragraph, without the white space around them."""
    stop = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    position = _skip_space(text, start, stop)
    for match in END.finditer(text, position, stop):
        if match.start() < position or match.end() >= stop:
            continue
        if _ends(text, position, match, stop):
            found.append((position, match.end()))
            position = _skip_space(text, match.end(), stop)
    last = len(text[position:stop].rstrip()) + position
    if last > position:
        found.append((position, last))
    return found


def _skip_space(text: str, position: int, stop: int) -> int:
    while position < stop and text[position].isspace():
        position += 1
    return position


def _ends(text: str, sentence: int, match: re.Match[str], stop: int) -> bool:
    """Whether the marks found end the sentence that began at `sentence`."""
    marks = match.group()
    following = NEXT_WORD.match(text, match.end(), min(stop, match.end() + LOOK_BACK))
    if following is None:
        place = _skip_space(text, match.end(), stop)
        return place >= stop or text[place] in OPENING
    word = following.group(1)
    gap = text[match.end() : following.start(1)]
    if word[0].islower() and not any(mark in OPENING_QUOTES for mark in gap):
        return _before_small_letter(text, sentence, match, following, stop)
    if marks[0] in "!?…" or len(marks.rstrip("\"'”’»)]†")) > 1:
        return _after_exclamation(marks, following, gap)
    before = _last_word(text, sentence, match.start())
    if before is None:
        return True
    if len(marks) > 1:
        return not (marks == ".)" and before.group()[0].isupper() and len(before.group()) <= 3)
    return _ends_after_word(text, sentence, before, word, gap)


def _last_word(text: str, sentence: int, end: int) -> re.Match[str] | None:
    """The word that ends here; it holds no space, so that it is looked for behind the last one."""
    first = max(sentence, end - LOOK_BACK)
    return LAST_WORD.search(text, max(first, text.rfind(" ", first, end) + 1), end)


def _before_small_letter(text: str, sentence: int, match: re.Match[str], following: re.Match[str], stop: int) -> bool:
    """A small letter follows: a writer's mark in brackets, or a capital forgotten after a plain word or for a question."""
    if "(" in text[match.end() : following.start(1)]:
        return _closes_line(text, match, stop)
    before = _last_word(text, sentence, match.start())
    if match.group() == "." and text[match.start() - 1 : match.start()] == ")":
        is_date = text[match.start() - 2 : match.start() - 1].isdigit()
        return is_date or is_known(following.group(1).lower())
    if match.group() != "." or before is None:
        return False
    last = before.group()
    if len(last) < 4 or last.lower() in ABBREVIATIONS:
        return False
    return last.isdigit() or is_known(last.lower()) or following.group(1) in ASKING


def _closes_line(text: str, match: re.Match[str], stop: int) -> bool:
    """A writer's mark in brackets, `(sat)`, stands alone at the end of its paragraph."""
    if stop - match.end() > 2 * LOOK_BACK:
        return False
    rest = text[match.end() : stop].strip()
    return rest.startswith("(") and rest.find(")") >= len(rest) - 2 and len(rest) <= LOOK_BACK


def _after_exclamation(marks: str, following: re.Match[str], gap: str) -> bool:
    word = following.group(1)
    if marks[0] == "…" or marks.startswith(".."):
        return word[0].isupper() or bool(gap.strip())
    if marks[-1] in "\"'”’»" and word[0].isupper() and not gap.strip():
        return word.rstrip(".").lower() in CLOSED or is_known(word.rstrip(".").lower())
    return True


def _ends_after_word(text: str, sentence: int, before: re.Match[str], word: str, gap: str) -> bool:
    """Whether a full stop after this word ends the sentence, when a capital, digit or mark follows."""
    last = before.group()
    if len(last) > 2 and last.islower() and last.isalpha() and last not in MAY_GO_ON:
        return True
    lower = last.lower()
    bare = word.rstrip(".")
    is_abbreviation = (
        lower in LEADING and not (lower in ALSO_WORDS and last.islower()) and last not in NAMES_WITH_CAPITAL
    )
    # `1445 H. Jemaah berangkat`: of the Hijri year, and no haji
    is_abbreviation = is_abbreviation and not (last == "H" and text.endswith(DIGIT_AND_SPACE, sentence, before.start()))
    is_abbreviation = is_abbreviation or bool(SMALL_LETTERS.match(last)) or (lower in MONTHS and bare[0].isdigit())
    opens_list = last.isdigit() and len(last) <= 3 and before.start() <= sentence + 1
    if is_abbreviation or opens_list or _continues(last, word, gap):
        return False
    if lower in ("no", "hal"):
        return not bare[0].isdigit() and not ROMAN.match(bare)
    if _may_go_on(text, sentence, before):
        return (_starts_sentence(bare) or bool(gap.strip())) and not _is_degree(word)
    return True


def _may_go_on(text: str, sentence: int, before: re.Match[str]) -> bool:
    """Whether the word is a degree, an initial or an abbreviation that may as well stand inside a sentence."""
    last = before.group()
    if last.lower() in CLOSING or DEGREE.search(text, max(sentence, before.start() - 3), before.end()):
        is_word = last.isupper() and len(last) > 1 and "." not in last and last.lower() not in COMPANIES
        return not (is_word and _plain(text, sentence, before))
    if len(last) == 1:
        return last.isupper()
    if "." in last and last.replace(".", "").isupper() and len(last) <= 7 and not last[0].isdigit():
        return True
    number = text[max(sentence, before.start() - 4) : before.start()].lower()
    return bool(ROMAN.match(last)) and number.endswith("no. ")


def _continues(last: str, word: str, gap: str) -> bool:
    """Whether the two words are halves of one: `M. Pd`, `Ph. D`, `2.904. 678`, `Syarif Kasim. II`."""
    bare = word.rstrip(".")
    if gap.strip():
        return "(" in gap and last.lower() in CLOSING
    if ROMAN.match(bare) and len(bare) > 1 and last.isupper():
        return True
    if bare.isdigit() and len(bare) == 3 and "." in last and last.replace(".", "").isdigit():
        return True
    return len(last) <= 2 and bool(DEGREE.fullmatch(f"{last}.{bare}"))


def _plain(text: str, sentence: int, before: re.Match[str]) -> bool:
    """Whether letters such as MM are no degree here: no name with a comma stands in front."""
    head = text[max(sentence, before.start() - 2) : before.start()]
    return "," not in head and not head.startswith(".")


def _is_degree(word: str) -> bool:
    return bool(DEGREE.match(word.rstrip("."))) and word[0].isupper() and not is_known(word.lower().rstrip("."))


def _starts_sentence(word: str) -> bool:
    """Whether a capitalised word is an Indonesian word, so that only a new sentence explains its capital."""
    lower = word.lower()
    return not word.isupper() and (lower in CLOSED or is_known(lower)) and not is_known_place(lower)
