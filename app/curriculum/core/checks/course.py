"""All checks of one training."""

from collections.abc import Iterator, Sequence

from app.curriculum.core.checks.depth import check_depth
from app.curriculum.core.checks.module import check_module
from app.curriculum.core.checks.tests import check_tests, is_sample
from app.curriculum.core.checks.verbs import is_measurable
from app.curriculum.core.course import Course, Module
from app.curriculum.core.duplicates import duplicates
from app.curriculum.core.problems import Problem, doubtful, wrong

MOST_TRAINER_TASKS = 2
OUTCOMES = (3, 6)
WHOLE = 100
"""What shares in percent sum to."""
_FILE = "pelatihan.yml"


def check_course(course: Course) -> tuple[Problem, ...]:
    """Every problem of a training that can be seen without its neighbours; lines are 0 and set by the reader."""
    return tuple(_problems(course))


def _problems(course: Course) -> Iterator[Problem]:
    yield from _check_head(course)
    yield from _check_codes(course)
    for module in course.modules:
        yield from check_module(module)
        if not is_sample(course):
            yield from check_depth(module)
    yield from check_tests(course)
    for later, earlier, said in duplicates(course.lessons()):
        yield doubtful(
            later.file,
            "",
            f'Lebih dari 40 kata sama dengan {earlier.key}, mulai "{said} …".',
            "Tulis dengan kata lain atau tautkan.",
        )
    yield from _check_glossary(course)


def _check_head(course: Course) -> Iterator[Problem]:
    total = sum(module.jp for module in course.modules)
    if total != course.jp:
        yield wrong(_FILE, "jp", f"Tertulis {course.jp} JP, jumlah modul {total} JP.", "Samakan keduanya.")
    least, most = OUTCOMES
    if not least <= len(course.outcomes) <= most:
        yield wrong(_FILE, "hasil", f"Ada {len(course.outcomes)} butir hasil.", f"Tulis {least} sampai {most} butir.")
    for index, outcome in enumerate(course.outcomes):
        if not is_measurable(outcome):
            yield wrong(
                _FILE,
                f"hasil[{index}]",
                "Hasil tidak diawali kata kerja terukur.",
                "Pilih kata kerja dari daftar di courses/SKEMA.md bagian 3.",
            )
    weights = course.weights
    if weights.closing_test + weights.tasks + weights.review != WHOLE:
        yield wrong(_FILE, "bobot", "Jumlah bobot bukan 100.", "Sesuaikan tes_akhir, tugas, dan telaah.")
    if (weights.review > 0) and not course.has_review():
        yield wrong(
            _FILE, "bobot", "Ada bobot telaah, tetapi tidak ada tugas sejawat.", "Pakai 35 dan 65 tanpa telaah."
        )
    yield from check_trainer_tasks(course.modules)
    if not course.trainer_guide_html and not is_sample(course):
        yield wrong("panduan-pelatih.md", "", "Panduan pelatih belum ada.", "Tambahkan berkas panduan-pelatih.md.")


def check_trainer_tasks(modules: Sequence[Module]) -> Iterator[Problem]:
    """More assignments that wait for the trainer than a training may have."""
    codes = [module.code for module in modules if module.work.task.grading == "pelatih"]
    if len(codes) > MOST_TRAINER_TASKS:
        reason = f"Pelatih harus menilai {len(codes)} tugas: {', '.join(codes)}."
        yield wrong(
            _FILE, "", reason, f"Paling banyak {MOST_TRAINER_TASKS}; pakai mandiri atau sejawat untuk yang lain."
        )


def _check_codes(course: Course) -> Iterator[Problem]:
    codes = [module.code for module in course.modules]
    for index, module in enumerate(course.modules):
        if module.code in codes[:index]:
            yield wrong(
                f"{module.folder}/modul.yml", "kode", f"Kode {module.code} dipakai dua kali.", "Beri kode lain."
            )
    for index, reading in enumerate(course.readings):
        for code in reading.modules:
            if code not in codes:
                yield wrong("bacaan.yml", f"bacaan[{index}].untuk", f'Modul "{code}" tidak ada.', "Perbaiki kodenya.")


def _check_glossary(course: Course) -> Iterator[Problem]:
    known = [term.word.casefold() for term in course.glossary]
    for index, term in enumerate(course.glossary):
        path = f"istilah[{index}]"
        if term.word.casefold() in known[:index]:
            yield wrong("glosarium.yml", f"{path}.kata", f'Istilah "{term.word}" ditulis dua kali.', "Gabungkan.")
        for word in term.see:
            if word.casefold() not in known:
                yield wrong("glosarium.yml", f"{path}.lihat", f'Istilah "{word}" tidak ada.', "Tambahkan atau hapus.")
