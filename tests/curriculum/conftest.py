"""A small whole training on disk that a test can break in one place."""

import json
from pathlib import Path

import pytest

from app.curriculum.files import Loaded, read_course

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><path d="M0 0h640v360"/></svg>'

COURSE = """\
kode: SP-CONTOH
judul: "Siaran Pers: dari judul sampai terbit"
ringkasan: Latihan singkat **menulis** siaran pers.
jalur: SP
sasaran: [asn, guru]
jp: 2
prasyarat: []
hasil:
  - menulis judul yang menyebut manfaat
  - menyusun teras
  - menilai naskah
penyusun: [Tim Surau]
diperiksa_pada: 2026-11-21
"""

MODULE = """\
kode: SP-3
judul: Judul dan teras
ringkasan: Satu kalimat.
jp: 2
tujuan:
  - {id: t1, teks: "menulis judul aktif"}
  - {id: t2, teks: "menulis teras paling banyak 35 kata"}
menit:
  membaca: 25
  latihan: 30
  tugas: 25
  telaah: 0
  pertemuan: 10
peta_skkni: [M.70HMS00.031.3]
sumber:
  - judul: EYD V
    penerbit: Badan Bahasa
    tautan: https://ejaan.kemdikbud.go.id
    diperiksa_pada: 2026-11-21
"""

LESSON = """\
---
judul: Teras 35 kata
menit: 4
tujuan: [t2]
---

Teras menjawab **siapa** dan *apa*. Lihat [judul](materi:sp-3/01-judul#bagian-manfaat).

## Urutan

![Piramida terbalik dengan tiga lapis](assets/piramida.svg "Yang terpenting di atas")

| Unsur | Kata |
|---|--:|
| siapa | 4 |

::: salah
Kakan di laksanakan rapat.
:::

::: benar Teras baru
Warga kini antre lewat ponsel.
:::

::: hukum
Setiap orang berhak; rujuk naskah resmi.
:::

```latihan
id: pangkas
jenis: tulis
soal: |
  Pangkas teras ini.
model: |
  Warga **Nagari Contoh** kini antre lewat ponsel.
periksa:
  - Paling banyak 35 kata
```

```latihan
id: pilih
jenis: satu
soal: Judul mana yang menyebut manfaat?
pilihan:
  - {teks: "Kakan buka rapat", penjelasan: "Hanya acara."}
  - {teks: "Antre nikah lewat ponsel", benar: true, penjelasan: "Manfaat terbaca."}
  - {teks: "Rapat koordinasi", penjelasan: "Tanpa manfaat."}
```

```slot-rekaman
judul: Fokus yang lepas
isi: Rekaman 10 detik dari redaksi mitra.
```

::: ringkasan
Teras menjawab yang terpenting dahulu.
:::
"""

FIRST_LESSON = """\
---
judul: Judul yang menyebut manfaat
menit: 3
tujuan: [t1]
---

Judul menyebut siapa yang merasakan manfaat.

## Manfaat

Tulis manfaatnya lebih dahulu.
"""

KINDS = """\
- id: {p}s1
  jenis: satu
  tujuan: [{t1}]
  soal: Mana teras yang paling berguna?
  pilihan:
    - {{teks: "satu", benar: true, penjelasan: "Tepat."}}
    - {{teks: "dua", penjelasan: "Terlalu panjang."}}
    - {{teks: "tiga", penjelasan: "Tanpa manfaat."}}
- id: {p}s2
  jenis: banyak
  tujuan: [{t1}]
  soal: Unsur apa saja yang ada?
  pilihan:
    - {{teks: "siapa", benar: true, penjelasan: "Ada."}}
    - {{teks: "kapan", benar: true, penjelasan: "Ada."}}
    - {{teks: "di mana", penjelasan: "Tidak ada."}}
- id: {p}s3
  jenis: benar_salah
  tujuan: [{t2}]
  soal: Judul halaman dibatasi 60 karakter.
  jawaban: false
  penjelasan: {{benar: "Tidak ada batas.", salah: "Tepat, tidak ada batas."}}
- id: {p}s4
  jenis: isian
  tujuan: [{t2}]
  soal: Tulis bentuk baku dari "resiko".
  jawaban: [risiko]
  salah_umum:
    - {{teks: rezeki, penjelasan: "Itu kata lain."}}
  penjelasan: "Bentuk baku: risiko."
- id: {p}s5
  jenis: angka
  tujuan: [{t2}]
  soal: Dari 40 menjadi 15 menit, berapa persen turunnya?
  jawaban: 62.5
  toleransi: 0.5
  satuan: "%"
  salah_umum: [{{nilai: 37.5, penjelasan: "Itu sisanya."}}]
  penjelasan: "25 dari 40."
- id: {p}s6
  jenis: jodohkan
  tujuan: [{t1}]
  soal: Pasangkan unsur dengan kutipannya.
  pasangan:
    - {{kiri: "siapa", kanan: "Kepala KUA Contoh", penjelasan: "Orang."}}
    - {{kiri: "kapan", kanan: "Kamis", penjelasan: "Waktu."}}
    - {{kiri: "di mana", kanan: "Padang", penjelasan: "Tempat."}}
  pengecoh: [{{teks: "15 menit", penjelasan: "Itu lamanya."}}]
- id: {p}s7
  jenis: urutkan
  tujuan: [{t1}]
  soal: Urutkan dari yang terpenting.
  urutan:
    - {{teks: "manfaat", penjelasan: "Selalu dahulu."}}
    - {{teks: "cara", penjelasan: "Lalu caranya."}}
    - {{teks: "latar", penjelasan: "Terakhir."}}
"""

TASK = """\
judul: Menulis judul dan teras
bentuk: teks
penilaian: sejawat
tujuan: [t1, t2]
menit_mengerjakan: 25
menit_menilai: 10
petunjuk: |
  Tulis judul dan teras.
panjang: {min: 20, maks: 60}
telaah:
  k: 3
  kalibrasi: true
"""

RUBRIC = """\
judul: Rubrik teras
kriteria:
  - id: dampak
    nama: Dampak
    bobot: 60
    tingkat: {4: "empat", 3: "tiga", 2: "dua", 1: "satu"}
  - id: etika
    nama: Etika
    bobot: 40
    henti: identitas_anak
    tingkat:
      4: "empat"
      3: "tiga"
      2: "dua"
      1: "satu"
"""

CALIBRATION_TEXT = """\
  - id: {id}
    judul: Contoh {id}
    peran: utama
    teks: |
      Naskah yang dinilai.
    tingkat:
      dampak: {{level: 3, alasan: "Cukup jelas."}}
      etika: {{level: 1, alasan: "Nama anak terbuka."}}
    jebakan: etika
"""

GLOSSARY = """\
istilah:
  - {kata: teras, arti: "Alinea pertama siaran pers.", lihat: [titimangsa]}
  - {kata: titimangsa, arti: "Kota dan sumber di awal teras."}
"""

READINGS = """\
bacaan:
  - {judul: "EYD V", penerbit: "Badan Bahasa", tautan: "https://ejaan.kemdikbud.go.id", untuk: [SP-3]}
"""


class Folder:
    """A training's folder, whole until a test breaks it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("pelatihan.yml", COURSE)
        self.write("01-judul-teras/modul.yml", MODULE)
        self.write("01-judul-teras/01-judul.md", FIRST_LESSON)
        self.write("01-judul-teras/02-teras.md", LESSON)
        self.write("01-judul-teras/kuis.yml", quiz())
        self.write("01-judul-teras/tugas.yml", TASK)
        self.write("01-judul-teras/rubrik.yml", RUBRIC)
        self.write(
            "01-judul-teras/kalibrasi.yml",
            "naskah:\n" + "".join(CALIBRATION_TEXT.format(id=f"k{number}") for number in (1, 2, 3)),
        )
        self.write("tes.yml", tests())
        self.write("glosarium.yml", GLOSSARY)
        self.write("bacaan.yml", READINGS)
        self.write("assets/piramida.svg", SVG)

    def write(self, name: str, text: str) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        target = self.path / name
        text = target.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        target.write_text(text.replace(old, new, 1), encoding="utf-8")

    def read(self) -> Loaded:
        return read_course(self.path)


def quiz() -> str:
    items = KINDS.format(p="", t1="t1", t2="t2") + KINDS.format(p="b", t1="t1", t2="t2").split("- id: bs2")[0]
    return "soal:\n" + items


def tests() -> str:
    bank = KINDS.format(p="a", t1="sp-3/t1", t2="sp-3/t2") + KINDS.format(p="b", t1="sp-3/t1", t2="sp-3/t2")
    first = [f"as{number}" for number in range(1, 8)]
    second = [f"bs{number}" for number in range(1, 8)]
    forms = {"a": first + second[:3], "b": first[:3] + second, "c": first[2:] + second[:5]}
    awal = f"tes_awal:\n  bentuk:\n    a: {json.dumps(forms['a'])}\n"
    akhir = f"tes_akhir:\n  bentuk:\n    b: {json.dumps(forms['b'])}\n    c: {json.dumps(forms['c'])}\n"
    return f"bank:\n{bank}{awal}{akhir}menit: {{awal: 15, akhir: 30}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "siaran-pers")
