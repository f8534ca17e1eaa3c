"""Reading allow-listed HTML into plain text: one entry per block, with exact offsets, links and photographs."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from app.pressrelease.values import Block, BlockKind, Image, Link

BLOCK_TAGS = {
    "p": BlockKind.PARAGRAPH,
    "div": BlockKind.PARAGRAPH,
    "h1": BlockKind.HEADING2,
    "h2": BlockKind.HEADING2,
    "h3": BlockKind.HEADING3,
    "h4": BlockKind.HEADING3,
    "li": BlockKind.ITEM,
    "blockquote": BlockKind.QUOTE,
}
SILENT_TAGS = frozenset({"script", "style", "template", "title"})
GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class PlainBody:
    """The plain text of a body and what its stretches are; blocks are joined by a blank line."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    images: tuple[Image, ...]


@dataclass(slots=True)
class _Photo:
    alt: str = ""
    caption: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects text block by block; white space is folded to one space as a browser does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self._kinds: list[BlockKind] = []
        self._block_start: int | None = None
        self._kind = BlockKind.PARAGRAPH
        self._space_due = False
        self._silent = 0
        self._link: tuple[int | None, str] | None = None
        self._photo: _Photo | None = None
        self._in_caption = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in SILENT_TAGS:
            self._silent += 1
        elif tag in BLOCK_TAGS:
            self._close_block()
            self._kinds.append(BLOCK_TAGS[tag])
        elif tag == "br":
            self._break_line()
        elif tag in {"ul", "ol", "table", "tr", "figure"}:
            self._close_block()
            if tag == "figure":
                self._photo = _Photo()
        elif tag == "figcaption":
            self._in_caption = True
        elif tag == "img":
            if self._photo is None:
                self.images.append(Image(alt=values.get("alt", "")))
            else:
                self._photo.alt = values.get("alt", "")
        elif tag == "a":
            self._close_link()
            self._link = (None, values.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT_TAGS:
            self._silent = max(0, self._silent - 1)
        elif tag in BLOCK_TAGS:
            self._close_block()
            if self._kinds:
                self._kinds.pop()
        elif tag in {"ul", "ol", "table", "tr"}:
            self._close_block()
        elif tag == "figcaption":
            self._in_caption = False
        elif tag == "figure":
            self._close_photo()
        elif tag == "a":
            self._close_link()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._in_caption and self._photo is not None:
            self._photo.caption.append(data)
            return
        words = data.split()
        if not words:
            self._space_due = self._space_due or bool(data)
            return
        if data[0].isspace():
            self._space_due = True
        if self._block_start is None:
            self._open_block()
        elif self._space_due and self.parts[-1] != "\n":
            self._put(" ")
        self._space_due = data[-1].isspace()
        if self._link is not None and self._link[0] is None:
            self._link = (self.length, self._link[1])
        self._put(" ".join(words))

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _open_block(self) -> None:
        if self.length:
            self._put(GAP)
        self._block_start = self.length
        self._kind = self._kinds[-1] if self._kinds else BlockKind.PARAGRAPH
        if self._kind is BlockKind.PARAGRAPH and BlockKind.QUOTE in self._kinds:
            self._kind = BlockKind.QUOTE
        self._space_due = False

    def _break_line(self) -> None:
        if self._block_start is not None:
            self._put("\n")
            self._space_due = False

    def _close_block(self) -> None:
        self._close_link()
        if self._block_start is not None:
            while self.parts[-1] == "\n":  # a break at the end of a paragraph shows nothing
                self.length -= len(self.parts.pop())
            if self.links and self.links[-1].end > self.length:
                self.links[-1] = replace(self.links[-1], end=self.length)
            self.blocks.append(Block(self._kind, self._block_start, self.length))
        self._block_start = None
        self._space_due = False

    def _close_link(self) -> None:
        if self._link is not None and self._link[0] is not None:
            self.links.append(Link(self._link[0], self.length, self._link[1]))
        self._link = None

    def _close_photo(self) -> None:
        self._in_caption = False
        if self._photo is not None:
            self.images.append(photo_from_caption(self._photo.alt, " ".join("".join(self._photo.caption).split())))
        self._photo = None

    def finish(self) -> PlainBody:
        """Close what broken HTML left open and give the result."""
        self.close()
        self._close_photo()
        self._close_block()
        return PlainBody("".join(self.parts), tuple(self.blocks), tuple(self.links), tuple(self.images))


CREDIT_WORDS = ("foto:", "foto oleh", "fotografer:", "dok.", "dokumentasi:", "(foto:", "(dok.")


def photo_from_caption(alt: str, caption: str) -> Image:
    """A photograph whose credit is taken from the end of the caption: `... (Foto: Nama)`."""
    lowered = caption.lower()
    if len(lowered) != len(caption):
        return Image(alt, caption, "")
    at = max(lowered.rfind(word) for word in CREDIT_WORDS)
    if at < 0:
        return Image(alt, caption, "")
    credit = caption[at:].strip(" ()")
    return Image(alt, caption[:at].rstrip(" (").strip(), credit)


def read_html(html: str) -> PlainBody:
    """Plain text of our HTML (p, h2, h3, lists, blockquote, a, strong, em, figure); never raises on broken input."""
    reader = _Reader()
    reader.feed(html)
    return reader.finish()


def read_plain(text: str) -> tuple[Block, ...]:
    """The blocks of plain text: stretches between blank lines; Markdown `##` and `- ` give headings and items."""
    blocks: list[Block] = []
    position = 0
    start: int | None = None
    end = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        first = position + (len(line) - len(line.lstrip()))
        last = position + len(line.rstrip())
        if bare:
            if start is None:
                start = first
            end = last
        elif start is not None:
            blocks.append(_plain_block(text, start, end))
            start = None
        position += len(line)
    if start is not None:
        blocks.append(_plain_block(text, start, end))
    return tuple(blocks)


def _plain_block(text: str, start: int, end: int) -> Block:
    for mark, kind in (("### ", BlockKind.HEADING3), ("## ", BlockKind.HEADING2), ("- ", BlockKind.ITEM)):
        if text.startswith(mark, start):
            return Block(kind, start + len(mark), end)
    return Block(BlockKind.PARAGRAPH, start, end)
