"""Placeholders become final addresses, in attributes only."""

from app.curriculum.core.links import resolve_links, resolved


def test_addresses_replace_placeholders_and_keep_the_anchor():
    html = '<a href="materi:sp-3/02-teras#bagian-x">a</a><img src="asset:assets/a.svg"><p>src="asset: teks</p>'
    final = resolve_links(html, lambda name: f"/aset/{name}", lambda key: f"/materi/{key}")
    assert (
        final == '<a href="/materi/sp-3/02-teras#bagian-x">a</a><img src="/aset/assets/a.svg"><p>src="asset: teks</p>'
    )


def test_a_whole_training_holds_no_placeholder_afterwards(folder):
    folder.edit("01-judul-teras/kuis.yml", '"Tepat."', '"Lihat [teras](materi:sp-3/02-teras)."')
    folder.edit(
        "01-judul-teras/kuis.yml", "soal: Mana teras",
        'gambar: {berkas: assets/piramida.svg, alt: "Piramida"}\n  soal: Mana teras',
    )  # fmt: skip
    course = folder.read().course
    assert "asset:" in repr(course)
    final = resolved(course, lambda name: f"/aset/{name}", lambda key: f"/materi/{key}")
    assert "asset:" not in repr(final)
    assert 'href=\\"materi:' not in repr(final)
    assert 'href="materi:' not in repr(final)
    assert final.modules[0].quiz.items[0].picture.src == "/aset/assets/piramida.svg"
    explanation = final.modules[0].quiz.items[0].options[0].explanation_html
    assert explanation == '<p>Lihat <a href="/materi/sp-3/02-teras">teras</a>.</p>\n'
    assert final.modules[0].lessons[0] == course.modules[0].lessons[0]
