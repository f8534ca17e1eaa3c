"""Links between lessons that lead nowhere, wherever in a training they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.curriculum.core.course import Course
from app.curriculum.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written: `materi:sp-3/02-teras#bagian-x` or `#bagian-x`."""

    file: str
    line: int
    key: str
    target: str


def check_links(links: Iterable[Link], course: Course) -> Iterator[Problem]:
    """Links to lessons or sections that this training does not have."""
    anchors = {lesson.key: {heading.anchor for heading in lesson.headings} for lesson in course.lessons()}
    keys = {lesson.file: lesson.key for lesson in course.lessons()}
    for link in links:
        target, _, anchor = link.target.removeprefix("materi:").partition("#")
        key = target or keys.get(link.file, "")
        if key not in anchors:
            reason = f'Tautan "{link.target}" tidak menuju materi yang ada.'
            yield Problem(link.file, link.line, link.key, reason, "Perbaiki kode modul dan nama berkasnya.")
        elif anchor and anchor not in anchors[key]:
            reason = f'Bagian "#{anchor}" tidak ada di {key}.'
            yield Problem(link.file, link.line, link.key, reason, "Perbaiki nama bagiannya.")
