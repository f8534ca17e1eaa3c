"""House rules that a machine can hold: who may import what, who may commit, what a module must say of itself."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "app").rglob("*.py"))
BANNED_NAMES = {"utils", "helpers", "common", "manager", "base", "misc"}
LAYERS = ("services", "queries", "models")
EDGE = ("flask", "wtforms", "flask_wtf", "flask_login", "app.web")
PURE_BESIDE_CORE = ("identity", "titles", "unit_names", "invite_lines")
"""Pure modules of accounts that are named after what they read."""
NUMPY_ROOMS = {
    f"app/peerreview/core/{room}.py"
    for room in ("aggregation", "allocation", "beliefs", "carefulness", "carried", "leniency", "rows", "swaps")
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def imports(path: Path) -> tuple[str, ...]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
    return tuple(found)


def is_core(path: Path) -> bool:
    parts = path.relative_to(ROOT / "app").parts
    return parts[0] in {"access", "pressrelease"} or "core" in parts[:-1] or path.name == "core.py" or path.stem in PURE_BESIDE_CORE


def is_layer(path: Path) -> bool:
    parts = path.relative_to(ROOT / "app").with_suffix("").parts
    return any(part in LAYERS for part in parts[1:])


def test_there_is_something_to_check():
    assert len(FILES) > 150
    assert sum(map(is_core, FILES)) > 40
    assert sum(map(is_layer, FILES)) > 30


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_module_opens_with_its_purpose_and_has_a_telling_name(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "one sentence of purpose is missing"
    assert path.stem not in BANNED_NAMES


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_is_imported_inside_a_function(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found = [one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
            assert {getattr(one, "module", "") for one in found} <= LATE.get(name(path), set()), node.name


LATE = {"app/media/services.py": {"app.media.images"}, "app/kernel/storage.py": {"app.kernel"}}
"""What is imported when it is first used: heavy, and most processes never use it."""


def test_only_the_unit_of_work_commits():
    guilty = [name(path) for path in FILES if ".commit(" in path.read_text(encoding="utf-8")]
    assert guilty in (["app/kernel/work.py"], ["app/kernel/work.py", "app/ops/transfer.py"])


def test_only_the_policy_knows_roles():
    guilty = [
        name(path)
        for path in FILES
        if ".role ==" in path.read_text(encoding="utf-8").replace("Grant.role ==", "").replace("grant.role ==", "")
    ]
    assert guilty == []


@pytest.mark.parametrize("path", [path for path in FILES if is_core(path)], ids=name)
def test_a_core_imports_only_the_standard_library_and_cores(path):
    allowed = set(sys.stdlib_module_names) | {"__future__"}
    if name(path) in NUMPY_ROOMS:
        allowed |= {"numpy"}
    if name(path).startswith("app/pressrelease/"):
        allowed |= {"Sastrawi", "yaml"}
    for one in imports(path):
        top = one.partition(".")[0]
        own = one.startswith("app.") and (
            ".core" in one
            or one.startswith(("app.access", "app.pressrelease"))
            or any(f".{pure}" in one for pure in PURE_BESIDE_CORE)
        )
        assert top in allowed or own or one == "app", one


@pytest.mark.parametrize("path", [path for path in FILES if is_layer(path)], ids=name)
def test_services_queries_and_models_know_nothing_of_a_request(path):
    found = [one for one in imports(path) if one.partition(".")[0] in EDGE or one.startswith("app.web")]
    assert [one for one in found if one != "flask.current_app"] == []


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "routes.py" or "routes" in path.parts], ids=name)
def test_routes_are_imported_by_wiring_alone(path):
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    package = module.partition(".routes")[0] + ".routes"
    for other in FILES:
        if other == ROOT / "app" / "wiring.py" or package.replace(".", "/") in name(other):
            continue
        assert not [one for one in imports(other) if one == module or one.startswith(package)], name(other)
