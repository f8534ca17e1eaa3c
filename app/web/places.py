"""Who may hold how many of the places for bodies and large answers on their way."""

from __future__ import annotations

from collections import Counter
from ipaddress import IPv6Address, ip_address
from threading import Lock
from typing import Any, Final

PER_ADDRESS: Final = 8
"""Places that one address may hold when half of all are taken; before that an office behind one address may hold them."""

SMALL: Final = 64 * 1024
"""Bytes of a form without files: a third of the places is for such bodies alone."""


class Places:
    """So many may be under way at once; a taken place is given back once."""

    def __init__(self, places: int) -> None:
        self._most = places
        self._most_large = places - places // 3
        self._taken: Counter[str] = Counter()
        self._all = self._large = 0
        self._lock = Lock()

    def take(self, address: str, *, length: int) -> bool:
        """Whether a place is free for a body or answer of so many bytes; then it is taken."""
        with self._lock:
            is_large = length >= SMALL
            if self._all >= self._most or (is_large and self._large >= self._most_large):
                return False
            if self._all >= self._most // 2 and self._taken[address] >= PER_ADDRESS:
                return False
            self._taken[address] += 1
            self._all += 1
            self._large += is_large
            return True

    def give(self, address: str, *, length: int) -> None:
        """Free a place that was taken with the same words."""
        with self._lock:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]
            self._all -= 1
            self._large -= length >= SMALL


def address_of(environ: dict[str, Any], *, behind_proxy: bool) -> str:
    """Who asks: the address that our own proxy saw, or the connection's; of IPv6 the network, which is one customer's."""
    told = str(environ.get("REMOTE_ADDR", ""))
    if behind_proxy:
        told = str(environ.get("HTTP_X_FORWARDED_FOR", told)).rpartition(",")[2].strip()
    try:
        address = ip_address(told)
    except ValueError:
        return told
    return address.exploded[:19] if isinstance(address, IPv6Address) else told
