"""Checks of the bank and of the forms of the opening and the closing test."""

from collections.abc import Iterator

from app.curriculum.core.checks.items import check_items
from app.curriculum.core.course import Course, Test
from app.curriculum.core.problems import Problem, wrong

_FILE = "tes.yml"
FORM_ITEMS = (15, 20)
SAMPLE_FORM_ITEMS = (10, 20)
"""A sample training (its code ends with -CONTOH) is shorter."""


def check_tests(course: Course) -> Iterator[Problem]:
    """Problems of tes.yml."""
    known = {f"{module.slug()}/{objective.id}" for module in course.modules for objective in module.objectives}
    named = {name for item in course.tests.bank for name in item.objectives}
    for name in sorted(known - named):
        yield wrong(_FILE, "bank", f'Tujuan "{name}" tidak diuji di bank soal.', "Tambahkan butir untuknya.")
    for index, item in enumerate(course.tests.bank):
        for name in item.objectives:
            if name not in known:
                yield wrong(
                    _FILE,
                    f"bank[{index}].tujuan",
                    f'Tujuan "{name}" tidak ada.',
                    "Tulis kode-modul/id dengan huruf kecil, mis. sp-3/t1.",
                )
    yield from check_items(course.tests.bank, _FILE, "bank")
    sizes = SAMPLE_FORM_ITEMS if is_sample(course) else FORM_ITEMS
    yield from _check_forms(course.tests.opening, "tes_awal", 1, sizes)
    yield from _check_forms(course.tests.closing, "tes_akhir", 2, sizes)


def is_sample(course: Course) -> bool:
    """Whether this is a small sample rather than a full training."""
    return course.code.endswith("-CONTOH")


def _check_forms(test: Test, key: str, least: int, sizes: tuple[int, int]) -> Iterator[Problem]:
    if len(test.forms) < least:
        yield wrong(_FILE, f"{key}.bentuk", f"Ada {len(test.forms)} bentuk.", f"Tulis paling sedikit {least} bentuk.")
    seen: set[frozenset[str]] = set()
    for form in test.forms:
        path = f"{key}.bentuk.{form.id}"
        if not sizes[0] <= len(form.items) <= sizes[1]:
            yield wrong(
                _FILE,
                path,
                f"Bentuk ini berisi {len(form.items)} butir.",
                f"Isi {sizes[0]} sampai {sizes[1]} butir dari bank.",
            )
        items = frozenset(item.id for item in form.items)
        if items in seen:
            yield wrong(_FILE, path, "Bentuk ini sama dengan bentuk lain.", "Pilih butir yang lain.")
        seen.add(items)
