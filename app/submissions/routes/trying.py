"""Coba penuntun siaran pers: anyone pastes a text and reads what the coach says; nothing of it is kept."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from flask import render_template, request

from app.access.permissions import Can
from app.kernel import clock, richtext
from app.kernel.errors import Invalid
from app.kernel.i18n import _
from app.pressrelease import MAX_CHARACTERS, Field, Release, TooLong, analyse, read_whole
from app.pressrelease.markup import read_html
from app.submissions.core import marks
from app.submissions.core.content import Laid, Part, lay_out
from app.submissions.forms import TryForm
from app.submissions.house import house
from app.submissions.routes import panel
from app.submissions.routes.place import bp
from app.submissions.routes.writing import LARGEST_TEXT
from app.web.guard import allow
from app.web.limits import limiter

EXAMPLE = Path(__file__).resolve().parents[1] / "contoh-naskah.txt"
SHOWN = (Field.TITLE, Field.DATELINE, Field.LEAD, Field.BODY, Field.BYLINE, Field.CONTACT)
CLEAR_SHARE = 0.5
"""A mark over more of the text than this points at nothing."""


@bp.get("/coba-penuntun")
@allow(Can.PUBLIC)
def try_coach() -> str:
    """An empty box, or the example in it."""
    form = _box()
    if "contoh" in request.args:
        form.naskah.data = EXAMPLE.read_text(encoding="utf-8")
    return render_template("submissions/try.html", form=form, findings=None, paragraphs=())


@bp.post("/coba-penuntun")
@allow(Can.PUBLIC)
@limiter.limit("20 per minute; 200 per hour")
def tried() -> str | tuple[str, int]:
    """What the coach says of the text that was sent; it is read, answered and forgotten."""
    request.max_content_length = LARGEST_TEXT
    form = TryForm()
    form.naskah.flags.required = True
    try:
        release = _release(form.naskah.data or "", form.kata_kunci.data or "")
        report = analyse(release, dataclasses.replace(house.read(), today=clock.local_date(clock.now())))
    except (Invalid, TooLong) as error:
        form.refuse(error if isinstance(error, Invalid) else Invalid(str(error), field="naskah"))
        return render_template("submissions/try.html", form=form, findings=None, paragraphs=()), 422
    found = panel.shown(report, dismissed={}, lesson_urls={})
    laid = _laid(release)
    paragraphs = _marked(laid, found)
    return render_template(
        "submissions/try.html", form=form, findings=found, facts=report.facts, paragraphs=paragraphs, numbers=_in_text_order(paragraphs)
    )


def _in_text_order(paragraphs: tuple[marks.Paragraph, ...]) -> dict[int, int]:
    """A finding's number to its place among the marks as one reads down the text, from 1."""
    seen = dict.fromkeys(number for one in paragraphs for piece in one.pieces for number in piece.begins)
    return {number: place for place, number in enumerate(seen, start=1)}


def _box() -> TryForm:
    form = TryForm(formdata=None)
    form.naskah.flags.required = True
    return form


def _release(typed: str, phrase: str) -> Release:
    text = richtext.plain(typed[: MAX_CHARACTERS + 1]).strip()
    if not text:
        raise Invalid(_("Tempel dulu naskahnya, lalu periksa."), field="naskah")
    if text.startswith("<"):
        text = read_html(text).text
    release = read_whole(text.removeprefix("# ")).release()
    return dataclasses.replace(release, keyphrase=phrase.strip()[:120] or None)


def _laid(release: Release) -> Laid:
    return lay_out(Part(str(name), str(name), release.text_of(name)) for name in SHOWN)


def _marked(laid: Laid, found: panel.Findings) -> tuple[marks.Paragraph, ...]:
    """The text in paragraphs with the stretches of findings; a mark over most of the text is left out."""
    spans = []
    for field, start, end, _status, number in found.marks:
        begin = laid.field_start(field)
        if begin is not None and end - start < CLEAR_SHARE * len(laid.text):
            spans.append(marks.Span(begin + start, begin + end, number))
    passages = [(one.field, one.label, one.kind, one.start, one.end) for one in laid.passages]
    return marks.paragraphs(laid.text, passages, spans)
