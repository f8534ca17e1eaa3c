"""The command line reads a file or standard input, and answers line by line for scoring."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.pressrelease.commandline import main
from app.pressrelease.values import MAX_CHARACTERS

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Loket Malam Dibuka\n\nPadang, Humas — KUA membuka loket di laksanakan Senin.\n\nIsi kedua."


def test_a_file_is_reported_in_words(tmp_path, capsys):
    assert main([_file(tmp_path, TEXT)]) == 0
    assert "dilaksanakan" in capsys.readouterr().out


def test_a_file_is_reported_as_json(tmp_path, capsys):
    assert main([_file(tmp_path, f"<p>{TEXT}</p>"), "--title", "Loket", "--keyphrase", "loket", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert {"S5", "E1"} <= {finding["rule"] for finding in report["findings"]}


@pytest.mark.parametrize(
    ("option", "asked", "answer"),
    [
        ("--sentences", {"id": 1, "text": "Satu. Dua."}, {"id": 1, "sentences": ["Satu.", "Dua."]}),
        ("--passive", {"id": 2, "text": "Berkas dikirim."}, {"id": 2, "passive": True, "any": True}),
        ("--passive-any", {"id": 3, "text": "Data tercatat."}, {"id": 3, "passive": True}),
        ("--stems", {"id": 4, "word": "pelayanan"}, {"id": 4, "stem": "layan"}),
    ],
)
def test_lines_are_answered_one_by_one(option, asked, answer, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(asked) + "\n"))
    assert main([option]) == 0
    assert json.loads(capsys.readouterr().out) == answer


def test_too_long_a_text_is_refused_with_a_sentence(tmp_path, capsys):
    assert main([_file(tmp_path, "a " * MAX_CHARACTERS)]) == 2
    assert "karakter" in capsys.readouterr().err


def test_the_module_runs_without_the_application():
    code = "import sys, app.pressrelease.commandline; print(sorted({'flask', 'sqlalchemy', 'yaml'} & set(sys.modules)))"
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def _file(folder, text):
    path = folder / "naskah.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)
