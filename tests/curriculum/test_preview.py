"""A preview shows every kind of item as it will be asked, and its key only to the pelatih."""

from app.access.permissions import Role
from tests.factories import people

ANSWERS = ("risiko", "62,5 %", "siapa → <b>Kepala KUA</b>", "<b>1.</b> pertama", "Betul, itu salah.", "Bentuk baku: risiko.")


def test_a_preview_as_peserta_asks_every_kind_and_tells_no_answer(app, as_user):
    page = preview(as_user, "peserta")
    assert page.count('type="radio"') == 2 * 3 + 2  # two of satu, one benar_salah with both its sides
    assert page.count('type="checkbox"') == 3
    assert page.count('class="input" id="p-') == 2 + 3 + 3  # isian and angka, jodohkan, urutkan
    assert [one for one in ANSWERS if one in page] == []
    assert "verdict" not in page


def test_a_preview_as_pelatih_shows_key_and_explanations_of_every_kind(app, as_user):
    page = preview(as_user, "pelatih")
    assert [one for one in ANSWERS if one not in page] == []
    assert page.count("✓ ") == 1 + 2 + 1 + 1 + 1 + 1


def preview(as_user, role):
    author = people.user()
    people.grant(author, Role.PENYUSUN)
    return as_user(author).get(f"/pratinjau/pelatihan-uji/uj-1/kuis?sebagai={role}").get_data(as_text=True)
