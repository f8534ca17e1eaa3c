"""A small memory of this process for what rarely changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Value = TypeVar("Value")

_all: WeakSet[Remembered[Any]] = WeakSet()


class Remembered(Generic[Value]):
    """Values by key for `seconds`, at most `most` of them; every process has its own, so keep only what may be stale."""

    def __init__(self, *, seconds: float, most: int = 256) -> None:
        self._seconds = seconds
        self._most = most
        self._kept: dict[object, tuple[float, Value]] = {}
        self._lock = Lock()
        _all.add(self)

    def get(self, key: object, make: Callable[[], Value]) -> Value:
        """The remembered value, or the one that `make` returns now."""
        held = self._kept.get(key)
        if held is not None and held[0] > time.monotonic():
            return held[1]
        value = make()
        with self._lock:
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[key] = (time.monotonic() + self._seconds, value)
        return value

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._kept.clear()


def forget_all() -> None:
    """Drop what this process remembers, as a new one would begin (between tests, which use the same ids again)."""
    for memory in _all:
        memory.forget()
