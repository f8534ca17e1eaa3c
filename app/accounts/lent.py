"""What features above lend to the pages of accounts; connected once in `app.wiring`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Section = Callable[[int, datetime], list[dict[str, Any]]]
"""(user id, now) -> plain rows: what a feature holds about a person, as far as he may see it now."""

Counter = Callable[[int], int]
"""(user id) -> how many rows a feature holds about a person; one statement."""


@dataclass(frozen=True, slots=True)
class ClassCard:
    """What an invitation says about the class it leads to."""

    name: str
    training: str
    starts_on: date
    ends_on: date
    contact_name: str
    contact_phone: str
    is_open: bool
    """Whether the invited person has his place there still: it was not taken back, nor the class called off."""


class _Lent:
    """The present loans; nothing is lent until wiring says so."""

    class_card: Callable[[int, int], ClassCard | None] = staticmethod(lambda _cohort_id, _user_id: None)
    sections: tuple[tuple[str, Section], ...] = ()
    holdings: tuple[tuple[str, Counter], ...] = ()


def lend(
    *,
    class_card: Callable[[int, int], ClassCard | None],
    sections: tuple[tuple[str, Section], ...] = (),
    holdings: tuple[tuple[str, Counter], ...] = (),
) -> None:
    """Say who knows classes, which sections belong to a person's export, and who counts what is held: (name, its rows)."""
    _Lent.class_card = staticmethod(class_card)
    _Lent.sections = sections
    _Lent.holdings = holdings


def class_card(cohort_id: int | None, user_id: int) -> ClassCard | None:
    """The class of somebody's invitation; None when it leads to none."""
    return None if cohort_id is None else _Lent.class_card(cohort_id, user_id)


def sections() -> tuple[tuple[str, Section], ...]:
    """Sections of an export from the features above."""
    return _Lent.sections


def holdings(user_id: int) -> dict[str, int]:
    """How much the features above hold about a person, by name."""
    return {name: count(user_id) for name, count in _Lent.holdings}
