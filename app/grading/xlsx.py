"""A table as an Excel workbook, written as the few XML parts that one sheet needs (ECMA-376, SpreadsheetML).

The usual library holds every cell as an object and 30 MB of code; a gradebook needs text, numbers and a bold head.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\']")
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip knows: the same table gives the same bytes."""

Cell = str | float | None


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet: a bold head, then rows of texts and numbers; texts are stored as texts, so no cell can be a formula."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in _parts(_sheet_title(title), _sheet(head, rows)).items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _XML + content)
    return made.getvalue()


def _sheet_title(title: str) -> str:
    return _SHEET_SIGNS.sub(" ", title)[:31].strip() or "Lembar"


def _sheet(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    lines = [_row(1, head, style=' s="1"')]
    lines += [_row(number, row) for number, row in enumerate(rows, start=2)]
    pane = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
    return f'<worksheet xmlns="{_MAIN}">{pane}<sheetData>{"".join(lines)}</sheetData></worksheet>'


def _row(number: int, cells: Sequence[Cell], style: str = "") -> str:
    return f'<row r="{number}">{"".join(_cell(cell, style) for cell in cells)}</row>'


def _cell(cell: Cell, style: str) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, str):
        text = escape(_FORBIDDEN.sub("", cell))
        return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c><v>{cell!r}</v></c>"


def _parts(title: str, sheet: str) -> dict[str, str]:
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets><sheet name="{escape(title, {chr(34): "&quot;"})}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
        "xl/worksheets/sheet1.xml": sheet,
    }
