"""Settings are read or refused in one sentence; the demonstration's own secret is never empty and never two."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import config
from tests import faults


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("SURAU_MODE", "sungguhan"), ("SURAU_PORT", "delapan"), ("SURAU_PORT", "0"), ("SURAU_PORT", "99999"), ("SURAU_PORT", ""),
        ("SURAU_PORT", "٨"), ("SURAU_AT_WORK", "-1"), ("SURAU_WEB_WORKERS", "1.5"), ("SURAU_WORKERS", "9" * 20),
        ("SURAU_DATABASE_URL", "postgresql://surau@127.0.0.1/surau"), ("SURAU_DATABASE_URL", ""), ("SURAU_QUEUE_URL", "antrean"), ("SURAU_STORAGE_URL", "/srv/berkas"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_named(tmp_path, name, typed):
    with pytest.raises(config.Refused, match=name):
        config.read({"SURAU_DATA": str(tmp_path), name: typed})


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("SURAU_STORAGE_URL", "s3://", "s3://nama-bucket"), ("SURAU_QUEUE_URL", "redis://:sandi@mesin:pintu/0", "redis://:sandi@mesin:6379/0"),
        ("SURAU_QUEUE_URL", "redis://:rahasia@127.0.0.1:6379/0", "pip install redis"),
    ],
)  # fmt: skip
def test_a_store_that_cannot_be_reached_so_is_told_with_what_to_write(tmp_path, monkeypatch, name, typed, why):
    monkeypatch.setitem(sys.modules, "redis", None)  # as where nobody installed it
    with pytest.raises(config.Refused, match=name) as refused:
        config.read({"SURAU_DATA": str(tmp_path), name: typed})
    assert why in str(refused.value)
    assert "rahasia" not in str(refused.value)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    with faults.read_only(tmp_path), pytest.raises(config.Refused, match="SURAU_DATA"):
        config.read({"SURAU_DATA": str(tmp_path)})
    (tmp_path / "berkas").write_text("x")
    with pytest.raises(config.Refused, match="SURAU_DATA"):
        config.read({"SURAU_DATA": str(tmp_path / "berkas")})


def test_what_a_full_disk_left_of_the_secret_is_made_whole_and_kept(tmp_path):
    (tmp_path / "secret.key").touch()
    made = config.read({"SURAU_DATA": str(tmp_path)}).secret_key
    assert len(made) == 64
    assert config.read({"SURAU_DATA": str(tmp_path)}).secret_key == made


def test_two_starts_at_once_have_one_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda number: config.read({"SURAU_DATA": str(tmp_path / str(number // 8))}).secret_key, range(80)))
    assert len(made) == 10
    assert {len(one) for one in made} == {64}


@pytest.mark.slow
def test_a_disk_without_room_for_the_demonstration_is_told_in_one_sentence(tmp_path):
    data = tmp_path / "data"
    with faults.small_disk(data, megabytes=2):
        environ = {name: value for name, value in os.environ.items() if not name.startswith("SURAU_")}
        environ |= {"SURAU_MODE": "demo", "SURAU_DATA": str(data)}
        done = subprocess.run([sys.executable, "-m", "app.prepare"], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Periksa sisa ruang" in done.stderr
    assert "Traceback" not in done.stderr
