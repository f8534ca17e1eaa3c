"""Which lesson of a training teaches what a finding is about: `materi.yml` beside the engine maps topics to steps."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from app import pressrelease
from app.curriculum import queries as curriculum

MAP = Path(pressrelease.__file__).with_name("materi.yml")


@cache
def topics() -> dict[str, dict[str, str]]:
    """Slug of a training to its map from topic to step key; read once in a process."""
    read: dict[str, dict[str, str]] = yaml.safe_load(MAP.read_text(encoding="utf-8"))
    return read


def steps_of(version_id: int) -> dict[str, str]:
    """Topic to step key, for the steps that this version of a training has."""
    outline = curriculum.outline(version_id)
    keys = {step.key for step in outline.steps}
    return {topic: key for topic, key in topics().get(outline.slug, {}).items() if key in keys}
