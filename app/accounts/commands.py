"""Accounts on the command line: the first pengelola, the work units every site begins with."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.access.permissions import Role
from app.accounts import passwords
from app.accounts.identity import InvalidError, parse_email, parse_username
from app.accounts.models import Grant, Standing, Unit, User
from app.accounts.services import entry, factor, links, people, units
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import AppError
from app.kernel.work import work

pengelola = AppGroup("pengelola", help="Pengelola of work units.")
unit_group = AppGroup("units", help="Work units (satker).")


@pengelola.command("add")
@click.option("--name", required=True, help="Full name, titles allowed.")
@click.option("--username", required=True, help="3-32 signs a-z 0-9 . _ -")
@click.option("--email", default="", help="For forgotten passwords.")
@click.option("--unit", default="13", show_default=True, help="Name, short name or kode_bps of the work unit.")
@click.option("--password-prompt", is_flag=True, help="Ask for a password here instead of printing a one-time link.")
def add_pengelola(name: str, username: str, email: str, unit: str, *, password_prompt: bool) -> None:
    """Make a pengelola, or give the role to the account that has this username; print a one-time link for him."""
    try:
        made = _made(
            name, parse_username(username), parse_email(email) if email else None, unit, prompt=password_prompt
        )
    except (AppError, InvalidError) as error:
        raise click.ClickException(str(error)) from error
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException("Basis data belum siap. Jalankan make upgrade dahulu, lalu ulangi perintah ini.") from error
    click.echo(made)


def _made(name: str, username: str, email: str | None, unit: str, *, prompt: bool) -> str:
    password_hash = passwords.hashed(_asked(name, username)) if prompt else ""
    now = clock.now()
    with work():
        units.seed(now=now)
        place = units.by_name(unit)
        user = people.find(username=username)
        if user is None:
            new = people.NewPerson(name=name, unit_id=place.id, unit_path=place.path, username=username, email=email)
            user = people.register(actor_id=None, person=new, now=now)
        people.give_first(user=user, role=Role.PENGELOLA, unit=place, now=now)
        if prompt:
            user.standing = Standing.AKTIF
            entry.set_password(user_id=user.id, password_hash=password_hash, now=now, keep_session=None, by_id=None)
            path = ""
        else:
            path = links.first_link(user=user, now=now)
        called = user.full_name  # of an account that was there already, its own
    done = f"{called} menjadi pengelola {place.name} dengan nama pengguna {username}."
    url = f"{current_app.config['SURAU'].public_url}{path}"
    return done if prompt else f"{done}\nBuka tautan ini sekali, berlaku 7 hari:\n{url}"


def _asked(name: str, username: str) -> str:
    while True:
        password: str = click.prompt("Kata sandi", hide_input=True, confirmation_prompt="Ulangi kata sandi")
        weakness = passwords.weakness(password, (name, username))
        if not weakness:
            return password
        click.echo(weakness)


@pengelola.command("reset-factor")
@click.option("--username", required=True, help="Whose second factor is taken off (phone and recovery codes lost).")
def reset_factor(username: str) -> None:
    """Take the second factor off and sign out everywhere; for pengelola, whom nobody in the product outranks."""
    user = people.find(username=username)
    if user is None:
        raise click.ClickException(f"Tidak ada akun dengan nama pengguna {username}.")
    with work():
        factor.reset_from_server(user_id=user.id, now=clock.now())
    click.echo(f"Verifikasi dua langkah {username} dicabut. Saat masuk lagi, ia mengaktifkannya dari awal.")


@pengelola.command("list")
def list_pengelola() -> None:
    """Who is pengelola of what."""
    rows = db.session.execute(
        select(User.username, User.name, Unit.name)
        .join(Grant, Grant.user_id == User.id)
        .join(Unit, Unit.id == Grant.unit_id)
        .where(Grant.role == Role.PENGELOLA, Grant.revoked_at.is_(None))
        .order_by(Unit.path, User.name)
    )
    for username, name, unit in rows:
        click.echo(f"{username}\t{name}\t{unit}")


@unit_group.command("seed")
def seed_units() -> None:
    """Add the Kanwil, its 19 kankemenag and the known madrasahs where they are missing."""
    with work():
        added = units.seed(now=clock.now())
    click.echo(f"{added} satuan kerja ditambahkan.")


@unit_group.command("list")
def list_units() -> None:
    """All work units, moved in by their depth."""
    for name, path, code in db.session.execute(select(Unit.name, Unit.path, Unit.kode_bps).order_by(Unit.path)):
        click.echo(f"{'  ' * (path.count('/') - 2)}{name}{f' ({code})' if code else ''}")
