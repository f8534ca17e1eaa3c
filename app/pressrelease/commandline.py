"""The coach for a file or standard input, as text or JSON, and line by line for scoring on gold data."""

import argparse
import codecs
import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from app.pressrelease.analysis import analyse
from app.pressrelease.markup import read_html
from app.pressrelease.release import Release
from app.pressrelease.rules import RULES
from app.pressrelease.sentences import sentences_of
from app.pressrelease.stems import stem
from app.pressrelease.tokens import tokens_of
from app.pressrelease.values import Finding, Report, Status, TooLong
from app.pressrelease.voice import is_di_passive, is_other_passive
from app.pressrelease.wholetext import read_whole

MARKS = {Status.GREEN: "baik  ", Status.AMBER: "perlu ", Status.RED: "penting", Status.ADVICE: "saran "}


class Unreadable(ValueError):  # noqa: N818 - a refusal, not a fault
    """What was given cannot be read; its message is an Indonesian sentence for whoever gave it."""


def main(arguments: Sequence[str]) -> int:
    """Run the command line; 0 when done, 2 when the text cannot be read."""
    options = _parser().parse_args(arguments)
    for name in (sys.stdin, sys.stdout):
        if hasattr(name, "reconfigure"):
            name.reconfigure(encoding="utf-8", errors="replace")
    try:
        text = _open(options.file)
        for wanted, answer in LINE_MODES.items():
            if getattr(options, wanted):
                return _line_by_line(text, answer, key="word" if wanted == "stems" else "text")
        report = analyse(release_of(text, title=options.title, keyphrase=options.keyphrase))
    except (Unreadable, TooLong) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if options.json:
        sys.stdout.write(json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(_as_text(report)) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="coach", description="Penuntun siaran pers.")
    parser.add_argument(
        "file", nargs="?", default="-", help="berkas teks, Markdown, atau HTML; - untuk masukan standar"
    )
    parser.add_argument("--title", default="", help="judul, bila tidak ada di dalam berkas")
    parser.add_argument("--keyphrase", help="kata kunci")
    parser.add_argument("--json", action="store_true", help="tulis laporan sebagai JSON")
    lines = parser.add_mutually_exclusive_group()
    lines.add_argument("--sentences", action="store_true", help="baca {id, text} per baris, tulis {id, sentences}")
    lines.add_argument(
        "--passive", action="store_true", help="baca {id, text} per baris, tulis {id, passive, any}: passive hanya di-"
    )
    lines.add_argument("--passive-any", action="store_true", help="tulis {id, passive}, passive juga ter- dan ke-an")
    lines.add_argument("--stems", action="store_true", help="baca {id, word} per baris, tulis {id, stem}")
    return parser


def _open(name: str) -> str:
    if name != "-":
        try:
            return _decoded(Path(name).read_bytes(), name)
        except (OSError, ValueError) as error:
            raise Unreadable(f"Berkas “{name}” tidak dapat dibaca. Periksa nama dan tempatnya.") from error
    if not hasattr(sys.stdin, "buffer"):
        return sys.stdin.read()
    return _decoded(sys.stdin.buffer.read(), "masukan standar")


def _decoded(data: bytes, name: str) -> str:
    """Text as editors save it: UTF-8 with or without its mark, UTF-16 with its mark, or the old Windows letters."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    elif b"\0" in data:
        raise Unreadable(f"“{name}” bukan berkas teks. Simpan naskahnya sebagai teks, Markdown, atau HTML.")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def release_of(text: str, *, title: str = "", keyphrase: str | None = None) -> Release:
    """A release from text, Markdown or HTML; without a title given, the parts of the text are proposed."""
    if text.lstrip()[:1] == "<":
        plain = read_html(text)
        if title:
            return Release.from_html(text, title=title, keyphrase=keyphrase)
        text = plain.text
    if title:
        # the heading of a Markdown file would be read as the lead
        body = text.partition("\n")[2] if text.startswith("# ") else text
        return Release(title=title, body=body, keyphrase=keyphrase)
    text = text.removeprefix("# ")
    return dataclasses.replace(read_whole(text).release(), keyphrase=keyphrase)


def _as_text(report: Report) -> Iterable[str]:
    facts = report.facts
    yield f"{facts.words} kata, {facts.sentences} kalimat, judul {facts.title_px} piksel"
    for finding in report.findings:
        yield _line_of(finding)
        if finding.suggestion and finding.status is not Status.GREEN:
            yield f"{'':16}→ {finding.suggestion}"


def _line_of(finding: Finding) -> str:
    name = RULES[finding.rule].name if finding.is_head else ""
    return f"{MARKS[finding.status]:8}{finding.rule:4} {name + ': ' if name else '    '}{finding.message}"


def _line_by_line(text: str, answer: Callable[[dict[str, Any]], dict[str, Any]], *, key: str) -> int:
    # all lines are read before the first is answered: half an answer would be scored as a whole one
    asked = [_object(line, number, key) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    for one in asked:
        sys.stdout.write(json.dumps({"id": one["id"], **answer(one)}, ensure_ascii=False) + "\n")
    return 0


def _object(line: str, number: int, key: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict) or "id" not in asked or not isinstance(asked.get(key), str):
        raise Unreadable(f"Baris {number} bukan objek JSON dengan kunci “id” dan teks pada kunci “{key}”.")
    return asked


def sentences(asked: dict[str, Any]) -> dict[str, Any]:
    """The sentences of a text, as strings."""
    text = str(asked["text"])
    return {"sentences": [text[start:end] for start, end in sentences_of(text)]}


def passive(asked: dict[str, Any]) -> dict[str, Any]:
    """Whether a text holds a di- passive; `any` counts ter- and ke-an forms as well.

    They are two measures: scored against the label of the other, neither can reach .93, since a fifth of the sentences
    with a passive hold no di- form.
    """
    text = str(asked["text"])
    return {"passive": _holds_passive(text), "any": _holds_passive(text, also=is_other_passive)}


def passive_any(asked: dict[str, Any]) -> dict[str, Any]:
    """Whether a text holds a di-, ter- or ke-an passive."""
    return {"passive": _holds_passive(str(asked["text"]), also=is_other_passive)}


def _holds_passive(text: str, also: Callable[..., bool] | None = None) -> bool:
    for start, end in sentences_of(text):
        words = [token for token in tokens_of(text, start, end) if token.is_word]
        for place, word in enumerate(words):
            opens = place == 0
            if is_di_passive(word, opens_sentence=opens) or (also is not None and also(word, opens_sentence=opens)):
                return True
    return False


def stems(asked: dict[str, Any]) -> dict[str, Any]:
    """The stem of a word."""
    return {"stem": stem(str(asked["word"]))}


LINE_MODES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "sentences": sentences,
    "passive": passive,
    "passive_any": passive_any,
    "stems": stems,
}
