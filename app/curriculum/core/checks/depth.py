"""What keeps a module below the standard of the curriculum without making it wrong."""

from collections.abc import Iterator

from app.curriculum.core.course import ExerciseBlock, Module
from app.curriculum.core.items import SingleItem
from app.curriculum.core.problems import Problem, doubtful
from app.curriculum.core.reading import lesson_words

WORDS_PER_JP = 900
"""The floor of a module up to `JP_WITH_FLOOR` JP, without exercises and their model answers."""
JP_WITH_FLOOR = 3
EXERCISES_PER_JP = 2
QUIZ_KINDS = 4
_PARTS = ("contoh", "keliru", "ringkasan")
_AS_EXAMPLE = frozenset(["salah", "naskah"])
_MOST_LONGEST = 0.5
_FEWEST_SINGLE = 3


def check_depth(module: Module) -> Iterator[Problem]:
    """What a full training's module still lacks, one peringatan each."""
    yield from _check_amount(module)
    for lesson in module.lessons:
        shown = {"contoh" if name in _AS_EXAMPLE else name for name in lesson.callouts}
        lacks = [name for name in _PARTS if name not in shown]
        lacks += [] if lesson.exercises() else ["latihan"]
        if lacks:
            yield doubtful(lesson.file, "", f"Materi tanpa {', '.join(lacks)}.", "Lengkapi materinya.")
    yield from _check_quiz(module)


def prose_words(module: Module) -> int:
    """Words of the lessons without exercises."""
    return sum(
        lesson_words(block for block in lesson.blocks if not isinstance(block, ExerciseBlock))
        for lesson in module.lessons
    )


def _check_amount(module: Module) -> Iterator[Problem]:
    file = f"{module.folder}/modul.yml"
    floor, total = WORDS_PER_JP * min(module.jp, JP_WITH_FLOOR), prose_words(module)
    if total < floor:
        reason = f"Materi {total} kata tanpa latihan, paling sedikit {floor}."
        yield doubtful(file, "jp", reason, "Dalami yang masih tipis; jangan menambah kata kosong.")
    exercises, wanted = sum(len(lesson.exercises()) for lesson in module.lessons), EXERCISES_PER_JP * module.jp
    if exercises < wanted:
        reason = f"Ada {exercises} latihan, paling sedikit {wanted}."
        yield doubtful(file, "jp", reason, "Tambahkan latihan beserta jawaban contohnya.")
    examples = sum(lesson.callouts.count("contoh") for lesson in module.lessons)
    if examples < module.jp:
        reason = f'Ada {examples} blok "::: contoh", paling sedikit {module.jp}.'
        yield doubtful(file, "jp", reason, "Kerjakan satu kasus utuh langkah demi langkah per JP.")


def _check_quiz(module: Module) -> Iterator[Problem]:
    file, items = f"{module.folder}/kuis.yml", module.quiz.items
    if len({item.kind for item in items}) < QUIZ_KINDS:
        yield doubtful(file, "soal", f"Kuis memuat kurang dari {QUIZ_KINDS} jenis soal.", "Tambahkan jenis lain.")
    single = [item for item in items if isinstance(item, SingleItem)]
    if len(single) >= _FEWEST_SINGLE and sum(map(_gives_itself_away, single)) > _MOST_LONGEST * len(single):
        reason = "Jawaban benar paling panjang pada sebagian besar soal satu jawaban."
        yield doubtful(file, "soal", reason, "Pendekkan jawabannya atau perkuat pengecohnya.")


def _gives_itself_away(item: SingleItem) -> bool:
    right = [len(option.text) for option in item.options if option.is_right]
    others = [len(option.text) for option in item.options if not option.is_right]
    return bool(right and others) and min(right) > max(others)
