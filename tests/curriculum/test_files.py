"""Reading a whole folder: what a good one gives, and what each kind of damage says."""

import os
from pathlib import Path

import pytest

from app.curriculum.core.items import ItemKind
from app.curriculum.core.problems import Severity
from app.curriculum.files import read_all, read_course


def test_a_whole_training_loads_without_problems(folder):
    loaded = folder.read()
    assert loaded.problems == ()
    course = loaded.course
    assert (course.slug, course.code, course.jp) == ("siaran-pers", "SP-CONTOH", 2)
    module = course.modules[0]
    assert [lesson.key for lesson in module.lessons] == ["sp-3/01-judul", "sp-3/02-teras"]
    assert {item.kind for item in module.quiz.items} == set(ItemKind) - {ItemKind.TULIS}
    assert module.work.rubric.criteria[0].levels == ("satu", "dua", "tiga", "empat")
    assert [form.id for form in course.tests.closing.forms] == ["b", "c"]
    assert course.weights.review == 10


def test_without_peer_review_the_weights_are_35_and_65(folder):
    folder.edit("01-judul-teras/tugas.yml", "penilaian: sejawat", "penilaian: pelatih")
    folder.edit("01-judul-teras/tugas.yml", "telaah:\n  k: 3\n  kalibrasi: true\n", "")
    weights = folder.read().course.weights
    assert (weights.closing_test, weights.tasks, weights.review) == (35, 65, 0)


def test_a_training_may_be_waived_by_its_closing_test(folder):
    assert not folder.read().course.waived_by_closing_test
    folder.edit("pelatihan.yml", "jp: 2", "jp: 2\nbebas_dengan_tes_akhir: true")
    assert folder.read().course.waived_by_closing_test


def test_a_galat_keeps_the_course_back_and_a_peringatan_does_not(folder):
    folder.write("assets/tidak-dirujuk.svg", "<svg/>")
    loaded = folder.read()
    assert [problem.severity for problem in loaded.problems] == [Severity.PERINGATAN]
    assert loaded.course is not None
    folder.edit("pelatihan.yml", "jp: 2", "jp: 3")
    loaded = folder.read()
    assert loaded.course is None
    assert loaded.draft is not None


def test_the_digest_changes_with_one_byte_of_any_file(folder):
    before = folder.read().digest
    assert folder.read().digest == before
    folder.edit("assets/piramida.svg", "M0 0", "M1 0")
    assert folder.read().digest != before


def test_the_digest_ignores_files_that_begin_with_an_underscore(folder):
    before = folder.read().digest
    folder.write("_catatan.txt", "milik penyusun")
    assert folder.read().digest == before


@pytest.mark.parametrize(
    "name",
    ["pelatihan.yml", "tes.yml", "01-judul-teras/modul.yml", "01-judul-teras/kuis.yml", "01-judul-teras/tugas.yml",
     "01-judul-teras/rubrik.yml"],
)  # fmt: skip
def test_a_missing_file_is_named(folder, name):
    (folder.path / name).unlink()
    loaded = folder.read()
    assert loaded.course is None
    assert name in {problem.file for problem in loaded.problems}


@pytest.mark.parametrize(
    "damage",
    [b"\xff\xfe kode", b"kode: [", b"- a\n- b\n", b"kode: \x00", b"", b"[" * 100_000, b"a: &a [*a, *a]\n",
     b"kode: !!python/object:os.system x\n", b"<<: {a: 1}\n", b"? [a]\n: b\n", b"x" * 600_000, b"kode: \xe2\x80\xa8",
     b"kode: a\n\tjudul: b\n", b"%YAML 9.9\n---\nkode: x\n"],
)  # fmt: skip
@pytest.mark.parametrize(
    "name", ["pelatihan.yml", "01-judul-teras/kuis.yml", "glosarium.yml", "01-judul-teras/02-teras.md"]
)
def test_no_damage_raises_and_each_names_its_file(folder, name, damage):
    (folder.path / name).write_bytes(damage)
    loaded = folder.read()
    assert loaded.course is None
    named = [problem for problem in loaded.problems if problem.file == name]
    assert named
    assert all(problem.reason and problem.remedy for problem in named)


def test_a_folder_that_is_not_there_gives_problems(tmp_path):
    loaded = read_course(tmp_path / "tidak-ada")
    assert loaded.course is None
    assert loaded.problems


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    secret = tmp_path / "rahasia.yml"
    secret.write_text("istilah: []", encoding="utf-8")
    target = folder.path / "glosarium.yml"
    target.unlink()
    target.symlink_to(secret)
    assert "glosarium.yml" in {problem.file for problem in folder.read().problems}


def test_strange_files_are_orphans(folder):
    folder.write("catatan.txt", "x")
    folder.write("01-judul-teras/gambar.png", "x")
    folder.write("assets/lama.svg", "<svg/>")
    found = {problem.file for problem in folder.read().problems}
    assert found == {"catatan.txt", "01-judul-teras/gambar.png", "assets/lama.svg"}


def test_names_that_are_no_utf_8_are_named_as_far_as_they_can_be_shown(folder):
    (folder.path.parent / os.fsdecode(b"kursus-\xe9")).mkdir()
    (folder.path / os.fsdecode(b"catatan-\xe9.txt")).write_text("x")
    loaded = read_all(folder.path.parent)
    assert [one.slug for one in loaded] == ["kursus-?", "siaran-pers"]
    assert {problem.file for problem in loaded[1].problems} == {"catatan-?.txt"}
    assert "\n".join(str(problem) for one in loaded for problem in one.problems).encode()


def test_all_trainings_are_read_by_name_without_those_under_an_underscore(folder):
    (folder.path.parent / "_lama").mkdir()
    (folder.path.parent / "SKEMA.md").write_text("x", encoding="utf-8")
    assert [loaded.slug for loaded in read_all(folder.path.parent)] == ["siaran-pers"]
    assert read_all(folder.path / "tidak-ada") == ()


def test_two_trainings_may_not_share_a_code_nor_copy_lessons(folder):
    other = type(folder)(folder.path.parent / "zz-kedua")
    long_text = "\n\nKata " + " ".join(f"kata{n}{'. Lalu' * (n % 9 == 8)}" for n in range(60)) + "\n"
    for one in (folder, other):
        one.edit("01-judul-teras/01-judul.md", "## Manfaat", long_text + "\n## Manfaat")
    other.edit("pelatihan.yml", "prasyarat: []", "prasyarat: [LD]")
    first, second = read_all(folder.path.parent)
    assert first.problems == ()
    said = " ".join(problem.reason for problem in second.problems)
    assert "sudah dipakai" in said
    assert "Lebih dari 40 kata sama" in said
    assert "Pelatihan LD belum ada" in said
    assert second.course is None


def test_a_sample_may_not_repeat_the_training_that_it_shows(folder):
    other = type(folder)(folder.path.parent / "zz-contoh")
    other.edit("pelatihan.yml", "kode: SP-CONTOH", "kode: SP")
    shared = "\n\n" + " ".join(f"kata{n}{'. Lalu' * (n % 9 == 8)}" for n in range(60)) + "\n"
    for one in (folder, other):
        one.edit("01-judul-teras/01-judul.md", "## Manfaat", shared + "\n## Manfaat")
    second = read_all(folder.path.parent)[1]
    assert any("sama dengan SP-CONTOH" in problem.reason for problem in second.problems)


def test_a_video_and_a_picture_of_an_item_are_read(folder):
    for name in ("lima.mp4", "lima.vtt"):
        folder.write(f"assets/{name}", "x")
    clip = (
        "```video\nberkas: assets/lima.mp4\nposter: assets/piramida.svg\ntakarir: assets/lima.vtt\njudul: Lima gambar\n"
        "durasi: 42\nklip_peraga: true\ntranskrip: |\n  Teks lengkap.\n```\n"
    )
    folder.edit("01-judul-teras/01-judul.md", "## Manfaat", f"{clip}\n## Manfaat")
    folder.edit(
        "01-judul-teras/kuis.yml", "soal: Mana teras",
        'gambar: {berkas: assets/piramida.svg, alt: "Piramida"}\n  soal: Mana teras',
    )  # fmt: skip
    loaded = folder.read()
    assert loaded.problems == ()
    video = loaded.course.modules[0].lessons[0].blocks[1]
    assert (video.src, video.seconds, video.bytes, video.is_demonstration) == ("asset:assets/lima.mp4", 42, 1, True)
    picture = loaded.course.modules[0].quiz.items[0].picture
    assert (picture.width, picture.height, picture.alt) == (640, 360, "Piramida")


def test_the_forms_of_a_task_are_read(folder):
    task = "01-judul-teras/tugas.yml"
    folder.edit(task, "bentuk: teks", "bentuk: lembar")
    folder.edit(
        task, "panjang: {min: 20, maks: 60}",
        'lembar:\n  - {id: kanal, label: "Kanal", jenis: pilihan, pilihan: ["Situs", "Surat"], wajib: true}\n'
        "terlambat: {potongan_per_hari: 5, hari: 2}\nwajib: false",
    )  # fmt: skip
    loaded = folder.read()
    assert loaded.problems == ()
    read = loaded.course.modules[0].work.task
    assert (read.sheet[0].choices, read.late_points_per_day, read.late_days) == (("Situs", "Surat"), 5, 2)
    assert not read.is_required
    folder.edit(task, "bentuk: lembar", "bentuk: berkas")
    folder.edit(task, "lembar:\n", "berkas: {jenis: [gambar, pdf], maks: 2}\n#")
    folder.edit(task, "  - {id: kanal", "# - {id: kanal")
    assert folder.read().course.modules[0].work.task.files.maximum == 2


def test_reading_never_writes(folder):
    def snapshot(root: Path) -> dict[str, int]:
        return {path.as_posix(): path.stat().st_mtime_ns for path in root.rglob("*")}

    before = snapshot(folder.path)
    folder.read()
    assert snapshot(folder.path) == before
