"""Limits of platforms stand in one file, and the lessons that use them say what it says."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from app.media.core import kinds

COURSES = Path(__file__).resolve().parent.parent.parent / "courses"
LIMITS = yaml.safe_load((COURSES / "batas.yml").read_text(encoding="utf-8"))["batas"]


@pytest.mark.parametrize("limit", LIMITS, ids=lambda one: one["id"])
def test_every_lesson_says_the_limit_as_it_stands(limit):
    for use in limit["dipakai"]:
        text = re.sub(r"\s+", " ", (COURSES / use["berkas"]).read_text(encoding="utf-8"))
        assert use["frasa"] in text, f"{use['berkas']} no longer says “{use['frasa']}” ({limit['id']})"


@pytest.mark.parametrize("limit", LIMITS, ids=lambda one: one["id"])
def test_every_limit_names_its_source_and_the_day_it_was_looked_at(limit):
    assert limit["sumber"]
    assert isinstance(limit["diperiksa_pada"], date)
    assert limit["dipakai"]


def test_names_are_unique():
    names = [one["id"] for one in LIMITS]
    assert len(names) == len(set(names))


def test_our_own_limit_is_the_one_that_uploads_keep():
    ours = next(one for one in LIMITS if one["id"] == "surau-berkas")
    assert f"{kinds.LIMITS[kinds.AssetKind.MP4] // kinds.MEGABYTE} MB" in ours["isi"]
