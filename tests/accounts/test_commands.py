"""The first pengelola and the first units, from the command line."""

from __future__ import annotations

from sqlalchemy import select, text

from app.access.permissions import Role
from app.accounts import sessions
from app.accounts.models import Unit, User
from app.kernel.db import db


def test_the_first_pengelola_comes_in_by_a_link(own_app):
    runner = own_app.test_cli_runner()
    made = runner.invoke(args=["pengelola", "add", "--name", "H. Helmi, M.Ag.", "--username", "helmi"])
    assert made.exit_code == 0, made.output
    path = made.output.strip().splitlines()[-1].partition("127.0.0.1:8000")[2]
    client = own_app.test_client()
    assert client.get(path).status_code == 200
    new = {"username": "helmi", "password": "tiga kata mudah", "password_again": "tiga kata mudah"}
    assert client.post(path, data=new).status_code == 303
    user = db.session.scalars(select(User).where(User.username == "helmi")).one()
    kanwil = db.session.scalars(select(Unit).where(Unit.kode_bps == "13")).one()
    assert user.unit_id == kanwil.id
    assert [grant.role for grant in sessions.grants_of(user.id)] == [Role.PENGELOLA]
    assert "helmi" in runner.invoke(args=["pengelola", "list"]).output
    again = runner.invoke(args=["pengelola", "add", "--name", "Orang Lain", "--username", "helmi"])
    assert "H. Helmi, M.Ag. menjadi pengelola" in again.output, "whose account it is, not what was typed"


def test_a_pengelola_may_get_a_password_at_once(own_app):
    runner = own_app.test_cli_runner()
    arguments = [
        "pengelola",
        "add",
        "--name",
        "Helmi",
        "--username",
        "helmi",
        "--unit",
        "Kanwil Uji",
        "--password-prompt",
    ]
    made = runner.invoke(args=arguments, input="password\npassword\ntiga kata mudah\ntiga kata mudah\n")
    assert made.exit_code == 0, made.output
    assert "paling sering ditebak" in made.output
    answer = own_app.test_client().post("/masuk", data={"handle": "helmi", "password": "tiga kata mudah"})
    assert answer.status_code == 303


def test_wrong_names_are_refused_with_a_sentence(own_app):
    runner = own_app.test_cli_runner()
    for change in (["--username", "x"], ["--unit", "Tidak Ada"], ["--email", "bukan surel"]):
        answer = runner.invoke(args=["pengelola", "add", "--name", "Helmi", "--username", "helmi", *change])
        assert answer.exit_code == 1
        assert "Error:" in answer.output
    assert db.session.scalars(select(User)).all() == []


def test_before_the_first_migration_a_sentence_says_what_to_run(own_app):
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE unit RENAME TO elsewhere"))
    answer = own_app.test_cli_runner().invoke(args=["pengelola", "add", "--name", "Helmi", "--username", "helmi"])
    assert answer.exit_code == 1
    assert "make upgrade" in answer.output
    assert "SELECT" not in answer.output


def test_seeding_twice_is_seeding_once(own_app):
    runner = own_app.test_cli_runner()
    assert "25 satuan kerja" in runner.invoke(args=["units", "seed"]).output
    assert "0 satuan kerja" in runner.invoke(args=["units", "seed"]).output
    assert "Padang Pariaman (1306)" in runner.invoke(args=["units", "list"]).output
