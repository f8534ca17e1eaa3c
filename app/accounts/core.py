"""Rules of the ways in: how long to wait after failures, what a name for signing in is, where one may be sent on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from app.access.permissions import Can, Role
from app.access.policy import RANK, Reach, reach
from app.access.scope import Actor, GrantRef
from app.accounts.identity import InvalidError, parse_phone, parse_username

LINK_LIVES = timedelta(days=7)
"""rules.md, Ways in."""

LONGEST_HANDLE = 254
_ARABIC = str.maketrans({
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ب": "b", "ت": "t", "ث": "ts", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dz",
    "ر": "r", "ز": "z", "س": "s", "ش": "sy", "ص": "sh", "ض": "dh", "ط": "th", "ظ": "zh", "ع": "a", "غ": "gh", "ف": "f", "ق": "q",
    "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i", "ى": "a", "ة": "h", "ء": "", "ئ": "i", "ؤ": "u",
    "َ": "a", "ِ": "i", "ُ": "u", "ڤ": "p", "چ": "c", "ڠ": "ng", "ݢ": "g", "ڽ": "ny",
})  # fmt: skip -- Indonesian and Arab Melayu spelling, short vowels where they are written


def username_from(name: str) -> str:
    """A username to propose for a person's name: "Siti Rahmah Yusuf" -> "siti.rahmah", letter by letter from Arabic.

    "orang" when nothing remains.
    """
    words = [word for word in (re.sub(r"[^a-z0-9]", "", part.translate(_ARABIC)) for part in name.casefold().split()) if word]
    while words and not words[0][0].isalpha():
        words.pop(0)
    made = ".".join(words[:2])[:24].strip(".")
    try:
        return parse_username(made)
    except InvalidError:
        return f"orang.{made}".strip(".")


def handle_of(typed: str) -> str:
    """One form of what people sign in with: lower case, and a mobile number as +62… however it was written."""
    text = typed.strip().casefold()[:LONGEST_HANDLE]
    try:
        return parse_phone(text)
    except InvalidError:
        return text


def own_path(target: str) -> str:
    """`target` if it is a path of this site, else "/": no other host, no scheme, no trick with slashes or controls."""
    if not target.startswith("/") or target.startswith(("//", "/\\")) or len(target) > 2000:  # noqa: PLR2004 -- longer than any address of ours
        return "/"
    if any(ord(letter) < 33 or letter in "\\\x7f" for letter in target):  # noqa: PLR2004 -- controls and the space
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc else target


class Counted(StrEnum):
    """What failed sign-ins are counted by."""

    PAIR = "pair"
    """An account name tried from one network by devices that the account does not know."""
    DEVICE = "device"
    """An account name tried from one device that has signed in to it before."""
    NETWORK = "network"
    """All names tried from one network by unknown devices; generous, a whole office may stand behind one address."""
    ACCOUNT = "account"
    """An account name tried from anywhere by unknown devices; never refuses by itself, it narrows PAIR."""
    ASKED_NETWORK = "asked_network"
    """Links for a forgotten password asked from one network."""
    ASKED_ACCOUNT = "asked_account"
    """Links for a forgotten password asked for one name."""
    CHANGE = "change"
    """Wrong present passwords when a password is changed."""
    CODE = "code"
    """Wrong codes of the second factor, after a right password: who counts here knows the password already."""


FREE = {
    Counted.PAIR: 5,
    Counted.DEVICE: 10,
    Counted.NETWORK: 200,
    Counted.ACCOUNT: 10**9,
    Counted.ASKED_NETWORK: 30,
    Counted.ASKED_ACCOUNT: 3,
    Counted.CHANGE: 10,
    Counted.CODE: 5,
}
"""Tries without a wait."""
FREE_UNDER_ATTACK = 2
"""Free tries from one network while an account is tried from many: a stranger shuts nobody out, but guesses less."""
ATTACK = 50
"""Failures on one account, all networks together, from which on it counts as under attack."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = {
    Counted.PAIR: timedelta(minutes=15),
    Counted.DEVICE: timedelta(minutes=5),
    Counted.NETWORK: timedelta(minutes=1),
    Counted.ACCOUNT: timedelta(0),
    Counted.ASKED_NETWORK: timedelta(minutes=15),
    Counted.ASKED_ACCOUNT: timedelta(hours=1),
    Counted.CHANGE: timedelta(minutes=15),
    Counted.CODE: timedelta(minutes=15),
}
MEMORY = timedelta(hours=24)
"""A count is forgotten when nothing failed for so long."""


def wait_after(counted: Counted, failures: int, *, under_attack: bool = False) -> timedelta:
    """How long to wait after so many failures: nothing at first, then doubling from 30 seconds to the longest."""
    free = FREE_UNDER_ATTACK if under_attack and counted is Counted.PAIR else FREE[counted]
    if failures < free:
        return timedelta(0)
    doublings: int = min(failures - free, 12)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT[counted])


_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_name(user_agent: str) -> tuple[str, str]:
    """Family of browser and system, and nothing else, of a User-Agent line; empty where unknown."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return browser, system


def network_of(address: str) -> str:
    """What counts as one network: an IPv4 address, or the first 64 bits of an IPv6 address."""
    if ":" not in address or "." in address:
        return address
    head, _, tail = address.partition("::")
    left = [group for group in head.split(":") if group]
    right = [group for group in tail.split(":") if group]
    groups = left + ["0"] * (8 - len(left) - len(right)) + right if "::" in address else left
    return ":".join(group.lstrip("0") or "0" for group in groups[:4])


def rank_of(grants: Iterable[GrantRef]) -> int:
    """The highest rank that somebody holds anywhere; -1 without any role."""
    return max((RANK[grant.role] for grant in grants), default=-1)


def rank_over(
    actor: Actor, permission: Can, *, unit_path: str, cohort_ids: frozenset[int], mentor_id: int | None
) -> int:
    """The highest rank by which `actor` reaches somebody in this unit and these classes; -1 when he does not."""
    ranks = [-1]
    for grant in actor.grants:
        far = reach(grant.role, permission)
        if (
            far is Reach.ALL
            or (far is Reach.UNITS and grant.unit_path and unit_path.startswith(grant.unit_path))
            or (far is Reach.COHORT and grant.cohort_id in cohort_ids)
            or (far is Reach.WARDS and mentor_id == actor.user_id)
        ):
            ranks.append(RANK[grant.role])
    return max(ranks)


STAFF = frozenset({Role.PELATIH, Role.PENGELOLA})
"""Roles that open only to who also holds a second factor (security.md)."""

GIVEN_BY_OFFICE = (Role.PELATIH, Role.PENDAMPING, Role.PENYUSUN, Role.PENGELOLA)
"""Roles that a pengelola gives in his own part of the tree; learners get theirs by joining a class."""


def outranks(actor: Actor, others: Iterable[GrantRef]) -> bool:
    """Whether nobody above `actor` is touched: every role of a pengelola that the other holds lies in actor's own units."""
    own = [grant.unit_path for grant in actor.grants if grant.role is Role.PENGELOLA and grant.unit_path]
    return all(
        any(grant.unit_path.startswith(path) for path in own) for grant in others if grant.role is Role.PENGELOLA
    )
