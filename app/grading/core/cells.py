"""Cells of files that people open in a spreadsheet."""

from __future__ import annotations

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula (ASVS 1.2.10): dangerous beginnings get an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) or text.startswith(_DANGEROUS) else text
