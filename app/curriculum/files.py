"""Reads courses/ into values: one folder is one training; it never raises, every problem is named."""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from app.curriculum.core.checks.course import check_course
from app.curriculum.core.checks.library import check_library
from app.curriculum.core.checks.links import check_links
from app.curriculum.core.course import (
    WEIGHTS_WITHOUT_REVIEW,
    Attempts,
    Audience,
    Course,
    GlossaryTerm,
    PassMarks,
    Reading,
    Track,
    Weights,
)
from app.curriculum.core.problems import Problem, Severity, errors
from app.curriculum.desk import Desk
from app.curriculum.modulefile import read_module, read_source
from app.curriculum.testfile import read_tests
from app.curriculum.yamlfile import Fields, spelled

FORMAT = 1
"""Raise it when the same files must be loaded again, because they are read or rendered otherwise."""

_CODE = re.compile(r"[A-Z][A-Z0-9-]{0,29}")
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")
MODULE_FOLDER = re.compile(r"\d\d-[a-z0-9][a-z0-9-]*")
_OWN_FILES = frozenset({"pelatihan.yml", "tes.yml", "glosarium.yml", "bacaan.yml", "panduan-pelatih.md"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one folder.

    `course` is None while any problem is a galat, so that the last good version stays live; `draft` is what could be
    read nevertheless. `digest` changes with every byte of the folder.
    """

    slug: str
    course: Course | None
    draft: Course | None
    problems: tuple[Problem, ...]
    digest: str


def read_all(root: Path) -> tuple[Loaded, ...]:
    """Every training below `root` by name; folders that begin with `_` or `.` are left out."""
    if not root.is_dir():
        return ()
    folders = sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith(("_", ".")))
    loaded = tuple(read_course(folder) for folder in folders)
    found = check_library(tuple(one.draft for one in loaded if one.draft is not None))
    return tuple(_with(one, tuple(problem for slug, problem in found if slug == one.slug)) for one in loaded)


def read_course(folder: Path) -> Loaded:
    """One training. A folder that is absent or broken gives problems, never an exception."""
    desk = Desk(folder)
    draft: Course | None = None
    try:
        digest = digest_of(folder)
        draft = _read(desk)
    except OSError as error:
        digest = ""
        desk.ledger.add("", 0, "", f"Folder tidak dapat dibaca ({error.strerror}).", "Periksa hak bacanya.")
    except RecursionError:
        desk.ledger.add("", 0, "", "Isi bersarang terlalu dalam.", "Sederhanakan daftar dan kutipan yang bersarang.")
    problems = list(desk.ledger.problems)
    if draft is not None:
        problems += [_placed(problem, desk) for problem in check_course(draft)]
        problems += check_links(desk.markdown.links, draft.lessons())
    problems.sort(key=lambda problem: (problem.severity, problem.file, problem.line))
    unique = tuple(dict.fromkeys(problems))
    return Loaded(spelled(folder.name), None if errors(unique) else draft, draft, unique, digest)


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and bytes of all files of a training, in hex. Raises OSError."""
    total = hashlib.sha256(f"format {FORMAT}\n".encode())
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(part.startswith(("_", ".")) for part in name.split("/")):
            with path.open("rb") as stream:
                total.update(f"{name}\0{hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode(errors="surrogateescape"))
    return total.hexdigest()


def _with(one: Loaded, more: tuple[Problem, ...]) -> Loaded:
    problems = one.problems + more
    return replace(one, problems=problems, course=None if errors(problems) else one.course) if more else one


def _placed(problem: Problem, desk: Desk) -> Problem:
    return problem if problem.line else replace(problem, line=desk.ledger.line(problem.file, problem.key))


def _read(desk: Desk) -> Course | None:
    folder = desk.folder
    if not _SLUG.fullmatch(folder.name):
        desk.ledger.add("", 0, "", f'Nama folder "{folder.name}" tidak sesuai.', "Pakai a-z, 0-9, dan -.")
    fields = desk.yaml("pelatihan.yml")
    modules = tuple(
        read_module(path.name, desk)
        for path in sorted(folder.glob("*"))
        if path.is_dir() and MODULE_FOLDER.fullmatch(path.name)
    )
    if not modules:
        desk.ledger.add("", 0, "", "Pelatihan belum memuat modul.", "Buat folder seperti 01-nama-modul.")
    tests = read_tests(desk)
    glossary, readings, guide = _glossary(desk), _readings(desk), _guide(desk)
    _strays(desk)
    if fields is None or tests is None or not modules:
        return None
    known = tuple(module for module in modules if module is not None)
    if len(known) < len(modules):
        return None
    has_review = any(module.work.task.grading == "sejawat" for module in known)
    code = fields.text("kode")
    if code and not _CODE.fullmatch(code):
        fields.fail("kode", f'Kode "{code[:30]}" tidak sesuai.', "Pakai A-Z, 0-9, dan -.")
    course = Course(
        slug=folder.name,
        code=code,
        title=fields.text("judul"),
        summary_html=desk.html(fields, "ringkasan"),
        track=fields.choice("jalur", Track),
        audiences=fields.choices("sasaran", Audience),
        jp=fields.integer("jp", 1, 200),
        outcomes=fields.texts("hasil"),
        checked_on=fields.day("diperiksa_pada"),
        modules=known,
        tests=tests,
        prerequisites=fields.texts("prasyarat", is_needed=False),
        authors=fields.texts("penyusun"),
        partner=fields.text("mitra", ""),
        pass_marks=_pass_marks(fields),
        weights=_weights(fields, Weights() if has_review else WEIGHTS_WITHOUT_REVIEW),
        attempts=_attempts(fields),
        waived_by_closing_test=fields.flag("bebas_dengan_tes_akhir", default=False),
        sources=fields.collect("sumber", read_source, is_needed=False),
        glossary=glossary,
        readings=readings,
        trainer_guide_html=guide,
    )
    fields.close()
    return course


def _pass_marks(fields: Fields) -> PassMarks:
    child = fields.child("lulus", is_needed=False)
    if child is None:
        return PassMarks()
    marks = PassMarks(*(child.integer(key, 0, 100, 70) for key in ("tes_akhir", "tugas", "kuis")))
    child.close()
    return marks


def _weights(fields: Fields, default: Weights) -> Weights:
    child = fields.child("bobot", is_needed=False)
    if child is None:
        return default
    weights = Weights(
        child.integer("tes_akhir", 0, 100), child.integer("tugas", 0, 100), child.integer("telaah", 0, 100, 0)
    )
    child.close()
    return weights


def _attempts(fields: Fields) -> Attempts:
    child = fields.child("percobaan", is_needed=False)
    if child is None:
        return Attempts()
    attempts = Attempts(child.integer("kuis", 1, 20, 3), child.integer("tes_akhir", 1, 20, 2))
    child.close()
    return attempts


def _glossary(desk: Desk) -> tuple[GlossaryTerm, ...]:
    fields = desk.yaml("glosarium.yml") if (desk.folder / "glosarium.yml").exists() else None
    if fields is None:
        return ()
    terms = fields.collect(
        "istilah",
        lambda term: GlossaryTerm(term.text("kata"), desk.html(term, "arti"), term.texts("lihat", is_needed=False)),
    )
    fields.close()
    return terms


def _readings(desk: Desk) -> tuple[Reading, ...]:
    fields = desk.yaml("bacaan.yml") if (desk.folder / "bacaan.yml").exists() else None
    if fields is None:
        return ()
    readings = fields.collect(
        "bacaan",
        lambda entry: Reading(
            entry.text("judul"),
            entry.text("penerbit"),
            entry.texts("untuk"),
            entry.text("tautan", ""),
            entry.text("catatan", ""),
        ),
    )
    fields.close()
    return readings


def _guide(desk: Desk) -> str:
    name = "panduan-pelatih.md"
    source = desk.source(name) if (desk.folder / name).exists() else None
    return desk.markdown.block(source, name, "", 1) if source else ""


def _strays(desk: Desk) -> None:
    """Files and folders that nothing reads or refers to."""
    unread = list(desk.assets.orphans())
    for path in sorted(desk.folder.iterdir()):
        if path.name.startswith(("_", ".")) or path.name in _OWN_FILES or path.name == "assets":
            continue
        if not (path.is_dir() and MODULE_FOLDER.fullmatch(path.name)):
            unread.append(path.name)
    for name in unread:
        desk.ledger.add(
            name,
            0,
            "",
            "Berkas ini tidak dirujuk dan tidak dibaca.",
            "Hapus, rujuk dari materi, atau awali namanya dengan garis bawah.",
            Severity.PERINGATAN,
        )
