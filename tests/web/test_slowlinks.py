"""Phones that send and take slowly do not stop the site for the others."""

import http.client
import os
import signal
import socket
import subprocess
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread

import pytest

from app import run
from app.web import slowlinks
from app.web.overdue import Watch
from app.web.places import PER_ADDRESS, SMALL, Places, address_of
from app.web.slowlinks import IN_MEMORY, LARGE, PLACES, SlowLinks
from tests import bench

MANY = 24
"""More than a server of one process could hold if each took one of its few working threads."""

FLOOD = run.WAITING + 20

APPLICATION = """
from app.web.slowlinks import SlowLinks

def site(environ, start_response):
    if environ["PATH_INFO"] == "/film":
        start_response("200 OK", [("Content-Type", "video/mp4"), ("Content-Length", str(400 * 262144))])
        return (b"x" * 262144 for _piece in range(400))
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(body)).encode()]

from app.web.overdue import Watch

app = SlowLinks(site, at_work=2, largest=10_000_000, watch=Watch(silence=2.0, look=0.2))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "request_", [b"POST /kirim HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nawal", b"GET /film HTTP/1.1\r\nHost: x\r\n\r\n"]
)
def test_many_who_are_slow_leave_the_site_to_the_others(served, request_):
    with ExitStack() as slow:
        for _phone in range(MANY):
            link = slow.enter_context(socket.create_connection(("127.0.0.1", served)))
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            link.sendall(request_)
        time.sleep(1)
        for _look in range(3):
            with urllib.request.urlopen(f"http://127.0.0.1:{served}/", timeout=10) as answer:
                assert answer.read() == b"0"


@pytest.mark.slow
def test_more_slow_senders_than_threads_leave_the_site_to_the_others(served):
    with ExitStack() as slow:
        for _phone in range(FLOOD):
            link = slow.enter_context(socket.create_connection(("127.0.0.1", served)))
            link.sendall(b"POST /kirim HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nawal")
        time.sleep(1)
        with urllib.request.urlopen(f"http://127.0.0.1:{served}/", timeout=10) as answer:
            assert answer.read() == b"0"


@pytest.mark.slow
def test_senders_who_go_silent_stop_nobody_elsewhere_and_are_sent_away(served):
    with ExitStack() as silent:
        links = [silent.enter_context(socket.create_connection(("127.0.0.1", served))) for _sender in range(130)]
        for link in links:
            link.sendall(b"POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na")
        time.sleep(0.5)
        assert posted(served, b"surel", "127.0.0.2") == (200, b"5")
        assert posted(served, b"surel", "127.0.0.1")[0] == 503
        time.sleep(5)
        assert posted(served, b"surel", "127.0.0.1") == (200, b"5")
        for link in links:
            link.settimeout(1)
            assert link.recv(20)[:12] in (b"", b"HTTP/1.1 503")


@pytest.mark.slow
def test_a_sender_who_is_slow_but_not_silent_is_heard_to_the_end(served):
    with socket.create_connection(("127.0.0.1", served)) as link, socket.create_connection(("127.0.0.1", served)) as silent:
        silent.sendall(b"POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na")
        link.sendall(b"POST /kirim HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
        for _piece in range(25):
            link.sendall(b"x" * 4000)
            time.sleep(0.2)
        link.settimeout(5)
        told = link.recv(2000)
        assert told.startswith(b"HTTP/1.1 200")
        assert told.endswith(b"100000")


def test_no_address_holds_all_places_and_a_part_is_for_small_forms():
    places = Places(48)
    assert sum(places.take("10.0.0.1", length=10) for _one in range(60)) == 24
    assert sum(places.take("10.0.0.2", length=10) for _one in range(60)) == PER_ADDRESS
    places = Places(48)
    assert sum(places.take(f"10.0.0.{one}", length=SMALL) for one in range(60)) == 32
    assert sum(places.take(f"10.0.1.{one}", length=SMALL - 1) for one in range(60)) == 16
    places.give("10.0.0.1", length=SMALL)
    assert places.take("10.0.2.1", length=SMALL)
    assert not places.take("10.0.2.2", length=1)


def test_a_body_below_the_least_rate_is_refused(monkeypatch):
    clock = iter(range(0, 10_000, 20))
    monkeypatch.setattr(slowlinks.time, "monotonic", lambda: float(next(clock)))
    told = Told()
    content = os.urandom(3 * slowlinks.PIECE)
    layer = SlowLinks(lambda _environ, _start: [b"terbaca"], at_work=1, largest=len(content), watch=Watch(silence=1e9))
    answer = layer({"CONTENT_LENGTH": str(len(content)), "wsgi.input": Source(content)}, told)
    assert told.status == "408 Request Timeout"
    assert dict(told.headers)["Connection"] == "close"
    assert "terhenti" in b"".join(answer).decode()


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 36.70.1.2"}, "36.70.1.2"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:0db8:0001:0002"),
        ({}, ""),
    ],
)
def test_the_address_is_that_which_our_proxy_saw(environ, address):
    assert address_of(environ, behind_proxy=True) == address
    assert address_of({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "9.9.9.9"}, behind_proxy=False) == "10.0.0.1"


def test_the_server_has_more_threads_than_slow_people_may_hold():
    assert run.WAITING >= PLACES + 8


def test_when_all_places_are_taken_the_next_one_reads_a_sentence_and_may_come_again():
    told = Told()
    layer = SlowLinks(film, at_work=1, largest=100, places=1)
    first = layer({}, told)
    assert told.status == "200 OK"
    refused = b"".join(layer({}, told)).decode()
    assert told.status.startswith("503")
    assert "coba lagi satu menit lagi" in refused
    assert dict(told.headers)["Retry-After"] == "60"
    assert b"".join(layer({"CONTENT_LENGTH": "3", "wsgi.input": Source(b"abc")}, told)).decode() == refused
    first.close()
    assert b"".join(layer({}, told)) == b"x" * (LARGE + 1)
    assert told.status == "200 OK"


def test_a_body_without_a_length_is_refused_unread():
    told, source = Told(), Source(b"abc")
    SlowLinks(film, at_work=1, largest=10)({"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": source}, told)
    assert told.status == "411 Length Required"
    assert source.asked == 0


def test_a_body_reaches_the_application_whole_and_can_be_read_again_from_its_beginning():
    content = os.urandom(IN_MEMORY + 70_000)
    assert asked(content, largest=len(content)) == content
    assert asked(b"a", largest=5) == b"a"


def test_what_is_larger_than_taken_is_not_read_at_all():
    source = Source(b"x" * 11)
    environ = {"CONTENT_LENGTH": "11", "wsgi.input": source}
    SlowLinks(lambda _environ, _start: [], at_work=1, largest=10)(environ, print)
    assert source.asked == 0
    assert environ["wsgi.input"] is source


def test_who_hangs_up_in_the_middle_leaves_what_came():
    source = Source(b"setengah")
    environ = {"CONTENT_LENGTH": "100", "wsgi.input": source}
    SlowLinks(lambda _environ, _start: [], at_work=1, largest=1000)(environ, print)
    assert environ["wsgi.input"].read() == b"setengah"


def test_pages_wait_for_no_uploads_that_are_read():
    shown = Event()

    def site(environ, start_response):
        if environ["PATH_INFO"] == "/berkas":
            shown.wait(10)
        start_response("200 OK", [])
        return [b"ada"]

    layer = SlowLinks(site, at_work=2, largest=100)
    upload = {"PATH_INFO": "/berkas", "CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": "0"}
    senders = [Thread(target=layer, args=(dict(upload), Told())) for _sender in range(6)]
    try:
        for sender in senders:
            sender.start()
        page = ThreadPoolExecutor(1).submit(layer, {"PATH_INFO": "/"}, Told())
        assert page.result(5) == [b"ada"]
    finally:
        shown.set()
        for sender in senders:
            sender.join(5)
    assert not any(sender.is_alive() for sender in senders)


def test_a_room_is_free_again_after_an_error():
    def broken(_environ, _start_response):
        raise RuntimeError("rusak")

    layer = SlowLinks(broken, at_work=1, largest=10)
    for _twice in range(2):
        with pytest.raises(RuntimeError, match="rusak"):
            layer({"CONTENT_LENGTH": "0"}, print)


def posted(port: int, content: bytes, source: str) -> tuple[int, bytes]:
    """Status and body of a small form sent from an address of this machine."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5, source_address=(source, 0))
    try:
        link.request("POST", "/", content)
        answer = link.getresponse()
        return answer.status, answer.read()
    finally:
        link.close()


def film(_environ, start_response):
    """A large answer in pieces."""
    start_response("200 OK", [("Content-Length", str(LARGE + 1))])
    return Film()


class Film:
    def __iter__(self):
        yield b"x" * LARGE
        yield b"x"


class Told:
    """What the server was told to answer."""

    def __call__(self, status, headers):
        self.status, self.headers = status, headers


class Source:
    """A body that counts who asks for it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.asked = 0

    def read(self, size: int) -> bytes:
        self.asked += 1
        piece, self.content = self.content[:size], self.content[size:]
        return piece


def asked(content: bytes, *, largest: int) -> bytes:
    """What an application reads of such a body."""
    layer = SlowLinks(lambda environ, _start: [environ["wsgi.input"].read()], at_work=1, largest=largest)
    return b"".join(layer({"CONTENT_LENGTH": str(len(content)), "wsgi.input": Source(content)}, print))


@pytest.fixture
def served(tmp_path):
    """The port of the real server, begun as `make run` begins it but with one process and this small application."""
    (tmp_path / "slow_site.py").write_text(APPLICATION)
    port = bench.free_port()
    command, _worker = run.commands("127.0.0.1", port)
    command = [*command[:-1], "slow_site:app"]
    command[command.index("--workers") + 1] = "1"
    root = Path(run.__file__).resolve().parent.parent
    environ = os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{tmp_path}"}
    server = subprocess.Popen(command, env=environ, cwd=tmp_path, start_new_session=True)
    try:
        bench.wait_for(port)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)
