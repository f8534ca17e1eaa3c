"""The application starts, its tables stand, its tests are isolated."""

import json
import os
import subprocess
import sys

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.kernel.db import db
from tests.conftest import ROOT
from tests.factories import classes, people


def test_rows_of_one_test_are_gone_in_the_next(app):
    before = len(db.session.scalars(select(User)).all())
    people.user()
    assert len(db.session.scalars(select(User)).all()) == before + 1
    assert before == 0


def test_rows_of_one_test_are_gone_in_the_next_again(app):
    test_rows_of_one_test_are_gone_in_the_next(app)


def test_a_class_of_the_small_training_can_be_made(app):
    cohort = classes.cohort()
    learner, enrolment = classes.learner(cohort)
    assert enrolment.cohort_id == cohort.id
    assert learner.unit_path.startswith("/")
    assert len(cohort.version.steps) == 15


HEAVY = ("psycopg", "sqlalchemy.dialects.postgresql", "reportlab", "moviepy", "numpy", "PIL", "pikepdf", "lxml", "segno")
"""What only the worker, a process of its own or another engine needs; two to twenty megabytes each."""


def test_a_web_process_on_sqlite_loads_nothing_that_it_does_not_use(tmp_path):
    code = f"import sys, app.server; print(*[name for name in {HEAVY!r} if sys.modules.get(name)])"
    environ = os.environ | {"SURAU_MODE": "demo", "SURAU_DATA": str(tmp_path), "SURAU_PUBLIC_URL": "http://127.0.0.1:1"}
    for name in ("SURAU_DATABASE_URL", "SURAU_QUEUE_URL"):
        environ.pop(name, None)
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.slow
def test_the_class_for_measuring_is_made_on_an_empty_folder_too(tmp_path):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SURAU_")}
    (tmp_path / "courses").mkdir()
    (tmp_path / "courses" / "siaran-pers-contoh").symlink_to(ROOT / "courses" / "siaran-pers-contoh")
    environ |= {"SURAU_MODE": "demo", "SURAU_DATA": str(tmp_path / "data"), "SURAU_COURSES": str(tmp_path / "courses")}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "--learners", "8", "--works", "4", "--reset"]
    told = json.loads(subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout)
    assert {"paths", "learners", "trainer", "password"} == told.keys()


def test_an_undeclared_page_is_not_found(visitor):
    assert visitor.get("/tidak-ada").status_code == 404


def test_the_page_can_speak_english_where_a_sentence_is_translated(visitor):
    visitor.set_cookie("bahasa", "en")
    assert visitor.get("/pelatihan").status_code == 200
