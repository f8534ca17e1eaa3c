"""The gradebook: people by items, by page or all at once, and as a file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from urllib.parse import urlencode

from flask import Response, render_template, request
from markupsafe import escape

from app.access.permissions import Can
from app.grading import xlsx
from app.grading.core.cells import neutral
from app.grading.queries import book as books
from app.grading.queries.book import PAGE, Items, Wish
from app.grading.routes.place import bp
from app.kernel import richtext
from app.kernel.i18n import _
from app.learning.queries import cohorts
from app.learning.queries.cohorts import Head
from app.web.context import address
from app.web.guard import allow, scope

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _cohort(cohort_id: int) -> Head:
    return cohorts.head(cohort_id, scope(Can.REPORT_READ))


def _wish() -> Wish:
    items = request.args.get("kolom", "")
    return Wish(
        items=Items(items) if items in set(Items) else Items.UTAMA,
        search=richtext.line(request.args.get("cari", ""))[:80],
        sort=request.args.get("urut", books.NAME)[:20],
        down=request.args.get("arah") == "turun",
        page=None if request.args.get("semua") else max(1, min(request.args.get("hal", 1, type=int), 5_000)),
    )


@bp.get("/buku-nilai/<int:cohort_id>")
@allow(Can.REPORT_READ)
def gradebook(cohort_id: int) -> str:
    """A page of twenty, or everybody."""
    cohort, wish = _cohort(cohort_id), _wish()
    why = _why_link() if scope(Can.GRADE).holds(cohort) else None
    found = books.book(cohort, wish, why=why)
    if wish.page is not None and wish.page > 1 and not found.lines:  # beyond the last: that one instead
        first = books.book(cohort, replace(wish, page=1))
        wish = replace(wish, page=max(1, -(-first.total // PAGE)))
        found = books.book(cohort, wish, why=why)
    keep = {"kolom": wish.items.value, "cari": wish.search} | ({"semua": "1"} if wish.page is None else {})
    here = address("grading.gradebook", cohort_id=cohort_id) + "?" + urlencode({key: value for key, value in keep.items() if value})
    return render_template(
        "grading/book.html",
        cohort=cohort,
        book=found,
        wish=wish,
        pages=max(1, -(-found.total // PAGE)),
        url=here + "&",
        base=address("cohorts.person", cohort_id=cohort_id, enrolment_id=0)[:-1],
    )


def _why_link() -> Callable[[int, str], str]:
    """A cell that opens "why this number"; the address is made once, for a page of everybody has thousands of cells."""
    before, after = (escape(part) for part in address("grading.why", submission_id=0).rsplit("0", 1))
    title = escape(_("Mengapa nilai ini"))
    return lambda submission_id, words: f'<a href="{before}{submission_id}{after}" title="{title}">{words}</a>'


@bp.get("/buku-nilai/<int:cohort_id>.csv")
@allow(Can.REPORT_READ)
def gradebook_csv(cohort_id: int) -> Response:
    """Everybody and every item, for a spreadsheet: semicolons and decimal commas, as Indonesian Excel reads them."""
    cohort = _cohort(cohort_id)
    found = books.book(cohort, Wish(items=Items.SEMUA, page=None))
    made = StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Nama"), _("Satuan kerja"), *(column.label for column in found.columns)])
    for line in found.lines:
        writer.writerow([neutral(line.name), neutral(line.unit), *("" if cell == "–" else cell for cell in line.cells)])
    return _file(("\ufeff" + made.getvalue()).encode(), "text/csv; charset=utf-8", f"buku-nilai-{cohort_id}.csv")


@bp.get("/buku-nilai/<int:cohort_id>.xlsx")
@allow(Can.REPORT_READ)
def gradebook_xlsx(cohort_id: int) -> Response:
    """The same as a workbook, with numbers as numbers."""
    cohort = _cohort(cohort_id)
    found = books.book(cohort, Wish(items=Items.SEMUA, page=None))
    rows = [[line.name, line.unit, *map(_number_or_text, line.cells)] for line in found.lines]
    content = xlsx.workbook(cohort.name, [_("Nama"), _("Satuan kerja"), *(column.label for column in found.columns)], rows)
    return _file(content, SHEET, f"buku-nilai-{cohort_id}.xlsx")


def _number_or_text(cell: str) -> xlsx.Cell:
    """A grade as a number; anything else as it stands, a dash as nothing."""
    if cell == "–":
        return None
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return cell


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, headers={"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'})
