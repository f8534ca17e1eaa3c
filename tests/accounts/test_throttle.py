"""Counts of failed tries hold when many try at the same moment, and are forgotten in time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import passwords, retention, throttle
from app.accounts.core import FREE, MEMORY, Counted
from app.accounts.models import OneTimeLink, SignIn, Throttle, User
from app.accounts.services import links
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import TooMany
from app.kernel.work import work
from tests.factories import people

SECRET = "s" * 64


def take(now, *, handle="siti", address="198.51.100.7", device=""):
    with work():
        throttle.take(throttle.sign_in_keys(SECRET, handle=handle, address=address, device=device), now)


def test_a_hundred_tries_at_once_are_not_a_hundred_guesses(own_app):
    with work():
        db.session.add(
            User(
                username="siti",
                name="Siti",
                unit_id=1,
                unit_path="/1/",
                password_hash=passwords.hashed("ranah minang elok"),
                created_at=clock.now(),
            )
        )
    db.session.remove()

    def attempt(number: int) -> int:
        with own_app.app_context():
            return (
                own_app.test_client()
                .post("/masuk", data={"handle": "siti", "password": f"tebakan {number}"})
                .status_code
            )

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(attempt, range(24)))
    assert codes.count(422) == FREE[Counted.PAIR]
    assert codes.count(429) == 24 - FREE[Counted.PAIR]


def test_waiting_opens_the_door_again_and_a_refused_try_does_not_lengthen_the_wait(app):
    now = clock.now()
    for _ in range(FREE[Counted.PAIR]):
        take(now)
    for _ in range(3):
        with pytest.raises(TooMany):
            take(now + timedelta(seconds=20))
    take(now + timedelta(seconds=31))
    with pytest.raises(TooMany) as refusal:
        take(now + timedelta(seconds=32))
    assert 50 < refusal.value.retry_after <= 60


def test_a_day_without_failures_forgets_them(app):
    now = clock.now()
    for _ in range(FREE[Counted.PAIR]):
        take(now)
    take(now + MEMORY + timedelta(seconds=1))
    assert max(db.session.scalars(select(Throttle.count))) == 1


def test_a_known_device_has_a_count_of_its_own(app):
    now = clock.now()
    for _ in range(FREE[Counted.DEVICE]):
        take(now, device="gawai")
    with pytest.raises(TooMany):
        take(now, device="gawai")
    take(now)


def test_a_clock_set_back_neither_locks_nor_breaks(app):
    now = clock.now()
    for _ in range(FREE[Counted.PAIR]):
        take(now)
    with pytest.raises(TooMany) as refusal:
        take(now - timedelta(minutes=5))
    assert refusal.value.retry_after < 600


def test_the_privacy_notice_is_kept_old_rows_are_forgotten_and_live_ones_are_not(app):
    now, user = clock.now(), people.user()
    with work():
        for age in (1, 29, 31, 90):
            at = now - timedelta(days=age)
            db.session.add(SignIn(user_id=user.id, token_digest=str(age), device="Uji", created_at=at, seen_at=at))
            links.invite(user_id=user.id, made_by_id=None, now=at)
        db.session.add(Throttle(key="alt", count=3, until=now - timedelta(minutes=1)))
        db.session.add(Throttle(key="neu", count=3, until=now + timedelta(minutes=1)))
    retention._swept.clear()
    retention.tick()
    assert sorted(db.session.scalars(select(SignIn.token_digest))) == ["1", "29"]
    assert len(db.session.scalars(select(OneTimeLink)).all()) == 3
    assert db.session.scalars(select(Throttle.key)).all() == ["neu"]
