"""/health for machines, /periksa-sistem for the pengelola."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, make_response

from app.access.permissions import Can
from app.kernel import clock
from app.ops import health
from app.ops.version import VERSION
from app.web.guard import allow

bp = Blueprint("ops", __name__)


@bp.get("/health")
@allow(Can.PUBLIC)
def healthy() -> Any:
    """200 when every part answers, else 503 and which one does not."""
    parts = health.check(clock.now())
    failing = [part.name.value for part in parts if part.trouble]
    body = {
        "status": "failing" if failing else "ok",
        "failing": failing,
        **{part.name.value: part.trouble or "ok" for part in parts},
        "version": VERSION,
    }
    response = make_response(jsonify(body), 503 if failing else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
