"""E1: academic degrees and titles: `S.Ag.`, `M.Pd.I.`, `Drs. H.`, as EYD V writes them."""

import re
from collections.abc import Iterator

from app.pressrelease.slips import Line, Slip
from app.pressrelease.values import Field

_DEGREES = """
S.Ag. S.Pd. S.Pd.I. S.H. S.H.I. S.E. S.E.I. S.Sos. S.Sos.I. S.Kom. S.Kom.I. S.I.Kom. S.I.P. S.IP. S.T. S.Si. S.Hum.
S.Th.I. S.Fil.I. S.Ud. S.Psi. S.Farm. S.Ked. S.Kep. S.K.M. S.P. S.Pt. S.S. S.Sn. S.Ds. S.Ak. S.Tr. S.STP. S.Akun.
M.Ag. M.Pd. M.Pd.I. M.H. M.H.I. M.E. M.E.I. M.Sos. M.Sos.I. M.Kom. M.Kom.I. M.I.Kom. M.A. M.M. M.T. M.Si. M.Hum.
M.Th.I. M.Fil.I. M.Ud. M.Psi. M.Psy. M.Kes. M.Kn. M.Ed. M.Sc. M.Phil. M.B.A. S.Th. M.Th. S.Fil. M.Fil. S.PAK. S.Pd.K. M.Pd.K. M.P. M.IP. M.Ak. M.A.P. M.Tr. M.P.d.
""".split()
DEGREES = {degree.replace(".", "").lower(): degree for degree in _DEGREES if degree != "M.P.d."}
# Letters that are also something else (madrasah aliyah, sekolah, millimetre): only after a name and a comma.
SHORT = frozenset(key for key in DEGREES if len(key) <= 3)
# Both begin with the letters that are looked for: many times faster than with what stands before those.
WITH_DOT = re.compile(
    r"[SM](?<![\w.].)\.(?:[ \xa0]?[A-Z]|[a-z])[A-Za-z]{0,4}(?:\.(?:[A-Z][A-Za-z]{0,3}|[ \xa0]I))?\b(?P<dot>\.?)(?![\w])"
)
WITHOUT_DOT = re.compile(r"(?P<letters>[SM](?<=, .)[A-Z][A-Za-z]{0,4})\b(?P<dot>\.?)")
BEFORE_NAME = re.compile(r"\b(?P<title>Drs|Dra|Prof|Ir|Hj|Dr|H)(?P<gap>[ \xa0])(?=[A-Z](?:[A-Za-z]|[ .] ?[A-Z]))")
RIGHT_BEFORE = {"Drs": "Drs.", "Dra": "Dra.", "Prof": "Prof.", "Ir": "Ir.", "Hj": "Hj.", "Dr": "Dr.", "H": "H."}
TITLES = frozenset(title.lower() for title in RIGHT_BEFORE)
NAME_BEFORE = re.compile(r"[A-Z][a-z'’]+,? $|\., $|[A-Z][A-Za-z.]{1,6}, $|\b[SM]\.[A-Z][A-Za-z.]{0,6}[ ]$")
NO_COMMA_BEFORE = re.compile(r"(?:\b[A-Z][a-z'’]{2,}|\b[SM]\.[A-Z][A-Za-z.]{0,6}) $")
GOES_ON = re.compile(r"[ \xa0](?![SM]\.)[A-Z]")
DOCTOR = re.compile(r"\bDR\.?(?= (?:[A-Z]\.|[A-Z][a-z]))")
WITHOUT_ANY = re.compile(r"(?<=, )Lc\b(?!\.)")
NO_COMMA_LC = re.compile(r"\b(?P<name>[A-Z][a-z'’]{2,})(?= Lc\b\.?)")
# One of these stands in every degree above.
ANY_DEGREE = re.compile(r"[SML](?:(?<=[SM])\.|(?<=, [SM])[A-Z]|(?<=L)c)")
LOOK_BACK = 30


def degree_slips(line: Line) -> Iterator[Slip]:
    """Degrees and titles written another way than EYD V; titles of releases are left alone."""
    if line.field is Field.TITLE or not line.tokens:
        return
    start, end = line.tokens[0].start, line.tokens[-1].end
    if ANY_DEGREE.search(line.text, start, end):
        yield from _degrees(line, start, end)
    if not TITLES.isdisjoint(line.vocabulary):
        yield from _titles(line, start, end)


def _degrees(line: Line, start: int, end: int) -> Iterator[Slip]:
    for match in WITH_DOT.finditer(line.text, start, end):
        right = DEGREES.get(re.sub(r"[\s.]", "", match.group()).lower())
        if right is not None and _is_after_name(line.text, match.start()):
            yield from _missing_comma(line, match, end)
            yield from _compared(line, match.start(), match.end(), right, end)
    for match in WITHOUT_DOT.finditer(line.text, start, end):
        letters = match.group("letters")
        right = DEGREES.get(letters.lower())
        if right is not None and _is_after_name(line.text, match.start()) and _is_degree_here(line, match, end):
            yield from _compared(line, match.start(), match.end(), right, end)
    for match in NO_COMMA_LC.finditer(line.text, start, end):
        message = "Gelar dipisah dengan koma dari nama atau gelar di depannya."
        yield Slip(line.field, match.start(), match.end(), "gelar", message, f"{match.group()},")
    for match in WITHOUT_ANY.finditer(line.text, start, end):
        if _is_after_name(line.text, match.start()):
            yield from _compared(line, match.start(), match.end(), "Lc.", end)


def _titles(line: Line, start: int, end: int) -> Iterator[Slip]:
    """What stands before a name: `Drs`, `H` without its full stop, `DR.` with a capital too many."""
    for match in DOCTOR.finditer(line.text, start, end) if any(word.text == "DR" for word in line.words) else ():
        message = f"“{match.group()}”: gelar doktor ditulis “Dr.”."
        yield Slip(line.field, match.start(), match.end(), "gelar", message, "Dr.")
    for match in BEFORE_NAME.finditer(line.text, start, end):
        title = match.group("title")
        if title == "H" and line.text[max(0, match.start() - 3) : match.start()].strip()[-1:].isdigit():
            continue
        right = RIGHT_BEFORE[title]
        message = f"Singkatan gelar “{title}” diakhiri titik."
        yield Slip(line.field, match.start("title"), match.end("title"), "gelar", message, right)


def _is_after_name(text: str, start: int) -> bool:
    """Whether a capitalised name, with or without a comma, stands before."""
    return bool(NAME_BEFORE.search(text[max(0, start - LOOK_BACK) : start]))


def _missing_comma(line: Line, match: re.Match[str], end: int) -> Iterator[Slip]:
    """`Dedi Wandra M.A.`: a comma parts name and degree; initials before another name are no degree."""
    place = match.start()
    head = line.text[max(0, place - LOOK_BACK) : place]
    name = NO_COMMA_BEFORE.search(head)
    if name is not None and not GOES_ON.match(line.text, match.end(), end):
        written = name.group().rstrip()
        message = "Gelar dipisah dengan koma dari nama atau gelar di depannya."
        yield Slip(line.field, place - len(name.group()), place - 1, "gelar", message, f"{written},")


def _is_degree_here(line: Line, match: re.Match[str], end: int) -> bool:
    """Short letters such as MA count only where no school name follows: `, MA Negeri` is a madrasah."""
    if match.group("letters").lower() not in SHORT:
        return True
    rest = line.text[match.end() : min(end, match.end() + 20)]
    return not re.match(r"[ \xa0](?:[A-Z]|\d)", rest) and match.group("letters") not in ("MI", "SMA", "SMP", "SD")


def _compared(line: Line, start: int, end: int, right: str, last: int) -> Iterator[Slip]:
    written = line.text[start:end]
    closes = end >= last - 1
    if written == right or (closes and written == right[:-1]):
        return
    message = f"“{written}”: gelar ditulis dengan titik di setiap singkatan, tanpa spasi."
    yield Slip(line.field, start, end, "gelar", message, right)
