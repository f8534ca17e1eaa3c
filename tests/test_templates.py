"""Every template that is named exists, every template that exists is named, and every page stands in a layout."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from flask import render_template
from jinja2 import Environment, nodes

pytestmark = pytest.mark.one_engine
ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
NAME = re.compile(r"^[\w./-]+\.(?:html|txt)$")
PARTS = re.compile(r"(?:^|/)_|^(?:layout|components|mail)/")


def test_every_template_can_be_read(app):
    for name in existing():
        app.jinja_env.get_template(name)


def test_every_template_that_is_named_exists(app):
    for place, name in [*named_in_code(), *named_in_templates(app)]:
        assert name in existing(), f"{place} names {name}"


def test_every_template_that_exists_is_used(app):
    used = {name for _place, name in [*named_in_code(), *named_in_templates(app)]} | letters_in_code()
    patterns = [one for _place, one in built_in_code()]
    orphans = [name for name in existing() if name not in used and not any(one.fullmatch(name) for one in patterns)]
    assert set(orphans) - SHOWN_BY_TESTS == set()


def test_every_page_stands_in_a_layout(app):
    layouts = {"layout/page.html", "layout/bare.html", "layout/print.html"}
    for name in existing():
        if PARTS.search(name) or not name.endswith(".html"):
            continue
        chain = ancestors(app, name)
        assert set(chain) & layouts or name in FRAGMENTS, f"{name} stands in {chain or 'nothing'}"


def test_no_template_writes_style_or_script_into_the_page():
    for path in TEMPLATES.rglob("*.html"):
        source = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for pattern in (r"<style\b", r"\sstyle\s*=", r"<script(?![^>]*\bsrc=)", r"\son(?:click|load|submit|change|input|error)\s*="):
            assert not re.search(pattern, source), f"{path.relative_to(TEMPLATES)}: {pattern}"


SHOWN_BY_TESTS = {"components/gallery.html"}
"""Every component once, for whoever builds pages (tests/web/test_gallery.py)."""

FRAGMENTS = {"errors/fragment.html"}
"""Whole answers that are put into a page that is already there."""


def existing() -> set[str]:
    return {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file() and NAME.match(path.name)}


@cache
def nodes_of_code() -> list[tuple[Path, list[ast.AST]]]:
    """Each module of the app with its words: plain ones and those put together."""
    return [
        (path, [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant | ast.JoinedStr)])
        for path in (ROOT / "app").rglob("*.py")
    ]


@cache
def parsed(environment: Environment, name: str) -> nodes.Template:
    """A template as a tree."""
    return environment.parse((TEMPLATES / name).read_text(encoding="utf-8"))


def named_in_code() -> list[tuple[str, str]]:
    """(file and line, template) of every literal in the code that looks like one."""
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node.value)
        for path, found in nodes_of_code()
        for node in found
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "/" in node.value and NAME.match(node.value)
    ]


def built_in_code() -> list[tuple[str, re.Pattern[str]]]:
    """(file and line, pattern) of names that the code puts together: f"mail/{name}.txt"."""
    found = []
    for path, tree in nodes_of_code():
        for node in tree:
            if not isinstance(node, ast.JoinedStr):
                continue
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            if "/" not in str(parts[0]) or not str(parts[-1]).endswith((".html", ".txt")):
                continue
            pattern = "".join(re.escape(part) if part is not None else r"[\w-]+" for part in parts)
            found.append((f"{path.relative_to(ROOT)}:{node.lineno}", re.compile(pattern)))
    return found


def letters_in_code() -> set[str]:
    """Mails are named without folder and ending: letter("undangan", …)."""
    words = {
        node.value
        for _path, found in nodes_of_code()
        for node in found
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {f"mail/{path.name}" for path in (TEMPLATES / "mail").glob("*.txt") if path.stem in words}


def named_in_templates(app) -> list[tuple[str, str]]:
    """(template, template that it extends, includes or imports)."""
    found = []
    for name in sorted(existing()):
        tree = parsed(app.jinja_env, name)
        for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            wanted = node.template
            names = [wanted] if isinstance(wanted, nodes.Const) else list(wanted.find_all(nodes.Const))
            folder = "mail/" if name.startswith("mail/") else ""  # mails are read from their own folder
            found.extend((f"{name}:{node.lineno}", folder + one.value) for one in names if isinstance(one.value, str))
    return found


def ancestors(app, name: str) -> list[str]:
    """The templates that this one extends, nearest first."""
    tree = parsed(app.jinja_env, name)
    found = []
    for node in tree.find_all(nodes.Extends):
        above = node.template.as_const()
        found += [above, *ancestors(app, above)]
    return found


@pytest.mark.parametrize("layout", ["page", "bare", "print"])
def test_every_layout_says_that_this_is_a_demonstration(app, layout):
    with app.test_request_context("/"):
        assert "Ini peragaan." in render_template(f"layout/{layout}.html")
