"""Frozen versions: one, the difference of two, and the files of a work."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.access.scope import Scope
from app.kernel.errors import Missing
from app.media import queries as media
from app.media.delivery import respond
from app.pressrelease import progress
from app.submissions import lent, queries, reading
from app.submissions.core.difference import compare
from app.submissions.queries import VersionText
from app.submissions.routes.place import bp
from app.web.guard import actor, allow, scope


def _scopes() -> tuple[Scope, Scope]:
    """Authors see their own; whoever may grade sees those of his classes."""
    return scope(Can.WRITE), scope(Can.GRADE)


def _open(version_id: int) -> VersionText:
    """A version with its author's name. Raises Missing where it is not his to see, or he grades it without names."""
    one = queries.version(version_id, *_scopes())
    reader_id = actor().user_id
    if one.author_id != reader_id and lent.is_covered(one.submission_id, reader_id):
        raise Missing
    return one


@bp.get("/kiriman/<int:version_id>")
@allow(Can.WRITE, Can.GRADE)
def version(version_id: int) -> str:
    """A version as it was sent."""
    one = _open(version_id)
    return render_template(
        "submissions/version.html",
        one=one,
        is_mine=one.author_id == actor().user_id,
        versions=queries.versions_of(one.submission_id),
        files=queries.attachments(one.id),
        labels=reading.LABELS,
    )


@bp.get("/kiriman/<int:version_id>/beda/<int:other_id>")
@allow(Can.WRITE, Can.GRADE)
def difference(version_id: int, other_id: int) -> str:
    """What changed from one version to another of the same work."""
    one, other = _open(version_id), queries.version(other_id, *_scopes())
    if one.submission_id != other.submission_id or one.id == other.id:
        raise Missing
    old, new = sorted((one, other), key=lambda each: each.number)
    said = [queries.coach_report(each) for each in (old, new)]
    return render_template(
        "submissions/difference.html",
        old=old,
        new=new,
        difference=compare(old.text, new.text),
        progress=progress(said[0], said[1]) if said[0] and said[1] else None,
        is_mine=new.author_id == actor().user_id,
    )


@bp.get("/berkas/<int:asset_id>")
@allow(Can.WRITE, Can.GRADE)
def file(asset_id: int) -> Response:
    """The bytes of a file, for its owner and for the trainer of its class, who may read it before he may know whose it is."""
    found = media.one(asset_id, scope(Can.WRITE), scope(Can.GRADE))
    if found is None:
        raise Missing
    name = found.original_name if found.owner_id == actor().user_id else found.neutral_name(found.id)
    return respond(found, name=name, download="unduh" in request.args)
