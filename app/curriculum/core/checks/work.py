"""Checks of an assignment: task, rubric, calibration texts."""

from collections.abc import Iterator, Sequence

from app.curriculum.core.course import Module
from app.curriculum.core.problems import Problem, wrong
from app.curriculum.core.work import CalibrationText, FieldKind, Grading, Rubric, Task, TaskForm

_Said = Iterator[tuple[str, str, str]]
_MAIN_TEXTS, _LEVELS, _WHOLE = 3, 4, 100


def check_work(module: Module) -> Iterator[Problem]:
    """Problems of a module's assignment."""
    work, folder = module.work, module.folder
    yield from _check_task(work.task, f"{folder}/tugas.yml", has_texts=bool(work.calibration))
    yield from _check_rubric(work.rubric, f"{folder}/rubrik.yml")
    if work.calibration:
        yield from _check_calibration(work.calibration, work.rubric, work.task.form, f"{folder}/kalibrasi.yml")


def _check_task(task: Task, file: str, *, has_texts: bool) -> Iterator[Problem]:
    for key, reason, remedy in (*_grading(task, has_texts=has_texts), *_form(task), *_sheet(task)):
        yield wrong(file, key, reason, remedy)


def _grading(task: Task, *, has_texts: bool) -> _Said:
    if task.grading is Grading.MANDIRI and not task.model_html:
        yield "jawaban_contoh", "Tugas mandiri tanpa jawaban contoh.", "Tambahkan jawaban_contoh."
    if (task.grading is Grading.SEJAWAT) != (task.peers is not None):
        yield "telaah", "Kunci telaah tidak cocok dengan penilaian.", "Isi telaah hanya bila penilaian: sejawat."
    if task.grading is not Grading.MANDIRI and task.minutes_to_grade == 0:
        yield "menit_menilai", "Menit menilai masih 0.", "Perkirakan menit bagi penilai."
    if task.peers is not None and task.peers.has_calibration and not has_texts:
        yield "telaah.kalibrasi", "kalibrasi: true, tetapi kalibrasi.yml tidak ada.", "Tambahkan kalibrasi.yml."


def _form(task: Task) -> _Said:
    if (task.form is TaskForm.BERKAS) != (task.files is not None):
        yield "berkas", "Kunci berkas tidak cocok dengan bentuk.", "Isi berkas hanya bila bentuk: berkas."
    if task.files is not None and (not task.files.kinds or task.files.minimum > task.files.maximum):
        yield "berkas", "Jenis kosong, atau min lebih besar dari maks.", "Perbaiki aturan berkasnya."
    if task.length is not None and task.form not in (TaskForm.TEKS, TaskForm.SIARAN_PERS):
        yield "panjang", "Panjang hanya untuk teks dan siaran_pers.", "Hapus kunci panjang."
    if task.length is not None and task.length.minimum > task.length.maximum:
        yield "panjang.min", "min lebih besar dari maks.", "Tukar kedua angka."


def _sheet(task: Task) -> _Said:
    if (task.form is TaskForm.LEMBAR) != bool(task.sheet):
        yield "lembar", "Kunci lembar tidak cocok dengan bentuk.", "Isi lembar hanya bila bentuk: lembar."
    names = [field.id for field in task.sheet]
    for index, field in enumerate(task.sheet):
        if field.id in names[:index]:
            yield f"lembar[{index}].id", f'Id "{field.id}" dipakai dua kali.', "Beri id lain."
        if (field.kind is FieldKind.PILIHAN) != (len(field.choices) > 1):
            remedy = "Isi paling sedikit dua pilihan, hanya untuk jenis: pilihan."
            yield f"lembar[{index}].pilihan", "Pilihan tidak cocok dengan jenis.", remedy


def _check_rubric(rubric: Rubric, file: str) -> Iterator[Problem]:
    total = sum(criterion.weight for criterion in rubric.criteria)
    if total != _WHOLE:
        yield wrong(file, "kriteria", f"Jumlah bobot {total}, bukan 100.", "Sesuaikan bobot kriteria.")
    names = [criterion.id for criterion in rubric.criteria]
    for index, criterion in enumerate(rubric.criteria):
        if criterion.id in names[:index]:
            yield wrong(file, f"kriteria[{index}].id", f'Id "{criterion.id}" dipakai dua kali.', "Beri id lain.")
        if len(criterion.levels) != _LEVELS or len(set(criterion.levels)) != _LEVELS:
            yield wrong(
                file,
                f"kriteria[{index}].tingkat",
                "Setiap kriteria memerlukan empat tingkat yang berbeda.",
                "Tulis uraian untuk 4, 3, 2, dan 1.",
            )


def _check_calibration(
    texts: Sequence[CalibrationText], rubric: Rubric, form: TaskForm, file: str
) -> Iterator[Problem]:
    main = sum(not text.is_spare for text in texts)
    if main != _MAIN_TEXTS:
        yield wrong(file, "naskah", f"Ada {main} naskah utama.", "Kalibrasi memakai tepat tiga naskah utama.")
    criteria = {criterion.id for criterion in rubric.criteria}
    names = [text.id for text in texts]
    for index, text in enumerate(texts):
        path = f"naskah[{index}]"
        if text.id in names[:index]:
            yield wrong(file, f"{path}.id", f'Id "{text.id}" dipakai dua kali.', "Beri id lain.")
        levels = {expert.criterion: expert.level for expert in text.levels}
        for name in sorted(criteria.symmetric_difference(levels)):
            reason = "belum diberi level" if name in criteria else "tidak ada di rubrik"
            yield wrong(file, f"{path}.tingkat", f'Kriteria "{name}" {reason}.', "Samakan dengan rubrik.yml.")
        if text.trap and levels.get(text.trap) != 1:
            yield wrong(
                file,
                f"{path}.jebakan",
                f'Kriteria jebakan "{text.trap}" tidak diberi level 1.',
                "Beri level 1 pada kriteria jebakan.",
            )
        is_release = form is TaskForm.SIARAN_PERS
        if (text.release is not None) != is_release or bool(text.text_html) == is_release:
            yield wrong(
                file,
                path,
                "Bentuk naskah tidak cocok dengan bentuk tugas.",
                "Pakai siaran untuk siaran_pers dan teks untuk bentuk lain.",
            )
