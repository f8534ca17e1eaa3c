"""The seven kinds are scored as courses/SKEMA.md section 5 says."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

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
    WrongNumber,
)
from app.learning.core.scoring import Verdict, score_item, score_quiz


def options(*rights):
    return tuple(Option(f"pilihan {index}", f"<p>{index}</p>", is_right) for index, is_right in enumerate(rights))


SINGLE = SingleItem(id="s", prompt_html="", options=options(False, True, False))
MANY = ManyItem(id="b", prompt_html="", options=options(True, True, False, True))
CLAIM = TrueFalseItem(id="p", prompt_html="", is_true=False, if_true_html="ya?", if_false_html="tepat")
TEXT = TextItem(
    id="i", prompt_html="", accepted=("risiko", "berisiko"), common_mistakes=(Entry("rezeki", "kata lain"),)
)
NUMBER = NumberItem(
    id="n", prompt_html="", answer=Decimal("62.5"), tolerance=Decimal("0.5"), unit="%",
    common_mistakes=(WrongNumber(Decimal("37.5"), "sisanya"),),
)  # fmt: skip
MATCH = MatchItem(
    id="j", prompt_html="", pairs=(Pair("siapa", "Kepala", "a"), Pair("kapan", "Kamis", "b"), Pair("di mana", "Padang", "c")),
    distractors=(Entry("15 menit", "lamanya"),),
)  # fmt: skip
ORDER = OrderItem(id="u", prompt_html="", entries=tuple(Entry(text, text) for text in ("a", "b", "c", "d")))
ALL = (SINGLE, MANY, CLAIM, TEXT, NUMBER, MATCH, ORDER)
RIGHT = {
    "s": ("1",), "b": ("0", "1", "3"), "p": ("salah",), "i": ("Risiko.",), "n": ("62,9 %",), "j": ("0", "1", "2"),
    "u": ("1", "2", "3", "4"),
}  # fmt: skip


def test_every_right_answer_scores_all():
    result = score_quiz(ALL, RIGHT)
    assert result.percent == 100
    assert all(item.is_right and item.is_answered for item in result.items)


def test_no_answer_scores_nothing():
    result = score_quiz(ALL, {})
    assert result.percent == 0
    assert not any(item.is_answered for item in result.items)
    assert score_quiz((), {}).percent == 0


@pytest.mark.parametrize(
    ("item", "answer", "points"),
    [
        (SINGLE, ("0",), 0), (SINGLE, ("9",), 0),
        (MANY, ("0",), Fraction(1, 3)), (MANY, ("0", "2"), 0), (MANY, ("0", "1", "2"), Fraction(1, 3)),
        (MANY, ("2",), 0), (MANY, ("0", "1", "2", "3"), Fraction(2, 3)),
        (CLAIM, ("benar",), 0),
        (TEXT, ("BERISIKO",), 1), (TEXT, ("resiko",), 0), (TEXT, ("",), 0), (TEXT, ("  ' risiko '  ",), 1),
        (NUMBER, ("62",), 1), (NUMBER, ("63",), 1), (NUMBER, ("63,01",), 0), (NUMBER, ("61,99",), 0), (NUMBER, ("x",), 0),
        (MATCH, ("0", "1", "3"), Fraction(2, 3)), (MATCH, ("1", "0", "2"), Fraction(1, 3)), (MATCH, ("", "", "2"), Fraction(1, 3)),
        (MATCH, ("0", "0", "0"), Fraction(1, 3)),
        (ORDER, ("4", "3", "2", "1"), 0), (ORDER, ("2", "3", "4", "1"), Fraction(2, 3)),
        (ORDER, ("1", "2", "4", "3"), Fraction(1, 3)), (ORDER, ("1", "1", "2", "3"), Fraction(1, 3)), (ORDER, ("1", "", "", ""), 0),
        (ORDER, ("1", "2", "", ""), Fraction(1, 3)), (ORDER, ("1", "1", "1", "1"), 0),
    ],
)  # fmt: skip
def test_points(item, answer, points):
    assert score_item(item, answer).points == points


def test_capitals_matter_where_the_item_says_so():
    item = TextItem(id="i", prompt_html="", accepted=("Padang",), is_case_sensitive=True)
    assert score_item(item, ("Padang",)).is_right
    assert not score_item(item, ("padang",)).is_right


def test_weights_count_and_exactly_seventy_stays_seventy():
    items = [SingleItem(id=f"s{n}", prompt_html="", options=options(False, True, False)) for n in range(10)]
    assert score_quiz(items, {f"s{n}": ("1",) for n in range(7)}).percent == 70.0
    heavy = SingleItem(id="h", prompt_html="", weight=3, options=options(True, False, False))
    assert score_quiz([heavy, SINGLE], {"h": ("0",)}).percent == 75.0
    thirds = [MatchItem(id=f"j{n}", prompt_html="", pairs=MATCH.pairs) for n in range(10)]
    answers = {f"j{n}": ("0", "1", "2") for n in range(5)} | {f"j{n}": ("0", "1", "0") for n in range(5, 8)}
    assert score_quiz(thirds, answers).percent == 70.0


@given(st.dictionaries(st.sampled_from([item.id for item in ALL]),
                       st.lists(st.one_of(st.sampled_from(["0", "1", "2", "3", "4", "", "benar"]), st.text(max_size=8)), max_size=6).map(tuple)))  # fmt: skip
def test_any_answer_at_all_scores_between_nothing_and_all(answers):
    result = score_quiz(ALL, answers)
    assert 0 <= result.percent <= 100
    assert all(0 <= item.points <= 1 for item in result.items)


@given(
    st.lists(st.booleans(), min_size=3, max_size=6).filter(lambda flags: 0 < sum(flags) < len(flags)),
    st.randoms(),
    st.data(),
)
def test_the_order_of_options_is_irrelevant(flags, random, data):
    chosen = data.draw(st.sets(st.integers(0, len(flags) - 1)))
    order = list(range(len(flags)))
    random.shuffle(order)
    plain = ManyItem(id="b", prompt_html="", options=options(*flags))
    moved = ManyItem(id="b", prompt_html="", options=tuple(plain.options[index] for index in order))
    before = score_item(plain, tuple(str(index) for index in sorted(chosen)))
    after = score_item(moved, tuple(str(order.index(index)) for index in sorted(chosen)))
    assert before.points == after.points
    assert {(remark.text, remark.verdict) for remark in before.remarks} == {
        (remark.text, remark.verdict) for remark in after.remarks
    }


def test_only_the_right_order_scores_all():
    full = [places for places in permutations("1234") if score_item(ORDER, places).is_right]
    assert full == [("1", "2", "3", "4")]


def test_only_the_right_pairs_score_all():
    full = [places for places in permutations("0123", 3) if score_item(MATCH, places).is_right]
    assert full == [("0", "1", "2")]


def test_every_option_is_explained_with_its_verdict():
    remarks = score_item(MANY, ("0", "2")).remarks
    assert [remark.verdict for remark in remarks] == [Verdict.TEPAT, Verdict.TERLEWAT, Verdict.KELIRU, Verdict.TERLEWAT]
    assert [remark.explanation_html for remark in remarks] == ["<p>0</p>", "<p>1</p>", "<p>2</p>", "<p>3</p>"]
    assert [remark.verdict for remark in score_item(SINGLE, ("1",)).remarks] == [
        Verdict.BUKAN,
        Verdict.TEPAT,
        Verdict.BUKAN,
    ]
    assert [remark.explanation_html for remark in score_item(CLAIM, ("benar",)).remarks] == ["ya?", "tepat"]


def test_common_mistakes_are_answered():
    assert [remark.explanation_html for remark in score_item(TEXT, ("Rezeki",)).remarks] == ["kata lain"]
    assert [remark.explanation_html for remark in score_item(NUMBER, ("37,5",)).remarks] == ["sisanya"]
    assert score_item(NUMBER, ("12",)).remarks == ()
    assert score_item(NUMBER, ("12",)).expected == "62,5 %"
    assert score_item(TEXT, ()).expected == "risiko"


def test_pairs_and_entries_say_what_was_given_and_expected():
    remarks = score_item(MATCH, ("0", "3", "")).remarks
    assert [(remark.text, remark.given, remark.expected, remark.verdict) for remark in remarks] == [
        ("siapa", "Kepala", "Kepala", Verdict.TEPAT),
        ("kapan", "15 menit", "Kamis", Verdict.KELIRU),
        ("di mana", "", "Padang", Verdict.TERLEWAT),
        ("15 menit", "15 menit", "", Verdict.KELIRU),
    ]
    entries = score_item(ORDER, ("2", "1", "3", "")).remarks
    assert [(remark.given, remark.expected, remark.verdict) for remark in entries] == [
        ("2", "1", Verdict.KELIRU), ("1", "2", Verdict.KELIRU), ("3", "3", Verdict.TEPAT), ("", "4", Verdict.TERLEWAT),
    ]  # fmt: skip
