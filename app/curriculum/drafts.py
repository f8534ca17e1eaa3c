"""Checks of a training that is still being written: one folder, or one module of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.curriculum.core.checks.course import check_trainer_tasks
from app.curriculum.core.checks.depth import check_depth
from app.curriculum.core.checks.links import check_links
from app.curriculum.core.checks.module import check_module
from app.curriculum.core.course import Lesson, Module
from app.curriculum.core.duplicates import duplicates
from app.curriculum.core.problems import Problem, Severity, doubtful, wrong
from app.curriculum.desk import Desk
from app.curriculum.files import MODULE_FOLDER
from app.curriculum.modulefile import read_module


def check_draft(folder: Path, module: str = "") -> tuple[Problem, ...]:
    """What is wrong in the modules of `folder` that are there, or in the one named; tes.yml and sums of JP may lack.

    Text told twice is looked for in the whole folder and in all its neighbours, drafts included.
    """
    desk = Desk(folder)
    names = _module_names(folder)
    if module and module not in names:
        reason = f'Folder modul "{module}" tidak ada di {folder.name}.'
        return (wrong(module, "", reason, "Pakai nama folder seperti 01-nama-modul."),)
    read = {name: read_module(name, desk) for name in names}
    modules = [one for one in read.values() if one is not None]
    found = [*desk.ledger.problems, *_module_problems(modules), *check_trainer_tasks(modules)]
    found += check_links(desk.markdown.links, _lessons(modules))
    found += _told_twice(_lessons(modules), _neighbours(folder))
    prefix = module[:0]
    if module and (one := read[module]) is not None:
        prefix = f"assets/{one.slug().replace('-', '')}-"
    found += [
        Problem(name, 0, "", "Berkas ini tidak dirujuk.", "Rujuk dari materi atau hapus.", Severity.PERINGATAN)
        for name in desk.assets.orphans()
        if name.startswith(prefix)
    ]
    placed = (one if one.line else replace(one, line=desk.ledger.line(one.file, one.key)) for one in found)
    kept = [one for one in placed if not module or one.file.startswith((f"{module}/", "assets/"))]
    return tuple(dict.fromkeys(sorted(kept, key=lambda one: (one.severity, one.file, one.line))))


def _module_names(folder: Path) -> tuple[str, ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir() and MODULE_FOLDER.fullmatch(path.name)))


def _module_problems(modules: Sequence[Module]) -> Iterator[Problem]:
    codes: set[str] = set()
    for module in modules:
        if module.code in codes:
            file = f"{module.folder}/modul.yml"
            yield wrong(file, "kode", f"Kode {module.code} dipakai dua kali.", "Beri kode lain.")
        codes.add(module.code)
        yield from check_module(module)
        yield from check_depth(module)


def _lessons(modules: Sequence[Module]) -> tuple[Lesson, ...]:
    return tuple(lesson for module in modules for lesson in module.lessons)


def _neighbours(folder: Path) -> tuple[Lesson, ...]:
    """The lessons of all other trainings beside this one, with their folder in the key."""
    lessons: list[Lesson] = []
    for other in sorted(path for path in folder.resolve().parent.iterdir() if path.is_dir()):
        if other == folder.resolve() or other.name.startswith("."):
            continue
        desk = Desk(other)
        modules = [one for name in _module_names(other) if (one := read_module(name, desk)) is not None]
        lessons += [replace(lesson, key=f"{other.name} {lesson.key}") for lesson in _lessons(modules)]
    return tuple(lessons)


def _told_twice(own: Sequence[Lesson], others: Sequence[Lesson]) -> Iterator[Problem]:
    mine = {id(lesson) for lesson in own}
    for later, earlier, said in duplicates((*others, *own)):
        if id(later) in mine:
            reason = f'Lebih dari 40 kata sama dengan {earlier.key}, mulai "{said} …".'
            yield doubtful(later.file, "", reason, "Tulis dengan kata lain atau tautkan.")
