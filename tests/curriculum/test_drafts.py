"""A training that is still being written can be checked, whole or module by module."""

import shutil

from app.curriculum.drafts import check_draft
from tests.curriculum.conftest import Folder

M = "01-judul-teras"


def said(problems, part):
    return [problem for problem in problems if part in problem.reason]


def test_a_draft_needs_neither_tests_nor_the_sum_of_jp(folder):
    for name in ("tes.yml", "pelatihan.yml"):
        (folder.path / name).unlink()
    draft = folder.path.rename(folder.path.parent / "_siaran-pers")
    assert not said(check_draft(draft), "tidak ada")


def test_each_depth_rule_is_named_with_its_file(folder):
    found = check_draft(folder.path, M)
    assert said(found, "kata tanpa latihan, paling sedikit 1800")[0].file == f"{M}/modul.yml"
    assert said(found, "Ada 2 latihan, paling sedikit 4")
    assert said(found, 'blok "::: contoh", paling sedikit 2')
    assert said(found, "Materi tanpa keliru")[0].file == f"{M}/02-teras.md"
    assert not said(found, "Jawaban benar paling panjang")


def test_answers_that_give_themselves_away_are_named(folder):
    text = (folder.path / M / "kuis.yml").read_text(encoding="utf-8")
    for number in range(3):
        text = text.replace("- id: s2", f"- id: x{number}\n" + _single(text) + "- id: s2", 1)
    folder.write(f"{M}/kuis.yml", text.replace('{teks: "satu",', '{teks: "satu yang jauh lebih panjang",'))
    assert said(check_draft(folder.path, M), "Jawaban benar paling panjang")


def test_only_the_module_asked_for_is_told(folder):
    shutil.copytree(folder.path / M, folder.path / "02-lain")
    folder.edit("02-lain/modul.yml", "membaca: 25", "membaca: 26")
    assert said(check_draft(folder.path), "Jumlah menit 91")
    assert not said(check_draft(folder.path, M), "Jumlah menit 91")
    assert said(check_draft(folder.path, "02-lain"), "Jumlah menit 91")


def test_a_folder_that_is_absent_is_said(folder):
    assert said(check_draft(folder.path, "09-hilang"), "tidak ada")


def test_text_of_a_neighbour_that_is_a_draft_too_may_not_be_told_again(folder):
    other = Folder(folder.path.parent / "_lain")
    shared = "\n\n" + " ".join(f"kata{n}{'. Lalu' * (n % 9 == 8)}" for n in range(60)) + "\n"
    for one in (folder, other):
        one.edit(f"{M}/01-judul.md", "## Manfaat", shared + "\n## Manfaat")
    assert "_lain sp-3/01-judul" in said(check_draft(folder.path, M), "Lebih dari 40 kata")[0].reason


def test_a_figure_of_the_module_that_nobody_shows_is_named(folder):
    folder.write("assets/sp3-lupa.svg", "<svg/>")
    folder.write("assets/sp4-milik-lain.svg", "<svg/>")
    assert [problem.file for problem in said(check_draft(folder.path, M), "tidak dirujuk")] == ["assets/sp3-lupa.svg"]


def test_at_most_two_tasks_wait_for_the_trainer_in_a_draft(folder):
    folder.edit(f"{M}/tugas.yml", "penilaian: sejawat", "penilaian: pelatih")
    folder.edit(f"{M}/tugas.yml", "telaah:\n  k: 3\n  kalibrasi: true\n", "")
    for number in (2, 3):
        shutil.copytree(folder.path / M, folder.path / f"0{number}-salinan")
        folder.edit(f"0{number}-salinan/modul.yml", "kode: SP-3", f"kode: SP-{number + 2}")
    assert said(check_draft(folder.path), "Pelatih harus menilai 3 tugas")


def _single(text):
    return text.split("- id: s1\n", 1)[1].split("- id: s2", 1)[0]
