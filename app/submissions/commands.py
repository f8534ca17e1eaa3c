"""`flask coach FILE`: the press-release coach on the command line, the same as `python -m app.pressrelease`."""

from __future__ import annotations

import sys

import click

from app.pressrelease.commandline import main


@click.command("coach", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def coach(arguments: tuple[str, ...]) -> None:
    """Read FILE (text, Markdown, HTML, or - for standard input) and say what the coach finds."""
    sys.exit(main(arguments))
