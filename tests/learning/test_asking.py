"""Items as form fields and back, without a hint at the right answer."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.curriculum.core.items import (
    Entry,
    ManyItem,
    MatchItem,
    NumberItem,
    Option,
    OrderItem,
    Pair,
    SingleItem,
    TextItem,
    TrueFalseItem,
    Writing,
)
from app.learning.core.asking import (
    FieldKind,
    answers_from_json,
    answers_to_json,
    missing,
    question,
    read_answers,
    reordered,
    shuffled,
    token,
)

SINGLE = SingleItem(id="s", prompt_html="", options=(Option("satu", "", True), Option("dua", ""), Option("tiga", "")))
MANY = ManyItem(id="b", prompt_html="", options=(Option("satu", "", True), Option("dua", "", True), Option("tiga", "")))
CLAIM = TrueFalseItem(id="p", prompt_html="", is_true=False, if_true_html="", if_false_html="")
TEXT = TextItem(id="i", prompt_html="", accepted=("risiko",))
NUMBER = NumberItem(id="n", prompt_html="", answer=Decimal("62.5"), unit="%")
MATCH = MatchItem(
    id="j", prompt_html="", pairs=(Pair("siapa", "Kepala", ""), Pair("kapan", "Kamis", ""), Pair("di mana", "Padang", "")),
    distractors=(Entry("15 menit", ""),),
)  # fmt: skip
ORDER = OrderItem(
    id="u", prompt_html="", entries=tuple(Entry(text, "") for text in ("manfaat", "cara", "latar", "profil"))
)
WRITING = Writing(id="t", prompt_html="", model_html="", checks=("35 kata", "manfaat"))
ALL = (SINGLE, MANY, CLAIM, TEXT, NUMBER, MATCH, ORDER, WRITING)

seeds = st.integers(0, 2**31)


@given(seeds)
def test_what_is_chosen_on_the_page_comes_back_as_the_index_in_the_file(seed):
    wanted = {
        "s": ("2",), "b": ("0", "2"), "p": ("salah",), "i": ("risiko",), "n": ("62,5",), "j": ("2", "3", "0"),
        "u": ("4", "1", "3", "2"), "t": ("Warga kini antre.", "1"),
    }  # fmt: skip
    form = {}
    for item in ALL:
        for field in question(item, wanted[item.id], seed).fields:
            chosen = [choice.value for choice in field.choices if choice.is_chosen]
            form[field.name] = chosen if field.choices else [field.value]
    assert read_answers(ALL, form, seed) == wanted
    assert missing(ALL, wanted) == ()


@given(seeds)
def test_no_posted_value_tells_the_order_of_the_file(seed):
    for item in (SINGLE, MANY, MATCH):
        for field in question(item, (), seed).fields:
            assert all(choice.value.startswith("p") and len(choice.value) == 8 for choice in field.choices)
    for item in (MATCH, ORDER):
        assert [choice.value for choice in question(item, (), seed).fields[0].choices] != [
            token(item.id, index, seed) for index in range(4)
        ]
    entries = [field.label for field in question(ORDER, (), seed).fields]
    assert entries != ["manfaat", "cara", "latar", "profil"]
    assert sorted(entries) == sorted(["manfaat", "cara", "latar", "profil"])


@given(st.integers(0, 8), seeds)
def test_an_order_is_a_permutation_that_the_seed_decides(count, seed):
    order = shuffled(count, "s", seed)
    assert sorted(order) == list(range(count))
    assert order == shuffled(count, "s", seed)
    other = reordered(count, "s", seed)
    assert sorted(other) == list(range(count))
    assert count < 2 or other != tuple(range(count))


def test_the_order_differs_between_tries_and_between_items():
    assert len({shuffled(5, "s", seed) for seed in range(50)}) > 20
    assert len({shuffled(5, f"s{number}", 1) for number in range(50)}) > 20


def test_the_right_option_stands_first_no_more_often_than_others():
    first = [shuffled(3, "s", seed)[0] for seed in range(600)]
    assert all(120 < first.count(index) < 280 for index in range(3))


def test_fields_suit_the_kind():
    kinds = [[field.kind for field in question(item, (), 7).fields] for item in ALL]
    assert kinds == [
        [FieldKind.RADIO], [FieldKind.CHECKBOX], [FieldKind.RADIO], [FieldKind.TEXT], [FieldKind.TEXT],
        [FieldKind.SELECT] * 3, [FieldKind.SELECT] * 4, [FieldKind.TEXTAREA, FieldKind.CHECKBOX],
    ]  # fmt: skip
    assert [field.name for field in question(MATCH, (), 7).fields] == ["s-j.1", "s-j.2", "s-j.3"]
    assert question(NUMBER, (), 7).unit == "%"


def test_ids_that_look_alike_do_not_share_a_field():
    twin = TextItem(id="j-1", prompt_html="", accepted=("x",))
    names = [field.name for item in (MATCH, twin) for field in question(item, (), 1).fields]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "form",
    [{}, {"s-s": ["0"]}, {"s-s": [token("s", 9, 7)]}, {"s-p": ["mungkin"]}, {"s-i": ["  "]}, {"s-j.1": ["pabc"]},
     {"s-u." + token("u", 0, 7): ["9"]}, {"s-t": [""], "s-t.cek": ["7"]}, {"lain": ["x"]}, {"s-b": []}],
)  # fmt: skip
def test_a_forged_form_answers_nothing(form):
    assert read_answers(ALL, form, 7) == {}


def test_a_token_of_another_try_is_not_taken():
    assert read_answers([SINGLE], {"s-s": [token("s", 0, 8)]}, 7) == {}


def test_only_one_of_several_posted_radios_counts():
    assert read_answers([SINGLE], {"s-s": [token("s", n, 7) for n in range(3)]}, 7) == {"s": ("0",)}


def test_typed_text_is_cut_and_cleaned():
    answers = read_answers([TEXT, WRITING], {"s-i": ["a\x00b" + "c" * 900], "s-t": ["satu\r\ndua\x1b"]}, 7)
    assert answers["i"][0].startswith("abc")
    assert len(answers["i"][0]) == 300
    assert answers["t"] == ("satu\ndua",)


def test_ticking_points_alone_answers_a_written_exercise():
    answers = read_answers([WRITING], {"s-t": [""], "s-t.cek": ["0"]}, 7)
    assert answers == {"t": ("", "0")}
    assert missing([WRITING], answers) == ()


def test_what_is_missing_is_said_per_item():
    answers = {"n": ("lima",), "j": ("0", "", "1"), "u": ("1", "1", "2", "3"), "s": ("0",)}
    assert [(entry.item_id, entry.sentence) for entry in missing(ALL, answers)] == [
        ("b", "Soal 2: belum dijawab."),
        ("p", "Soal 3: belum dijawab."),
        ("i", "Soal 4: belum dijawab."),
        ("n", "Soal 5: tulis jawabannya sebagai angka, misalnya 62,5."),
        ("j", "Soal 6: pilih pasangan untuk setiap butir."),
        ("u", "Soal 7: pakai setiap nomor urut tepat satu kali."),
        ("t", "Soal 8: tulis jawaban Anda."),
    ]


def test_answers_survive_a_json_column():
    answers = {"s": ("2",), "j": ("0", "", "1")}
    assert answers_from_json(answers_to_json(answers)) == answers
    assert answers_from_json({"s": "2", "b": None, "u": ["1", 2]}) == {"u": ("1", "2")}
