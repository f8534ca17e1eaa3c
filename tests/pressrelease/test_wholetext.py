"""A pasted release is cut into its parts, and furniture of websites falls away."""

from app.pressrelease import Field, read_whole

PASTED = """Breaking News

*Loket Malam KUA Dibuka*
Penulis: Rahmat

PADANG

Suasana loket malam di KUA

Padang, Humas — KUA Koto Tangah membuka loket malam mulai Senin. Warga menyambutnya.

Isi kedua yang panjang.

Narahubung: Siti, 0812-1111-2222
Editor: -

Tinggalkan Balasan
"""


def test_every_part_is_proposed():
    proposal = read_whole(PASTED)
    assert proposal.words_of(Field.TITLE) == "Loket Malam KUA Dibuka"
    assert proposal.words_of(Field.BYLINE) == "Penulis: Rahmat"
    assert proposal.words_of(Field.LEAD).startswith("KUA Koto Tangah")
    assert proposal.words_of(Field.BODY) == "Isi kedua yang panjang."
    assert proposal.words_of(Field.CONTACT).startswith("Narahubung")
    assert "Padang, Humas —" in proposal.words_of(Field.DATELINE)


def test_furniture_is_dropped():
    parts = read_whole(PASTED).parts
    kept = "".join(PASTED[part.start : part.end] for part in parts)
    assert "Breaking" not in kept
    assert "Balasan" not in kept
    assert "Editor" not in kept


def test_a_text_without_title_begins_with_its_dateline():
    proposal = read_whole("Padang, Humas — KUA membuka loket. Warga datang.\n\nIsi.")
    assert proposal.words_of(Field.TITLE) == ""
    assert proposal.words_of(Field.LEAD) == "KUA membuka loket. Warga datang."


def test_a_cut_off_summary_of_the_next_line_is_dropped():
    start = "Padang - Kepala KUA Koto Tangah membuka loket malam bagi warga yang bekerja sampai petang"
    proposal = read_whole(f"Loket Malam\n\n{start}...\n\n{start} hari.\n\nIsi.")
    assert proposal.words_of(Field.LEAD).endswith("petang hari.")
