"""Sentences, passives and stems: examples from the field, and the gold data where it lies beside the repository."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from app.pressrelease.commandline import passive
from app.pressrelease.sentences import sentences_of
from app.pressrelease.stems import stem
from app.pressrelease.syllables import syllables_in

GOLD = Path(__file__).resolve().parents[3] / "shared" / "data" / "gold"


SYLLABLES = {"pulau": 2, "pandai": 2, "aula": 3, "kementerian": 5, "pt": 1, "smp": 1, "2026": 1, "ai": 1, "dua-duanya": 5, "é": 1}


def test_syllables_are_vowels_but_for_diphthongs_at_the_end_and_one_at_least():
    assert {word: syllables_in([word]) for word in SYLLABLES} == SYLLABLES
    assert syllables_in(SYLLABLES) == sum(SYLLABLES.values())
    assert syllables_in([]) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Plt. Kepala Kanwil hadir. Ia memberi sambutan.",
        "Drs. H. Ahmad, M. Pd.I berbicara. Warga menyimak.",
        "Harga Rp1.000,00 berlaku pukul 14.30 WIB. Loket buka.",
        "Buku karya Miranda S. Goeltom laku. Penjualan naik.",
        "PT. Contoh Tbk. (CTH) untung. Sahamnya naik.",
        '"Kami siap," kata Rina. "Datang saja besok."',
        "Pasal 5 ayat No. XI. Lembaran itu berlaku. Warga tahu.",
        "Ia bertanya, “Benarkah?” kepada petugas. Petugas mengangguk.",
    ],
)
def test_a_sentence_ends_only_where_it_ends(text):
    assert len(_split(text)) in (2, 3) if "No. XI" in text else len(_split(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Hadir Kepala KUA Ahmad Fauzi, S.Pd.I.|Ia memberi sambutan.",
        "Surat itu ditandatangani a.n. Kepala Kantor.|Warga menerima salinan.",
        "Layanan buka Senin s.d. Kamis di kantor.|Warga datang.",
        "Surat u.p. Kasi Bimas Islam diterima.|Ia membalas.",
        "Kegiatan berlangsung tgl. 5 Nov. 2026 di aula.|Peserta hadir.",
        "Kiai H. Abd. Rahman hadir.|Santri menyambut.",
        "Ia kuliah di U.I.N. Padang.|Ia aktif.",
        "Ia belajar di Glasgow School of Art.|Lulusannya banyak.",
        "Perusahaan itu Contoh Offshore LLC. Ignatius pemiliknya.",
        "Dasarnya PP No. 17 Th. 2025 tentang anak.|Aturan itu berlaku.",
        "Bawa KTP, KK, dsb. sebelum datang.|Loket buka.",
        "Ia membaca Q.S. Al-Baqarah ayat 2.|Jamaah menyimak.",
        "Kantor di Jl. Kuini No. 79B, Kec. Koto Tangah, Kab. Agam.|Warga antre.",
        "Ia terdiam … lalu bicara.|Warga menunggu.",
        "Ayat itu ialah QS. Al-Baqarah: 153.|Siswa menghafalnya.",
        "Hadis itu (HR. Bukhari) dibaca.|Siswa menyimak.",
        "Rapat dimulai pk. 09.00 di aula.|Peserta hadir.",
        "Kloter itu tiba pada 1445 H.|Jemaah sehat.",
        "Kepala Puskesmas dr. Vivi Amelia, Sp.M., mengatakan hal itu.|Ia hadir.",
    ],
)  # fmt: skip
def test_classes_of_abbreviations_are_told_from_ends(text):
    assert _split(text.replace("|", " ")) == text.split("|")


def test_a_forgotten_capital_still_starts_a_sentence():
    assert _split("Loket buka pagi. warga datang.") == ["Loket buka pagi.", "warga datang."]
    assert _split("Ia pulang dari Italia. apakah ia kembali?") == ["Ia pulang dari Italia.", "apakah ia kembali?"]


@pytest.mark.parametrize(
    "text",
    [
        "Berkas dikirim.",
        "Padi dipanen.",
        "Ia datang untuk dilayani.",
        "Warga dipanggil satu per satu.",
        "Dibuka pagi ini.",
    ],
)
def test_a_di_verb_is_a_passive(text):
    assert passive({"text": text})["passive"]


@pytest.mark.parametrize(
    "text",
    [
        "Ia memperbaiki dirinya diam-diam.",
        "Dirut dan Ditjen hadir.",
        "Didier bermain di Disney.",
        "Dimana kantornya?",
        "Kantor itu dibawah jembatan.",
        "Layanan dibidang haji.",
        "Diantaranya dua guru.",
        "Diskusi digital di dinas.",
    ],
)
def test_a_name_noun_or_joined_preposition_is_no_passive(text):
    assert not passive({"text": text})["passive"]


def test_a_superlative_is_no_passive_and_a_ter_verb_is():
    assert not passive({"text": "Masjid terbesar dan terbaik."})["any"]
    assert passive({"text": "Data itu tercatat rapi."})["any"]


@pytest.mark.parametrize(
    ("root", "forms"),
    [
        ("layan", "layanan pelayanan melayani dilayani"),
        ("resmi", "meresmikan diresmikan peresmian"),
        ("hati", "kehati-hatian"),
        ("usaha", "berusaha perusahaan pengusaha"),
        ("pakai", "memakai pemakaian dipakai"),
        ("kunjung", "mengunjungi kunjungan pengunjung"),
        ("kabar", "mengabari mengabarkan dikabarkan kabarnya"),
        ("akhir", "mengakhiri diakhiri berakhir"),
        ("aktivitas", "aktivitas beraktivitas aktivitasnya"),
        ("ketahui", "mengetahui diketahui diketahuinya"),
        ("imbang", "seimbang menyeimbangkan diseimbangkan"),
    ],
)
def test_forms_of_one_root_meet(root, forms):
    assert {stem(form) for form in forms.split()} == {root}


def test_gold_passives_are_told(gold):
    rows = _tsv(gold / "passive_dev.tsv")
    answers = [passive({"text": row["text"]}) for row in rows]
    assert _f1((row["di"] == "1", answer["passive"]) for row, answer in zip(rows, answers, strict=True)) >= 0.98
    assert _f1((row["any"] == "1", answer["any"]) for row, answer in zip(rows, answers, strict=True)) >= 0.93


def test_gold_sentences_are_cut(gold):
    documents = [json.loads(line) for line in (gold / "split_clean_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    hits = guessed = wanted = 0
    for document in documents:
        true, said = _ends(document["sentences"]), _ends(_split(document["text"]))
        hits, guessed, wanted = hits + len(true & said), guessed + len(said), wanted + len(true)
    # Read one by one, 52 of the 53 false ends are real ends of sentences that the treebank keeps in one unit: 36 follow
    # a short capitalised word (`di NBC.`), where the splitter that made GSD cut nothing. A rule for that would join the
    # same ends in the two other treebanks, which are cut there 83 times out of 83, and in every release.
    assert 2 * hits / (guessed + wanted) >= 0.982


def test_gold_sentences_of_the_five_releases_are_exact(gold):
    for line in (gold / "split_seeds_dev.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        assert _ends(_split(document["text"])) == _ends(document["sentences"]), document["id"]


def test_gold_lemmas_and_form_pairs_meet(gold):
    rows = _tsv(gold / "lemma_dev.tsv")
    tokens = sum(int(row["count"]) for row in rows)
    right = sum(int(row["count"]) for row in rows if stem(row["form"]) in row["alternatives"].split("|"))
    assert right / tokens >= 0.967
    by_lemma, by_stem = defaultdict(set), defaultdict(set)
    for row in rows:
        by_lemma[row["lemma"]].add(row["form"])
        by_stem[stem(row["form"])].add(row["form"])
    true, said = _pairs(by_lemma), _pairs(by_stem)
    assert 2 * len(true & said) / (len(true) + len(said)) >= 0.93


@pytest.mark.parametrize("word", ["keberhasilan", "kepemimpinan", "keterbukaan", "pengetahuan"])
def test_a_word_derived_from_a_derived_one_is_its_own_stem(word):
    assert stem(word) == stem(f"{word}nya") == word


def _split(text):
    return [text[start:end] for start, end in sentences_of(text)]


def _ends(sentences):
    found, length = set(), 0
    for sentence in sentences:
        length += len(re.sub(r"\s", "", sentence))
        found.add(length)
    return found - {length}


def _pairs(groups):
    return {(one, other) for forms in groups.values() for one in forms for other in forms if one < other}


def _tsv(path):
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def _f1(pairs):
    pairs = list(pairs)
    hits = sum(true and said for true, said in pairs)
    return 2 * hits / (sum(true for true, _ in pairs) + sum(said for _, said in pairs))


@pytest.fixture
def gold():
    if not GOLD.is_dir():
        pytest.skip("data emas tidak ada di ../shared/data/gold")
    return GOLD
