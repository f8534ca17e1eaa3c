"""The office's verbs of a class: open it, change it, name its pelatih, open its link; and its seats, counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.access.permissions import Role
from app.access.scope import Actor
from app.accounts.models import Grant, Unit
from app.curriculum import queries as curriculum
from app.kernel import audit, signing
from app.kernel.db import db
from app.kernel.errors import Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.events import CohortOpened, IssueChanged, TrainersChanged
from app.learning.models import SEATED, Cohort, Enrolment, Issue
from app.learning.services import sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the pengelola fills in to open a class, or changes later."""

    version_id: int
    name: str
    numeral: str
    starts_on: date
    ends_on: date
    seats: int
    mode: str
    place: str
    partner: str
    contact_name: str
    contact_phone: str
    issue: Issue


def open_cohort(plan: Plan, unit: Unit, trainers: tuple[int, ...], *, actor: Actor, now: datetime, is_demo: bool) -> Cohort:
    """Open a class of a unit; its assignments follow at once. Raises Invalid when the dates are in the wrong order."""
    if plan.ends_on < plan.starts_on:
        raise Invalid(_("Tanggal selesai harus sama dengan atau sesudah tanggal mulai."), field="ends_on")
    curriculum.outline(plan.version_id)
    cohort = Cohort(
        version_id=plan.version_id,
        name=plan.name,
        numeral=plan.numeral,
        unit_id=unit.id,
        unit_path=unit.path,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        seats=plan.seats,
        mode=plan.mode,
        place=plan.place,
        partner=plan.partner,
        contact_name=plan.contact_name,
        contact_phone=plan.contact_phone,
        issue=plan.issue,
        settings={},
        is_demo=is_demo,
        created_at=now,
    )
    db.session.add(cohort)
    db.session.flush()  # grants and listeners need the id
    set_trainers(cohort, trainers, actor=actor, now=now)
    audit.record("cohort:open", "cohort", cohort.id, actor_id=actor.user_id, at=now)
    publish(CohortOpened(cohort.id, now))
    return cohort


def change_cohort(cohort: Cohort, plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Change a class. The training stays: only the pelatih moves a class to another version."""
    lock_running(cohort)
    if plan.ends_on < plan.starts_on:
        raise Invalid(_("Tanggal selesai harus sama dengan atau sesudah tanggal mulai."), field="ends_on")
    if plan.seats < seats_taken(cohort.id):
        raise Invalid(_("Kursi tidak dapat kurang dari jumlah orang yang sudah masuk atau diundang."), field="seats")
    was = cohort.issue
    for name in (
        "name", "numeral", "starts_on", "ends_on", "seats", "mode", "place", "partner", "contact_name",
        "contact_phone", "issue",
    ):  # fmt: skip
        setattr(cohort, name, getattr(plan, name))
    audit.record("cohort:change", "cohort", cohort.id, actor_id=actor.user_id, at=now)
    if cohort.issue is not was:
        publish(IssueChanged(cohort.id, now))


def set_trainers(cohort: Cohort, trainers: tuple[int, ...], *, actor: Actor, now: datetime) -> None:
    """Make exactly these people the pelatih of a class. Raises Invalid for a new one who is in it or invited to it."""
    held = {
        grant.user_id: grant
        for grant in db.session.scalars(
            select(Grant).where(Grant.cohort_id == cohort.id, Grant.role == Role.PELATIH)
        )
    }
    named = tuple(one for one in trainers if one not in held or held[one].revoked_at is not None)
    sides.refuse_as_pelatih(cohort, named)
    dropped = tuple(one for one, grant in held.items() if one not in trainers and grant.revoked_at is None)
    for user_id, grant in held.items():
        grant.revoked_at = None if user_id in trainers else grant.revoked_at or now
    for user_id in trainers:
        if user_id not in held:
            db.session.add(role_in(user_id, Role.PELATIH, cohort, actor.user_id, now))
    if named or dropped:
        publish(TrainersChanged(cohort.id, named, dropped, actor.user_id, now))


def open_class_link(cohort: Cohort, *, actor: Actor, now: datetime) -> None:
    """Give the class a link for late-comers; it leads to a request that the pengelola approves.

    One that is open stays as it is: it was sent around already. Who wants another one shuts it first.
    """
    lock_running(cohort)
    if cohort.join_token is not None:
        return
    cohort.join_token = signing.token()[:22]
    audit.record("cohort:open_link", "cohort", cohort.id, actor_id=actor.user_id, at=now)


def close_class_link(cohort: Cohort, *, actor: Actor, now: datetime) -> None:
    """Shut the class link; requests that wait stay."""
    cohort.join_token = None
    audit.record("cohort:close_link", "cohort", cohort.id, actor_id=actor.user_id, at=now)


def lock_seats(cohort: Cohort) -> None:
    """Seats are counted under a lock of the class, so that two who invite at once cannot overfill it."""
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update())


def lock_running(cohort: Cohort) -> None:
    """The same lock, for whatever goes on in a class. Raises Denied once it was called off, perhaps at this moment by another."""
    if db.session.scalar(select(Cohort.closed_at).where(Cohort.id == cohort.id).with_for_update()) is not None:
        raise Denied(called_off_words())


def called_off_words() -> str:
    """Why nothing goes on in a class that was called off."""
    return _("Angkatan ini sudah dibatalkan, sehingga tidak dapat diubah lagi. Buka angkatan baru.")


def seats_taken(cohort_id: int) -> int:
    """Seats of people who are in or invited."""
    return (
        db.session.scalar(
            select(func.count(Enrolment.id)).where(Enrolment.cohort_id == cohort_id, SEATED)
        )
        or 0
    )


def role_in(user_id: int, role: Role, cohort: Cohort, by_id: int | None, now: datetime) -> Grant:
    """A role in a class, not yet in the session; `by_id` is who gave it, None when nobody had to."""
    return Grant(user_id=user_id, role=role, cohort_id=cohort.id, given_by_id=by_id, given_at=now)
