"""The application starts, its tables stand, its tests are isolated."""

from sqlalchemy import select

from app.accounts.models import User
from app.kernel.db import db
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


def test_an_undeclared_page_is_not_found(visitor):
    assert visitor.get("/tidak-ada").status_code == 404


def test_the_page_can_speak_english_where_a_sentence_is_translated(visitor):
    visitor.set_cookie("bahasa", "en")
    assert visitor.get("/pelatihan").status_code == 200
