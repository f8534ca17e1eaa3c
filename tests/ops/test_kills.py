"""kill -9 of web or worker while twenty people write, send, review and certificates are made.

What the site confirmed (an answer that reached the person) must be there afterwards, once. Web and worker run as
`app.run` starts them and are started again as systemd does. `SURAU_KILLS=50` makes it the long walk.
"""

import contextlib
import http.client
import http.cookiejar
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select

import config
from app import run as supervisor
from app.accounts import sessions
from app.accounts.models import User
from app.application import create_app
from app.certificates.core import State
from app.certificates.models import Certificate
from app.cli import attach
from app.kernel import clock, storage
from app.kernel.db import db
from app.kernel.queue import Job, JobState
from app.kernel.work import work
from app.notifications.models import Notification
from app.ops import schema
from app.peerreview.models import Review, ReviewTask, TaskState
from app.submissions.models import Submission, Version
from tests.factories import classes, passers, people, rounds, works
from tests.ops.test_run import free_port, is_well

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = int(os.environ.get("SURAU_KILLS", "10"))
WRITERS, REVIEWERS, GRADUATES = 9, 10, KILLS
CLASSES = 2 + KILLS // 3
"""Enough to write, so that nobody is idle before the last kill."""
SEED = int(os.environ.get("SURAU_KILL_SEED", "20261121"))


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The answer to a form is what counts, not the page after it."""

    def redirect_request(self, *_about):
        return None


class Person:
    """Somebody at a browser: keeps his session, and tries again when the site did not answer."""

    def __init__(self, base: str, cookie: tuple[str, str]) -> None:
        self.base = base
        jar = http.cookiejar.CookieJar()
        host = urllib.parse.urlsplit(base).hostname
        jar.set_cookie(http.cookiejar.Cookie(0, *cookie, None, False, host, False, False, "/", True, False, None, False, None, None, {}))
        self.opener = urllib.request.build_opener(NoRedirect, urllib.request.HTTPCookieProcessor(jar))
        self.token = ""

    def ask(self, path: str, data: object = None) -> tuple[int, str]:
        """(status, body); status 0 when no whole answer came."""
        headers = {"Referer": self.base + path}
        body = None
        if isinstance(data, dict) and "fields" in data:
            body, headers["Content-Type"], headers["X-CSRFToken"] = json.dumps(data).encode(), "application/json", self.token
        elif data is not None:
            body = urllib.parse.urlencode([*data, ("csrf_token", self.token)]).encode()
        request = urllib.request.Request(self.base + path, data=body, headers=headers)
        try:
            with self.opener.open(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            words = ""
            with contextlib.suppress(OSError, http.client.HTTPException):
                words = answer.read().decode(errors="replace")
            return answer.code, words
        except (OSError, http.client.HTTPException):
            return 0, ""

    def page(self, path: str, stop: threading.Event) -> str:
        """A page, however often it takes; its form's token is kept."""
        while True:
            status, html = self.ask(path)
            if status == 200:
                found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
                self.token = found[1] if found else self.token
                return html
            assert status in {0, 503}, f"{path} answered {status}"
            if stop.is_set():
                return ""
            time.sleep(0.2)


@dataclass
class Ledger:
    """What people were told."""

    saves: dict[tuple[int, int], list[tuple[int, str]]] = field(default_factory=dict)
    """(user, assignment) -> (revision, text) that was confirmed, in order."""
    tried: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    sent: set[tuple[int, int]] = field(default_factory=set)
    review_saves: dict[int, int] = field(default_factory=dict)
    reviews: set[int] = field(default_factory=set)
    approved: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)


@dataclass
class Room:
    """A filled site on disk and who may do what in it."""

    app: object
    data: Path
    base: str
    environ: dict[str, str]
    cookies: dict[int, tuple[str, str]]
    writers: dict[int, list[int]]
    reviewers: dict[int, list[int]]
    posts: dict[int, list[tuple[str, str]]]
    office: int
    cohort: int
    graduates: list[int]


def test_every_confirmed_act_is_there_and_every_certificate_exactly_once(room):
    told, stop = Ledger(), threading.Event()
    site = Site(room)
    acts: list[Callable[[], None]] = [lambda who=who: write(room, told, stop, who) for who in room.writers]
    acts += [lambda who=who: review(room, told, stop, who) for who in room.reviewers]
    acts.append(lambda: approve(room, told, stop))
    assert len(acts) == 20
    threads = [threading.Thread(target=watched, args=(act, told), daemon=True) for act in acts]
    try:
        site.start()
        for thread in threads:
            thread.start()
        killed = site.kill(KILLS, threads)
        stop.set()
        for thread in threads:
            thread.join(30)
        site.settle(room)
    finally:
        stop.set()
        site.end()
    assert told.faults == []
    assert killed["web"] + killed["worker"] == KILLS
    with room.app.app_context():
        drafts_are_there(told)
        works_are_there(told)
        reviews_are_there(told)
        certificates_are_there(room, told)
    seen = {"kills": dict(killed), **told.counts, "sent": len(told.sent), "reviews": len(told.reviews), "certificates": len(told.approved)}
    print(json.dumps(seen))  # noqa: T201 -- shown by pytest -s: the figures of the walk
    assert min(told.counts["saved"], len(told.sent), len(told.reviews), len(told.approved)) > 0, seen


def drafts_are_there(told: Ledger) -> None:
    for (user, assignment), saves in told.saves.items():
        mine = db.session.scalars(select(Submission).where(Submission.assignment_id == assignment, Submission.author_id == user)).one()
        revision, text = saves[-1]
        assert mine.draft_revision >= revision
        later = told.tried[user, assignment]
        assert mine.draft["teks"] in later[later.index(text) :], "the last confirmed text, or one whose answer was lost after it"


def works_are_there(told: Ledger) -> None:
    rows = db.session.execute(select(Version.author_id, Submission.assignment_id, Version.number).join(Submission, Submission.id == Version.submission_id)).all()
    found = Counter((author, assignment) for author, assignment, _number in rows)
    assert {key: found[key] for key in told.sent} == dict.fromkeys(told.sent, 1)
    numbers = Counter((author, assignment, number) for author, assignment, number in rows)
    assert set(numbers.values()) == {1}


def reviews_are_there(told: Ledger) -> None:
    states = dict(db.session.execute(select(ReviewTask.id, ReviewTask.state).where(ReviewTask.id.in_(told.reviews))).all())
    assert states == dict.fromkeys(told.reviews, TaskState.TERKIRIM)
    rows = dict(db.session.execute(select(Review.task_id, func.count()).group_by(Review.task_id)).all())
    assert set(rows.values()) == {1}
    revisions = dict(db.session.execute(select(Review.task_id, Review.revision)).all())
    assert all(revisions[task] >= revision for task, revision in told.review_saves.items())


def certificates_are_there(room: Room, told: Ledger) -> None:
    made = db.session.scalars(select(Certificate).order_by(Certificate.number)).all()
    per_person = Counter(one.enrolment_id for one in made)
    assert set(told.approved) <= set(per_person)
    assert set(per_person.values()) == {1}
    assert [one.state for one in made] == [State.TERBIT] * len(made)
    serials = sorted(int(re.search(r"\d+", one.number)[0]) for one in made)
    assert serials == list(range(serials[0], serials[0] + len(made))), "numbers without a gap"
    assert all(storage.get(one.file_digest).startswith(b"%PDF") for one in made)
    bells = Counter(db.session.scalars(select(Notification.user_id).where(Notification.kind == "sertifikat")))
    assert bells == Counter(one.user_id for one in made)


def watched(act: Callable[[], None], told: Ledger) -> None:
    try:
        act()
    except Exception as fault:  # noqa: BLE001 -- shown by the test, not by a thread
        told.faults.append(f"{type(fault).__name__}: {fault}")


def write(room: Room, told: Ledger, stop: threading.Event, who: int) -> None:
    """Save drafts again and again, send each work once, go on to the next class; the last one is written on until the end."""
    dice, person = random.Random(f"{SEED}-{who}"), Person(room.base, room.cookies[who])
    for assignment in room.writers[who]:
        key, path = (who, assignment), f"/tugas/{assignment}"
        revision = revision_in(person.page(f"{path}/tulis", stop))
        wanted, number = dice.randint(2, 5), 0
        while number < wanted or key not in told.saves or assignment == room.writers[who][-1]:
            number += 1
            if stop.is_set():
                return
            text = f"Kabar ke-{number} dari penulis {who}: layanan nikah kini selesai dalam sehari bagi warga."
            told.tried.setdefault(key, []).append(text)
            status, body = person.ask(f"{path}/draf", {"fields": {"teks": text}, "revision": revision, "device": "uji"})
            if status == 200:
                answer = json.loads(body)
                assert not answer["two"], "one writer at one device never meets himself"
                revision = answer["revision"]
                told.saves.setdefault(key, []).append((revision, text))
                told.counts["saved"] += 1
            else:
                assert status in {0, 503}, f"saving answered {status}: {body[:300]}"
                told.counts["lost answers"] += 1
                revision = revision_in(person.page(f"{path}/tulis", stop))
            time.sleep(dice.uniform(0.02, 0.4))
        if not send(person, told, stop, key, path):
            return


def send(person: Person, told: Ledger, stop: threading.Event, key: tuple[int, int], path: str) -> bool:
    """Send as a person does: the same form again when no answer came."""
    html = person.page(f"{path}/kirim", stop)
    if not html:
        return False
    posted = [(name, hidden(html, name)) for name in ("sidik", "nomor")] + [("asli", "y")]
    while True:
        status, body = person.ask(f"{path}/kirim", posted)
        if status == 303:
            told.sent.add(key)
            return True
        assert status in {0, 503}, f"sending answered {status}: {re.sub(r'<[^>]+>', ' ', body)[:1500]}"
        told.counts["lost answers"] += 1
        if stop.is_set():
            return False
        time.sleep(0.2)


def review(room: Room, told: Ledger, stop: threading.Event, who: int) -> None:
    """Open, save a few times, send; the next."""
    dice, person = random.Random(f"{SEED}-{who}"), Person(room.base, room.cookies[who])
    for task in room.reviewers[who]:
        path = f"/telaah/{task}"
        person.page(path, stop)
        while person.ask(f"{path}/buka", [])[0] != 303:
            if stop.is_set():
                return
            time.sleep(0.2)
        html = person.page(path, stop)
        for number in range(dice.randint(1, 2 + KILLS // 5)):
            if stop.is_set():
                return
            given = [*((name, value) for name, value in room.posts[task] if name != "aksi"), ("aksi", "simpan"), ("revisi", revision_in(html))]
            status, _body = person.ask(path, given)
            assert status in {0, 303, 503}, f"saving a review answered {status}"
            html = person.page(path, stop)
            if status == 303:
                told.counts["review saves"] += 1
                told.review_saves[task] = int(revision_in(html) or 0) if html else 0
            time.sleep(dice.uniform(0.02, 0.5) + 0.01 * number)
        while html:
            status, _body = person.ask(path, [*room.posts[task], ("revisi", revision_in(html))])
            if status == 303:
                told.reviews.add(task)
                break
            assert status in {0, 409, 503}, f"sending a review answered {status}"
            if stop.is_set():
                return
            time.sleep(0.2)
            html = person.page(path, stop)
            if 'name="revisi"' not in html:  # it had arrived, only the answer was lost
                break


def approve(room: Room, told: Ledger, stop: threading.Event) -> None:
    """The pengelola approves one after the other; where no answer came she presses again."""
    dice, person = random.Random(SEED), Person(room.base, room.cookies[room.office])
    path = f"/angkatan/{room.cohort}/sertifikat"
    for enrolment in room.graduates:
        person.page(path, stop)
        while True:
            status, body = person.ask(path, [("orang", str(enrolment))])
            if status == 303:
                told.approved.append(enrolment)
                break
            assert status in {0, 503}, f"approving answered {status}: {body[:300]}"
            if stop.is_set():
                return
            time.sleep(0.2)
        if stop.wait(dice.uniform(0.3, 1.6)):
            return


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html) or re.search(rf'value="([^"]*)"[^>]*name="{name}"', html)
    assert found, f"the page has no field {name}: {re.sub(r'<[^>]+>', ' ', html)[:800]}"
    return found[1]


def revision_in(html: str) -> int:
    return int(hidden(html, "revisi")) if html else 0


class Site:
    """Web and worker as the supervisor starts them, each started again when it was killed."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.port = int(room.base.rsplit(":", 1)[1])
        web, worker = supervisor.commands("127.0.0.1", self.port)
        self.commands = {"web": web, "worker": worker}
        self.parts: dict[str, subprocess.Popen] = {}
        self.log = (room.data / "site.log").open("ab")

    def start(self) -> None:
        for name in self.commands:
            self.begin(name)
        self.wait()

    def begin(self, name: str) -> None:
        self.parts[name] = subprocess.Popen(
            self.commands[name], cwd=ROOT, env=os.environ | self.room.environ, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def wait(self) -> None:
        until = time.monotonic() + 60
        while not is_well(self.port):
            assert time.monotonic() < until, (self.room.data / "site.log").read_text(errors="replace")[-3000:]
            time.sleep(0.1)

    def kill(self, times: int, threads: list[threading.Thread]) -> Counter:
        """Kill at random moments, no matter what runs; a part is up again before it is killed again."""
        dice, done = random.Random(SEED), Counter()
        for number in range(times):
            name = ("web", "worker")[number % 2]
            time.sleep(dice.uniform(0.0, 1.2))
            os.killpg(self.parts[name].pid, signal.SIGKILL)
            self.parts[name].wait()
            done[name] += 1
            self.begin(name)
            if name == "web":
                self.wait()
            else:
                time.sleep(dice.uniform(0.4, 1.6))
            assert any(thread.is_alive() for thread in threads), "people are at work at every kill"
        return done

    def settle(self, room: Room) -> None:
        """Until the worker has nothing left to do."""
        until = time.monotonic() + 90
        with room.app.app_context():
            while True:
                left = db.session.scalar(select(func.count()).select_from(Certificate).where(Certificate.state == State.DISIAPKAN))
                due = Job.state.in_([JobState.WAITING, JobState.RUNNING]) & (Job.run_at <= clock.now())
                states = dict(db.session.execute(select(Job.kind, func.count()).where(due).group_by(Job.kind)).all())
                db.session.rollback()
                if not left and not states:
                    return
                assert time.monotonic() < until, (left, states)
                time.sleep(0.3)

    def end(self) -> None:
        for part in self.parts.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(part.pid, signal.SIGKILL)
            part.wait()
        self.log.close()


@pytest.fixture
def room(tmp_path, engine_url):
    """A site with a round that was shared out, classes to write in, and people who have passed."""
    base = f"http://127.0.0.1:{free_port()}"
    environ = {
        "SURAU_MODE": "test", "SURAU_DATA": str(tmp_path), "SURAU_SECRET_KEY": "k" * 64, "SURAU_PUBLIC_URL": base,
        "SURAU_WEB_WORKERS": "1", "SURAU_COURSES": str(ROOT / "tests" / "factories" / "courses"), "PYTHON": sys.executable,
        "SURAU_DATABASE_URL": engine_url(),
    }  # fmt: skip
    app = attach(create_app(config.read(environ)))
    with app.app_context():
        schema.migrate()
        people.seed_units()
        passers.load_course()
        round_, authors = rounds.made(REVIEWERS)
        rounds.turn(round_)
        tasks = rounds.tasks_of(round_)
        posts = {one.id: list(rounds.whole(one).items()) for one in tasks}
        reviewers = {one.id: [task.id for task in tasks if task.reviewer_id == one.id] for one in authors}
        writing = [people.user() for _ in range(WRITERS)]
        writers: dict[int, list[int]] = {one.id: [] for one in writing}
        for _class in range(CLASSES):
            cohort = classes.cohort()
            task = works.opened(cohort)["teks"]
            for one in writing:
                classes.learner(cohort, one)
                writers[one.id].append(task.id)
        cohort = classes.cohort()
        trainer = classes.trainer(cohort)
        office = people.pengelola()
        passers.office(office)
        graduates = []
        for _person in range(GRADUATES):
            _user, enrolment = passers.passed(cohort, trainer)
            passers.confirmed(enrolment)
            graduates.append(enrolment.id)
        cookies = {one: cookie_of(app, one) for one in (*reviewers, *writers, office.id)}
        made = Room(app, tmp_path, base, environ, cookies, writers, reviewers, posts, office.id, cohort.id, graduates)
        db.session.remove()
        db.engine.dispose()
    yield made
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def cookie_of(app, user_id: int) -> tuple[str, str]:
    """The session cookie of somebody who signed in."""
    client = app.test_client()
    with work():
        key = sessions.begin(user_id, "Uji", clock.now(), has_second=True)
    with client.session_transaction() as session:
        session["_user_id"] = key
        session["_fresh"] = True
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    assert db.session.get(User, user_id) is not None
    return name, cookie.value
