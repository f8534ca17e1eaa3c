"""Every refusal reaches the person as a sentence, in the form that was asked for."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid, Missing, TooMany, Unavailable, conflict_from, explain
from app.web import errors as web_errors


@pytest.mark.parametrize(
    "words",
    [
        "UNIQUE constraint failed: user.username",
        'duplicate key value violates unique constraint "uq_user_username"\nDETAIL:  Key (username)=(rina) already exists.',
    ],
    ids=["sqlite", "postgresql"],
)
def test_both_engines_say_the_same(words):
    found = conflict_from(IntegrityError("", {}, Exception(words)))
    assert found.message == "Nama pengguna ini sudah dipakai. Pilih yang lain."
    assert "rina" not in found.message


def test_a_constraint_nobody_explained_still_says_what_to_do():
    assert "Muat ulang" in conflict_from(IntegrityError("", {}, Exception("CHECK failed: ck_apa"))).message


def test_a_feature_explains_its_own_constraint():
    explain("uq_uji_sekali", "Sudah ada.", columns="uji.a, uji.b")
    assert conflict_from(IntegrityError("", {}, Exception("UNIQUE constraint failed: uji.a, uji.b"))).message == "Sudah ada."


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Invalid("Kalimat."), 422),
        (Missing(), 404),
        (Conflict("Kalimat."), 409),
        (Denied("Kalimat."), 403),
        (Unavailable("Kalimat."), 503),
        (TooMany("Kalimat.", retry_after=30), 429),
    ],
)
def test_an_error_is_a_page_a_fragment_or_a_problem(app, error, status):
    for headers, mimetype in (
        ({}, "text/html"),
        ({"HX-Request": "true"}, "text/html"),
        ({"Accept": "application/json"}, "application/problem+json"),
    ):
        answer = answered(app, error, headers)
        assert answer.status_code == status
        assert answer.mimetype == mimetype
        assert error.message in answer.get_data(as_text=True)
    if status == 429:
        assert answer.headers["Retry-After"] == "30"


def test_a_database_that_does_not_answer_says_so_without_its_address(app):
    answer = answered(app, OperationalError("SELECT rahasia", {}, Exception("postgresql://nama:sandi@host")), {})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    for secret in ("rahasia", "sandi", "postgresql"):
        assert secret not in answer.get_data(as_text=True)


def test_long_texts_come_back_and_secrets_do_not(app):
    typed = {"isi": "Naskah panjang yang tidak boleh hilang begitu saja <b>", "password": "s" * 50, "judul": "pendek"}
    with app.test_request_context("/", method="POST", data=typed):
        page = app.handle_user_exception(Conflict("Kalimat.")).get_data(as_text=True)
    assert "Naskah panjang" in page
    assert "<b>" not in page.partition("Naskah panjang")[2][:60]
    assert "s" * 50 not in page


def answered(app: Flask, error: Exception, headers: dict[str, str]):
    with app.test_request_context("/", headers=headers):
        return app.handle_user_exception(error)


def test_every_status_has_its_page(app):
    for status in web_errors.PAGES:
        with app.test_request_context("/"):
            assert web_errors.answer(status, "Kalimat.").status_code == status


def test_what_was_written_stands_in_no_error(app):
    with pytest.raises(DBAPIError) as refused:
        db.session.execute(text("INSERT INTO tidak_ada (nama) VALUES (:nama)"), {"nama": "Zulmaidar Caniago"})
    db.session.rollback()
    assert "tidak_ada" in str(refused.value)
    assert "Zulmaidar" not in str(refused.value)
