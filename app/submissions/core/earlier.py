"""What the earlier releases of a unit used, for the checks that ask whether something is new (S2, S4)."""

from __future__ import annotations

from typing import NamedTuple


class Earlier(NamedTuple):
    """Keyphrases and meta descriptions; they say nothing of who wrote what."""

    keyphrases: frozenset[str] = frozenset()
    descriptions: frozenset[str] = frozenset()


NOTHING = Earlier()
