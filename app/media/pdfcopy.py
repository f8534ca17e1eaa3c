"""A PDF written anew without what tells of its maker: `python -m app.media.pdfcopy` between two pipes.

Only what the pages need is written, so earlier versions of the document, comments between its objects and what nobody
refers to are gone. A process of its own, with limits: the content comes from a stranger, and the library behind it
(pikepdf, that is qpdf) takes 17 megabytes that no web process has to hold.
"""

from __future__ import annotations

import base64
import io
import resource
import sys
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from app.media.core import jpeg, jpx

MEMORY = 384 * 1024 * 1024
"""Bytes of addresses; 15 MB of scanned pages need half of it."""
SECONDS = 5
"""Of the processor; 15 MB of scanned pages need two on a slow one."""
PROGRAM, LOCKED, BROKEN = 3, 4, 5
"""How the process ends when there is no copy (0 when there is)."""

_TRAILER = frozenset({"/Root", "/Size", "/Encrypt"})
"""What stays at the end of the file: neither /Info nor /ID."""
_ABOUT = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo", "/URLS", "/IDS", "/DPartRoot", "/DPM", "/CreatorInfo", "/User")
"""XMP, private data of drawing programs, dates, addresses of capture, who ordered a print or made a layer: nothing that is drawn."""
_WORDS = ("/Author", "/Creator", "/Producer", "/Keywords", "/Company", "/Manager", "/CreationDate", "/ModDate", "/SourceModified")
"""Entries of information dictionaries wherever they stand (threads, layers, attachments)."""
_OF_COMMENTS = ("/T", "/NM", "/M", "/Subj")
"""Who commented, when (ISO 32000-1, 12.5.6.2). The /T of a form field is its name and stays."""
_PROGRAMS = ("/JavaScript", "/JS", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent")
"""XFA is a form of its own inside, with scripts and data; rich media are players."""
_OUTWARD = (Name.GoToR, Name.GoToE, Name.ImportData, Name.SubmitForm)
"""Actions whose /F is a file on somebody's machine or an address that learns who reads."""
_UNPACKED: dict[str, Callable[[bytes], bytes]] = {
    "/FlateDecode": zlib.decompress,
    "/ASCII85Decode": lambda raw: base64.a85decode(raw.strip().removeprefix(b"<~").removesuffix(b"~>")),
    "/ASCIIHexDecode": lambda raw: bytes.fromhex(raw.decode("ascii").strip().rstrip(">")),
}

_PHOTOGRAPHS: dict[str, Callable[[bytes], bytes]] = {"/DCTDecode": jpeg.bare, "/JPXDecode": jpx.bare}


class HasProgram(Exception):
    """The document holds a program or another file."""


REFUSED = (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError, MemoryError)
"""What the library raises on a document that is broken or too much for the limits."""


def bare(content: bytes) -> bytes:
    """The same pages without data about them. Raises HasProgram, pikepdf.PasswordError, or one of REFUSED."""
    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
        if not len(document.pages):
            message = "no pages"
            raise ValueError(message)
        for key in set(document.trailer.keys()) - _TRAILER:
            del document.trailer[key]
        for key in {"/Perms", "/DSS"} & set(document.Root.keys()):  # signatures, which a copy cannot keep
            del document.Root[key]
        for one in _every(document):
            _strip(one)
        out = io.BytesIO()
        document.save(
            out,
            encryption=False,
            fix_metadata_version=False,
            deterministic_id=True,  # the same content of the same person is kept once
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return out.getvalue()


def _every(document: Pdf) -> Iterator[Dictionary | Stream]:
    """Each dictionary and stream of the document, at whatever depth, once."""
    for top in document.objects:
        waiting: list[object] = [top]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Array):
                waiting += [each for each in one if _is_part(each)]
            elif isinstance(one, Dictionary | Stream):
                yield one
                waiting += [each for _key, each in one.items() if _is_part(each)]


def _is_part(value: object) -> bool:
    """Whether a value is written inside its owner; what is only referred to has its own turn."""
    return isinstance(value, Array | Dictionary | Stream) and not value.is_indirect


def _strip(one: Dictionary | Stream) -> None:
    keys = set(one.keys())
    kind = one.get("/S") if "/S" in keys else None
    if keys.intersection(_PROGRAMS) or kind == Name.Launch:
        raise HasProgram
    gone = keys.intersection(_ABOUT) | {key for key in keys.intersection(_WORDS) if isinstance(one[key], String)}
    if "/ByteRange" in keys:  # a signature: name, certificate, place and reason
        gone = {key for key in keys if key != "/Type"}
    elif "/Rect" in keys:
        gone |= keys.intersection(_OF_COMMENTS if one.get("/Subtype") != Name.Widget else ("/M", "/NM"))
    elif "/SigFlags" in keys:
        gone.add("/SigFlags")
    elif kind in _OUTWARD or one.get("/Type") == Name.Filespec:  # paths on somebody's machine
        gone |= keys & {"/F", "/UF"}
    elif "/URI" in keys and str(one["/URI"]).strip().lower().startswith("file:"):
        one["/URI"] = String("")
    elif one.get("/O") == Name.UserProperties:
        gone |= keys & {"/P"}
    for key in gone:
        del one[key]
    if isinstance(one, Stream) and "/Filter" in keys:
        _strip_photograph(one)


def _strip_photograph(one: Stream) -> None:
    """Take camera data out of a JPEG or a JPEG 2000. One behind a filter that is not listed, or with parameters, stays as it is."""
    filters = [str(name) for name in one.Filter] if isinstance(one.Filter, Array) else [str(one.Filter)]
    packed = filters[:-1]
    strip = _PHOTOGRAPHS.get(filters[-1]) if filters else None
    if strip is None or (packed and "/DecodeParms" in one) or not _UNPACKED.keys() >= set(packed):
        return
    sent = one.read_raw_bytes()
    try:
        for name in packed:
            sent = _UNPACKED[name](sent)
    except (ValueError, zlib.error):
        return
    kept = strip(sent)
    if kept != sent:
        parameters = one.get("/DecodeParms")
        one.write(kept, filter=Name(filters[-1]), decode_parms=parameters if isinstance(parameters, Array | Dictionary) else None)


def _limit() -> None:
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))


def main() -> int:
    """Copy from the standard input to the standard output; a number of this module when there is no copy."""
    _limit()
    try:
        copy = bare(sys.stdin.buffer.read())
    except HasProgram:
        return PROGRAM
    except pikepdf.PasswordError:
        return LOCKED
    except REFUSED:
        return BROKEN
    sys.stdout.buffer.write(copy)
    return 0


if __name__ == "__main__":
    sys.exit(main())
