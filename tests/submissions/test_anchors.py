"""Comments find their place in the next version, or say that they did not."""

import random
import re

import pytest

from app.submissions.anchors import Way, anchor_at, carry_over

WORDS = (  # noqa: SIM905 -- a line of words reads better than a list
    "warga layanan nikah kantor urusan agama padang membawa surat pengantar dari wali nagari pada hari senin petugas memeriksa "
    "berkas lalu mencatat jadwal akad dengan penghulu yang bertugas selama satu jam tanpa biaya tambahan bila dilakukan di kantor "
    "masyarakat menyambut baik perubahan ini karena waktu tunggu turun menjadi sehari saja menurut data seksi bimbingan islam"
).split()
FRESH = [f"pengganti{number}" for number in range(60)]


def text_of(seed, count=340):
    chooser = random.Random(seed)
    words = [chooser.choice(WORDS) for _ in range(count)]
    return "\n\n".join(" ".join(words[at : at + 40]) + "." for at in range(0, count, 40))


def edited(text, share, seed):
    """The text with a share of its words changed, dropped or joined by new ones; and for each old word where it went."""
    chooser = random.Random(seed)
    out, places, length = [], {}, 0
    for token in re.finditer(r"\S+|\s+", text):
        word = token.group()
        if word.isspace():
            out.append(word)
            length += len(word)
            continue
        if chooser.random() >= share:
            places[token.start()] = length
            out.append(word)
            length += len(word)
            continue
        act = chooser.choice(["change", "drop", "add"])
        if act == "drop":
            continue
        made = chooser.choice(FRESH) if act == "change" else f"{word} {chooser.choice(FRESH)}"
        if act == "add":
            places[token.start()] = length
        out.append(made)
        length += len(made)
    return "".join(out), places


@pytest.mark.parametrize(("share", "least"), [(0.05, 1.0), (0.15, 0.995), (0.30, 0.98)])
def test_comments_keep_their_place_when_words_change(share, least):
    right = total = 0
    for seed in range(30):
        text = text_of(seed)
        after, places = edited(text, share, seed + 1000)
        words = list(re.finditer(r"\S+", text))
        chooser = random.Random(seed + 2000)
        anchors, wanted = [], []
        for _ in range(10):
            first = chooser.randrange(len(words) - 8)
            inside = words[first : first + chooser.randint(3, 8)]
            anchors.append(anchor_at(text, inside[0].start(), inside[-1].end()))
            wanted.append([places[word.start()] for word in inside if word.start() in places])
        for mapped, kept in zip(carry_over(text, after, anchors), wanted, strict=True):
            if not kept:
                continue
            total += 1
            near = mapped.way is not Way.ORPHAN and any(mapped.anchor.start <= place < mapped.anchor.end for place in kept)
            right += near
    assert total > 250
    assert right / total >= least, f"{right / total:.4f}"


def test_an_unchanged_text_keeps_every_anchor_exactly():
    anchor = anchor_at("Satu dua tiga.", 5, 8)
    assert carry_over("Satu dua tiga.", "Satu dua tiga.", [anchor])[0].anchor == anchor


def test_a_moved_paragraph_is_found_by_its_quote():
    one, two = "Kepala kantor membuka layanan baru.", "Warga menunggu sehari saja sekarang."
    rest = " ".join(["Alinea tengah yang panjang sekali."] * 6)
    before, after = f"{one}\n\n{rest}\n\n{two}", f"{rest}\n\n{two}\n\n{one}"
    mapped = carry_over(before, after, [anchor_at(before, 0, len(one))])[0]
    assert mapped.way is Way.QUOTE
    assert mapped.anchor.exact == one


def test_a_removed_paragraph_leaves_an_orphan_with_its_quote():
    before = "Alinea satu tetap.\n\nKalimat yang dibuang seluruhnya di sini.\n\nAlinea tiga tetap."
    after = "Alinea satu tetap.\n\nAlinea tiga tetap."
    quote = "Kalimat yang dibuang"
    mapped = carry_over(before, after, [anchor_at(before, 20, 40)])[0]
    assert mapped.way is Way.ORPHAN
    assert mapped.anchor.exact == quote


def test_a_stretch_without_words_or_outside_is_refused():
    for start, end in ((0, 0), (3, 4), (2, 99), (-1, 2)):
        with pytest.raises(ValueError, match="stretch"):
            anchor_at("abc def", start, end)


def test_anchors_carry_thirty_two_characters_of_their_surroundings():
    text = "a" * 40 + " kata " + "b" * 40
    anchor = anchor_at(text, 41, 45)
    assert (anchor.exact, len(anchor.prefix), len(anchor.suffix)) == ("kata", 32, 32)
