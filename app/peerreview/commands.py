"""`flask peerreview aggregate` and `allocate`: the two computations for files, so that anybody can check them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup

from app.peerreview.core.exchange import aggregate_jsonl, allocate_json

peerreview = AppGroup("peerreview", help="Grades from reviews, and who reviews whom, for files.")


@peerreview.command("aggregate")
@click.argument("file", type=click.File(encoding="utf-8"))
def aggregate_file(file: IO[str]) -> None:
    """Print grades, reviewers and leniency of FILE (one JSON object a line, see core/exchange.py) as JSON."""
    try:
        click.echo(json.dumps(aggregate_jsonl(file), ensure_ascii=False))
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@peerreview.command("allocate")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--k", type=click.IntRange(min=1), default=3, show_default=True, help="Reviews for each work.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same pairs.")
def allocate_file(file: Path, *, k: int, seed: int) -> None:
    """Print the (reviewer, work) pairs of FILE (one JSON object, see core/exchange.py) as JSON."""
    try:
        click.echo(json.dumps(allocate_json(_object(file.read_text(encoding="utf-8")), k=k, seed=seed), ensure_ascii=False))
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _object(text: str) -> dict[str, object]:
    given = json.loads(text)
    if not isinstance(given, dict):
        raise ValueError("the file needs one JSON object")  # noqa: TRY004 -- a wrong file is a wrong value to its reader
    return given
