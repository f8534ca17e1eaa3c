"""A penyusun's first page: each training and what the last reading of its files found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.curriculum import queries as curriculum
from app.curriculum.core.problems import Severity


@dataclass(frozen=True, slots=True)
class Module:
    """A training as its files stand; `title` is empty while no version of it was ever good."""

    slug: str
    title: str
    jp: int
    errors: int
    warnings: int


def author() -> tuple[Module, ...]:
    """Every training, those with errors first; two statements."""
    live = {one.slug: one for one in curriculum.catalogue()}
    found = {one.slug: Counter(problem["severity"] for problem in one.problems) for one in curriculum.reports()}
    made = [
        Module(
            slug,
            live[slug].title if slug in live else "",
            live[slug].jp if slug in live else 0,
            found.get(slug, Counter())[Severity.GALAT],
            found.get(slug, Counter())[Severity.PERINGATAN],
        )
        for slug in live.keys() | found.keys()
    ]
    return tuple(sorted(made, key=lambda one: (not one.errors, not one.warnings, one.title or one.slug)))
