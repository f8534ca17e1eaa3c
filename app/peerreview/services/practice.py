"""Practice on texts whose levels are known, before the first real review."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.access.scope import Actor
from app.curriculum.core.work import CalibrationText
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid
from app.kernel.i18n import _
from app.peerreview.core.calibration import Trap, Verdict, passed
from app.peerreview.models import CalibrationTry
from app.submissions.models import Assignment


@dataclass(frozen=True, slots=True)
class Try:
    """A try as it was kept: levels by text and criterion, texts that were flagged."""

    number: int
    levels: dict[str, dict[str, int]]
    flagged: frozenset[str]


def texts_for(calibration: tuple[CalibrationText, ...], tries: int) -> tuple[CalibrationText, ...]:
    """The texts of the next try: fresh spare ones take the place of seen ones, one more each time.

    A text with a planted breach gives way only to another one, so that every try has something to catch.
    """
    main = [text for text in calibration if not text.is_spare]
    spare = [text for text in calibration if text.is_spare]
    for fresh in spare[:tries]:
        place = next((at for at, text in enumerate(main) if not text.is_spare and (fresh.trap or not text.trap)), None)
        if place is not None:
            main[place] = fresh
    return tuple(main)


def judge(
    calibration: tuple[CalibrationText, ...],
    criteria: tuple[str, ...],
    levels: Mapping[str, Mapping[str, int]],
    flagged: frozenset[str],
) -> Verdict:
    """Compare a reviewer's levels (text id -> criterion id -> level) with the trainer's."""
    truth: dict[Hashable, list[int]] = {text.id: [_level(text, one) for one in criteria] for text in calibration}
    given: dict[Hashable, list[int | None]] = {text.id: [levels.get(text.id, {}).get(one) for one in criteria] for text in calibration}
    traps: dict[Hashable, Trap] = {text.id: Trap(criteria.index(text.trap)) for text in calibration if text.trap in criteria}
    return passed(given, truth, traps, flagged=flagged)


def attempt(
    assignment: Assignment,
    calibration: tuple[CalibrationText, ...],
    criteria: tuple[str, ...],
    levels: Mapping[str, Mapping[str, int]],
    flagged: frozenset[str],
    *,
    actor: Actor,
    now: datetime,
    number: int = 0,
) -> Verdict:
    """Keep a try and say how it went. Raises Invalid naming the first criterion without a level.

    `number` is the try that the page was made for: Conflict when it was sent already. Left out, it is the next one.
    """
    for text in calibration:
        for criterion in criteria:
            if levels.get(text.id, {}).get(criterion) not in {1, 2, 3, 4}:
                raise Invalid(
                    _("Pilih satu level untuk setiap kriteria pada setiap contoh."), field=f"{text.id}-{criterion}"
                )
    verdict = judge(calibration, criteria, levels, flagged)
    following = tries_of(assignment.id, actor.user_id) + 1
    if number not in {0, following}:
        raise Conflict(_("Percobaan ini sudah terkirim. Muat ulang halaman untuk melihat hasilnya."))
    for text in calibration:
        db.session.add(
            CalibrationTry(
                user_id=actor.user_id,
                assignment_id=assignment.id,
                cohort_id=assignment.cohort_id,
                unit_path=assignment.unit_path,
                number=following,
                text_id=text.id,
                levels=dict(levels[text.id]),
                flag="terlihat" if text.id in flagged else "",
                is_passed=verdict.passed,
                made_at=now,
            )
        )
    return verdict


def tries_of(assignment_id: int, user_id: int) -> int:
    """How often somebody has tried."""
    return (
        db.session.scalar(
            select(func.max(CalibrationTry.number)).where(
                CalibrationTry.assignment_id == assignment_id, CalibrationTry.user_id == user_id
            )
        )
        or 0
    )


def last_try(assignment_id: int, user_id: int) -> Try | None:
    """The latest try of somebody; None before the first."""
    number = tries_of(assignment_id, user_id)
    rows = db.session.execute(
        select(CalibrationTry.text_id, CalibrationTry.levels, CalibrationTry.flag).where(
            CalibrationTry.assignment_id == assignment_id, CalibrationTry.user_id == user_id, CalibrationTry.number == number
        )
    ).all()
    if not rows:
        return None
    return Try(
        number, {text: levels for text, levels, _flag in rows}, frozenset(text for text, _levels, flag in rows if flag)
    )


def _level(text: CalibrationText, criterion: str) -> int:
    return next(one.level for one in text.levels if one.criterion == criterion)
