"""A person's data as files: one for machines (JSON), one to read (HTML that needs nothing but a browser), both in a ZIP."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

Words = Mapping[str, str]

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "dt{font-weight:600}dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}"
    "article{border-top:1px solid #bbb;padding-top:.75rem}nav li{margin:.25rem 0}"
)


def as_json(data: Mapping[str, Any]) -> str:
    """Everything, with times as ISO 8601."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=str)


def as_html(data: Mapping[str, Any], *, title: str, lead: str, empty: str) -> str:
    """The same to read: a heading and a list per section, nothing left out."""
    links = "".join(f'<li><a href="#{escape(name)}">{escape(_label(name))}</a></li>' for name in data)
    sections = "".join(
        f'<section id="{escape(name)}"><h2>{escape(_label(name))}</h2>{_value(value) or f"<p>{escape(empty)}</p>"}</section>'
        for name, value in data.items()
    )
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><h1>{escape(title)}</h1><p>{escape(lead)}</p>"
        f"<nav><ul>{links}</ul></nav>{sections}</body></html>"
    )


def as_zip(files: Mapping[str, str], *, at: datetime) -> bytes:
    """The files under these names, compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            about = zipfile.ZipInfo(name, at.timetuple()[:6])
            about.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(about, text)
    return out.getvalue()


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = "".join(f"<dt>{escape(_label(str(name)))}</dt><dd>{_value(each) or '–'}</dd>" for name, each in value.items())
        return f"<dl>{pairs}</dl>" if pairs else ""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return "".join(f"<article>{_value(each)}</article>" for each in value)
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return escape(str(value)) if value is not None else ""
