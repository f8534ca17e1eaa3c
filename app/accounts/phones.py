"""Numbers of contacts as pages show them: in groups, and to be tapped."""

from __future__ import annotations

from markupsafe import Markup

from app.accounts.identity import format_phone


def grouped(phone: str) -> str:
    """"0812-3456-7890" of a number of this country; any other as it stands."""
    return format_phone(phone) if phone.startswith("+62") else phone


def link(phone: str) -> Markup:
    """The same as a link that calls."""
    return Markup('<a href="tel:{}">{}</a>').format(phone, grouped(phone))
