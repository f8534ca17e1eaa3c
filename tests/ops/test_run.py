"""The real commands: started, judged, ended and killed as people and machines do it."""

import contextlib
import io
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

from app import run as supervisor
from app import starting

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = "s" * 64


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environ_for(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SURAU_")}
    return kept | {
        "SURAU_MODE": "serve", "SURAU_DATA": str(data), "SURAU_SECRET_KEY": SECRET, "SURAU_WEB_WORKERS": "1",
        "SURAU_PUBLIC_URL": "https://surau.example.go.id", "SURAU_COURSES": str(ROOT / "tests" / "factories" / "courses"),
    } | more  # fmt: skip


def run(*arguments: str, data: Path, **more: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environ_for(data, **more), capture_output=True, text=True, check=False, timeout=120
    )


def flask(*arguments: str, data: Path, **more: str) -> subprocess.CompletedProcess:
    return run("-m", "flask", "--app", "wsgi", *arguments, data=data, **more)


def is_well(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def living(process, words: str) -> list[psutil.Process]:
    found = []
    for one in psutil.Process(process.pid).children():
        try:
            if words in " ".join(one.cmdline()) and one.status() != psutil.STATUS_ZOMBIE:
                found.append(one)
        except psutil.NoSuchProcess:
            continue
    return found


def gone(processes, seconds: float) -> list[str]:
    _ended, left = psutil.wait_procs(processes, timeout=seconds)
    return [" ".join(process.cmdline()) for process in left if process.status() != psutil.STATUS_ZOMBIE]


def test_a_killed_supervisor_leaves_nothing_over(site):
    process, family, _port = site()
    process.kill()
    process.wait(20)
    assert gone(family, 15) == []


@pytest.mark.parametrize(("words", "number"), [("granian", signal.SIGTERM), ("app.worker", signal.SIGHUP)])
def test_a_killed_part_is_begun_again_and_one_signal_ends_everything(site, words, number):
    process, family, port = site()
    victim = next(one for one in family if words in " ".join(one.cmdline()))
    victim.kill()
    until = time.monotonic() + 40
    while not any(one.pid != victim.pid for one in living(process, words)) or not is_well(port):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.2)
    assert "berhenti sendiri (sinyal SIGKILL). Dijalankan lagi." in process.log.read_text()
    now = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(number)
    assert process.wait(20) == 0
    assert gone([*family, *now], 5) == []


def test_a_part_that_dies_again_and_again_ends_the_site(monkeypatch, capsys):
    monkeypatch.setattr(supervisor, "PATIENCE", 2)
    child = supervisor.Child("Uji", [sys.executable, "-c", "raise SystemExit(7)"])
    codes = []
    while not codes:
        child.process.wait(10)
        if (code := child.look(time.monotonic())) is not None:
            codes.append(code)
    assert codes == [7]
    assert capsys.readouterr().err.count("Dijalankan lagi.") == 2
    refused = supervisor.Child("Uji", [sys.executable, "-c", "raise SystemExit(2)"])
    refused.process.wait(10)
    assert refused.look(time.monotonic()) == 2


def test_words_to_a_log_that_is_gone_end_nothing(monkeypatch):
    class Gone(io.StringIO):
        def write(self, _words):
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Gone())
    supervisor._say("tetap jalan")


def test_nothing_is_restored_or_upgraded_under_a_running_site_and_ctrl_c_ends_it(site, ready):
    process, family, _port = site()
    done = flask("upgrade", data=ready)
    assert (done.returncode, "masih berjalan" in done.stderr) == (1, True)
    made = flask("backup", str(ready / "berjalan.tar.gz"), data=ready)
    assert made.returncode == 0, made.stderr
    done = flask("restore", str(ready / "berjalan.tar.gz"), "--force", data=ready)
    assert (done.returncode, "masih berjalan" in done.stderr) == (1, True)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert gone(family, 3) == []


def test_a_taken_port_is_said_in_one_sentence(ready):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = run("-m", "app.run", data=ready, SURAU_PORT=str(other.getsockname()[1]))
    assert done.returncode == 2
    assert "sedang dipakai program lain" in done.stderr
    assert "Traceback" not in done.stderr


RUN, FLASK = ("-m", "app.run"), ("-m", "flask", "--app", "wsgi", "upgrade")


@pytest.mark.parametrize(
    ("command", "changes", "words"),
    [
        (RUN, {"SURAU_SECRET_KEY": ""}, "SURAU_SECRET_KEY"),
        (RUN, {"SURAU_SECRET_KEY": "pendek"}, "SURAU_SECRET_KEY"),
        (RUN, {"SURAU_PUBLIC_URL": "http://surau.example.go.id"}, "https"),
        (RUN, {"SURAU_PUBLIC_URL": ""}, "https"),
        (FLASK, {"SURAU_SECRET_KEY": "pendek"}, "SURAU_SECRET_KEY"),
    ],
)
def test_unsafe_settings_are_refused_in_one_sentence(tmp_path, command, changes, words):
    done = run(*command, data=tmp_path, **changes)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_real_start_never_migrates_by_itself_and_leaves_nothing_over(tmp_path):
    done = run("-m", "app.run", data=tmp_path, SURAU_PORT=str(port := free_port()))
    assert done.returncode == 2
    assert "make upgrade" in done.stderr
    assert "Traceback" not in done.stderr
    assert not any(str(port) in " ".join(one.info["cmdline"] or ()) for one in psutil.process_iter(["cmdline"]))


def test_web_and_worker_wait_until_the_site_is_prepared(tmp_path):
    waited = threading.Thread(target=starting.wait, args=(tmp_path,))
    closed = starting.close(tmp_path)
    waited.start()
    waited.join(0.3)
    assert waited.is_alive()
    os.close(closed)
    waited.join(5)
    assert not waited.is_alive()
    starting.wait(tmp_path / "kosong")  # nobody prepares: nothing to wait for


def test_a_start_that_is_broken_off_ends_at_once(tmp_path):
    with (tmp_path / "log").open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.run"], cwd=ROOT, stderr=told, stdout=told,
            env=environ_for(tmp_path / "data", SURAU_MODE="demo", SURAU_PORT=str(free_port()), SURAU_COURSES=str(ROOT / "courses")),
        )  # fmt: skip
    until = time.monotonic() + 30
    while len(family := psutil.Process(process.pid).children(recursive=True)) < 3:
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert gone(family, 3) == []
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_a_data_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path):
    (tmp_path / "kunci").write_text("bukan folder")
    done = run("-m", "app.run", data=tmp_path / "kunci" / "data", SURAU_PORT=str(free_port()))
    assert (done.returncode, "Folder data" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_a_real_start_refuses_demo_accounts(ready):
    with sqlite3.connect(ready / "surau.db") as connection:
        unit = connection.execute("SELECT id, path FROM unit LIMIT 1").fetchone()
        connection.execute(
            "INSERT INTO user (username, name, title_before, title_after, password_hash, standing, is_pupil, rank, position, "
            "unit_id, unit_path, notice_version, is_demo, created_at) VALUES ('contoh', 'C', '', '', '', 'aktif', 0, '', '', ?, ?, '', 1, '2026-01-01')",
            unit,
        )
    try:
        done = run("-m", "app.run", data=ready, SURAU_PORT=str(free_port()))
        assert done.returncode == 2
        assert "akun peragaan" in done.stderr
    finally:
        with sqlite3.connect(ready / "surau.db") as connection:
            connection.execute("DELETE FROM user WHERE is_demo")


def test_the_demonstration_is_made_anew_after_a_cut_and_prepared_again_loses_nothing(tmp_path):
    environ = {"SURAU_MODE": "demo", "SURAU_COURSES": str(ROOT / "courses")}
    begun = subprocess.Popen(
        [sys.executable, "-m", "app.prepare"], cwd=ROOT, env=environ_for(tmp_path, **environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 60
    while demo_people(tmp_path) < 5 and time.monotonic() < until:
        time.sleep(0.05)
    begun.kill()
    begun.wait()
    left = demo_people(tmp_path)
    assert 5 <= left < 45
    first = run("-m", "app.run", "--prepare", data=tmp_path, **environ)
    assert (first.returncode, "Traceback" in first.stderr) == (0, False)
    assert "terputus" in first.stderr
    assert demo_people(tmp_path) > 40
    with sqlite3.connect(tmp_path / "surau.db") as connection:
        assert connection.execute("SELECT count(*) FROM certificate").fetchone() == (4,)
    for role in ("pengelola", "pelatih", "peserta", "siswa", "pendamping", "penyusun"):
        assert re.search(rf"^{role}\s+\S+\s+\S+", first.stdout, re.MULTILINE)
    before = (tmp_path / "surau.db").stat().st_size
    second = run("-m", "app.run", "--prepare", data=tmp_path, **environ)
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == first.stdout
    assert (tmp_path / "surau.db").stat().st_size == before


def demo_people(data: Path) -> int:
    with contextlib.suppress(sqlite3.OperationalError), sqlite3.connect(data / "surau.db") as connection:
        return connection.execute("SELECT count(*) FROM user WHERE is_demo").fetchone()[0]
    return 0


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Path:
    """A data folder that a real installation may start on."""
    data = tmp_path_factory.mktemp("sungguhan")
    done = flask("upgrade", data=data)
    assert done.returncode == 0, done.stdout + done.stderr
    return data


@pytest.fixture
def site(ready, tmp_path):
    """Starts the whole site; (its supervisor, all processes below it, its port). None is left over."""
    started = []

    def start():
        port = free_port()
        log = tmp_path / f"{port}.log"
        with log.open("wb") as told:
            process = subprocess.Popen(
                [sys.executable, "-m", "app.run"], cwd=ROOT, env=environ_for(ready, SURAU_PORT=str(port)), stderr=told
            )
        process.log = log
        until = time.monotonic() + 60
        while not is_well(port):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.2)
        family = psutil.Process(process.pid).children(recursive=True)
        started.append((process, family))
        return process, family, port

    yield start
    for process, family in started:
        alive = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        for one in [psutil.Process(process.pid), *alive] if process.poll() is None else family:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        process.wait()
