"""The real commands: started, judged, ended and killed as people and machines do it."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

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


def gone(processes, seconds: float) -> list[str]:
    _ended, left = psutil.wait_procs(processes, timeout=seconds)
    return [" ".join(process.cmdline()) for process in left if process.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=["ctrl-c", "term", "hup"])
def test_one_signal_ends_everything(site, number):
    process, family = site()
    process.send_signal(number)
    assert process.wait(20) == 0
    assert gone(family, 3) == []


@pytest.mark.parametrize("part", ["supervisor", "web", "worker"])
def test_a_kill_of_any_part_leaves_nothing_over(site, part):
    process, family = site()
    words = {"supervisor": "app.run", "web": "granian", "worker": "app.worker"}[part]
    victim = next(one for one in [psutil.Process(process.pid), *family] if words in " ".join(one.cmdline()))
    victim.kill()
    process.wait(20)
    assert gone(family, 15) == []


def test_nothing_is_restored_or_upgraded_under_a_running_site(site, ready):
    site()
    done = flask("upgrade", data=ready)
    assert (done.returncode, "masih berjalan" in done.stderr) == (1, True)
    made = flask("backup", str(ready / "berjalan.tar.gz"), data=ready)
    assert made.returncode == 0, made.stderr
    done = flask("restore", str(ready / "berjalan.tar.gz"), "--force", data=ready)
    assert (done.returncode, "masih berjalan" in done.stderr) == (1, True)


def test_a_taken_port_is_said_in_one_sentence(ready):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = run("-m", "app.run", data=ready, SURAU_PORT=str(other.getsockname()[1]))
    assert done.returncode == 2
    assert "sedang dipakai program lain" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SURAU_SECRET_KEY": ""}, "SURAU_SECRET_KEY"),
        ({"SURAU_SECRET_KEY": "pendek"}, "SURAU_SECRET_KEY"),
        ({"SURAU_PUBLIC_URL": "http://surau.example.go.id"}, "https"),
        ({"SURAU_PUBLIC_URL": ""}, "https"),
    ],
)
@pytest.mark.parametrize("command", [["-m", "app.run"], ["-m", "flask", "--app", "wsgi", "upgrade"]], ids=["run", "flask"])
def test_unsafe_settings_are_refused_in_one_sentence(tmp_path, command, changes, words):
    done = run(*command, data=tmp_path, **changes)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_real_start_never_migrates_by_itself(tmp_path):
    done = run("-m", "app.run", data=tmp_path, SURAU_PORT=str(free_port()))
    assert done.returncode == 2
    assert "make upgrade" in done.stderr
    assert "Traceback" not in done.stderr


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


def test_the_demonstration_is_prepared_twice_and_loses_nothing(tmp_path):
    first = run("-m", "app.run", "--prepare", data=tmp_path, SURAU_MODE="demo", SURAU_COURSES=str(ROOT / "courses"))
    assert first.returncode == 0, first.stderr
    assert "Traceback" not in first.stderr
    for role in ("pengelola", "pelatih", "peserta", "siswa", "pendamping", "penyusun"):
        assert re.search(rf"^{role}\s+\S+\s+\S+", first.stdout, re.MULTILINE)
    before = (tmp_path / "surau.db").stat().st_size
    began = time.monotonic()
    second = run("-m", "app.run", "--prepare", data=tmp_path, SURAU_MODE="demo", SURAU_COURSES=str(ROOT / "courses"))
    assert second.stdout == first.stdout
    assert second.stderr == ""
    assert time.monotonic() - began < 20
    assert (tmp_path / "surau.db").stat().st_size == before


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Path:
    """A data folder that a real installation may start on."""
    data = tmp_path_factory.mktemp("sungguhan")
    done = flask("upgrade", data=data)
    assert done.returncode == 0, done.stdout + done.stderr
    return data


@pytest.fixture
def site(ready):
    """Starts the whole site; (its supervisor, all processes below it). None is left over."""
    started = []

    def start():
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "app.run"], cwd=ROOT, env=environ_for(ready, SURAU_PORT=str(port)), stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 60
        while not is_well(port):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.2)
        family = psutil.Process(process.pid).children(recursive=True)
        started.append((process, family))
        return process, family

    yield start
    for process, family in started:
        for one in [*family, psutil.Process(process.pid)] if process.poll() is None else family:
            if one.is_running():
                one.kill()
        process.wait()
