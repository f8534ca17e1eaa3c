"""Places text that was written by people: a face for every letter, shrunk or wrapped until it fits, never as markup."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.certificates.arabic import is_arabic, shape

FOLDER: Final = Path(__file__).resolve().parent / "fonts"
REGULAR: Final = "EBGaramond-Regular"
BOLD: Final = "EBGaramond-SemiBold"
ITALIC: Final = "EBGaramond-Italic"
_ARABIC: Final = "Amiri-Regular"
_FACES: Final = {name: TTFont(name, str(FOLDER / f"{name}.ttf")) for name in (REGULAR, BOLD, ITALIC, _ARABIC)}
for _face in _FACES.values():
    registerFont(_face)
_MISSING: Final = "\ufffd"

PAPER: Final = HexColor("#FBF8F2")
INK: Final = HexColor("#1D231F")
MUTED: Final = HexColor("#59625B")
GREEN: Final = HexColor("#0B5D3B")
GOLD_TEXT: Final = HexColor("#8A5A00")
GOLD: Final = HexColor("#C9993A")
"""Between gold text and gold fill of the palette: fine lines of the fill alone vanish on paper."""
GOLD_PALE: Final = HexColor("#F2C14E")
SAMPLE: Final = Color(168 / 255, 38 / 255, 28 / 255, alpha=0.2)
"""The palette's red, see-through, so that everything under CONTOH stays readable."""
LINE: Final = HexColor("#D9D2C3")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style."""

    text: str
    font: str = REGULAR
    colour: Color = INK


def unprintable(text: str) -> tuple[str, ...]:
    """Signs that the certificate cannot show and would print as a replacement sign, in order, each once."""
    signs = dict.fromkeys(unicodedata.normalize("NFC", text))
    return tuple(sign for sign in signs if not sign.isspace() and _face_of(sign, REGULAR) is None)


def clean(text: str) -> str:
    """One line of NFC text without control and direction signs."""
    kept = (" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text))
    return " ".join("".join(s for s in kept if s in "\u200c\u200d" or unicodedata.category(s)[0] != "C").split())


def _face_of(sign: str, font: str) -> str | None:
    first, second = (_ARABIC, font) if is_arabic(sign) else (font, _ARABIC)
    point = ord(sign)
    if point in _FACES[first].face.charToGlyph or (first == _ARABIC and unicodedata.category(sign) == "Mn"):
        return first
    return second if point in _FACES[second].face.charToGlyph else None


@lru_cache(maxsize=2048)
def _pieces(run: Run) -> tuple[tuple[str, str], ...]:
    """(font, glyph text) in the order of placing. Kept, because fitting asks for the same words at many sizes."""
    faced = [(_face_of(sign, run.font) or "", sign) for sign in shape(run.text)]
    faced = [(font or run.font, sign if font else _MISSING) for font, sign in faced]
    return tuple((font, "".join(sign for _, sign in group)) for font, group in groupby(faced, key=lambda pair: pair[0]))


def width(runs: Sequence[Run], size: float) -> float:
    """Points that the runs take on one line."""
    return sum(_FACES[font].stringWidth(text, size) for run in runs for font, text in _pieces(run))


def draw_line(canvas: Canvas, runs: Sequence[Run], x: float, y: float, size: float, *, align: str = "left") -> None:
    """One line with its base at y; `align` says which part of it stands at x: left, centre or right."""
    if not any(run.text for run in runs):
        return
    shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
    text = canvas.beginText(x - shift * width(runs, size), y)
    for run in runs:
        text.setFillColor(run.colour)
        for font, piece in _pieces(run):
            text.setFont(font, size)
            text.textOut(piece)
    canvas.drawText(text)


def draw_spaced(
    canvas: Canvas, text: str, x: float, y: float, size: float, *, font: str, colour: Color, gap: float
) -> None:
    """Our own capitals, centred at x, with `gap` points between letters."""
    total = width([Run(text, font)], size) + gap * (len(text) - 1)
    line = canvas.beginText(x - total / 2, y)
    line.setFont(font, size)
    line.setFillColor(colour)
    line.setCharSpace(gap)
    line.textOut(text)
    line.setCharSpace(0)
    canvas.drawText(line)


def wrap(runs: Sequence[Run], size: float, room: float) -> list[list[Run]]:
    """Lines no wider than `room`, broken between words, and inside a word only when it alone is wider."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        for word in clean(run.text).split(" "):
            for part in _split(Run(word, run.font, run.colour), size, room):
                grown = _append(lines[-1], part)
                if lines[-1] and width(grown, size) > room:
                    lines.append([part])
                else:
                    lines[-1] = grown
    return [line for line in lines if any(run.text for run in line)]


def _append(line: Sequence[Run], part: Run) -> list[Run]:
    """The line and one more word; words of one style are one run, so that Arabic phrases keep their order."""
    if not line:
        return [part]
    last = line[-1]
    if (last.font, last.colour) == (part.font, part.colour):
        return [*line[:-1], Run(f"{last.text} {part.text}", last.font, last.colour)]
    # Punctuation that opens a run closes up to the run before it.
    space = "" if part.text[:1] in {",", ".", ";", ")"} else " "
    return [*line, Run(space + part.text, part.font, part.colour)]


def _split(word: Run, size: float, room: float) -> list[Run]:
    parts, rest = [], word.text
    while rest and width([Run(rest, word.font)], size) > room:
        count = len(rest) - 1
        while count > 1 and width([Run(rest[:count], word.font)], size) > room:
            count -= 1
        parts.append(Run(rest[:count], word.font, word.colour))
        rest = rest[count:]
    return [*parts, Run(rest, word.font, word.colour)]


def fit(
    runs: Sequence[Run], *, room: float, sizes: tuple[float, float], lines: int, leading: float = 1.2
) -> tuple[float, list[list[Run]]]:
    """The largest size from sizes[0] down to sizes[1] at which the text takes at most `lines` lines, and these.

    A step down is tried before one more line, for one line is calmer than two. What does not fit even at the smallest
    size goes on shrinking within the height of `lines` lines, so that nothing is cut and nothing runs over.
    """
    largest, smallest = sizes
    for count in range(1, lines + 1):
        size = largest
        while size >= smallest:
            broken = wrap(runs, size, room)
            if len(broken) <= count:
                return size, broken
            size -= 0.5
    height = smallest * leading * lines
    size = smallest
    while len(broken := wrap(runs, size, room)) * size * leading > height:
        size *= 0.92
    return size, broken


def draw_block(
    canvas: Canvas,
    runs: Sequence[Run],
    *,
    x: float,
    top: float,
    room: float,
    sizes: tuple[float, float],
    lines: int = 1,
    align: str = "centre",
    leading: float = 1.2,
) -> float:
    """Fitted text below `top`; returns the bottom of the block. Draws nothing and takes no room when empty."""
    size, broken = fit(runs, room=room, sizes=sizes, lines=lines, leading=leading)
    return _draw_lines(canvas, broken, x, top, size, align, _leading(runs, leading))


def _draw_lines(
    canvas: Canvas, broken: list[list[Run]], x: float, top: float, size: float, align: str, leading: float
) -> float:
    for line in broken:
        top -= size * leading
        draw_line(canvas, line, x, top + size * (leading - 1), size, align=align)
    return top


def _leading(runs: Sequence[Run], leading: float) -> float:
    """Arabic letters reach deeper below the line than Latin ones."""
    return leading * 1.3 if any(is_arabic(sign) for run in runs for sign in run.text) else leading


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a centred column; see `fit` for sizes and lines. `gap` is its share of the spare room above it."""

    runs: Sequence[Run]
    room: float
    sizes: tuple[float, float]
    lines: int = 1
    leading: float = 1.2
    gap: float = 0


def draw_stack(canvas: Canvas, blocks: Sequence[Block], *, x: float, top: float, bottom: float) -> None:
    """Draw the blocks centred at x between top and bottom.

    Spare room is shared out over the gaps, up to 9 points a share; what is too high is set smaller as a whole.
    """
    scale = 1.0
    while True:
        fitted = [(block, *_fit_block(block, scale)) for block in blocks if any(clean(run.text) for run in block.runs)]
        high = sum(size * len(lines) * _leading(block.runs, block.leading) for block, size, lines in fitted)
        if high <= top - bottom:
            break
        scale *= 0.95
    shares = sum(block.gap for block, _, _ in fitted) + 1
    share = min((top - bottom - high) / shares, 9.0)
    top -= (top - bottom - high - share * (shares - 1)) / 2
    for block, size, lines in fitted:
        top -= share * block.gap
        top = _draw_lines(canvas, lines, x, top, size, "centre", _leading(block.runs, block.leading))


def _fit_block(block: Block, scale: float) -> tuple[float, list[list[Run]]]:
    sizes = (block.sizes[0] * scale, block.sizes[1] * scale)
    return fit(block.runs, room=block.room, sizes=sizes, lines=block.lines, leading=block.leading)
