"""The house list in YAML: read into the context, or refused with a sentence."""

import pytest

from app.pressrelease.house import BadHouseList, read_house
from app.pressrelease.values import Context


def test_the_list_is_added_to_the_context(tmp_path):
    path = tmp_path / "rumah.yml"
    path.write_text("kata: {gawe: kerja}\nsatuan_kerja: [MAN 1 Padang]\nhanya_saran: [R3]\n", encoding="utf-8")
    context = read_house(path, Context(key_messages=("a",)))
    assert context.house_words == (("gawe", "kerja"),)
    assert context.unit_names == ("MAN 1 Padang",)
    assert context.advice_only == {"R3"}
    assert context.key_messages == ("a",)


@pytest.mark.parametrize("text", ["salah: 1", "kata: [a]", "hanya_saran: [X9]", "jabatan: {a: b}", "[", "- a"])
def test_a_wrong_list_is_refused(tmp_path, text):
    path = tmp_path / "rumah.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadHouseList, match=r"rumah\.yml"):
        read_house(path, Context())
