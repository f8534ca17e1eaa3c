"""What is wrong in a file of a training, said so that its writer can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a problem keeps the new files from going live."""

    GALAT = "galat"
    PERINGATAN = "peringatan"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    `file` is relative to the training's folder, `line` counts from 1 (0: unknown), `key` is the path inside the file
    such as `soal[2].pilihan[0].penjelasan`.
    """

    file: str
    line: int
    key: str
    reason: str
    remedy: str = ""
    severity: Severity = Severity.GALAT

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        said = f"{place}: {self.key}: {self.reason}" if self.key else f"{place}: {self.reason}"
        return f"{said} {self.remedy}".rstrip()


def wrong(file: str, key: str, reason: str, remedy: str) -> Problem:
    """A galat whose line the reader of the files fills in."""
    return Problem(file, 0, key, reason, remedy)


def doubtful(file: str, key: str, reason: str, remedy: str) -> Problem:
    """A peringatan whose line the reader of the files fills in."""
    return Problem(file, 0, key, reason, remedy, Severity.PERINGATAN)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only the problems that keep a training from going live."""
    return tuple(problem for problem in problems if problem.severity is Severity.GALAT)
