"""What `deploy/` says is what the product does: its sizes, its settings, its commands."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app import run as supervisor
from app.application import LARGEST_BODY

ROOT = Path(__file__).resolve().parent.parent
CADDYFILE = ROOT / "deploy" / "Caddyfile"
UNIT = ROOT / "deploy" / "surau.service"
UNITS = {"MB": 1000**2, "MiB": 1024**2}


def test_the_proxy_lets_through_what_the_site_itself_answers():
    size, unit = re.search(r"max_size (\d+)(MB|MiB)", CADDYFILE.read_text()).groups()
    assert int(size) * UNITS[unit] > LARGEST_BODY, "the proxy would say that the site is away where the site says what is too large"


def test_the_proxy_shuts_no_page_because_a_part_is_ill():
    words = "\n".join(line for line in CADDYFILE.read_text().splitlines() if not line.strip().startswith("#"))
    assert "health_uri" not in words, "/health is 503 while only the worker stands still"


def test_the_service_may_have_as_many_threads_as_its_web_processes_have():
    most = int(re.search(r"^TasksMax=(\d+)$", UNIT.read_text(), re.MULTILINE)[1])
    assert most >= 12 * (supervisor.WAITING + 8), "a web process that may not begin a thread dies"


@pytest.mark.skipif(shutil.which("caddy") is None, reason="no caddy on this machine")
def test_the_caddyfile_is_valid_and_in_its_own_form(tmp_path):
    tried = tmp_path / "Caddyfile"
    tried.write_text(CADDYFILE.read_text().replace("/var/log/caddy", str(tmp_path)))
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    judged = ("caddy", "validate", "--adapter", "caddyfile", "--config", str(tried))
    done = subprocess.run(judged, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    shaped = subprocess.run(("caddy", "fmt", str(CADDYFILE)), env=environ, capture_output=True, text=True, check=True)
    assert shaped.stdout == CADDYFILE.read_text()
