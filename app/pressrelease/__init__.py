"""The press-release coach: a pure engine that reads a release in Bahasa Indonesia and says what it found."""

from app.pressrelease.analysis import analyse
from app.pressrelease.progress import Progress, progress
from app.pressrelease.release import Release
from app.pressrelease.values import (
    MAX_CHARACTERS,
    Context,
    Facts,
    Field,
    Finding,
    Fix,
    Group,
    Image,
    Link,
    Report,
    Span,
    Status,
    TooLong,
)
from app.pressrelease.wholetext import Part, Proposal, read_whole
from app.pressrelease.width import title_width

__all__ = [
    "MAX_CHARACTERS",
    "Context",
    "Facts",
    "Field",
    "Finding",
    "Fix",
    "Group",
    "Image",
    "Link",
    "Part",
    "Progress",
    "Proposal",
    "Release",
    "Report",
    "Span",
    "Status",
    "TooLong",
    "analyse",
    "progress",
    "read_whole",
    "title_width",
]
