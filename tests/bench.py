"""`make bench`: how fast the pages are on a class of a known shape, measured from outside on this machine.

CPU ms per request counts all server processes (granian and its workers). Figures of one machine in one minute: compare
them only with figures of the same machine.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import psutil
from playwright.sync_api import sync_playwright
from sqlalchemy import event, select

import config
from app import run as supervisor
from app.application import create_app
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort
from app.peerreview.core.reviewing import Draft
from app.peerreview.models import ReviewTask, Round, TaskState
from app.peerreview.services import reviews
from app.reports.queries import board as boards
from tests.browser import ARGUMENTS, chromium
from tests.factories.rounds import draft_for, tasks_of

ROOT = Path(__file__).resolve().parent.parent
LEARNERS, WORKS = 1000, 200
ASKED = {"course": 9, "lesson": 8, "peer_overview": 14, "gradebook_20": 7, "gradebook_all": 70, "send_text": 20, "board": 60, "send_review": 10}
PARTS = 3
BY_TRAINER = {"peer_overview", "gradebook_20", "gradebook_all"}


class Visitor:
    """One signed-in person with one kept-alive connection."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.port = port
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.get("/masuk")
        status, _body = self.post("/masuk", {"handle": username, "password": password})
        if status not in {302, 303}:
            raise SystemExit(f"sign-in of {username} answered {status}")

    def ask(self, method: str, path: str, body: str | None = None, kind: str = "", token: str = "") -> tuple[int, bytes]:
        headers = {"Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = kind or "application/x-www-form-urlencoded"
        if token:
            headers["X-CSRFToken"] = token
        try:
            self.link.request(method, path, body=body, headers=headers)
            answer = self.link.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.link.close()
            return 599, str(error).encode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, content

    def get(self, path: str) -> tuple[int, bytes]:
        status, content = self.ask("GET", path)
        self.page = gzip.decompress(content).decode() if content[:2] == b"\x1f\x8b" else content.decode(errors="replace")
        return status, content

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, bytes]:
        return self.ask("POST", path, urlencode({**fields, "csrf_token": token_of(self.page)}))


def token_of(page: str) -> str:
    """The token that a page's forms carry, or nothing."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return found.group(1) if found else ""


def main() -> None:
    data = Path(tempfile.mkdtemp(prefix="surau-bench-"))
    port = free_port()
    environ = os.environ | {
        "SURAU_MODE": "demo", "SURAU_DATA": str(data), "SURAU_PORT": str(port),
        "SURAU_PUBLIC_URL": f"http://127.0.0.1:{port}", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    try:
        flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
        subprocess.run([*flask, "db", "upgrade"], env=environ, cwd=ROOT, check=True, capture_output=True)
        shown = subprocess.run(
            [*flask, "demo", "--learners", str(LEARNERS), "--works", str(WORKS), "--reset"],
            env=environ, cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip
        shape = json.loads(shown.stdout[shown.stdout.index("{") :])
        command, _worker = supervisor.commands("127.0.0.1", port)
        web = subprocess.Popen(command, env=environ | supervisor.ALLOCATOR, cwd=ROOT, start_new_session=True)
        try:
            wait_for(port)
            report(port, shape, statements(environ, shape), web.pid)
            services(environ)
        finally:
            os.killpg(web.pid, signal.SIGTERM)
            web.wait(10)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def report(port: int, shape: dict, counted: dict[str, int], pid: int) -> None:
    """One line a page: at one visitor and at sixteen."""
    learners = [Visitor(port, name, shape["password"]) for name in shape["learners"][:16]]
    trainers = [Visitor(port, shape["trainer"], shape["password"]) for _ in range(16)]
    paths = dict(shape["paths"])
    assignment = paths.pop("assignment")
    views = cold_views(port, learners[0], {"course": paths["course"], "lesson": paths["lesson"]})
    print(f"{'page':16}{'asked':>6}{'CPU ms':>8}{'p50':>7}{'p95':>7}{'SQL':>5}{'gz KB':>7}   16 visitors: {'CPU ms':>7}{'p50':>7}{'p95':>7}{'errors':>7}   cold: requests, KB")
    for name, path in paths.items():
        people = trainers if name in BY_TRAINER else learners
        rounds = 18 if name == "gradebook_all" else 120
        one = measure(pid, people[:1], lambda who, path=path: who.get(path), rounds)
        many = measure(pid, people, lambda who, path=path: who.get(path), max(3, rounds // 8))
        size = len(people[0].get(path)[1]) / 1000
        cold = f"{views[name][0]}, {views[name][1]:.1f}" if name in views else ""
        line(name, one, counted.get(name, 0), size, many, f"{cold:14}{memory(pid):>6.0f} MB")
    writer = Visitor(port, shape["learners"][16], shape["password"])  # alone at first, for a person may send forty a minute
    for who in (writer, *learners):
        who.get(f"{assignment}/tulis")
    drafts = {id(who): json.dumps(draft()) for who in (writer, *learners)}

    def send(who: Visitor) -> tuple[int, bytes]:
        return who.ask("POST", f"{assignment}/periksa", drafts[id(who)], "application/json", token_of(who.page))

    line("send_text", measure(pid, [writer], send, 38), 0, 0, measure(pid, learners, send, 5), "")
    print(f"resident memory of granian and its workers after the mix: {memory(pid):.0f} MB (asked 260)")


def draft() -> dict:
    """About 340 words, read by the coach at every sending."""
    paragraph = "Warga kini dapat mengurus layanan ini lewat ponsel dan datang satu kali saja pada jam yang dipilih sendiri. " * 3
    return {"judul": "Daftar nikah kini lewat ponsel", "teras": "Warga Padang kini mendaftar nikah lewat ponsel.", "isi": f"<p>{paragraph}</p>" * 6, "titimangsa": "Padang, Humas"}


def line(name: str, one: dict, sql: int, size: float, many: dict, cold: str) -> None:
    print(f"{name:16}{ASKED.get(name, ''):>6}{one['cpu']:>8.1f}{one['p50']:>7.1f}{one['p95']:>7.1f}{sql or '':>5}{size:>7.1f}   {'':13}{many['cpu']:>7.1f}{many['p50']:>7.1f}{many['p95']:>7.1f}{many['errors']:>7}   {cold}")


def measure(pid: int, people: list[Visitor], ask, rounds: int) -> dict:
    """Times in ms of all requests; CPU of all server processes divided by the requests, in the quietest of three parts.

    Other machines on the same iron only ever add to it: the same code cost 6.7 and 9.3 ms within three minutes.
    """
    for who in people[:2]:
        ask(who)
    parts = [_part(pid, people, ask, max(2, rounds // PARTS)) for _ in range(PARTS)]
    times = sorted(time for one in parts for time in one["times"])
    return {
        "cpu": min(one["cpu"] for one in parts),
        "p50": statistics.median(times),
        "p95": times[int(len(times) * 0.95) - 1],
        "errors": sum(one["errors"] for one in parts),
    }


def _part(pid: int, people: list[Visitor], ask, rounds: int) -> dict:
    times: list[float] = []
    errors = 0
    lock = threading.Lock()

    def visit(who: Visitor) -> None:
        nonlocal errors
        for _ in range(rounds):
            start = time.perf_counter()
            status, _content = ask(who)
            took = (time.perf_counter() - start) * 1000
            with lock:
                times.append(took)
                errors += status >= 400

    before = cpu(pid)
    threads = [threading.Thread(target=visit, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"cpu": (cpu(pid) - before) * 1000 / len(times), "times": times, "errors": errors}


def statements(environ: dict[str, str], shape: dict) -> dict[str, int]:
    """SQL statements of one warm request, counted in this process on the same database."""
    app = create_app(config.read(environ))
    app.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    counted = {}
    with app.app_context():
        engine = db.engine
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, statement, *_rest: seen.append(statement))
    for name, path in shape["paths"].items():
        if name == "assignment":
            continue
        client = app.test_client()
        who = shape["trainer"] if name in BY_TRAINER else shape["learners"][-1]
        client.post("/masuk", data={"handle": who, "password": shape["password"]})
        client.get(path)
        seen.clear()
        client.get(path)
        counted[name] = len([one for one in seen if one.split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}])
    return counted


def services(environ: dict[str, str]) -> None:
    """CPU ms of two services with their queries, in this process; the page around them costs what every page costs."""
    app = create_app(config.read(environ))
    with app.app_context():
        cohort = db.session.scalars(select(Cohort).order_by(Cohort.id)).first()
        assert cohort is not None
        boards.board(cohort, clock.now(), page=1)
        spent = [timed(lambda: boards.board(cohort, clock.now(), page=1)) for _ in range(20)]
        service_line("board", f"board of {LEARNERS}", spent)
        tasks = tasks_of(db.session.scalars(select(Round).order_by(Round.id)).one(), TaskState.DITAWARKAN)[:40]
        for task in tasks:
            with work():
                reviews.open_task(task, now=clock.now())
        drafts = [(task, draft_for(task, {one["id"]: 3 for one in task.round.assignment.rubric.criteria})) for task in tasks]
        service_line("send_review", "sending a review", [timed(lambda task=task, draft=draft: send_review(task, draft)) for task, draft in drafts])


def send_review(task: ReviewTask, draft: Draft) -> None:
    with work():
        reviews.send(task, draft, revision=0, now=clock.now())


def timed(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


def service_line(name: str, words: str, spent: list[float]) -> None:
    print(f"{words:20}asked {ASKED[name]:>3}   CPU ms: best {min(spent):.1f}, median {statistics.median(spent):.1f}, of {len(spent)}")


def cold_views(port: int, who: Visitor, paths: dict[str, str]) -> dict[str, tuple[int, float]]:
    """Requests and KB over the wire of a first view in a real browser with an empty cache."""
    found = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name, path in paths.items():
            context = browser.new_context()
            context.add_cookies([{"name": k, "value": v, "url": f"http://127.0.0.1:{port}"} for k, v in who.cookies.items()])
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            sizes: list[float] = []
            session.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
            page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
            found[name] = (len(sizes), sum(sizes) / 1000)
            context.close()
        browser.close()
    return found


def processes(pid: int) -> list[psutil.Process]:
    top = psutil.Process(pid)
    return [top, *top.children(recursive=True)]


def cpu(pid: int) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in processes(pid))


def memory(pid: int) -> float:
    return sum(one.memory_info().rss for one in processes(pid)) / 1e6


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), 0.2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer within 20 seconds")


if __name__ == "__main__":
    main()
