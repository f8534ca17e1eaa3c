"""The addresses of the product are a promise: each URL with its methods and what it asks for stands in routes.txt.

A changed or lost address breaks links in mails, QR codes and bookmarks. After a wanted change:
`python -m tests.test_routes --write`, and read what git shows.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from flask import Flask

import config
from app.application import create_app
from app.web.guard import door_of

STORED = Path(__file__).with_name("routes.txt")


def test_every_address_its_methods_and_its_permission_are_as_stored(app):
    stored = STORED.read_text(encoding="utf-8").splitlines()
    found = lines_of(app)
    lost = sorted(set(stored) - set(found))
    new = sorted(set(found) - set(stored))
    assert (lost, new) == ([], []), "wanted? then: python -m tests.test_routes --write"


def test_no_address_is_served_by_two_views(app):
    seen: dict[tuple[str, str], str] = {}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            other = seen.setdefault((rule.rule, method), rule.endpoint)
            assert other == rule.endpoint, (method, rule.rule, other, rule.endpoint)


def test_reading_and_writing_are_the_only_methods(app):
    methods = set().union(*(rule.methods for rule in app.url_map.iter_rules()))
    assert methods - {"HEAD", "OPTIONS"} == {"GET", "POST"}


def lines_of(app: Flask) -> list[str]:
    """One line a rule: address, methods, view, permissions, and whether it stands before the gates."""
    found = []
    for rule in app.url_map.iter_rules():
        door = door_of(app.view_functions[rule.endpoint])
        methods = "+".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        asked = "|".join(sorted(door.permissions)) if door else "UNDECLARED"
        gate = "" if door is None or door.behind_gate else " before-gate"
        found.append(f"{rule.rule} {methods} {rule.endpoint} {asked}{gate}")
    return sorted(found)


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        app = create_app(config.read({"SURAU_MODE": "test", "SURAU_DATA": data, "SURAU_SECRET_KEY": "t" * 64}))
        lines = lines_of(app)
    if "--write" in sys.argv[1:]:
        STORED.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{len(lines)} addresses written to {STORED.name}")
    else:
        print("\n".join(lines))


if __name__ == "__main__":
    main()
