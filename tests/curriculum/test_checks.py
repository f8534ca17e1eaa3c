"""Every check has a training that fails it, and names the file, the line and the key."""

import shutil

import pytest

from app.curriculum.core.checks.verbs import MEASURABLE, is_measurable

M = "01-judul-teras/"
QUIZ, TASK, RUBRIC, TEXTS, LESSON = (
    M + "kuis.yml",
    M + "tugas.yml",
    M + "rubrik.yml",
    M + "kalibrasi.yml",
    M + "02-teras.md",
)
MODULE = M + "modul.yml"

BROKEN = [
    ("pelatihan.yml", "jp: 2", "jp: 3", "jp", "jumlah modul 2"),
    ("pelatihan.yml", "  - menilai naskah\n", "", "hasil", "Ada 2 butir"),
    ("pelatihan.yml", "menilai naskah", "memahami naskah", "hasil[2]", "kata kerja"),
    ("pelatihan.yml", "jalur: SP", "jalur: XX", "jalur", "tidak dikenal"),
    ("pelatihan.yml", "[asn, guru]", "[asn, polisi]", "sasaran", "tidak dikenal"),
    ("pelatihan.yml", "kode: SP-CONTOH", "kode: sp contoh", "kode", "tidak sesuai"),
    ("pelatihan.yml", "kode: SP-CONTOH", "kode: SP-CONTOH\nwarna: hijau", "warna", "tidak dikenal"),
    ("pelatihan.yml", "kode: SP-CONTOH", "kode: SP-CONTOH\nkode: SP", "kode", "dua kali"),
    ("pelatihan.yml", "2026-11-21", "21/11/2026", "diperiksa_pada", "bukan tanggal"),
    ("pelatihan.yml", "jp: 2", "jp: 2\nbobot: {tes_akhir: 30, tugas: 60, telaah: 20}", "bobot", "bukan 100"),
    ("pelatihan.yml", "jp: 2", "jp: 2\nlulus: {tugas: 170}", "lulus.tugas", "bukan angka bulat"),
    ("pelatihan.yml", "judul: ", "tajuk: ", "judul", "belum diisi"),
    ("pelatihan.yml", "ringkasan: Latihan", "ringkasan: <b>Latihan</b>", "ringkasan", "HTML mentah"),
    ("pelatihan.yml", "penyusun: [Tim Surau]", "penyusun: Tim", "penyusun", "harus berupa daftar"),
    ("pelatihan.yml", "kode: SP-CONTOH", "kode: SP", "", "Panduan pelatih belum ada"),
    (MODULE, "membaca: 25", "membaca: 26", "menit", "Jumlah menit 91"),
    (MODULE, "  telaah: 0\n", "", "menit.telaah", "belum diisi"),
    (MODULE, "menulis judul aktif", "mengetahui judul aktif", "tujuan[0].teks", "kata kerja"),
    (MODULE, "id: t2", "id: t1", "tujuan[1].id", "dua kali"),
    (MODULE, "id: t2", "id: T2", "tujuan[1].id", "tidak sesuai"),
    (MODULE, "  - {id: t2", '  - {id: t9, teks: "menulis"}\n  - {id: t2', "tujuan[1]", "tidak diuji di kuis"),
    (MODULE, "M.70HMS00.031.3", "M.70", "peta_skkni[0]", "SKKNI"),
    (MODULE, "https://ejaan", "ftp://ejaan", "sumber[0].tautan", "tidak diterima"),
    (MODULE, "    penerbit: Badan Bahasa\n", "", "sumber[0].penerbit", "belum diisi"),
    (MODULE, "kode: SP-3", "kode: modul-tiga", "kode", "tidak sesuai"),
    (LESSON, "menit: 4", "menit: 9", "menit", "paling lama 8"),
    (LESSON, "tujuan: [t2]", "tujuan: [t7]", "tujuan", "tidak ada di modul.yml"),
    (LESSON, "---\njudul", "judul", "", "Materi belum diawali"),
    (LESSON, "![Piramida terbalik dengan tiga lapis]", "![]", "", "tanpa teks alternatif"),
    (LESSON, "assets/piramida.svg", "assets/hilang.svg", "", "tidak ada"),
    (LESSON, "assets/piramida.svg", "https://contoh.go.id/a.png", "", "bukan berkas di folder assets"),
    (LESSON, "assets/piramida.svg", "assets/a/../../pelatihan.yml", "", "bukan berkas di folder assets"),
    (LESSON, "materi:sp-3/01-judul#bagian-manfaat", "materi:sp-3/09-hilang", "", "tidak menuju materi"),
    (LESSON, "#bagian-manfaat", "#bagian-hilang", "", "tidak ada di sp-3/01-judul"),
    (LESSON, "materi:sp-3/01-judul#bagian-manfaat", "javascript:alert", "", "tidak diterima"),
    (LESSON, "## Urutan", "# Urutan", "", "Judul bagian memakai"),
    (LESSON, "## Urutan", "<script>x</script>", "", "HTML mentah"),
    (LESSON, "::: benar Teras baru", "::: catatan", "", "tidak diikuti"),
    (LESSON, "::: benar Teras baru", "::: bagus", "", "tidak dikenal"),
    (LESSON, "::: hukum\nSetiap orang berhak; rujuk naskah resmi.", "::: hukum\nSetiap orang.", "", "naskah resminya"),
    (LESSON, "dahulu.\n:::", "dahulu.\n", "", "tidak ditutup"),
    (LESSON, "id: pilih", "id: pangkas", "latihan[1].id", "dua kali"),
    (LESSON, "model: |\n  Warga", "lain: |\n  Warga", "latihan[0].model", "belum diisi"),
    (LESSON, "jenis: tulis", "jenis: gambar", "latihan[0].jenis", "tidak dikenal"),
    (LESSON, ', benar: true, penjelasan: "Manfaat', ', penjelasan: "Manfaat', "latihan[1].pilihan", "Ada 0 jawaban"),
    (LESSON, 'penjelasan: "Hanya acara."', "", "latihan[1].pilihan[0].penjelasan", "belum diisi"),
    (LESSON, "isi: Rekaman", "teks: Rekaman", "slot-rekaman[0].isi", "belum diisi"),
    (LESSON, "::: ringkasan\n", "::: ringkasan\n```latihan\nid: x\n```\n", "", "tidak boleh berada di sini"),
    (QUIZ, "id: s2", "id: s1", "soal[1].id", "dua kali"),
    (QUIZ, "tujuan: [t1]", "tujuan: [t8]", "soal[0].tujuan", "tidak ada di modul.yml"),
    (QUIZ, "  tujuan: [t1]\n", "", "soal[0].tujuan", "belum diisi"),
    (QUIZ, '"Tepat."', '""', "soal[0].pilihan[0].penjelasan", "kosong"),
    (QUIZ, '{teks: "dua",', '{teks: "dua", benar: true,', "soal[0].pilihan", "Ada 2 jawaban benar"),
    (QUIZ, '{teks: "dua",', '{teks: "Satu",', "soal[0].pilihan", "muncul dua kali"),
    (QUIZ, '    - {teks: "tiga", penjelasan: "Tanpa manfaat."}\n', "", "soal[0].pilihan", "Ada 2 butir"),
    (QUIZ, '{teks: "di mana",', '{teks: "di mana", benar: true,', "soal[1].pilihan", "Ada 3 jawaban benar"),
    (QUIZ, "jawaban: false", "jawaban: mungkin", "soal[2].jawaban", "true atau false"),
    (QUIZ, 'salah: "Tepat, tidak ada batas."', 'salah: "Tidak ada batas."', "soal[2].penjelasan", "sama"),
    (QUIZ, ', salah: "Tepat, tidak ada batas."', "", "soal[2].penjelasan.salah", "belum diisi"),
    (QUIZ, "jawaban: [risiko]", 'jawaban: ["..."]', "soal[3].jawaban", "kosong"),
    (QUIZ, "teks: rezeki", "teks: Risiko", "soal[3].salah_umum[0]", "juga diterima"),
    (QUIZ, '  penjelasan: "Bentuk baku: risiko."\n', "", "soal[3].penjelasan", "belum diisi"),
    (QUIZ, "jawaban: 62.5", "jawaban: enam", "soal[4].jawaban", "harus berupa angka"),
    (QUIZ, "toleransi: 0.5", "toleransi: -1", "soal[4].toleransi", "negatif"),
    (QUIZ, "nilai: 37.5", "nilai: 62.9", "soal[4].salah_umum[0]", "juga diterima"),
    (QUIZ, 'kanan: "Kamis"', 'kanan: "Padang"', "soal[5].pasangan", "muncul dua kali"),
    (QUIZ, 'pengecoh: [{teks: "15 menit"', 'pengecoh: [{teks: "Padang"', "soal[5].pasangan", "muncul dua kali"),
    (QUIZ, '    - {teks: "latar", penjelasan: "Terakhir."}\n', "", "soal[6].urutan", "Ada 2 butir"),
    (QUIZ, "id: s3", "id: s3\n  bobot: 9", "soal[2].bobot", "bukan angka bulat 1-5"),
    (QUIZ, "- id: bs1", "- id: bs1\n  nilai: 3", "soal[7].nilai", "tidak dikenal"),
    (QUIZ, '"Tepat."', '"[Ini](materi:sp-3/09-x)."', "soal[0].pilihan[0].penjelasan", "tidak menuju materi"),
    (TASK, "Tulis judul dan teras.", "Lihat [ini](#bagian-manfaat).", "petunjuk", "tidak menuju materi"),
    ("tes.yml", '"as2"', '"tidak-ada"', "tes_awal.bentuk.a[1]", "tidak ada di bank"),
    ("tes.yml", '["as1", "as2"', '["as1", "as1"', "tes_awal.bentuk.a[1]", "dua kali"),
    ("tes.yml", "tujuan: [sp-3/t1]", "tujuan: [t1]", "bank[0].tujuan", "tidak ada"),
    ("tes.yml", "awal: 15", "awal: lama", "menit.awal", "bukan angka bulat"),
    (TASK, "tujuan: [t1, t2]", "tujuan: [t1]", "tujuan[1]", "tidak disebut di tugas"),
    (TASK, "tujuan: [t1, t2]", "tujuan: [t1, t2, t3]", "tujuan", "tidak ada di modul.yml"),
    (TASK, "penilaian: sejawat", "penilaian: mandiri", "jawaban_contoh", "tanpa jawaban contoh"),
    (TASK, "penilaian: sejawat", "penilaian: pelatih", "telaah", "tidak cocok"),
    (TASK, "menit_menilai: 10", "menit_menilai: 0", "menit_menilai", "masih 0"),
    (TASK, "k: 3", "k: 6", "telaah.k", "bukan angka bulat 2-5"),
    (TASK, "bentuk: teks", "bentuk: berkas", "berkas", "tidak cocok"),
    (TASK, "bentuk: teks", "bentuk: lembar", "lembar", "tidak cocok"),
    (TASK, "bentuk: teks", "bentuk: lembar", "panjang", "hanya untuk teks"),
    (TASK, "min: 20", "min: 90", "panjang.min", "lebih besar"),
    (RUBRIC, "bobot: 60", "bobot: 50", "kriteria", "Jumlah bobot 90"),
    (RUBRIC, '      1: "satu"\n', "", "kriteria[1].tingkat.1", "belum diisi"),
    (RUBRIC, '      1: "satu"\n', '      1: "satu"\n      5: "lima"\n', "kriteria[1].tingkat.5", "tidak dikenal"),
    (RUBRIC, '3: "tiga", 2: "dua"', '3: "dua", 2: "dua"', "kriteria[0].tingkat", "berbeda"),
    (RUBRIC, "id: etika", "id: dampak", "kriteria[1].id", "dua kali"),
    (RUBRIC, "identitas_anak", "marah", "kriteria[1].henti", "tidak dikenal"),
    (TEXTS, "peran: utama", "peran: cadangan", "naskah", "Ada 2 naskah utama"),
    (TEXTS, "id: k2", "id: k1", "naskah[1].id", "dua kali"),
    (TEXTS, '      etika: {level: 1, alasan: "Nama anak terbuka."}\n', "", "naskah[0].tingkat", "belum diberi level"),
    (TEXTS, "etika: {level: 1", "etika: {level: 2", "naskah[0].jebakan", "tidak diberi level 1"),
    (TEXTS, "level: 3", "level: 5", "naskah[0].tingkat.dampak.level", "bukan angka bulat 1-4"),
    (TEXTS, "    teks: |\n      Naskah yang dinilai.\n", "", "naskah[0]", "tidak cocok dengan bentuk tugas"),
    ("glosarium.yml", "lihat: [titimangsa]", "lihat: [hilang]", "istilah[0].lihat", "tidak ada"),
    ("glosarium.yml", "kata: titimangsa", "kata: Teras", "istilah[1].kata", "dua kali"),
    ("bacaan.yml", "untuk: [SP-3]", "untuk: [SP-9]", "bacaan[0].untuk", "tidak ada"),
    ("assets/piramida.svg", "<path", "<script>1</script><path", "", "skrip"),
    ("assets/piramida.svg", "viewBox", "kotak", "", "tidak terbaca"),
]  # fmt: skip

ELSEWHERE = {
    "Panduan pelatih belum ada": "panduan-pelatih.md", "tidak disebut di tugas": MODULE, "tidak terbaca": LESSON,
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "key", "said"), BROKEN)
def test_each_slip_is_named_with_file_line_key_reason_and_remedy(folder, file, old, new, key, said):
    folder.edit(file, old, new)
    loaded = folder.read()
    where = ELSEWHERE.get(said, file)
    if said == "tidak ada di modul.yml" and file == TASK:
        where = TASK
    hits = [problem for problem in loaded.problems if problem.file == where and said in problem.reason]
    assert hits, [str(problem) for problem in loaded.problems]
    assert key in {problem.key for problem in hits}
    assert all(problem.remedy for problem in hits)
    assert all(problem.line > 0 for problem in hits) or where == "panduan-pelatih.md"
    assert loaded.course is None


def test_the_line_is_the_line_of_the_slip(folder):
    folder.edit(QUIZ, "jawaban: 62.5", "jawaban: enam")
    problem = folder.read().problems[0]
    line = (folder.path / QUIZ).read_text(encoding="utf-8").split("\n")[problem.line - 1]
    assert line.strip() == "jawaban: enam"


def test_the_line_inside_an_exercise_counts_from_the_top_of_the_lesson(folder):
    folder.edit(LESSON, 'penjelasan: "Tanpa manfaat."', 'penjelasan: ""')
    problem = folder.read().problems[0]
    line = (folder.path / LESSON).read_text(encoding="utf-8").split("\n")[problem.line - 1]
    assert "Rapat koordinasi" in line


def test_a_quiz_has_eight_to_ten_items_of_mixed_kinds(folder):
    text = (folder.path / QUIZ).read_text(encoding="utf-8")
    folder.write(QUIZ, text.split("- id: s3")[0])
    reasons = [problem.reason for problem in folder.read().problems]
    assert "Ada 2 soal." in reasons
    assert "Jenis soal kurang beragam." in reasons


def test_a_full_training_needs_fifteen_items_in_each_form(folder):
    folder.edit("pelatihan.yml", "SP-CONTOH", "SP")
    folder.write("panduan-pelatih.md", "Panduan.")
    said = [problem.reason for problem in folder.read().problems if problem.file == "tes.yml"]
    assert said == ["Bentuk ini berisi 10 butir."] * 3


def test_the_closing_test_needs_two_different_forms(folder):
    text = (folder.path / "tes.yml").read_text(encoding="utf-8")
    third = next(line for line in text.split("\n") if line.startswith("    c:"))
    folder.edit("tes.yml", third + "\n", "")
    assert "Ada 1 bentuk." in [problem.reason for problem in folder.read().problems]
    second = next(line for line in text.split("\n") if line.startswith("    b:"))
    folder.write("tes.yml", text.replace(third, second.replace("b:", "c:", 1)))
    assert "Bentuk ini sama dengan bentuk lain." in [problem.reason for problem in folder.read().problems]


def test_every_objective_is_tested_in_the_bank(folder):
    folder.write("tes.yml", (folder.path / "tes.yml").read_text(encoding="utf-8").replace("sp-3/t2", "sp-3/t1"))
    assert 'Tujuan "sp-3/t2" tidak diuji di bank soal.' in [problem.reason for problem in folder.read().problems]


def test_at_most_two_tasks_wait_for_the_trainer(folder):
    for number in (2, 3):
        copy = folder.path / f"0{number}-salinan"
        shutil.copytree(folder.path / "01-judul-teras", copy)
        folder.edit(f"0{number}-salinan/modul.yml", "kode: SP-3", f"kode: SP-{number + 2}")
    for name in ("01-judul-teras", "02-salinan", "03-salinan"):
        folder.edit(f"{name}/tugas.yml", "penilaian: sejawat", "penilaian: pelatih")
        folder.edit(f"{name}/tugas.yml", "telaah:\n  k: 3\n  kalibrasi: true\n", "")
    said = " ".join(problem.reason for problem in folder.read().problems)
    assert "Pelatih harus menilai 3 tugas: SP-3, SP-4, SP-5." in said


def test_a_module_code_stands_once(folder):
    shutil.copytree(folder.path / "01-judul-teras", folder.path / "02-salinan")
    assert "Kode SP-3 dipakai dua kali." in [problem.reason for problem in folder.read().problems]


def test_calibration_needs_its_texts(folder):
    (folder.path / TEXTS).unlink()
    problem = folder.read().problems[0]
    assert (problem.file, problem.key) == (TASK, "telaah.kalibrasi")


def test_a_lesson_takes_at_most_eight_minutes_to_read(folder):
    folder.edit(
        M + "01-judul.md", "Tulis manfaatnya", " ".join(f"kata{number}" for number in range(1700)) + " Tulis manfaatnya"
    )
    assert "memerlukan 9 menit membaca" in folder.read().problems[0].reason


def test_minutes_that_are_far_too_short_are_doubted(folder):
    folder.edit(
        M + "01-judul.md", "Tulis manfaatnya", " ".join(f"kata{number}" for number in range(1300)) + " Tulis manfaatnya"
    )
    loaded = folder.read()
    assert loaded.problems[0].reason == "Tertulis 3 menit, padahal membacanya 7 menit."
    assert loaded.course is not None


def test_a_module_holds_at_most_300_kb_of_text(folder):
    folder.edit(M + "01-judul.md", "Tulis manfaatnya", "a" * 310_000 + " Tulis manfaatnya")
    assert "paling besar 300 KB" in folder.read().problems[0].reason


def test_forty_words_may_be_shared_and_forty_one_may_not(folder):
    for count, expected in ((40, 0), (41, 1)):
        shared = "Xa " + " ".join(f"kata{number}" for number in range(count - 1)) + " "
        for name, stop in (("01-judul.md", "satu"), ("02-teras.md", "dua")):
            text = (folder.path / M / name).read_text(encoding="utf-8")
            folder.write(M + name, text.replace("\n## ", f"\n{stop} {shared}{stop}\n\n## ", 1))
        found = [problem for problem in folder.read().problems if "40 kata" in problem.reason]
        assert len(found) == expected
        folder = type(folder)(folder.path)


def test_a_misspelling_in_a_lesson_is_named(folder):
    folder.edit(M + "01-judul.md", "Judul menyebut", "Judul di laksanakan dan menyebut")
    problem = folder.read().problems[0]
    assert (problem.file, problem.line) == (M + "01-judul.md", 7)
    assert "dilaksanakan" in problem.remedy


def test_markup_in_an_option_is_doubted(folder):
    folder.edit(QUIZ, '{teks: "dua",', '{teks: "**dua**",')
    loaded = folder.read()
    assert "apa adanya" in loaded.problems[0].reason
    assert loaded.course is not None


def test_objectives_begin_with_what_can_be_seen():
    assert is_measurable("Menulis judul")
    assert not is_measurable("memahami judul")
    assert not is_measurable("")
    assert "mengetahui" not in MEASURABLE
