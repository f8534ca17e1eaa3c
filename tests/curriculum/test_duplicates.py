"""More than forty words in a row may not stand in two lessons."""

import pytest

from app.curriculum.core.course import HtmlBlock, Lesson
from app.curriculum.core.duplicates import duplicates


def lesson(key, words):
    html = "<p>" + " ".join(words) + "</p>"
    return Lesson(key=key, file=f"{key}.md", title=key, minutes=3, objectives=(), blocks=(HtmlBlock(html),))


SHARED = [f"kata{number}" for number in range(60)]


@pytest.mark.parametrize(("count", "found"), [(40, 0), (41, 1), (60, 1)])
@pytest.mark.parametrize("before", [[], ["awal"]])
@pytest.mark.parametrize("after", [[], ["akhir"]])
def test_forty_words_are_free_and_more_are_told_once(count, found, before, after):
    first = lesson("a", SHARED[:count])
    second = lesson("b", [*before, *(word.upper() for word in SHARED[:count]), *after])
    told = list(duplicates([first, second]))
    assert [(later.key, earlier.key) for later, earlier, _ in told] == [("b", "a")] * found


def test_a_lesson_may_repeat_itself():
    assert not list(duplicates([lesson("a", SHARED + SHARED)]))


def test_the_first_words_are_named():
    assert next(duplicates([lesson("a", SHARED), lesson("b", SHARED)]))[2].startswith("kata0 kata1")
