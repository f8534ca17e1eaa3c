"""Which kind of work unit may stand below which (domain.md 1.1)."""

from __future__ import annotations

from typing import Final

from app.accounts.models import UnitKind

ABOVE: Final = {
    UnitKind.PUSAT: frozenset[UnitKind](),
    UnitKind.KANWIL: frozenset({UnitKind.PUSAT}),
    UnitKind.KANKEMENAG: frozenset({UnitKind.KANWIL}),
    UnitKind.MADRASAH: frozenset({UnitKind.KANWIL, UnitKind.KANKEMENAG}),
    UnitKind.KUA: frozenset({UnitKind.KANWIL, UnitKind.KANKEMENAG}),
    UnitKind.LAIN: frozenset(UnitKind),
}
"""Kind -> kinds of the unit above it. What has no kind of its own (a section, a campus, a remote class) stands anywhere."""


def fits(kind: UnitKind, parent: UnitKind) -> bool:
    """Whether a unit of this kind may stand right below one of that kind."""
    return parent in ABOVE[kind]
