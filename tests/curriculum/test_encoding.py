"""Values survive the way through a JSON column."""

import json
from dataclasses import replace

import pytest

from app.curriculum.core.course import Course, Lesson, Quiz
from app.curriculum.core.encoding import body_from_json, from_json, to_json
from app.curriculum.core.path import steps_with_bodies


def test_a_whole_training_survives(folder):
    course = folder.read().course
    assert from_json(Course, json.loads(json.dumps(to_json(course)))) == course


def test_every_step_body_survives(folder):
    for spec, body in steps_with_bodies(folder.read().course):
        assert body_from_json(spec.kind, json.loads(json.dumps(to_json(body)))) == body


def test_unknown_keys_are_left_out_and_missing_ones_have_their_default(folder):
    lesson = folder.read().course.modules[0].lessons[0]
    data = to_json(lesson) | {"kelak": 1}
    del data["words"]
    assert from_json(Lesson, data) == replace(lesson, words=0)


def test_a_missing_key_without_default_is_named():
    with pytest.raises(ValueError, match=r"Quiz\.title"):
        from_json(Quiz, {"items": []})


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="tebakan"):
        from_json(Quiz, {"title": "x", "items": [{"kind": "tebakan", "id": "a"}]})


def test_what_is_no_value_of_a_training_is_not_encoded():
    with pytest.raises(TypeError):
        to_json(["daftar"])
    with pytest.raises(TypeError):
        from_json(Quiz, {"title": "x", "items": ["bukan butir"]})
