"""YAML text to a tree of nodes with line numbers: no aliases, no tags, no deep nesting, nothing constructed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

MAX_BYTES = 512 * 1024
MAX_DEPTH = 12
UNSEEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\ufffe\\uffff]")
"""Signs that no text needs; PostgreSQL holds no NUL, and a training must not fail only where it is served."""
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_ALLOWED_TAGS = frozenset({None, "!", "tag:yaml.org,2002:str"})
_HINT = "Periksa indentasi, titik dua, dan tanda kutip pada baris ini atau tepat di atasnya."


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as it stands in the file; `line` counts from 0."""

    line: int
    text: str
    is_null: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    line: int
    entries: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values in the order of the file, double keys included."""

    line: int
    entries: "tuple[tuple[Scalar, Node], ...]"


Node = Scalar | Sequence | Mapping


class UnreadableError(Exception):
    """A text that is not the YAML accepted here: line from 0, reason and remedy in Indonesian."""

    def __init__(self, line: int, reason: str, remedy: str = _HINT) -> None:
        super().__init__(reason)
        self.line, self.reason, self.remedy = line, reason, remedy


def tree(text: str) -> Node | None:
    """The one document of a text, None when it is empty. Raises UnreadableError.

    It is built from the stream of events, because the composers of the library recurse without a bound.
    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise UnreadableError(0, "Berkas lebih besar dari 512 KB.", "Bagi isinya.")
    try:
        events = _checked(text)
        first = next(events, None)
        node = None if first is None else _node(first, events)
        for _ in events:  # the rest is read for its errors only
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(part for part in (error.context, error.problem) if part)
        raise UnreadableError(mark.line if mark else 0, f"YAML tidak dapat dibaca ({said}).") from error
    except yaml.YAMLError as error:
        remedy = "Hapus karakter tak tampak dan simpan ulang sebagai UTF-8."
        raise UnreadableError(0, f"YAML tidak dapat dibaca ({type(error).__name__}).", remedy) from error
    return node


def _checked(text: str) -> Iterator[Event]:
    """Events of content, each refused when it goes beyond what is accepted."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise UnreadableError(line, "Berkas memuat lebih dari satu dokumen.", 'Hapus baris "---" di tengah.')
        elif isinstance(event, AliasEvent):
            raise UnreadableError(line, "Alias YAML (*nama) tidak diterima.", "Tulis isinya langsung.")
        elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            if event.tag not in _ALLOWED_TAGS:
                raise UnreadableError(line, f"Tag YAML {event.tag} tidak diterima.", "Hapus tagnya.")
            depth += not isinstance(event, ScalarEvent)
            if depth > MAX_DEPTH:
                raise UnreadableError(line, "Isi bersarang terlalu dalam.", "Sederhanakan susunannya.")
            yield event
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            depth -= 1
            yield event


def _node(event: Event, events: Iterator[Event]) -> Node:
    line = event.start_mark.line if event.start_mark else 0
    if isinstance(event, SequenceStartEvent):
        entries: list[Node] = []
        while not isinstance(inner := next(events), SequenceEndEvent):
            entries.append(_node(inner, events))
        return Sequence(line, tuple(entries))
    if isinstance(event, MappingStartEvent):
        pairs: list[tuple[Scalar, Node]] = []
        while not isinstance(inner := next(events), MappingEndEvent):
            key = _node(inner, events)
            if not isinstance(key, Scalar) or key.text == "<<":
                raise UnreadableError(key.line, "Kunci harus berupa teks biasa.", "Tulis satu kata sebagai kunci.")
            pairs.append((key, _node(next(events), events)))
        return Mapping(line, tuple(pairs))
    if isinstance(event, ScalarEvent):
        if UNSEEN.search(str(event.value)):
            raise UnreadableError(line, "Ada karakter tak tampak dalam nilai ini.", r"Hapus yang ditulis seperti \0, \a, \e, atau \x07.")
        return Scalar(line, str(event.value), not event.style and event.value in _NULLS)
    raise UnreadableError(line, "YAML tidak dapat dibaca.")
