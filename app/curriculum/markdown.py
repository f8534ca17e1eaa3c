"""Markdown of the trainings to safe HTML: callouts, figures with sizes, tables that scroll, anchors, no raw HTML."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from app.curriculum.assets import Assets
from app.curriculum.core.checks.links import Link
from app.curriculum.core.course import Heading
from app.curriculum.tokens import dressed, first_line, is_picture, numbered, raw, text_with_arabic, words_of
from app.curriculum.yamlfile import Ledger

CALLOUTS = {
    "contoh": "Contoh",
    "salah": "Sebelum",
    "benar": "Sesudah",
    "keliru": "Kekeliruan yang sering terjadi",
    "periksa": "Daftar periksa",
    "ringkasan": "Ringkasan",
    "catatan": "Catatan",
    "hukum": "Butir hukum",
    "naskah": "Naskah",
}
FENCES = frozenset({"latihan", "video", "slot-rekaman"})
_TOP_LEVEL, _LOWEST_LEVEL = 2, 4
LEGAL_NOTE = "rujuk naskah resmi"
_RAW_HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|<!--")
_BROKEN_LINK = re.compile(r"\]\([^)\s]")
_SCHEMES = ("https://", "http://", "mailto:", "tel:", "#", "materi:", "assets/")
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ,.;:?'’“”%–—/()-]*[A-Za-z0-9,.;:?'’“”%–—/()-])?")
"""One line that Markdown leaves as it is: most options and explanations of the quizzes, a second for all trainings."""
_LESSON = re.compile(r"materi:[a-z0-9-]+/[a-z0-9-]+(?:#[\w-]+)?")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block with a meaning of its own; `line` is where its text begins, counted from 0."""

    name: str
    text: str
    line: int


@dataclass(slots=True)
class Written:
    """A rendered text: stretches of HTML and fences in order, and what was met on the way."""

    parts: list[str | Fence] = field(default_factory=list)
    front_matter: str | None = None
    headings: list[Heading] = field(default_factory=list)
    callouts: list[str] = field(default_factory=list)

    def html(self) -> str:
        """All stretches of HTML together."""
        return "".join(part for part in self.parts if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text stands, so that a problem can name it; `first` is the line of its first line."""

    file: str
    key: str
    first: int

    def line(self, token: Token | None) -> int:
        return self.first + (token.map[0] if token is not None and token.map else 0)


class Markdown:
    """Renders every Markdown text of one training."""

    def __init__(self, assets: Assets, ledger: Ledger) -> None:
        self._assets, self._ledger = assets, ledger
        self.links: list[Link] = []
        """Every link between lessons, to be checked once all lessons are known."""
        self._parser = MarkdownIt("commonmark", {"html": False}).enable("table")
        front_matter_plugin(self._parser)
        container_plugin(self._parser, "callout", validate=lambda params, _marker: bool(params.strip()))
        self._parser.add_render_rule("text", text_with_arabic)

    def lesson(self, source: str, file: str) -> Written:
        """A lesson file with front matter, anchors and fences."""
        return self._write(source, _Place(file, "", 1), is_lesson=True)

    def block(self, source: str, file: str, key: str, line: int) -> str:
        """HTML of a Markdown value inside a YAML file."""
        if _PLAIN.fullmatch(source):
            return f"<p>{source}</p>\n"
        return self._write(source, _Place(file, key, line), is_lesson=False).html()

    def _write(self, source: str, place: _Place, *, is_lesson: bool) -> Written:
        written = Written()
        lines = source.split("\n")
        waiting: list[Token] = []
        for token in self._rewrite(self._parser.parse(source), lines, place, written, is_lesson=is_lesson):
            if token.type == "front_matter":
                written.front_matter = token.content
            elif token.type == "fence" and token.info.strip() in FENCES and is_lesson and token.level == 0:
                self._flush(waiting, written)
                written.parts.append(Fence(token.info.strip(), token.content, place.line(token)))
            else:
                waiting.append(token)
        self._flush(waiting, written)
        return written

    def _flush(self, tokens: list[Token], written: Written) -> None:
        html = self._parser.renderer.render(tokens, self._parser.options, {})
        if html.strip():
            written.parts.append(html)
        tokens.clear()

    def _rewrite(
        self, tokens: Sequence[Token], lines: list[str], place: _Place, written: Written, *, is_lesson: bool
    ) -> Iterator[Token]:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type == "inline":
                self._check_inline(token, place)
            if token.type == "paragraph_open" and is_picture(tokens[index + 1]):
                yield raw(self._figure(tokens[index + 1], place))
                index += 3
                continue
            if token.type == "heading_open":
                self._heading(token, tokens[index + 1], place, written, has_anchor=is_lesson)
            elif token.type == "fence" and token.info.strip() in FENCES and (token.level or not is_lesson):
                name, remedy = token.info.strip(), "Letakkan di materi, di luar blok bertanda lain."
                self._fail(place, token, f"Blok {name} tidak boleh berada di sini.", remedy)
            elif token.type == "container_callout_open":
                token = raw(self._callout(token, lines, place, written))
            yield from dressed(token, tokens[index:] if token.type == "table_open" else ())
            index += 1

    def _fail(self, place: _Place, token: Token | None, reason: str, remedy: str) -> None:
        self._ledger.add(place.file, place.line(token), place.key, reason, remedy)

    def _heading(self, token: Token, inline: Token, place: _Place, written: Written, *, has_anchor: bool) -> None:
        level = int(token.tag[1])
        if not _TOP_LEVEL <= level <= _LOWEST_LEVEL:
            self._fail(
                place, token, "Judul bagian memakai ## sampai ####.", "Judul materi sudah menjadi judul utama halaman."
            )
        if not has_anchor:
            return
        words = words_of(inline)
        base = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "bagian"
        taken = {heading.anchor for heading in written.headings}
        anchor = next(name for name in numbered(f"bagian-{base}") if name not in taken)
        token.attrSet("id", anchor)
        written.headings.append(Heading(anchor, words, max(_TOP_LEVEL, level)))

    def _callout(self, token: Token, lines: list[str], place: _Place, written: Written) -> str:
        kind, _, title = token.info.strip().partition(" ")
        if kind not in CALLOUTS:
            self._fail(
                place,
                token,
                f'Blok ":::" dengan jenis "{kind[:40]}" tidak dikenal.',
                f"Pilih salah satu: {', '.join(CALLOUTS)}.",
            )
            kind = "catatan"
        end = token.map[1] if token.map else len(lines)
        if end >= len(lines) or not lines[end].strip().startswith(":::"):
            self._fail(place, token, f'Blok "::: {kind}" tidak ditutup.', 'Tulis ":::" pada baris sesudah isinya.')
        if kind == "hukum" and LEGAL_NOTE not in " ".join(" ".join(lines[first_line(token) : end]).lower().split()):
            self._fail(place, token, "Butir hukum tidak menyebut naskah resminya.", f'Tambahkan "{LEGAL_NOTE}".')
        written.callouts.append(kind)
        label, said = CALLOUTS[kind], title.strip()
        shown = said if kind == "naskah" and said else f"{label}: {said}" if said else label
        return f'<section class="callout callout-{kind}">\n<p class="callout-title">{escape(shown)}</p>\n'

    def _figure(self, inline: Token, place: _Place) -> str:
        image = (inline.children or [])[0]
        name, alt, caption = str(image.attrs.get("src", "")), image.content.strip(), str(image.attrs.get("title", ""))
        if not alt:
            self._fail(
                place,
                inline,
                f"Gambar {name} tanpa teks alternatif.",
                "Tulis apa yang terlihat di antara kurung siku: ![…].",
            )
        size = self._assets.image(name, place.file, place.line(inline), place.key)
        sides = f' width="{size.width}" height="{size.height}"' if size else ""
        shown = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
        return (
            f'<figure><img src="asset:{escape(name)}" alt="{escape(alt)}" loading="lazy" decoding="async"{sides}>'
            f"{shown}</figure>\n"
        )

    def _check_inline(self, inline: Token, place: _Place) -> None:
        children = inline.children or []
        for child in children:
            if child.type == "text":
                self._check_text(child.content, inline, place)
            elif child.type == "image" and not is_picture(inline):
                self._fail(
                    place,
                    inline,
                    "Gambar harus berdiri sendiri dalam satu alinea.",
                    "Beri baris kosong sebelum dan sesudahnya.",
                )
                child.attrSet("src", f"asset:{child.attrs.get('src', '')}")
            elif child.type == "link_open":
                self._link(child, inline, place)

    def _check_text(self, text: str, inline: Token, place: _Place) -> None:
        if _RAW_HTML.search(text):
            remedy = "Tulis dengan Markdown; apit contoh kode dengan tanda `."
            self._fail(place, inline, "HTML mentah tidak diterima.", remedy)
        if text.startswith(":::"):
            remedy = 'Buka dengan "::: jenis", tutup dengan ":::".'
            self._fail(place, inline, 'Tanda ":::" tanpa pasangan.', remedy)
        if _BROKEN_LINK.search(text):
            remedy = "Periksa kurungnya; alamat tidak boleh memuat spasi, dan skema seperti javascript: tidak diterima."
            self._fail(place, inline, "Tautan atau gambar ini tidak diterima.", remedy)

    def _link(self, link: Token, inline: Token, place: _Place) -> None:
        target = str(link.attrs.get("href", ""))
        if not target.startswith(_SCHEMES) or (target.startswith("materi:") and not _LESSON.fullmatch(target)):
            self._fail(
                place,
                inline,
                f'Tautan "{target[:80]}" tidak diterima.',
                "Pakai https://…, materi:kode-modul/nama-berkas, #bagian, atau assets/….",
            )
            link.attrSet("href", "#")
            return
        if target.startswith("assets/"):
            self._assets.find(target, place.file, place.line(inline), place.key)
            link.attrSet("href", f"asset:{target}")
        elif target.startswith(("http://", "https://")):
            link.attrSet("rel", "noopener noreferrer")
        elif target.startswith(("materi:", "#")):
            self.links.append(Link(place.file, place.line(inline), place.key, target))
