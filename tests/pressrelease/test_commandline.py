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
from app.pressrelease.width import title_width

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


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        '{"id": 2}',
        '{"text": "Satu."}',
        '{"id": 2, "text": null}',
        '{"id": 2, "word": "satu"}',
        "[" * 100_000,
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_answered(line, tmp_path, capsys):
    assert main(["--sentences", _file(tmp_path, '{"id": 1, "text": "Satu."}\n' + line)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Baris 2 ")


def test_a_line_separator_inside_a_text_does_not_end_its_line(tmp_path, capsys):
    assert main(["--sentences", _file(tmp_path, '{"id": 1, "text": "Satu.\u2028Dua."}')]) == 0
    assert json.loads(capsys.readouterr().out)["sentences"] == ["Satu.", "Dua."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_the_letters_its_editor_saved(encoding, tmp_path, capsys):
    path = tmp_path / "naskah.md"
    path.write_bytes("# Loket\r\n\r\nPadang – “Kini mudah,” kata Rina, warga.".encode(encoding))
    assert main([str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["facts"]["title_px"] == title_width("Loket")
    assert any("1 kutipan langsung" in finding["message"] for finding in report["findings"])


def test_a_title_given_stands_in_the_place_of_the_heading_of_the_file(tmp_path, capsys):
    assert main([_file(tmp_path, f"# {TEXT}"), "--title", "Loket", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (
        next(finding["message"] for finding in report["findings"] if finding["rule"] == "C2")
        == "Titimangsa menyebut Padang."
    )


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00naskah", None])
def test_what_is_no_text_is_refused_with_a_sentence(data, tmp_path, capsys):
    path = tmp_path / "naskah.docx"
    if data is not None:
        path.write_bytes(data)
    assert main([str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "erkas" in said.err
    assert "Errno" not in said.err


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
