"""What every page must keep, read from its HTML: links of the error summary, ids, forms with their fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

SUMMARY = 'class="box summary"'


@dataclass
class Form:
    """A form as a browser would send it."""

    action: str
    method: str
    is_multipart: bool = False
    values: dict[str, str] = field(default_factory=dict)
    """What is sent when nothing is changed; of radios the checked one, else the first."""
    texts: list[str] = field(default_factory=list)
    """Fields into which people type."""
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = here
        self.forms: list[Form] = []
        self.ids: list[str] = []
        self._open: Form | None = None
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "form":
            self._open = Form(found.get("action") or self.here, found.get("method", "get").lower(), "multipart" in found.get("enctype", ""))
            self.forms.append(self._open)
        if self._open is not None:
            self._field(tag, found, self._open)

    def _field(self, tag: str, found: dict[str, str], form: Form) -> None:
        name = found.get("name", "")
        if tag == "option" and self._select:
            if "selected" in found or self._select not in form.values or not form.values[self._select]:
                form.values[self._select] = found.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "textarea" and name:
            self._area = name
            form.values[name] = ""
            form.texts.append(name)
        elif tag in {"input", "button"} and name:
            self._input(tag, name, found, form)

    def _input(self, tag: str, name: str, found: dict[str, str], form: Form) -> None:
        kind = found.get("type", "submit" if tag == "button" else "text")
        if kind == "file":
            form.files.append(name)
        elif kind in {"radio", "checkbox"}:
            if "checked" in found or (kind == "radio" and name not in form.values):
                form.values[name] = found.get("value", "on")
        elif kind == "submit":
            form.values.setdefault(name, found.get("value", ""))
        else:
            form.values[name] = found.get("value", "")
            if kind != "hidden":
                form.texts.append(name)

    def handle_data(self, data: str) -> None:
        if self._area and self._open is not None:
            self._open.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def forms(html: str, here: str) -> list[Form]:
    """The forms of a page; `here` is its own address."""
    reader = _Reader(here)
    reader.feed(html)
    return reader.forms


def faults(html: str) -> list[str]:
    """What is wrong with a page that says what is wrong: a link of its summary that leads to no field, an id given twice."""
    if SUMMARY not in html:
        return []
    reader = _Reader("")
    reader.feed(html)
    targets = [
        target
        for box in re.findall(r'<div class="box summary".*?</div>', html, flags=re.DOTALL)
        for target in re.findall(r'href="#([^"]*)"', box)
    ]
    lost = [f"the summary leads to #{target}, which is not there" for target in targets if target not in reader.ids]
    twice = [f"two elements are called #{one}" for one in sorted(set(reader.ids)) if reader.ids.count(one) > 1]
    return [*lost, *twice]
