"""A job happens once, whoever dies on the way."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from psycopg import OperationalError
from sqlalchemy import func, select

from app.kernel import clock, queue, runs
from app.kernel import engine as engine_module
from app.kernel.db import db
from app.kernel.engine import open_engine
from app.kernel.errors import Unavailable
from app.kernel.queue import Job, JobState, Later, enqueue
from app.kernel.work import work

NOW = clock.now()


def put(kind="uji", *, now=NOW, **more):
    with work():
        enqueue(kind, {"n": 1}, now=now, **more)
    return db.session.scalar(select(func.max(Job.id)))


def job(job_id):
    return db.session.get(Job, job_id, populate_existing=True)


def no_heartbeat(_held):
    return lambda: None


def test_a_job_is_stored_with_the_act_or_not_at_all(app):
    def act():
        with work():
            enqueue("uji", {}, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert db.session.scalar(select(func.count(Job.id))) == 0


def test_the_bell_rings_after_the_commit_only(app, monkeypatch):
    heard = []
    monkeypatch.setitem(app.extensions, "surau_bell", heard.append)
    with work():
        enqueue("uji", {}, now=NOW)
        assert heard == []
    assert len(heard) == 1


def test_a_bell_that_breaks_costs_nothing(app, monkeypatch):
    def broken(_job_id):
        raise OSError

    monkeypatch.setitem(app.extensions, "surau_bell", broken)
    job_id = put()
    assert runs.due(NOW) == [job_id]


def test_an_engine_that_is_away_keeps_no_process_from_starting_and_is_left_alone_for_a_while(monkeypatch):
    engine = open_engine("postgresql://orang@127.0.0.1:1/surau?connect_timeout=1", lambda _job_id: None)
    with pytest.raises(OperationalError):
        engine.ring(1)
    with pytest.raises(Unavailable):
        engine.ring(2)
    monkeypatch.setattr(engine_module, "DEAF", 0.0)
    monkeypatch.setattr(engine.ring, "_deaf_until", 0.0)
    for _ in range(2):
        with pytest.raises(OperationalError):
            engine.ring(3)


def test_the_same_key_is_one_job(app):
    put(unique_key="a")
    put(unique_key="a")
    put(unique_key="b")
    assert db.session.scalar(select(func.count(Job.id))) == 2


def test_a_job_for_later_waits(app):
    job_id = put(run_at=NOW + timedelta(hours=1))
    assert runs.claim(job_id, NOW) is None
    assert runs.due(NOW) == []
    assert runs.due(NOW + timedelta(hours=1)) == [job_id]


def test_only_one_of_two_takes_a_job_and_its_effect_is_stored_with_its_end(app):
    job_id = put()
    held = runs.claim(job_id, NOW)
    assert runs.claim(job_id, NOW) is None
    done = []
    assert runs.finish(held, lambda: done.append(1), NOW)
    assert not runs.finish(held, lambda: done.append(1), NOW)
    assert (done, job(job_id).state) == ([1], JobState.DONE)


def test_an_effect_that_fails_leaves_the_job_unfinished(app):
    job_id = put()

    def broken():
        put_inside = Job(kind="efek", payload={}, run_at=NOW, created_at=NOW)
        db.session.add(put_inside)
        db.session.flush()
        raise ValueError("patah")

    assert not runs.run(job_id, {"uji": lambda _payload, _now: broken}, no_heartbeat)
    assert job(job_id).state is JobState.WAITING
    assert job(job_id).error == "ValueError: patah"
    assert db.session.scalar(select(func.count(Job.id))) == 1


def test_a_lost_job_is_taken_again_and_the_late_owner_is_refused(app):
    job_id = put()
    lost = runs.claim(job_id, NOW)
    later = NOW + runs.LEASE + timedelta(seconds=1)
    assert runs.claim(job_id, NOW + runs.LEASE / 2) is None
    again = runs.claim(job_id, later)
    done = []
    assert not runs.finish(lost, lambda: done.append("late"), later)
    assert not runs.extend(lost, later)
    runs.give_up(lost, ValueError("late"), later)
    assert runs.finish(again, lambda: done.append("owner"), later)
    assert done == ["owner"]


def test_an_extended_lease_keeps_the_job(app):
    job_id = put()
    held = runs.claim(job_id, NOW)
    assert runs.extend(held, NOW + runs.LEASE)
    assert runs.claim(job_id, NOW + runs.LEASE * 1.5) is None


def test_tries_are_used_up_with_longer_and_longer_waits(app):
    job_id, now, waits = put(), NOW, []
    for _ in range(len(runs.BACKOFF)):
        runs.give_up(runs.claim(job_id, now), ValueError("patah"), now)
        waits.append(job(job_id).run_at - now)
        now = job(job_id).run_at
    assert waits == list(runs.BACKOFF)
    runs.give_up(runs.claim(job_id, now), ValueError("patah"), now)
    assert job(job_id).state is JobState.FAILED
    with work():
        assert queue.retry(job_id, now)
        assert not queue.retry(job_id, now)
    assert runs.claim(job_id, now) is not None


def test_a_job_that_waits_for_the_world_outside_is_never_used_up(app):
    job_id, now = put(), NOW
    for _ in range(20):
        runs.give_up(runs.claim(job_id, now), Later("tutup", wait=timedelta(minutes=5)), now)
        assert job(job_id).run_at == now + timedelta(minutes=5)
        now = job(job_id).run_at
    assert job(job_id).state is JobState.WAITING


def test_a_job_that_kills_its_runners_is_buried(app):
    job_id, now = put(), NOW
    for _ in range(runs.MOST_CLAIMS):
        assert runs.claim(job_id, now) is not None
        now += runs.LEASE + timedelta(seconds=1)
    assert runs.claim(job_id, now) is None
    assert runs.bury(now) == 1
    assert job(job_id).state is JobState.FAILED


def test_a_released_job_is_taken_at_once_and_costs_no_try(app):
    job_id = put()
    runs.release(runs.claim(job_id, NOW), NOW)
    assert job(job_id).attempts == 0
    assert runs.claim(job_id, NOW) is not None


def test_a_clock_that_was_set_back_strands_no_job(app):
    earlier = NOW - timedelta(days=1)
    waiting, running = put(), put()
    runs.claim(running, NOW)
    assert runs.due(earlier) == [waiting, running]
    assert runs.claim(waiting, earlier) is not None
    assert runs.claim(running, earlier) is not None
    assert runs.due(earlier) == []


def test_an_unknown_kind_is_noted_not_lost(app):
    job_id = put("tak.dikenal")
    assert not runs.run(job_id, {}, no_heartbeat)
    assert "tak.dikenal" in job(job_id).error


def test_a_batch_tells_how_far_it_is(app):
    ids = [put(batch="b") for _ in range(3)]
    put(batch="lain")
    runs.finish(runs.claim(ids[0], NOW), None, NOW)
    seen = queue.progress("b")
    assert (seen.total, seen.done, seen.failed, seen.is_over) == (3, 1, 0, False)


def test_finished_jobs_are_forgotten_but_keys_stay(app):
    plain, keyed = put(), put(unique_key="k")
    for job_id in (plain, keyed):
        runs.finish(runs.claim(job_id, NOW), None, NOW)
    with work():
        queue.forget(NOW + timedelta(days=1))
    assert list(db.session.scalars(select(Job.id))) == [keyed]


@pytest.mark.slow
def test_sixteen_who_reach_for_the_same_jobs_take_each_once(own_app):
    ids = [put() for _ in range(12)]
    db.session.remove()
    taken, lock = Counter(), threading.Lock()

    def reach():
        with own_app.app_context():
            for job_id in ids:
                if runs.claim(job_id, NOW) is not None:
                    with lock:
                        taken[job_id] += 1

    threads = [threading.Thread(target=reach) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken == dict.fromkeys(ids, 1)
