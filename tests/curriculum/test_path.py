"""The order of steps and their keys."""

from app.curriculum.core.path import StepKind, steps


def test_the_path_goes_from_the_opening_to_the_closing_test(folder):
    path = steps(folder.read().course)
    assert [step.key for step in path] == [
        "tes-awal", "sp-3/01-judul", "sp-3/02-teras", "sp-3/kuis", "sp-3/tugas", "tes-akhir",
    ]  # fmt: skip
    assert path[3].kind is StepKind.KUIS
    assert path[4].minutes == 25
    assert [step.module_code for step in path] == ["", "SP-3", "SP-3", "SP-3", "SP-3", ""]


def test_tes_awal_and_voluntary_tasks_are_not_required(folder):
    folder.edit("01-judul-teras/tugas.yml", "bentuk: teks", "bentuk: teks\nwajib: false")
    path = steps(folder.read().course)
    assert [step.key for step in path if not step.is_required] == ["tes-awal", "sp-3/tugas"]
