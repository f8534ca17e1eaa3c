"""A stored file as an answer: under a sandbox, in ranges, with a proper name, pictures inline and all else as a download."""

from __future__ import annotations

from flask import Response, current_app, request

from app.kernel import signing, storage
from app.media.core import naming, ranges
from app.media.queries import FileFacts

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


def respond(file: FileFacts, *, name: str, download: bool = False) -> Response:
    """The bytes of a file that the caller has found inside the reader's scope (200, 206, 304 or 416).

    `download` offers also a picture as a file.
    """
    headers = {
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": naming.disposition(name, inline=file.is_picture and not download),
        "Cache-Control": "private, no-cache",
        "Accept-Ranges": "bytes",
        "ETag": f'"{_mark(file.digest)}"',
    }
    if request.headers.get("If-None-Match", "") == headers["ETag"]:
        return Response(status=304, headers=headers)
    try:
        part = ranges.asked(request.headers.get("Range", ""), file.size)
    except ranges.NotSatisfiable:
        return Response(status=416, headers=headers | {"Content-Range": f"bytes */{file.size}"}, mimetype="text/plain")
    if part is None:
        headers["Content-Length"] = str(file.size)
        return Response(storage.stream(file.digest), headers=headers, mimetype=file.media_type)
    start, end = part
    headers |= {"Content-Length": str(end - start), "Content-Range": f"bytes {start}-{end - 1}/{file.size}"}
    return Response(storage.stream(file.digest, part), 206, headers=headers, mimetype=file.media_type)


def _mark(digest: str) -> str:
    """What tells a browser that its copy is still the same, and tells nobody where the content lies."""
    return signing.keyed(current_app.config["SECRET_KEY"], "etag", digest)[:32]
