"""Placeholders of links and assets in rendered text, replaced once the final addresses are known."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

_LINK = re.compile(r'\b(src|href|poster)="(asset|materi):([^"#]+)(#[^"]*)?"')
_PLAIN_LINKS = frozenset({"src", "poster", "captions"})
_Value = TypeVar("_Value")


def resolve_links(html: str, asset_url: Callable[[str], str], lesson_url: Callable[[str], str]) -> str:
    """HTML with final addresses.

    `asset_url` gets `assets/x.svg`, `lesson_url` gets `sp-3/02-teras`; both must return addresses that are safe
    inside a double-quoted attribute (no `"`, `<`, `&`).
    """

    def address(found: re.Match[str]) -> str:
        attribute, scheme, target, anchor = found.groups()
        url = asset_url(target) if scheme == "asset" else lesson_url(target)
        return f'{attribute}="{url}{anchor or ""}"'

    return _LINK.sub(address, html)


def resolved(value: _Value, asset_url: Callable[[str], str], lesson_url: Callable[[str], str]) -> _Value:
    """The same value (Course, Lesson, Quiz, Work, ...) with all its HTML, pictures and clips resolved."""

    def walk(entry: object, name: str) -> object:
        if isinstance(entry, str):
            if name.endswith("html"):
                return resolve_links(entry, asset_url, lesson_url)
            if name in _PLAIN_LINKS and entry.startswith("asset:"):
                return asset_url(entry.removeprefix("asset:"))
            return entry
        if isinstance(entry, tuple):
            return tuple(walk(part, name) for part in entry)
        if is_dataclass(entry) and not isinstance(entry, type):
            changed = {field.name: walk(getattr(entry, field.name), field.name) for field in fields(entry)}
            return replace(entry, **changed)
        return entry

    return cast("_Value", walk(value, ""))  # walk keeps the type of every value it rebuilds
