"""The catalogue, previews of every training as each role, the check of the files, pictures by content."""

from __future__ import annotations

import mimetypes

from flask import Blueprint, Response, render_template, request, url_for

from app.access.permissions import Can
from app.curriculum import named, queries
from app.kernel import storage
from app.kernel.errors import Missing
from app.web.guard import allow

bp = Blueprint("curriculum", __name__)

PICTURES = {".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".mp4", ".vtt", ".pdf", ".srt", ".csv", ".txt"}
SEALED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A picture of ours may carry its own colours, and may do nothing else, also when it is opened by itself."""
ROLES = ("peserta", "siswa", "pelatih")


@bp.get("/pelatihan")
@allow(Can.PUBLIC)
def index() -> str:
    """Every training that may be held."""
    return render_template("curriculum/index.html", rows=queries.catalogue())


@bp.get("/pelatihan/<slug>")
@allow(Can.PUBLIC)
def show(slug: str) -> str:
    """What a training teaches, for whom, how long, module by module."""
    return render_template("curriculum/show.html", outline=queries.outline(queries.live_version(slug)))


@bp.get("/pelatihan/periksa")
@allow(Can.COURSE_CHECK)
def check() -> str:
    """What the last reading of the files found: file, line, key, reason."""
    return render_template("curriculum/check.html", reports=queries.reports())


@bp.get("/pratinjau/<slug>")
@allow(Can.COURSE_PREVIEW)
def preview(slug: str) -> str:
    """The path of a training, to be looked at without taking part."""
    outline = queries.outline(queries.live_version(slug))
    return render_template("curriculum/preview.html", outline=outline, role=_role(), roles=ROLES)


@bp.get("/pratinjau/<slug>/<path:key>")
@allow(Can.COURSE_PREVIEW)
def preview_step(slug: str, key: str) -> str:
    """One step as a role sees it; answers are shown to the pelatih, nothing is stored."""
    outline = queries.outline(queries.live_version(slug))
    step = outline.step(key)
    before, after = outline.around(key)
    return render_template(
        "curriculum/preview_step.html",
        outline=outline,
        step=step,
        body=queries.body(step.id),
        before=before,
        after=after,
        role=_role(),
        roles=ROLES,
        here=url_for("curriculum.preview_step", slug=slug, key=key),
    )


@bp.get("/aset/<digest>/<name>")
@allow(Can.PUBLIC)
def asset(digest: str, name: str) -> Response:
    """A picture or clip of a training, and no other content. It is named by its content, so it may be kept for ever."""
    suffix = "." + name.rpartition(".")[2].lower()
    if suffix not in PICTURES or not named.is_named(digest, name):
        raise Missing
    response = Response(storage.get(digest), mimetype=mimetypes.types_map.get(suffix, "application/octet-stream"))
    response.headers["Content-Security-Policy"] = SEALED
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _role() -> str:
    chosen = request.args.get("sebagai", ROLES[0])
    return chosen if chosen in ROLES else ROLES[0]
