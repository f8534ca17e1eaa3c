"""A form over values that stand: it shows them, leaves out what may not change, and reads what was typed over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Self

from app.kernel import clock
from app.web.fields import Form

WALL = "%Y-%m-%dT%H:%M"
"""How a browser sends a day and a time; they are those of West Sumatra."""


class HeldForm(Form):
    """The fields are named as the values are."""

    def without(self, shut: Iterable[str]) -> Self:
        """The form without the fields that cannot be changed any more: what is posted for them is not read."""
        for name in shut:
            if name in self._fields:
                delattr(self, name)
        return self

    def show(self, held: Mapping[str, object]) -> None:
        """Fill the fields with what stands."""
        for name, value in held.items():
            if name in self._fields:
                self._fields[name].data = _wall(value) if isinstance(value, datetime) else value

    def over(self, held: Mapping[str, object]) -> dict[str, Any]:
        """What was typed over what stands; a time whose minute did not change keeps its seconds (23.59.59)."""
        return {name: self._read(name, value) for name, value in held.items()}

    def _read(self, name: str, held: object) -> object:
        field = self._fields.get(name)
        if field is None:
            return held
        if isinstance(held, datetime):
            return held if _wall(held) == field.data else field.data.replace(tzinfo=clock.WIB)
        return field.data


def _wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None, second=0, microsecond=0)
