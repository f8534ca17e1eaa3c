"""How large a request may be before any view looks at it, and which limit it has met, in words."""

from __future__ import annotations

from flask import Flask, request

from app.kernel import i18n
from app.kernel.i18n import _

MEGABYTE = 1024 * 1024
FILES = "multipart/form-data"


def init(app: Flask) -> None:
    """Only what can carry files may be as large as files; to be called before anything else reads a form."""
    app.before_request(_measure)


def _measure() -> None:
    if request.mimetype != FILES:  # such a form is read into memory as a whole, and the limit of its view would come too late
        request.max_content_length = request.max_form_memory_size


def sentence() -> str:
    """The limit in force for this address as it is now, and what to do.

    A view may have set its own `max_content_length`; a text beside files has a limit of its own.
    """
    body, text, parts = request.max_content_length or 0, request.max_form_memory_size or 0, request.max_form_parts or 0
    sent = request.content_length or 0
    if request.mimetype == FILES and body > text:
        if sent > body:
            return _(
                "Yang dikirim %(sent)s, sedangkan halaman ini menerima paling banyak %(most)s sekali kirim. Pilih berkas "
                "yang lebih kecil, atau kirim berkasnya satu per satu.",
                sent=_megabytes(sent),
                most=_megabytes(body),
            )
        if sent <= text:
            return _(
                "Isian yang dikirim terlalu banyak: halaman ini menerima paling banyak %(most)s isian sekali kirim. Kirim sebagian dahulu.",
                most=i18n.number(parts),
            )
    return _(
        "Tulisan yang dikirim terlalu panjang: halaman ini menerima paling banyak %(most)s teks sekali kirim. Salin dahulu "
        "tulisan Anda ke tempat lain, pendekkan atau bagi, lalu kirim lagi.",
        most=_megabytes(min(body, text)),
    )


def _megabytes(count: int) -> str:
    return i18n.unbroken(f"{i18n.amount(count / MEGABYTE)} MB")
