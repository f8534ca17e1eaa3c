"""Which pictures of trainings are still named, so that a sweep of the storage leaves them alone."""

from __future__ import annotations

from app.curriculum import named


def named_assets() -> set[str]:
    """Digests of all pictures of all loaded versions, also of those that only old classes use."""
    return {digest for digest, _name in named.pictures_of(named.all_versions())}
