"""YAML is read without constructing anything; each refusal says its line and reason."""

import pytest

from app.curriculum.yamltree import Mapping, Scalar, Sequence, UnreadableError, tree


def test_values_stay_as_they_stand_in_the_file():
    node = tree('a: 010\nb: no\nc: 2026-11-21\nd: ~\ne: "~"\nf: [1, x]\n')
    assert isinstance(node, Mapping)
    texts = [(key.text, value.text, value.is_null) for key, value in node.entries if isinstance(value, Scalar)]
    assert texts == [
        ("a", "010", False),
        ("b", "no", False),
        ("c", "2026-11-21", False),
        ("d", "~", True),
        ("e", "~", False),
    ]
    last = node.entries[-1][1]
    assert isinstance(last, Sequence)
    assert (last.line, [entry.text for entry in last.entries]) == (5, ["1", "x"])


def test_an_empty_text_is_no_node():
    assert tree("# hanya catatan\n") is None


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: &x 1\nb: *x\n", 1, "Alias"),
        ("a: 1\nb: !!python/name:os.system x\n", 1, "Tag"),
        ("a: !!int 3\n", 0, "Tag"),
        ("a: 1\n<<: {b: 2}\n", 1, "Kunci harus"),
        ("? {a: 1}\n: 2\n", 0, "Kunci harus"),
        ("a: 1\n---\nb: 2\n", 1, "lebih dari satu dokumen"),
        ('a: 1\nb: "x\\0y"\n', 1, "tak tampak"),
        ('a: [1, "\\e[31m"]\n', 0, "tak tampak"),
        ('"\\x07": 1\n', 0, "tak tampak"),
        ("a: " + "[" * 20 + "]" * 20, 0, "terlalu dalam"),
        ("a: " + "[" * 200_000, 0, "terlalu dalam"),
        ("a: 1\nb: 'x\n", 1, "tidak dapat dibaca"),
        ("a: 1\n b: 2\n", 1, "tidak dapat dibaca"),
        ("a: " + "x" * 600_000, 0, "512 KB"),
        ("a: \x07", 0, "tidak dapat dibaca"),
    ],
)
def test_each_refusal_has_its_line_and_reason(text, line, said):
    with pytest.raises(UnreadableError) as caught:
        tree(text)
    assert said in caught.value.reason
    assert caught.value.line in (line, line + 1) if "dapat dibaca" in said else caught.value.line == line
    assert caught.value.remedy


def test_explicit_text_tags_are_harmless():
    assert tree("a: !!str 3\n").entries[0][1].text == "3"
