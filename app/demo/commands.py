"""`flask demo`: a class of a known shape for measuring."""

from __future__ import annotations

import json

import click
from flask import current_app

from app.accounts.services import units
from app.curriculum.commands import load_courses
from app.demo import shape
from app.kernel import clock
from app.kernel.work import work
from app.ops import schema


@click.command("demo")
@click.option("--learners", default=1000, show_default=True, type=click.IntRange(8, 20_000))
@click.option("--works", default=200, show_default=True, type=click.IntRange(4, 5_000))
@click.option("--reset", is_flag=True, help="Take an earlier class of this shape out first.")
def demo(learners: int, works: int, reset: bool) -> None:  # noqa: FBT001 -- click's way of a flag
    """Fill the database with a class of a known shape and print paths and names as JSON."""
    if not current_app.config["SURAU_DEMO"]:
        raise click.ClickException("Kelas contoh hanya untuk peragaan, bukan untuk pemasangan sungguhan.")
    if schema.current() != schema.head():
        schema.migrate()
    with work():
        units.seed(now=clock.now())
    load_courses()
    with work():
        if reset:
            shape.clear()
        made = shape.build(learners=learners, works=min(works, learners), now=clock.now())
    schema.take_stock()
    click.echo(json.dumps(made.to_json(), ensure_ascii=False, indent=1))
