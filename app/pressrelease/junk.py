"""Lines that come along when a release is copied from a website or a chat: buttons, banners, empty credits."""

import re
from collections.abc import Iterator

PHRASES = re.compile(
    r"posting komentar|link banner|breaking news|tinggalkan balasan|alamat email anda tidak akan|ruas yang wajib"
    r"|ticker-posts|\d+ komentar\b|baca juga ?:|bagikan (?:ini|artikel)|share this|facebook twitter|whatsapp telegram"
    r"|berita terkait|artikel terkait|advertisement|iklan\b|gulir untuk|scroll to|lihat selengkapnya|load more|next post"
    r"|previous post|komentar ditutup|copyright|hak cipta dilindungi|all rights reserved|diteruskan berkali-kali"
    r"|^\s*forwarded|ringkasan ?:|^\s*\[\d{1,2}[./]\d{1,2}[./,]",
    re.IGNORECASE,
)
_CREDIT = r"[ \t]*(?:editor|penulis|fotografer|foto|reporter|oleh)[ \t]*:?[ \t]*[-–—_.]+[ \t]*(?=\n|$)"
EMPTY_FIRST = re.compile(_CREDIT, re.IGNORECASE)
# The line break in front is what the search runs for.
EMPTY_CREDIT = re.compile(r"\n" + _CREDIT, re.IGNORECASE)
LONGEST_LINE = 100


def is_junk(line: str) -> bool:
    """Whether a short line is furniture of a website and no part of a release."""
    bare = line.strip()
    return 0 < len(bare) <= LONGEST_LINE and bool(PHRASES.search(bare) or any(True for _ in empty_credits(bare)))


def empty_credits(text: str) -> Iterator[re.Match[str]]:
    """The lines of a text that name a writer or photographer and give a dash in the place of his name."""
    first = EMPTY_FIRST.match(text)
    if first is not None:
        yield first
    yield from EMPTY_CREDIT.finditer(text, first.end() if first else 0)
