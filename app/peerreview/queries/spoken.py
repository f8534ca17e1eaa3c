"""What reviewers wrote, as the author and other reviewers may read it: nobody of the class is named there.

A reviewer may sign his review or guess at the author. Reviews are kept as they were written, for the pelatih; whatever
goes to a peer passes here (rules.md, Blindness). What stands in the work as its reviewers read it is quoted, not told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import bindparam, select

from app.accounts.models import Unit, User
from app.kernel.cache import Remembered
from app.kernel.db import db, read
from app.learning.models import Enrolment
from app.submissions import queries as submissions
from app.submissions.core.identity import COVER, cover, find, telling
from app.submissions.models import Submission, Version

_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\w[\w.@+-]*\w")
_REACH = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\d)\d{8}[ .]?\d{6}[ .]?\d[ .]?\d{3}(?!\d)")
"""An address of mail, or the 18 digits of a NIP."""


class Member(NamedTuple):
    """Somebody of the class as texts could give him away; a tuple, for a thousand of them are made for every review."""

    id: int
    name: str
    username: str
    unit: str
    unit_short: str


# Built once, because building this statement costs more than asking it.
_MEMBERS = (
    select(User.id, User.name, User.username, Unit.name, Unit.short_name)
    .join(Enrolment, Enrolment.user_id == User.id)
    .join(Unit, Unit.id == User.unit_id)
    .where(Enrolment.cohort_id == bindparam("cohort_id"))
)


@dataclass(frozen=True, slots=True)
class Roll:
    """Everyone of a class by what could give him away; made once for many texts, as a class may have a thousand people."""

    by_word: Mapping[str, Sequence[Member]]
    """A word of a name, without capitals -> whose names hold it."""
    usernames: Mapping[str, str]
    units: Mapping[str, frozenset[str]]
    """What tells a unit -> its words."""


def roll_of(cohort_id: int) -> Roll:
    """Everyone who is or was in a class; one statement."""
    return enrolled(map(Member._make, read(_MEMBERS, cohort_id=cohort_id).all()))


def enrolled(people: Iterable[Member]) -> Roll:
    """The roll of these people. Pure."""
    by_word: dict[str, list[Member]] = defaultdict(list)
    usernames: dict[str, str] = {}
    units: set[str] = set()
    for one in people:
        for word in _words(one.name):
            by_word[word].append(one)
        usernames[one.username.casefold()] = one.username
        units |= {one.unit, one.unit_short}
    return Roll(by_word, usernames, {unit: _words(unit) for unit in telling("", units - {""})})


@lru_cache(2048)
def _words(name: str) -> frozenset[str]:
    """The words of a name, whatever stands between them."""
    return frozenset(_WORD.findall(name.casefold()))


def named_in(texts: Iterable[str], roll: Roll, near: Collection[int]) -> tuple[str, ...]:
    """Names, units and usernames of the class that stand in the texts, longest first. Pure.

    Of the author and the writer (`near`) a single uncommon word of the name is enough; of the others, who are many, it
    takes two words in a row, or the whole of a name that is one word.
    """
    whole = "\n".join(texts)
    said = {word.casefold() for word in _WORD.findall(whole)}
    tokens = {token.casefold() for token in _TOKEN.findall(whole)}
    telltale = {unit for unit, words in roll.units.items() if said >= words}
    for one in {one for word in said & roll.by_word.keys() for one in roll.by_word[word]}:
        names = telling(one.name, ())
        telltale.update(
            name for name in names if (one.id in near or " " in name or name == one.name) and said >= _words(name)
        )
    found = {roll.usernames[token] for token in tokens & roll.usernames.keys()}
    found.update(name for name in telltale if find(whole, [name]))
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


_lately: Remembered[Roll] = Remembered(seconds=60, most=4)
"""A warning may miss who joined this minute; what others read is covered with the names of the moment."""


def tells(texts: Sequence[str], *, cohort_id: int, version_id: int, near: Collection[int]) -> bool:
    """Whether a review, as it is about to be sent, names somebody of the class; one statement, three when it does."""
    roll = _lately.get(cohort_id, lambda: roll_of(cohort_id))
    return bool(_foreign(texts, named_in(texts, roll, near), version_id))


@dataclass(frozen=True, slots=True)
class Place:
    """The work that was spoken of; `shown` is its text as reviewers read it, where the caller has it."""

    version_id: int
    author_id: int
    cohort_id: int
    shown: str | None = None


def place_of(version_id: int) -> Place:
    """Whose work in which class a version is; one statement."""
    author_id, cohort_id = db.session.execute(
        select(Submission.author_id, Submission.cohort_id)
        .join(Version, Version.submission_id == Submission.id)
        .where(Version.id == version_id)
    ).one()
    return Place(version_id, author_id, cohort_id)


def covered(said: Sequence[tuple[int, Sequence[str]]], place: Place) -> list[list[str]]:
    """The texts of each (writer, texts) about a work, in the same shape, with names covered.

    One statement, and two more when a name is found and `shown` is not at hand; none where nothing was said. The caller
    has judged that the reader may read them.
    """
    if not said:
        return []
    roll = roll_of(place.cohort_id)
    named = [(texts, named_in(texts, roll, {writer, place.author_id})) for writer, texts in said]
    if not any(names or any(map(_REACH.search, texts)) for texts, names in named):
        return [list(texts) for texts, _names in named]
    shown = submissions.blind_content(place.version_id).text if place.shown is None else place.shown
    return [[hidden(text, _not_in(shown, names), shown) for text in texts] for texts, names in named]


def hidden(text: str, names: Sequence[str], shown: str) -> str:
    """A text without these names and without addresses and numbers that do not stand in the work. Pure."""
    plain = [name for name in names if not name[:1].isupper()]  # a username; `cover` wants capitals of single words
    for name in plain:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", COVER, text, flags=re.IGNORECASE)
    text = cover(text, [name for name in names if name not in plain]).text
    return _REACH.sub(lambda found: found.group() if found.group() in shown else COVER, text)


def _foreign(texts: Sequence[str], names: Sequence[str], version_id: int) -> list[str]:
    reach = [found.group() for text in texts for found in _REACH.finditer(text)]
    if not names and not reach:
        return []
    shown = submissions.blind_content(version_id).text
    return [*_not_in(shown, names), *(one for one in reach if one not in shown)]


def _not_in(shown: str, names: Sequence[str]) -> list[str]:
    return [name for name in names if not find(shown, [name])]
