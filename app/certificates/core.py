"""The rules of certificates: states, numbers, codes, the facts that are printed."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a certificate stands."""

    DISIAPKAN = "disiapkan"
    TERBIT = "terbit"
    DICABUT = "dicabut"
    DIGANTI = "diganti"
