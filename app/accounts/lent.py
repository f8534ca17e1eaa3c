"""What features above lend to the pages of accounts; connected once in `app.wiring`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Section = Callable[[int, datetime], list[dict[str, Any]]]
"""(user id, now) -> plain rows: what a feature holds about a person, as far as he may see it now."""


@dataclass(frozen=True, slots=True)
class ClassCard:
    """What an invitation says about the class it leads to."""

    name: str
    training: str
    starts_on: date
    ends_on: date
    contact_name: str
    contact_phone: str


class _Lent:
    """The present loans; nothing is lent until wiring says so."""

    class_card: Callable[[int], ClassCard | None] = staticmethod(lambda _cohort_id: None)
    sections: tuple[tuple[str, Section], ...] = ()


def lend(
    *,
    class_card: Callable[[int], ClassCard | None],
    sections: tuple[tuple[str, Section], ...] = (),
) -> None:
    """Say who knows classes, and which sections belong to a person's export: (name, its rows)."""
    _Lent.class_card = staticmethod(class_card)
    _Lent.sections = sections


def class_card(cohort_id: int | None) -> ClassCard | None:
    """The class of an invitation; None when it leads to none."""
    return None if cohort_id is None else _Lent.class_card(cohort_id)


def sections() -> tuple[tuple[str, Section], ...]:
    """Sections of an export from the features above."""
    return _Lent.sections
