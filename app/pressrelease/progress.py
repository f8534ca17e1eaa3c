"""What changed between two readings of one work: checks that got better, worse, and slips that are gone."""

from collections import Counter
from dataclasses import dataclass

from app.pressrelease.rules import RULES
from app.pressrelease.values import Report, Status

BADNESS = {Status.GREEN: 0, Status.ADVICE: 1, Status.AMBER: 2, Status.RED: 3}


@dataclass(frozen=True, slots=True)
class Step:
    """A check whose light changed, by its name for people."""

    name: str
    before: Status
    after: Status


@dataclass(frozen=True, slots=True)
class Progress:
    """Checks that got better and worse, and how many single items are gone and new."""

    better: tuple[Step, ...]
    worse: tuple[Step, ...]
    gone: int
    new: int


def progress(old: Report, new: Report) -> Progress:
    """Compare two reports by the lights of the checks both have, and their items by kind and marked words."""
    before, after = old.lights(), new.lights()
    steps = [Step(RULES[rule].name, before[rule], after[rule]) for rule in before if rule in after and rule in RULES]
    had, has = (Counter(one.key for one in report.findings if not one.is_head) for report in (old, new))
    return Progress(
        better=tuple(step for step in steps if BADNESS[step.after] < BADNESS[step.before]),
        worse=tuple(step for step in steps if BADNESS[step.after] > BADNESS[step.before]),
        gone=(had - has).total(),
        new=(has - had).total(),
    )
