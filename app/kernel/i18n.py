"""Words: Indonesian is the source language, an English catalogue stands beside it; dates as people say them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Flask, g
from flask_babel import force_locale, get_locale, lazy_gettext
from flask_babel import gettext as translated
from flask_babel import ngettext as translated_plural
from markupsafe import Markup

from app.kernel.clock import local, local_date

__all__ = ["_", "amount", "day", "day_long", "house_language", "init", "language", "lazy", "mark", "moment", "ngettext", "number", "period", "ready", "relative", "size", "speaks_source"]


_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def speaks_source() -> bool:
    """Whether the page speaks Indonesian, the language of the source: no catalogue is asked then."""
    try:
        known: bool = g.is_source_language
    except AttributeError:
        locale = get_locale()
        known = g.is_source_language = locale is None or locale.language == "id"
    except RuntimeError:  # outside of any application
        return True
    return known


def language() -> str:
    """The language of the page as a tag: id, en."""
    locale = None if speaks_source() else get_locale()
    return locale.language if locale else "id"


@contextmanager
def house_language() -> Iterator[None]:
    """Speak Indonesian to others than the one who asks (bells, mails), then his language again."""
    with force_locale("id"):
        before = g.pop("is_source_language", None)
        try:
            yield
        finally:
            g.pop("is_source_language", None)
            if before is not None:
                g.is_source_language = before


def _(sentence: str, **values: Any) -> str:
    """A sentence in the reader's language, with its values put in."""
    values = _apart(values)
    if speaks_source():
        return sentence % values if values else sentence
    return str(translated(sentence, **values))


def _apart(values: dict[str, Any]) -> dict[str, Any]:
    """Words that run from right to left, between isolates: else the full stop after an Arabic name jumps before it."""
    return {
        name: value.__class__("\u2068") + value + "\u2069" if isinstance(value, str) and _RIGHT_TO_LEFT.search(value) else value
        for name, value in values.items()
    }


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """A sentence that depends on a number; Indonesian has one form, written twice."""
    if speaks_source():
        return (one if n == 1 else many) % {"num": n, **values}
    return str(translated_plural(one, many, n, **values))


lazy = lazy_gettext
"""A sentence that is looked up when it is shown: labels of forms, which are made once."""


def init(app: Flask) -> None:
    """Let templates use the same quick functions."""
    app.jinja_env.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]  # of jinja2.ext.i18n
    app.jinja_env.globals["_"] = _in_template


@lru_cache(4096)
def ready(sentence: str) -> Markup:
    """A sentence of the source without values, as newstyle gettext makes it: safe, with %% read as %."""
    return Markup(sentence) % {}  # noqa: S704 -- sentences stand in our templates


def _in_template(sentence: str, **values: Any) -> Markup:
    """`_` of templates: values are escaped. A page says forty sentences, most of them always the same."""
    if not values and speaks_source():
        return ready(sentence)
    return Markup(_(sentence)) % _apart(values)  # noqa: S704 -- as above; values are escaped here


def mark(sentence: str) -> str:
    """Tell the collector of sentences of one that is looked up later by its variable."""
    return sentence


MONTHS = (
    mark("Januari"), mark("Februari"), mark("Maret"), mark("April"), mark("Mei"), mark("Juni"),
    mark("Juli"), mark("Agustus"), mark("September"), mark("Oktober"), mark("November"), mark("Desember"),
)  # fmt: skip
MONTHS_SHORT = (
    mark("Jan"), mark("Feb"), mark("Mar"), mark("Apr"), mark("Mei"), mark("Jun"),
    mark("Jul"), mark("Agu"), mark("Sep"), mark("Okt"), mark("Nov"), mark("Des"),
)  # fmt: skip
DAYS = (
    mark("Senin"), mark("Selasa"), mark("Rabu"), mark("Kamis"), mark("Jumat"), mark("Sabtu"), mark("Minggu"),
)  # fmt: skip


def day_long(value: date | datetime) -> str:
    """Kamis, 7 Maret 2024."""
    d = local_date(value) if isinstance(value, datetime) else value
    return f"{_(DAYS[d.weekday()])}, {d.day} {_(MONTHS[d.month - 1])} {d.year}"


def day(value: date | datetime) -> str:
    """7 Mar 2024."""
    d = local_date(value) if isinstance(value, datetime) else value
    return f"{d.day} {_(MONTHS_SHORT[d.month - 1])} {d.year}"


def moment(value: datetime) -> str:
    """7 Mar 2024, 14.30 WIB."""
    at = local(value)
    return f"{day(value)}, {at:%H.%M} WIB"


def relative(value: datetime, now: datetime) -> str:
    """How far away a moment is, in words: besok 23.59, 3 hari lagi, 2 jam lalu."""
    gap = value - now
    days = (local_date(value) - local_date(now)).days
    clock = f"{local(value):%H.%M}"
    if abs(gap) < timedelta(minutes=1):
        return _("baru saja") if gap <= timedelta(0) else _("sebentar lagi")
    if abs(gap) < timedelta(hours=1):
        minutes = round(abs(gap).total_seconds() / 60)
        return _("%(n)d menit lagi", n=minutes) if gap > timedelta(0) else _("%(n)d menit lalu", n=minutes)
    if days == 0:
        return _("hari ini %(clock)s", clock=clock)
    if days == 1:
        return _("besok %(clock)s", clock=clock)
    if days == -1:
        return _("kemarin %(clock)s", clock=clock)
    if 1 < days <= 30:  # noqa: PLR2004 -- beyond a month a date says more than a count
        return _("%(n)d hari lagi", n=days)
    if -30 <= days < -1:  # noqa: PLR2004 -- as above
        return _("%(n)d hari lalu", n=-days)
    return day(value)


def period(start: date, end: date) -> str:
    """2 s.d. 20 November 2026, with month and year said once where they are the same."""
    if start == end:
        return f"{start.day} {_(MONTHS[start.month - 1])} {start.year}"
    left = str(start.day)
    if (start.month, start.year) != (end.month, end.year):
        left += f" {_(MONTHS[start.month - 1])}"
    if start.year != end.year:
        left += f" {start.year}"
    return f"{left} s.d. {end.day} {_(MONTHS[end.month - 1])} {end.year}"


def number(value: float, digits: int = 0) -> str:
    """1.250 and 87,5: thousands with a dot, decimals with a comma."""
    text = f"{value:,.{digits}f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def amount(value: float | None) -> str:
    """A grade as people read it: 87,5 or 90; a dash when there is none. 69.96 does not read 70, which would have passed."""
    if value is None:
        return "–"
    rounded = round(value, 1)
    if rounded == int(rounded) and rounded > value + 1e-6:  # 1e-6: sums of floats that mean the whole number
        rounded = round(rounded - 0.1, 1)
    return number(rounded, 0 if rounded == int(rounded) else 1)


_NUMBER_AND_WORD = re.compile(r"(?<=\d) (?=%|MB|[a-z])")


def unbroken(text: str) -> str:
    """A sentence in which no line ends between a number and what it counts: "35 %", "120 kata"."""
    return _NUMBER_AND_WORD.sub("\u00a0", text)


def size(count: int) -> str:
    """Bytes as KB, MB or GB."""
    if count >= 1_000_000_000:  # noqa: PLR2004 -- disks are compared in gigabytes
        return f"{number(count / 1_000_000_000, 1)} GB"
    if count < 1_000_000:  # noqa: PLR2004 -- below a megabyte kilobytes are what people compare
        return f"{max(1, round(count / 1000))} KB"
    return f"{number(count / 1_000_000, 1)} MB"
