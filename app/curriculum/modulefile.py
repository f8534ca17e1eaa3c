"""Reads the folder of one module: modul.yml, lessons, quiz and assignment."""

import re
from collections import Counter
from collections.abc import Sequence

from app.curriculum.core.coached import coach_slips
from app.curriculum.core.course import (
    Block,
    ExerciseBlock,
    HtmlBlock,
    Lesson,
    Minutes,
    Module,
    Objective,
    Quiz,
    SlotBlock,
    Source,
    VideoBlock,
)
from app.curriculum.core.problems import Severity
from app.curriculum.core.reading import lesson_words
from app.curriculum.core.spelling import misspellings
from app.curriculum.desk import Desk
from app.curriculum.itemfile import read_exercise, read_items
from app.curriculum.markdown import Fence, Written
from app.curriculum.workfile import read_work
from app.curriculum.yamlfile import Fields, open_mapping

_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]*-\d{1,2}")
_LESSON = re.compile(r"\d\d-[a-z0-9][a-z0-9-]*\.md")
_OWN_FILES = frozenset({"modul.yml", "kuis.yml", "tugas.yml", "rubrik.yml", "kalibrasi.yml"})


def read_module(folder: str, desk: Desk) -> Module | None:
    """One module; None with the problems noted when one of its files cannot be read."""
    fields = desk.yaml(f"{folder}/modul.yml")
    code = fields.text("kode") if fields else ""
    if fields and code and not _CODE.fullmatch(code):
        fields.fail("kode", f'Kode modul "{code[:30]}" tidak sesuai.', "Pakai bentuk seperti SP-3.")
    names = _lesson_names(folder, desk)
    lessons = tuple(_lesson(f"{folder}/{name}", f"{code.lower()}/{name[:-3]}", desk) for name in names)
    quiz = _quiz(folder, code, desk)
    work = read_work(folder, desk)
    if fields is None or quiz is None or work is None:
        return None
    module = Module(
        code=code,
        folder=folder,
        title=fields.text("judul"),
        summary=fields.text("ringkasan"),
        jp=fields.integer("jp", 1, 20),
        objectives=fields.collect("tujuan", lambda entry: Objective(desk.id(entry), entry.text("teks"))),
        minutes=_minutes(fields),
        lessons=lessons,
        quiz=quiz,
        work=work,
        skkni=fields.texts("peta_skkni", is_needed=False),
        sources=fields.collect("sumber", read_source),
        text_bytes=sum(path.stat().st_size for path in (desk.folder / folder).rglob("*") if path.is_file()),
    )
    fields.close()
    return module


def read_source(fields: Fields) -> Source:
    """One source with the day it was checked."""
    source = Source(
        fields.text("judul"),
        fields.text("penerbit"),
        fields.day("diperiksa_pada"),
        fields.text("tautan", ""),
        fields.text("catatan", ""),
    )
    if source.link and not source.link.startswith(("https://", "http://")):
        fields.fail("tautan", f'Tautan "{source.link[:80]}" tidak diterima.', "Awali dengan https://.")
    return source


def _lesson_names(folder: str, desk: Desk) -> tuple[str, ...]:
    names: list[str] = []
    for path in sorted((desk.folder / folder).iterdir()):
        if _LESSON.fullmatch(path.name):
            names.append(path.name)
        elif path.name not in _OWN_FILES and not path.name.startswith(("_", ".")):
            desk.ledger.add(
                f"{folder}/{path.name}",
                0,
                "",
                "Berkas ini tidak dibaca.",
                "Nama materi seperti 01-nama.md; selain itu pindahkan atau awali dengan garis bawah.",
                Severity.PERINGATAN,
            )
    return tuple(names)


def _minutes(fields: Fields) -> Minutes:
    child = fields.child("menit")
    if child is None:
        return Minutes(0, 0, 0, 0, 0)
    minutes = Minutes(*(child.integer(key, 0, 900) for key in ("membaca", "latihan", "tugas", "telaah", "pertemuan")))
    child.close()
    return minutes


def _quiz(folder: str, code: str, desk: Desk) -> Quiz | None:
    fields = desk.yaml(f"{folder}/kuis.yml")
    if fields is None:
        return None
    quiz = Quiz(fields.text("judul", f"Kuis {code}"), read_items(fields, "soal", desk))
    fields.close()
    return quiz


def _lesson(file: str, key: str, desk: Desk) -> Lesson:
    source = desk.source(file) or ""
    written = desk.markdown.lesson(source, file)
    title, minutes, objectives = _front_matter(written, file, desk)
    blocks = _blocks(written.parts, file, desk)
    for line, said, remedy in (*misspellings(source), *coach_slips(source)):
        desk.ledger.add(file, line, "", said, remedy, Severity.PERINGATAN)
    lesson = Lesson(
        key=key,
        file=file,
        title=title,
        minutes=minutes,
        objectives=objectives,
        blocks=blocks,
        headings=tuple(written.headings),
        callouts=tuple(written.callouts),
        words=lesson_words(blocks),
    )
    desk.ledger.lines.setdefault((file, ""), 1)
    return lesson


def _front_matter(written: Written, file: str, desk: Desk) -> tuple[str, int, tuple[str, ...]]:
    if written.front_matter is None:
        desk.ledger.add(
            file,
            1,
            "",
            "Materi belum diawali judul, menit, dan tujuan.",
            'Awali berkas dengan "---", lalu judul, menit, tujuan, lalu "---".',
        )
        return "", 1, ()
    fields = open_mapping(written.front_matter, file, desk.ledger, offset=1)
    if fields is None:
        return "", 1, ()
    front = fields.text("judul"), fields.integer("menit", 1, 60), fields.texts("tujuan")
    fields.close()
    return front


def _blocks(parts: Sequence[str | Fence], file: str, desk: Desk) -> tuple[Block, ...]:
    blocks: list[Block] = []
    counts: Counter[str] = Counter()
    for part in parts:
        if isinstance(part, str):
            blocks.append(HtmlBlock(part))
            continue
        block = _fence(part, f"{part.name}[{counts[part.name]}]", file, desk)
        counts[part.name] += 1
        if block is not None:
            blocks.append(block)
    return tuple(blocks)


def _fence(part: Fence, path: str, file: str, desk: Desk) -> Block | None:
    fields = open_mapping(part.text, file, desk.ledger, path=path, offset=part.line)
    if fields is None:
        return None
    if part.name == "latihan":
        exercise = read_exercise(fields, desk)
        return None if exercise is None else ExerciseBlock(exercise)
    if part.name == "video":
        return _video(fields, desk)
    slot = SlotBlock(fields.text("judul"), fields.text("isi"))
    fields.close()
    return slot


def _video(fields: Fields, desk: Desk) -> VideoBlock:
    names = {key: fields.text(key) for key in ("berkas", "poster", "takarir")}
    found = {
        key: desk.assets.find(name, fields.file, desk.ledger.line(fields.file, fields.at(key)), fields.at(key))
        for key, name in names.items()
        if name
    }
    clip = found.get("berkas")
    block = VideoBlock(
        src=f"asset:{names['berkas']}",
        poster=f"asset:{names['poster']}",
        captions=f"asset:{names['takarir']}",
        title=fields.text("judul"),
        seconds=fields.integer("durasi", 1, 3600),
        bytes=clip.stat().st_size if clip else 0,
        is_demonstration=fields.flag("klip_peraga", default=False),
        transcript_html=desk.html(fields, "transkrip"),
    )
    fields.close()
    return block
