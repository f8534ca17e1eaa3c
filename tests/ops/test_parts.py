"""The bill of materials names what is installed, and nothing else is taken for it."""

import json
import re
from importlib.metadata import distributions

import pytest

from app.ops import parts
from app.ops.parts import ROOT


def test_every_pin_and_every_script_of_a_page_is_on_the_bill(app):
    told = json.loads(app.test_cli_runner().invoke(args=["sbom"]).output)
    named = {one["purl"] for one in told["components"]}
    pins = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line]
    assert len(told["components"]) == len(named) == len(pins) + len({*(ROOT / "static" / "vendor").glob("*/")})
    assert "pkg:pypi/flask@3.1.3" in named
    assert [one["name"] for one in told["components"] if not one["licenses"]] == ["huey"]  # it ships a licence and names none


def test_what_pages_load_needs_nothing_that_is_not_on_the_bill():
    """What a pinned package asks for on this machine is pinned too."""
    named = {one["purl"].split("/")[1].split("@")[0] for one in parts.bill()["components"]}
    missing = set()
    for found in distributions():
        if plain(found.metadata["Name"]) in named:
            asked = [one for one in found.requires or () if ";" not in one]
            missing |= {plain(re.split(r"[^A-Za-z0-9._-]", one)[0]) for one in asked} - named
    assert missing == set()


def test_another_version_than_the_pinned_one_is_said(app, monkeypatch, tmp_path):
    (tmp_path / "static" / "vendor").mkdir(parents=True)
    (tmp_path / "static" / "vendor" / "VENDOR.json").write_text("[]")
    monkeypatch.setattr(parts, "ROOT", tmp_path)
    for pin, words in (("Flask==0.1", "Flask terpasang dalam versi"), ("tidak-ada==1", "tidak-ada 1 belum terpasang")):
        (tmp_path / "requirements.txt").write_text(f"{pin}\n")
        answer = app.test_cli_runner().invoke(args=["sbom"])
        assert answer.exit_code == 1
        assert words in answer.output
    with pytest.raises(LookupError):
        parts.bill()


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
