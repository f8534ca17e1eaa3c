"""Values of a training to JSON and back, so that a row can hold a step and a pure core can read it.

Members of a union carry their `kind`. Reading ignores keys that it does not know and fills missing ones with
the default, so that a row written by an older or newer version stays readable.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from app.curriculum.core.course import Lesson, Quiz, Test
from app.curriculum.core.path import StepBody, StepKind
from app.curriculum.core.work import Work

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
_Value = TypeVar("_Value")

_BODIES: dict[StepKind, type[StepBody]] = {
    StepKind.MATERI: Lesson,
    StepKind.KUIS: Quiz,
    StepKind.TUGAS: Work,
    StepKind.TES_AWAL: Test,
    StepKind.TES_AKHIR: Test,
}


def to_json(value: object) -> dict[str, Json]:
    """A dataclass of the curriculum as a JSON object. Raises TypeError for anything else."""
    encoded = _encode(value)
    if not isinstance(encoded, dict):
        raise TypeError(f"not a dataclass: {type(value).__name__}")
    return encoded


def from_json(kind: type[_Value], data: Mapping[str, object]) -> _Value:
    """The value of this dataclass that `to_json` wrote.

    Raises ValueError when a key without default is missing, TypeError when something else stands in its place.
    """
    wanted: object = kind
    value = _decoder(wanted)(data)
    if not isinstance(value, kind):
        raise TypeError(f"not a {kind.__name__}")
    return value


def body_from_json(kind: StepKind, data: Mapping[str, object]) -> StepBody:
    """What a step of this kind holds: Lesson, Quiz, Work or Test."""
    return from_json(_BODIES[kind], data)


def _encode(value: object) -> Json:
    if is_dataclass(value) and not isinstance(value, type):
        mark = getattr(type(value), "kind", None)  # a field of that name is a descriptor here, no StrEnum
        encoded: dict[str, Json] = {"kind": mark.value} if isinstance(mark, StrEnum) else {}
        for field in fields(value):
            encoded[field.name] = _encode(getattr(value, field.name))
        return encoded
    if isinstance(value, tuple):
        return [_encode(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum | Decimal):
        return str(value)
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"cannot encode {type(value).__name__}")


@cache
def _decoder(kind: object) -> Callable[[object], object]:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union(get_args(kind))
    if origin is tuple:
        each = _decoder(get_args(kind)[0])
        return lambda data: tuple(each(entry) for entry in data) if isinstance(data, list | tuple) else ()
    if isinstance(kind, type) and is_dataclass(kind):
        return _record(kind)
    return _scalar(kind)


def _scalar(kind: object) -> Callable[[object], object]:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda data: kind(str(data))
    if kind is date:
        return lambda data: date.fromisoformat(str(data))
    if kind is Decimal:
        return lambda data: Decimal(str(data))
    return lambda data: data


def _union(members: tuple[object, ...]) -> Callable[[object], object]:
    by_kind = {str(getattr(member, "kind", "")): _decoder(member) for member in members if member is not type(None)}

    def decode(data: object) -> object:
        if data is None:
            return None
        mark = str(data.get("kind", "")) if isinstance(data, Mapping) and len(by_kind) > 1 else next(iter(by_kind))
        if mark not in by_kind:
            raise ValueError(f"unknown kind {mark!r}")
        return by_kind[mark](data)

    return decode


def _record(kind: type) -> Callable[[object], object]:
    hints = get_type_hints(kind)
    parts = [
        (field.name, _decoder(hints[field.name]), field.default is MISSING and field.default_factory is MISSING)
        for field in fields(kind)
    ]

    def decode(data: object) -> object:
        if not isinstance(data, Mapping):
            raise TypeError(f"{kind.__name__} must be an object")
        given: dict[str, object] = {}
        for name, read, is_needed in parts:
            if name in data:
                given[name] = read(data[name])
            elif is_needed:
                raise ValueError(f"{kind.__name__}.{name} is missing")
        return kind(**given)

    return decode
