"""All pages of accounts; `app.wiring` hangs the blueprint from here."""

from __future__ import annotations

from app.accounts.routes import (
    entry,
    erasure,
    factor,
    gates,
    links,
    mine,
    newcomers,
    office,
    people,
    unit,
    units,
    wards,
)
from app.accounts.routes.blueprint import bp

__all__ = ["bp", "entry", "erasure", "factor", "gates", "links", "mine", "newcomers", "office", "people", "unit", "units", "wards"]
