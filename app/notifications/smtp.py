"""The mail server: its address read once, one message handed over, its refusals told apart."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from urllib.parse import unquote, urlsplit

TIMEOUT = 20.0
"""Seconds for one step of the talk with the server."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class RefusedError(Exception):
    """The server said no for good: this address, or this message, will never pass."""


class UnreachableError(Exception):
    """The server is away, busy or turns us down for now: the same mail may pass later."""


class Security(StrEnum):
    """How the talk is kept from listeners."""

    TLS = "smtps"
    STARTTLS = "smtp+starttls"
    IF_OFFERED = "smtp"


@dataclass(frozen=True, slots=True)
class Server:
    """Where mails are handed over."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail as it leaves."""

    sender: str
    recipient: str
    subject: str
    body: str
    message_id: str
    date: datetime


def server_at(url: str) -> Server:
    """Read `smtp://user:password@host:port` (also `smtps://`, `smtp+starttls://`).

    Raises ValueError with a sentence when it cannot be read.
    """
    parts = urlsplit(url)
    try:
        security, port = Security(parts.scheme), parts.port
    except ValueError as error:
        raise ValueError(
            "SURAU_MAIL_URL tidak dapat dibaca. Contoh: smtp+starttls://nama:sandi@surel.example.go.id:587"
        ) from error
    if not parts.hostname:
        raise ValueError(
            "SURAU_MAIL_URL tidak menyebut nama server. Contoh: smtps://nama:sandi@surel.example.go.id:465"
        )
    usual = {Security.TLS: 465, Security.STARTTLS: 587, Security.IF_OFFERED: 25}[security]
    return Server(parts.hostname, port or usual, security, unquote(parts.username or ""), unquote(parts.password or ""))


def is_address(text: str) -> bool:
    """Whether a text is one plain e-mail address: no name, no comma, no line break."""
    return _ADDRESS.fullmatch(text) is not None


def send(server: Server, mail: Outgoing) -> None:
    """Hand one mail over. Raises RefusedError or UnreachableError."""
    message, sender = _message(mail), parseaddr(mail.sender)[1]
    try:
        with _connection(server) as connection:
            connection.send_message(message, from_addr=sender, to_addrs=[mail.recipient])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = error.recipients[mail.recipient]
        raise _judged(code, words) from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise _judged(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise UnreachableError(f"{type(error).__name__}: {error}") from error


def _judged(code: int, words: bytes | str) -> Exception:
    """5xx is a no for good, 4xx one for now (RFC 5321, 4.2.1)."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    kind = RefusedError if 500 <= code < 600 else UnreachableError  # noqa: PLR2004 -- the classes of the RFC
    return kind(f"{code} {' '.join(text.split())}")


def _connection(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security is Security.TLS:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        connection.ehlo_or_helo_if_needed()
        is_sealed = server.security is Security.TLS
        if server.security is Security.STARTTLS or (not is_sealed and connection.has_extn("starttls")):
            connection.starttls(context=context)
            is_sealed = True
        if server.user:
            _sign_in(connection, server, is_sealed=is_sealed)
    except BaseException:
        connection.close()
        raise
    return connection


def _sign_in(connection: smtplib.SMTP, server: Server, *, is_sealed: bool) -> None:
    if not is_sealed and server.host not in _LOOPBACK:
        raise UnreachableError("server surel tidak menawarkan TLS, jadi sandi tidak dikirim")
    connection.login(server.user, server.password)


def _message(mail: Outgoing) -> EmailMessage:
    """The mail with its headers. Raises RefusedError when a header would carry more than itself."""
    if not is_address(mail.recipient):
        raise RefusedError("alamat penerima tidak dapat dibaca")
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in mail.subject + mail.sender):  # noqa: PLR2004 -- control characters
        raise RefusedError("judul atau pengirim memuat ganti baris")
    message = EmailMessage(policy=SMTP)
    message["From"] = mail.sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.date)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, cte="quoted-printable")
    return message
