"""YAML with line numbers, bounded in size, without aliases, double keys or keys that nobody asked for."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from app.curriculum.core.problems import Problem, Severity
from app.curriculum.yamltree import Mapping, Node, Scalar, Sequence, UnreadableError, tree

_TRUE, _FALSE = frozenset({"true", "ya", "yes", "on"}), frozenset({"false", "tidak", "no", "off"})
_INTEGER = re.compile(r"-?\d{1,9}")
_Enum = TypeVar("_Enum", bound=StrEnum)
_Value = TypeVar("_Value")


def spelled(name: str) -> str:
    """A name of a file as it can be shown: bytes that are no UTF-8 (unpacked from an old ZIP) become question marks."""
    return name.encode("utf-8", "replace").decode()


@dataclass(slots=True)
class Ledger:
    """Problems found so far and the line of every key that was read, by file."""

    problems: list[Problem] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(
        self, file: str, line: int, key: str, reason: str, remedy: str = "", severity: Severity = Severity.GALAT
    ) -> None:
        """Note a problem."""
        self.problems.append(Problem(spelled(file), line, key, spelled(reason), remedy, severity))

    def line(self, file: str, key: str) -> int:
        """The line of a key or of the nearest key above it; 0 when the file has none."""
        while key:
            if (file, key) in self.lines:
                return self.lines[file, key]
            key = key[: max(key.rfind("."), key.rfind("["))] if "." in key or "[" in key else ""
        return self.lines.get((file, ""), 0)


class Fields:
    """One mapping of a YAML file, read key by key; `close` refuses what was not asked for."""

    def __init__(self, node: Mapping, file: str, path: str, ledger: Ledger, offset: int) -> None:
        self.file, self.path, self.ledger, self.offset = file, path, ledger, offset
        self._nodes: dict[str, Node] = {}
        self._asked: set[str] = set()
        self._line = node.line + 1 + offset
        ledger.lines[file, path] = self._line
        for key_node, value in node.entries:
            key, at = key_node.text, key_node.line + 1 + offset
            if key in self._nodes:
                ledger.add(file, at, self.at(key), f'Kunci "{key}" ditulis dua kali.', "Hapus salah satunya.")
                continue
            self._nodes[key] = value
            ledger.lines[file, self.at(key)] = at

    def at(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def fail(self, key: str, reason: str, remedy: str = "") -> None:
        """Note a problem at a key."""
        path = self.at(key) if key else self.path
        self.ledger.add(self.file, self.ledger.line(self.file, path), path, reason, remedy)

    def has(self, key: str) -> bool:
        """Whether the key is there and not empty."""
        node = self._nodes.get(key)
        return node is not None and not (isinstance(node, Scalar) and node.is_null)

    def close(self) -> None:
        """Refuse the keys that were never asked for."""
        for key in self._nodes:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.fail(key, f'Kunci "{key}" tidak dikenal.', f"Kunci yang dikenal di sini: {known}.")

    def _take(self, key: str, *, is_needed: bool) -> Node | None:
        self._asked.add(key)
        if self.has(key):
            return self._nodes[key]
        if is_needed:
            path = self.at(key)
            self.ledger.add(self.file, self._line, path, f'Kunci "{key}" belum diisi.', f'Tambahkan "{key}".')
        return None

    def text(self, key: str, default: str | None = None) -> str:
        """A scalar as it stands in the file; required without a default."""
        node = self._take(key, is_needed=default is None)
        if node is None:
            return default or ""
        if not isinstance(node, Scalar):
            self.fail(key, "Di sini harus berupa teks.", "Tulis satu nilai, bukan daftar; apit dengan tanda kutip.")
            return default or ""
        value = node.text.strip()
        if not value and default is None:
            self.fail(key, f'Isi "{key}" kosong.', "Tulis isinya.")
        return value

    def integer(self, key: str, minimum: int, maximum: int, default: int | None = None) -> int:
        """A whole number within bounds; required without a default."""
        if not self.has(key) and default is not None:
            self._asked.add(key)
            return default
        if not self.has(key):
            self._take(key, is_needed=True)
            return minimum
        value = self.text(key)
        if not _INTEGER.fullmatch(value) or not minimum <= int(value) <= maximum:
            self.fail(key, f'"{value[:40]}" bukan angka bulat {minimum}-{maximum}.', "Tulis angka bulat tanpa satuan.")
            return minimum if default is None else default
        return int(value)

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal:
        """A number with a dot as decimal sign; required without a default."""
        fallback = Decimal(0) if default is None else default
        if not self.has(key):
            self._take(key, is_needed=default is None)
            return fallback
        try:
            value = Decimal(self.text(key))
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            self.fail(key, "Di sini harus berupa angka.", "Pakai titik untuk desimal, mis. 62.5.")
            return fallback
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Whether true or false stands there; required without a default."""
        node = self._take(key, is_needed=default is None)
        if node is None:
            return bool(default)
        value = node.text.lower() if isinstance(node, Scalar) else ""
        if value not in _TRUE | _FALSE:
            self.fail(key, "Di sini hanya true atau false.", "Tulis true atau false tanpa tanda kutip.")
        return value in _TRUE

    def day(self, key: str) -> date:
        """A date written 2026-11-21."""
        value = self.text(key)
        try:
            return date.fromisoformat(value)
        except ValueError:
            if value:
                self.fail(key, f'"{value[:40]}" bukan tanggal.', "Tulis seperti 2026-11-21.")
            return date(2000, 1, 1)

    def choice(self, key: str, kinds: type[_Enum], default: _Enum | None = None) -> _Enum:
        """A member of an enum; required without a default."""
        value = self.text(key, None if default is None else default.value)
        if value in set(kinds):
            return kinds(value)
        if value:
            known = ", ".join(kinds)
            self.fail(key, f'"{value[:40]}" tidak dikenal.', f"Pilih salah satu: {known}.")
        return next(iter(kinds)) if default is None else default

    def texts(self, key: str, *, is_needed: bool = True) -> tuple[str, ...]:
        """A list of scalars; an absent optional list is empty."""
        entries: list[str] = []
        for index, node in enumerate(self._sequence(key, is_needed=is_needed)):
            path = f"{self.at(key)}[{index}]"
            line = self.ledger.lines[self.file, path] = node.line + 1 + self.offset
            if isinstance(node, Scalar) and node.text.strip():
                entries.append(node.text.strip())
            else:
                self.ledger.add(
                    self.file, line, path, "Butir daftar ini harus berupa teks.", "Tulis satu teks per butir."
                )
        return tuple(entries)

    def choices(self, key: str, kinds: type[_Enum]) -> tuple[_Enum, ...]:
        """A list of members of an enum."""
        values = self.texts(key)
        for value in values:
            if value not in set(kinds):
                self.fail(key, f'"{value[:40]}" tidak dikenal.', f"Pilih dari: {', '.join(kinds)}.")
        return tuple(kinds(value) for value in values if value in set(kinds))

    def child(self, key: str, *, is_needed: bool = True) -> "Fields | None":
        """A mapping below this key."""
        node = self._take(key, is_needed=is_needed)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self.fail(key, "Di sini harus berupa kunci dan isi.", "Lihat contohnya di courses/SKEMA.md.")
            return None
        return Fields(node, self.file, self.at(key), self.ledger, self.offset)

    def children(self, key: str, *, is_needed: bool = True) -> Iterator["Fields"]:
        """The mappings of a list."""
        for index, node in enumerate(self._sequence(key, is_needed=is_needed)):
            path = f"{self.at(key)}[{index}]"
            if isinstance(node, Mapping):
                yield Fields(node, self.file, path, self.ledger, self.offset)
            else:
                line = node.line + 1 + self.offset
                self.ledger.add(
                    self.file,
                    line,
                    path,
                    "Butir ini harus berupa kunci dan isi.",
                    "Lihat contohnya di courses/SKEMA.md.",
                )

    def names(self) -> tuple[str, ...]:
        """The keys in the order of the file (marks them as asked for)."""
        self._asked.update(self._nodes)
        return tuple(self._nodes)

    def collect(self, key: str, read: Callable[["Fields"], _Value], *, is_needed: bool = True) -> tuple[_Value, ...]:
        """Every mapping of a list read by `read`, each closed afterwards."""
        values: list[_Value] = []
        for child in self.children(key, is_needed=is_needed):
            values.append(read(child))
            child.close()
        return tuple(values)

    def _sequence(self, key: str, *, is_needed: bool) -> Iterable[Node]:
        node = self._take(key, is_needed=is_needed)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.fail(key, "Di sini harus berupa daftar.", "Awali setiap butir dengan tanda hubung atau pakai [ … ].")
            return ()
        return node.entries


def open_mapping(text: str, file: str, ledger: Ledger, path: str = "", offset: int = 0) -> Fields | None:
    """The mapping of a YAML text, or None with the problem noted.

    `offset` is the line where the text begins in its file, counted from 0; `path` is put before every key.
    """
    try:
        node = tree(text)
    except UnreadableError as error:
        ledger.add(file, error.line + 1 + offset, path, error.reason, error.remedy)
        return None
    if not isinstance(node, Mapping):
        remedy = "Lihat contohnya di courses/SKEMA.md."
        ledger.add(file, 1 + offset, path, "Isi berkas harus berupa kunci dan isi.", remedy)
        return None
    return Fields(node, file, path, ledger, offset)
