"""Links between lessons that lead nowhere, wherever in a training they stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.curriculum.core.course import Lesson
from app.curriculum.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written: `materi:sp-3/02-teras#bagian-x` or `#bagian-x`."""

    file: str
    line: int
    key: str
    target: str


def check_links(links: Iterable[Link], lessons: Sequence[Lesson]) -> Iterator[Problem]:
    """Links to lessons or sections that a training with these lessons does not have."""
    anchors = {lesson.key: {heading.anchor for heading in lesson.headings} for lesson in lessons}
    keys = {lesson.file: lesson.key for lesson in lessons}
    for link in links:
        target, _, anchor = link.target.removeprefix("materi:").partition("#")
        key = target or keys.get(link.file, "")
        if key not in anchors:
            reason = f'Tautan "{link.target}" tidak menuju materi yang ada.'
            yield Problem(link.file, link.line, link.key, reason, "Perbaiki kode modul dan nama berkasnya.")
        elif anchor and anchor not in anchors[key]:
            reason = f'Bagian "#{anchor}" tidak ada di {key}.'
            yield Problem(link.file, link.line, link.key, reason, "Perbaiki nama bagiannya.")
