"""Works as one document for Word, written as the few XML parts that headings and paragraphs need (ECMA-376, WordprocessingML)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO
from xml.sax.saxutils import escape

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip knows: the same works give the same bytes."""
TITLE, WORK, PART, TEXT = "Title", "Heading1", "Heading2", "Normal"
"""Styles of a paragraph; a WORK begins on a page of its own."""


def document(paragraphs: Iterable[tuple[str, str]]) -> bytes:
    """A document of (style, text) paragraphs; line breaks inside a text stay."""
    body = "".join(_paragraph(style, text) for style, text in paragraphs)
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/></w:sectPr>'
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in _parts(f'<w:document xmlns:w="{_MAIN}"><w:body>{body}{page}</w:body></w:document>').items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _XML + content)
    return made.getvalue()


def _paragraph(style: str, text: str) -> str:
    lines = escape(_FORBIDDEN.sub("", text)).split("\n")
    runs = "<w:r><w:br/></w:r>".join(f'<w:r><w:t xml:space="preserve">{line}</w:t></w:r>' for line in lines)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _style(name: str, size: int, more: str, *, is_usual: bool = False) -> str:
    usual = ' w:default="1"' if is_usual else ""
    return (
        f'<w:style w:type="paragraph"{usual} w:styleId="{name}"><w:name w:val="{name.replace("Heading", "heading ")}"/>'
        f"{more}<w:rPr>{'' if is_usual else '<w:b/>'}<w:sz w:val=\"{size}\"/></w:rPr></w:style>"
    )


def _parts(body: str) -> dict[str, str]:
    spaced = '<w:pPr><w:spacing w:after="120"/></w:pPr>'
    own_page = '<w:pPr><w:pageBreakBefore/><w:spacing w:after="160"/><w:outlineLvl w:val="0"/></w:pPr>'
    styles = (
        _style(TEXT, 24, spaced, is_usual=True) + _style(TITLE, 36, spaced) + _style(WORK, 30, own_page) + _style(PART, 26, spaced)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{_MAIN}">{styles}</w:styles>',
        "word/document.xml": body,
    }
