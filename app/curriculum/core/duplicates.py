"""Long stretches of the same words in two lessons."""

from collections.abc import Iterable, Iterator

from app.curriculum.core.course import Lesson
from app.curriculum.core.reading import lesson_text, words

LONGEST_SHARED = 40
"""Words in a row that two lessons may share (a scenario told again, a law's name)."""


def duplicates(lessons: Iterable[Lesson]) -> Iterator[tuple[Lesson, Lesson, str]]:
    """(later lesson, earlier lesson, first words) for each pair that shares more than `LONGEST_SHARED` words."""
    seen: dict[int, Lesson] = {}
    for lesson in lessons:
        said = tuple(word.casefold() for word in words(lesson_text(lesson.blocks)))
        told: set[str] = set()
        for start in range(len(said) - LONGEST_SHARED):
            stretch = said[start : start + LONGEST_SHARED + 1]
            earlier = seen.setdefault(hash(stretch), lesson)  # the words themselves would fill 30 MB
            if earlier is not lesson and earlier.key not in told:
                told.add(earlier.key)
                yield lesson, earlier, " ".join(stretch[:8])
