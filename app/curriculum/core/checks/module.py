"""Checks of one module: minutes, objectives and who covers them, quiz."""

import re
from collections.abc import Iterator

from app.curriculum.core.checks.items import check_items
from app.curriculum.core.checks.lessons import check_lesson
from app.curriculum.core.checks.verbs import is_measurable
from app.curriculum.core.checks.work import check_work
from app.curriculum.core.course import Module
from app.curriculum.core.problems import Problem, wrong

MINUTES_PER_JP = 45
LARGEST_TEXT = 300 * 1024
"""Bytes of a module's text files; media stand elsewhere."""
QUIZ_ITEMS = (8, 10)
QUIZ_KINDS = 3
_SKKNI = re.compile(r"^[A-Z]\.\d{2}[A-Z0-9]{3,5}\d{0,2}\.\d{3}\.\d{1,2}$")


def check_module(module: Module) -> Iterator[Problem]:
    """Problems of one module and its files."""
    file = f"{module.folder}/modul.yml"
    total, wanted = module.minutes.total(), module.jp * MINUTES_PER_JP
    if total != wanted:
        yield wrong(
            file,
            "menit",
            f"Jumlah menit {total}, bukan {wanted} ({module.jp} JP x {MINUTES_PER_JP}).",
            "Sesuaikan menit atau jp.",
        )
    if module.text_bytes > LARGEST_TEXT:
        yield wrong(
            file,
            "",
            f"Modul {module.text_bytes // 1024} KB tanpa media, paling besar 300 KB.",
            "Pindahkan gambar ke assets atau bagi modulnya.",
        )
    if not module.lessons:
        yield wrong(file, "", "Modul belum memuat materi.", "Tambahkan berkas seperti 01-nama.md.")
    for index, code in enumerate(module.skkni):
        if not _SKKNI.fullmatch(code):
            yield wrong(file, f"peta_skkni[{index}]", f'Kode "{code}" tidak sesuai pola SKKNI.', "Periksa kodenya.")
    yield from _check_objectives(module, file)
    yield from _check_quiz(module)
    names = frozenset(objective.id for objective in module.objectives)
    for lesson in module.lessons:
        yield from check_lesson(lesson, names)
    yield from check_work(module)


def _check_objectives(module: Module, file: str) -> Iterator[Problem]:
    names = [objective.id for objective in module.objectives]
    quizzed = {name for item in module.quiz.items for name in item.objectives}
    for index, objective in enumerate(module.objectives):
        path = f"tujuan[{index}]"
        if objective.id in names[:index]:
            yield wrong(file, f"{path}.id", f'Id "{objective.id}" dipakai dua kali.', "Beri id lain.")
        if not is_measurable(objective.text):
            yield wrong(
                file,
                f"{path}.teks",
                "Tujuan tidak diawali kata kerja terukur.",
                "Pilih kata kerja dari daftar di courses/SKEMA.md bagian 3.",
            )
        if objective.id not in quizzed:
            yield wrong(file, path, f'Tujuan "{objective.id}" tidak diuji di kuis.yml.', "Tambahkan soal untuknya.")
        if objective.id not in module.work.task.objectives:
            yield wrong(
                file, path, f'Tujuan "{objective.id}" tidak disebut di tugas.yml.', "Tambahkan di tujuan tugas."
            )
    for name in module.work.task.objectives:
        if name not in names:
            yield wrong(
                f"{module.folder}/tugas.yml", "tujuan", f'Tujuan "{name}" tidak ada di modul.yml.', "Perbaiki id-nya."
            )


def _check_quiz(module: Module) -> Iterator[Problem]:
    file, items = f"{module.folder}/kuis.yml", module.quiz.items
    least, most = QUIZ_ITEMS
    if not least <= len(items) <= most:
        yield wrong(file, "soal", f"Ada {len(items)} soal.", f"Tulis {least} sampai {most} soal.")
    if len({item.kind for item in items}) < QUIZ_KINDS:
        yield wrong(file, "soal", "Jenis soal kurang beragam.", f"Pakai paling sedikit {QUIZ_KINDS} jenis.")
    names = {objective.id for objective in module.objectives}
    for index, item in enumerate(items):
        for name in item.objectives:
            if name not in names:
                yield wrong(
                    file, f"soal[{index}].tujuan", f'Tujuan "{name}" tidak ada di modul.yml.', "Perbaiki id-nya."
                )
    yield from check_items(items, file, "soal")
