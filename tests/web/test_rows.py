"""Cells that are escaped together are escaped as well as one by one."""

from markupsafe import escape

from app.web.rows import safe_rows


def test_every_cell_is_escaped_and_stays_in_its_place():
    rows = [("<b>", "a & b"), ('"q"', "it's"), ("", "")]
    assert safe_rows(rows) == [[str(escape(cell)) for cell in row] for row in rows]


def test_a_separator_in_a_name_moves_no_cell():
    assert safe_rows([("a\x1fb", "c\x1ed"), ("e", "f")]) == [["ab", "cd"], ["e", "f"]]


def test_no_rows_are_no_rows():
    assert safe_rows([]) == []
