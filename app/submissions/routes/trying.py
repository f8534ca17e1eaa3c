"""Coba penuntun siaran pers: anyone pastes a text and reads what the coach says; nothing of it is kept."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import clock, richtext
from app.kernel.errors import AppError, Invalid, Unavailable
from app.kernel.i18n import _
from app.pressrelease import Field, Release, analyse, read_whole
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

MOST: Final = 30_000
"""Characters for the open page, ten releases long: strangers get some tenths of a second, not more."""

_ONE_AT_A_TIME: Final = BoundedSemaphore(1)
"""However many strangers press the button at once, one thread of a process reads for them; the rest is free for pages."""

PATIENCE: Final = 0.3
"""Seconds that a request waits for its turn: a release is read in some hundredths of a second."""

AGAIN: Final = 5
"""Seconds after which to try again (Retry-After)."""


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
def tried() -> str | Response:
    """What the coach says of the text that was sent; it is read, answered and forgotten."""
    request.max_content_length = LARGEST_TEXT
    form = TryForm()
    form.naskah.flags.required = True
    if not _ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        return _refused(form, Unavailable(_("Penuntun sedang membaca naskah lain. Tekan Periksa naskah sekali lagi beberapa detik lagi.")))
    try:
        return _read(form)
    except Invalid as error:
        return _refused(form, error)
    finally:
        _ONE_AT_A_TIME.release()


def _refused(form: TryForm, error: AppError) -> Response:
    form.refuse(error)
    answer = make_response(render_template("submissions/try.html", form=form, findings=None, paragraphs=()), error.status)
    if isinstance(error, Unavailable):
        answer.headers["Retry-After"] = str(AGAIN)
    return answer


def _read(form: TryForm) -> str:
    release = _release(form.naskah.data or "", form.kata_kunci.data or "")
    report = analyse(release, dataclasses.replace(house.read(), today=clock.local_date(clock.now())))
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
    text = richtext.plain(typed[: richtext.LONGEST]).strip()
    if not text:
        raise Invalid(_("Tempel dulu naskahnya, lalu periksa."), field="naskah")
    if text.startswith("<"):
        text = _without_tags(text)
    if len(text) > MOST:
        raise _too_long(len(text))
    release = read_whole(text.removeprefix("# ")).release()
    return dataclasses.replace(release, keyphrase=phrase.strip()[:120] or None)


def _without_tags(html: str) -> str:
    try:
        return read_html(richtext.clean(html)).text
    except richtext.TooLong as error:
        raise _too_long(len(html)) from error


def _too_long(length: int) -> Invalid:
    words = _(
        "Naskah ini %(length)s karakter; di halaman ini penuntun membaca paling banyak %(most)s karakter. Tempel satu siaran pers saja.",
        length=length,
        most=MOST,
    )
    return Invalid(words, field="naskah")


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
