"""Writing: drafts move with a revision number, what would be overwritten is kept, nothing is lost by a click."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.access.scope import Actor
from app.kernel import signing
from app.kernel.db import db
from app.kernel.errors import Denied, Invalid, Missing
from app.kernel.i18n import _
from app.learning.models import Enrolment, EnrolmentState
from app.media.models import Asset
from app.submissions.core.window import Dates
from app.submissions.models import TIMELY, Assignment, DraftCopy, Submission

MOST_FILES = 10
COPIES_KEPT = 20
"""Ways back that a work keeps; older ones fall away."""
COPIES_WAITING = 5
"""Texts that wait for a choice at once."""


@dataclass(frozen=True, slots=True)
class Saved:
    """How a saving ended. With a conflict nothing was overwritten: the sent text waits as the copy `conflict_id`."""

    submission_id: int
    revision: int
    at: datetime
    conflict_id: int | None = None


def own_submission(*, actor: Actor, assignment_id: int, now: datetime, is_opening: bool = True) -> Submission:
    """The author's row for a task, locked; made at the first touch when `is_opening`. Raises Missing, Denied."""
    assignment = db.session.get(Assignment, assignment_id)
    if assignment is None:
        raise Missing
    enrolment = db.session.scalar(
        select(Enrolment).where(
            Enrolment.cohort_id == assignment.cohort_id,
            Enrolment.user_id == actor.user_id,
            Enrolment.state == EnrolmentState.DITERIMA,
        )
    )
    if enrolment is None:
        raise Missing
    found = db.session.scalar(
        select(Submission).where(Submission.assignment_id == assignment_id, Submission.author_id == actor.user_id).with_for_update(key_share=True)
    )
    if found is not None:
        return found
    if not is_opening:
        raise Missing
    if now < assignment.opens_at:
        raise Denied(_("Tugas ini belum dibuka. Tanggal bukanya tertulis di halaman tugas."))
    return add_submission(assignment, enrolment, now)


def add_submission(assignment: Assignment, enrolment: Enrolment, now: datetime) -> Submission:
    """An empty row of an author with a pseudonym drawn at random among those that are free.

    The assignment is locked meanwhile, so that two who begin at once draw different numbers.
    """
    db.session.execute(select(Assignment.id).where(Assignment.id == assignment.id).with_for_update())
    taken = set(db.session.scalars(select(Submission.pseudonym).where(Submission.assignment_id == assignment.id)))
    free = [number for number in range(1, max(99, 2 * len(taken) + 20) + 1) if number not in taken]
    made = Submission(
        assignment_id=assignment.id,
        author_id=enrolment.user_id,
        enrolment_id=enrolment.id,
        cohort_id=assignment.cohort_id,
        unit_path=assignment.unit_path,
        pseudonym=random.Random(signing.seed()).choice(free),  # noqa: S311 -- a number to call a text by, no secret
        draft={},
        created_at=now,
    )
    db.session.add(made)
    db.session.flush()  # copies and versions name it
    return made


def dates_of(assignment: Assignment, submission: Submission | None, closed_at: datetime | None = None) -> Dates:
    """What `core.window.may_send` asks for."""
    return Dates(
        assignment.opens_at,
        assignment.due_at,
        assignment.late_days,
        submission.extended_until if submission else None,
        submission.revise_until if submission else None,
        closed_at,
    )


def save_draft(
    *, actor: Actor, assignment_id: int, fields: Mapping[str, Any], files: list[dict[str, Any]] | None, revision: int, device: str, now: datetime
) -> Saved:
    """Keep what was written: as the draft when `revision` is the one it began from, else beside it as a copy.

    `fields` come cleaned from `reading.cleaned`, `files` from `reading.described` (None: untouched). The same text
    again is no conflict. What was saved in time and never sent is kept apart before it is changed after the deadline.
    """
    submission = own_submission(actor=actor, assignment_id=assignment_id, now=now)
    held = dict(submission.draft)
    kept_files = _still_held(held.get("berkas", []), files)
    if all(held.get(name, "") == value for name, value in fields.items()) and held.get("berkas", []) == kept_files:
        return Saved(submission.id, submission.draft_revision, submission.draft_saved_at or now)
    if revision != submission.draft_revision:
        return Saved(submission.id, submission.draft_revision, now, _beside(submission, {**held, **fields}, revision, device, now))
    _write(submission, {**held, **fields, "berkas": kept_files}, now)
    return Saved(submission.id, submission.draft_revision, now)


def _still_held(held: list[dict[str, Any]], described: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    if described is None:
        return held
    said = {file["asset"]: file for file in described}
    return [said.get(file["asset"], file) for file in held]


def _write(submission: Submission, draft: dict[str, Any], now: datetime) -> None:
    _put(submission, draft, now)
    submission.draft_revision += 1


def _put(submission: Submission, draft: dict[str, Any], now: datetime) -> None:
    """The one door by which a draft changes: what was saved in time and never sent is kept apart before that."""
    deadline = dates_of(submission.assignment, submission).deadline
    if submission.current_id is None and submission.draft_saved_at and submission.draft_saved_at <= deadline < now:
        _way_back(submission, now, device=TIMELY)
    submission.draft = draft
    submission.draft_saved_at = now


def _beside(submission: Submission, draft: dict[str, Any], based_on: int, device: str, now: datetime) -> int:
    copy = db.session.scalar(
        select(DraftCopy).where(
            DraftCopy.submission_id == submission.id, DraftCopy.device == device, DraftCopy.settled_at.is_(None)
        )
    )
    if copy is None:
        _settle_oldest(submission, now)
        copy = DraftCopy(submission_id=submission.id, device=device)
        db.session.add(copy)
    copy.draft, copy.based_on, copy.saved_at = draft, based_on, now
    db.session.flush()  # the page that shows both names it
    return copy.id


def _settle_oldest(submission: Submission, now: datetime) -> None:
    """More than a few texts side by side help nobody: the oldest become ways back."""
    waiting = db.session.scalars(
        select(DraftCopy)
        .where(DraftCopy.submission_id == submission.id, DraftCopy.settled_at.is_(None))
        .order_by(DraftCopy.id.desc())
        .offset(COPIES_WAITING - 1)
    )
    for one in waiting:
        one.settled_at = now


def _way_back(submission: Submission, now: datetime, *, device: str = "") -> DraftCopy:
    copy = DraftCopy(
        submission_id=submission.id,
        draft=submission.draft,
        based_on=submission.draft_revision,
        device=device,
        saved_at=submission.draft_saved_at or now,
        settled_at=now,
    )
    db.session.add(copy)
    db.session.flush()  # its id is the way back
    old = db.session.scalars(
        select(DraftCopy)
        .where(DraftCopy.submission_id == submission.id, DraftCopy.settled_at.is_not(None), DraftCopy.device != TIMELY)
        .order_by(DraftCopy.id.desc())
        .offset(COPIES_KEPT)
    )
    for one in old:
        db.session.delete(one)
    return copy


def _copy(submission: Submission, copy_id: int) -> DraftCopy:
    copy = db.session.scalar(select(DraftCopy).where(DraftCopy.id == copy_id, DraftCopy.submission_id == submission.id))
    if copy is None:
        raise Missing
    return copy


def choose(*, actor: Actor, assignment_id: int, copy_id: int, takes_copy: bool, now: datetime) -> int:
    """Settle "Ada dua versi": the copy becomes the draft, or stays beside it. Returns the copy that undoes it."""
    submission = own_submission(actor=actor, assignment_id=assignment_id, now=now, is_opening=False)
    copy = _copy(submission, copy_id)
    copy.settled_at = now
    if not takes_copy:
        return copy.id
    back = _way_back(submission, now)
    _write(submission, {**copy.draft, "berkas": submission.draft.get("berkas", [])}, now)
    return back.id


def restore(*, actor: Actor, assignment_id: int, copy_id: int, now: datetime) -> int:
    """"Urungkan": the copy is the draft again; what stood there becomes the next way back."""
    submission = own_submission(actor=actor, assignment_id=assignment_id, now=now, is_opening=False)
    copy = _copy(submission, copy_id)
    back = _way_back(submission, now)
    _write(submission, dict(copy.draft), now)
    return back.id


def replace(*, actor: Actor, assignment_id: int, fields: Mapping[str, Any], now: datetime) -> int:
    """Put pasted parts in the place of the draft's; the draft before is kept. Returns the copy that undoes it."""
    submission = own_submission(actor=actor, assignment_id=assignment_id, now=now)
    back = _way_back(submission, now)
    _write(submission, {**submission.draft, **fields}, now)
    return back.id


def attach(*, actor: Actor, assignment_id: int, asset: Asset, most: int, now: datetime) -> Submission:
    """Put a file of the author's own at the end of the draft; the revision of the text does not move.

    Raises Invalid beyond `most` files.
    """
    submission = own_submission(actor=actor, assignment_id=assignment_id, now=now)
    if asset.owner_id != actor.user_id or asset.cohort_id not in {None, submission.cohort_id}:
        raise Missing
    files = list(submission.draft.get("berkas", []))
    if any(file["asset"] == asset.id for file in files):
        return submission
    if len(files) >= min(most, MOST_FILES):
        raise Invalid(
            _("Paling banyak %(n)s berkas. Lepas satu sebelum menambah yang lain.", n=min(most, MOST_FILES)), field="berkas"
        )
    entry = {"asset": asset.id, "jenis": str(asset.kind), "keterangan": "", "alt": "", "kredit": ""}
    _put(submission, {**submission.draft, "berkas": [*files, entry]}, now)
    return submission


def detach(*, actor: Actor, assignment_id: int, asset_id: int, now: datetime) -> int:
    """Take a file out of the draft; the file itself stays. Returns the copy that undoes it."""
    submission = own_submission(actor=actor, assignment_id=assignment_id, now=now, is_opening=False)
    files = submission.draft.get("berkas", [])
    if all(file["asset"] != asset_id for file in files):
        raise Missing
    back = _way_back(submission, now)
    _put(submission, {**submission.draft, "berkas": [file for file in files if file["asset"] != asset_id]}, now)
    return back.id
