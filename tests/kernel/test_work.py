"""Entries commit, everything else only flushes; sixteen who write at once all get through."""

import threading

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from app.accounts.models import Throttle, Unit, UnitKind
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import Conflict
from app.kernel.work import WroteOutsideWork, after_commit, work, working
from tests import faults
from tests.factories import people


def unit(name, code=None):
    return Unit(name=name, kind=UnitKind.LAIN, path="/0/", kode_bps=code)


def test_what_is_done_inside_is_stored_and_what_fails_is_not(app):
    with work():
        db.session.add(unit("tetap"))

    def fail():
        with work():
            db.session.add(unit("batal"))
            db.session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert set(db.session.scalars(select(Unit.name).where(Unit.path == "/0/"))) == {"tetap"}
    assert not working()


def test_calls_after_the_commit_are_made_in_order_and_never_after_a_failure(app):
    made = []
    with work():
        after_commit(lambda: made.append(1))
        after_commit(lambda: made.append(2))
        assert made == []
    assert made == [1, 2]

    def fail():
        with work():
            after_commit(lambda: made.append(3))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert made == [1, 2]


def test_work_inside_work_is_a_defect(app):
    with work(), pytest.raises(WroteOutsideWork), work():
        pass


def test_an_after_commit_outside_work_is_a_defect(app):
    with pytest.raises(WroteOutsideWork):
        after_commit(lambda: None)


def test_a_write_outside_work_is_refused(app):
    db.session.add(unit("liar"))
    with pytest.raises(WroteOutsideWork):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(WroteOutsideWork):
        db.session.execute(update(Unit).values(name="liar"))


def test_a_broken_constraint_is_a_conflict_with_a_sentence(app):
    people.user(username="rina")
    with pytest.raises(Conflict, match="sudah dipakai"):
        people.user(username="rina")


def test_what_was_read_before_is_read_again_under_the_lock(own_app):
    number = people.unit("lama").id
    seen = db.session.get(Unit, number)
    assert seen.name == "lama"

    def rename():
        with own_app.app_context(), work():
            db.session.get(Unit, number).name = "baru"

    thread = threading.Thread(target=rename)
    thread.start()
    thread.join()
    with work():
        assert db.session.get(Unit, number, populate_existing=True).name == "baru"


@pytest.mark.slow
def test_sixteen_writers_all_get_through_and_none_overwrites_another(own_app):
    with work():
        db.session.add(Throttle(key="uji", count=0, until=clock.now()))
    db.session.remove()
    failures = []

    def write():
        for _ in range(15):
            try:
                with own_app.app_context():
                    db.session.scalar(select(Throttle.count).where(Throttle.key == "uji"))
                    with work():
                        row = db.session.scalar(select(Throttle).where(Throttle.key == "uji").with_for_update())
                        row.count += 1
            except (IntegrityError, OperationalError, Conflict) as error:
                failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert db.session.scalar(select(Throttle.count).where(Throttle.key == "uji")) == 240


@pytest.mark.slow
def test_two_who_make_the_same_row_at_once_leave_one_and_one_conflict(own_app):
    start, results = threading.Barrier(2), []

    def make():
        with own_app.app_context():
            start.wait()
            try:
                with work():
                    db.session.add(unit("kembar", "9999"))
                results.append("made")
            except Conflict:
                results.append("conflict")

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["conflict", "made"]
    assert db.session.scalar(select(func.count(Unit.id)).where(Unit.kode_bps == "9999")) == 1


def test_a_database_that_comes_back_serves_on(own_app):
    with faults.database_gone(own_app), pytest.raises(OperationalError):
        db.session.scalar(select(func.count(Unit.id)))
    db.session.rollback()
    with work():
        db.session.add(unit("sesudah"))
    assert db.session.scalar(select(Unit.name).where(Unit.name == "sesudah")) == "sesudah"
