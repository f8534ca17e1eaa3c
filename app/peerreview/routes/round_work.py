"""One work of a round: every task it had, and what the pelatih can do: take one back, judge it himself, ask one more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import clock, richtext
from app.kernel.errors import AppError, Conflict, Denied, Invalid
from app.kernel.i18n import _
from app.kernel.work import work
from app.peerreview.models import TaskState
from app.peerreview.queries import overview
from app.peerreview.queries import rounds as queries
from app.peerreview.routes import words
from app.peerreview.routes.blueprint import bp
from app.peerreview.services import desk as services
from app.web.guard import actor, allow, scope

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Typed:
    """What the forms of a work's page held."""

    task_id: int = 0
    reason: str = ""
    reviewer_id: int = 0

    @classmethod
    def posted(cls) -> _Typed:
        """As they were sent; 0 for whatever is no number."""
        return cls(
            request.form.get("tugas", 0, type=int),
            richtext.line(request.form.get("alasan", "")),
            request.form.get("penelaah", 0, type=int),
        )


@bp.get("/putaran/<int:round_id>/naskah/<int:submission_id>")
@allow(Can.ROUND_MANAGE)
def work_page(round_id: int, submission_id: int) -> str:
    """One work with every task it had, and what can be done about it."""
    return _work_page(round_id, submission_id)


def _work_page(round_id: int, submission_id: int, refusal: AppError | None = None) -> str:
    """After a refusal the page holds what was typed: the reason beside its task, the reviewer who was chosen."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    one = overview.one_work(round_id, found.assignment_id, submission_id)
    had = {task.reviewer_id for task in one.tasks}
    free = [
        (person.user_id, _("%(name)s (%(n)d tugas berjalan)", name=person.name, n=person.held + person.opened))
        for person in sorted(
            overview.people(round_id, found.cohort_id, found.assignment_id), key=lambda each: each.held + each.opened
        )
        if person.user_id != one.author_id and person.user_id not in had and not person.has_left
    ]
    running = {TaskState.DITAWARKAN, TaskState.DIBUKA}
    waits = words.wait_words()
    return render_template(
        "peerreview/round_work.html",
        round=found,
        work=one,
        tasks=[(task, words.became_of(task), task.state in running) for task in one.tasks],
        free=free,
        waits=[waits.get(reason, reason) for reason in one.waits],
        is_taken="taken" in one.waits,
        refusal=refusal,
        typed=_Typed.posted() if refusal else _Typed(),
    )


@bp.post("/putaran/<int:round_id>/naskah/<int:submission_id>/tarik")
@allow(Can.ROUND_MANAGE)
def take_back(round_id: int, submission_id: int) -> Answer:
    """Take a task back from its reviewer, with a reason."""
    typed = _Typed.posted()
    task = overview.task_of(typed.task_id, submission_id, scope(Can.ROUND_MANAGE))
    return _managed(
        round_id, submission_id, _("Tugas telaah ditarik; naskah diberikan kepada penelaah lain."),
        lambda: services.take_back(task, reason=typed.reason, actor=actor(), now=clock.now()),
    )  # fmt: skip -- what is said, what is done


@bp.post("/putaran/<int:round_id>/naskah/<int:submission_id>/ambil")
@allow(Can.ROUND_MANAGE)
def take_over(round_id: int, submission_id: int) -> Answer:
    """The pelatih will judge this work himself."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    return _managed(
        round_id, submission_id, _("Naskah masuk antrean Anda."),
        lambda: services.take_over(found, submission_id, actor=actor(), now=clock.now()),
    )  # fmt: skip -- as above


@bp.post("/putaran/<int:round_id>/naskah/<int:submission_id>/tugaskan")
@allow(Can.ROUND_MANAGE)
def assign(round_id: int, submission_id: int) -> Answer:
    """Ask one more reviewer."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    reviewer = request.form.get("penelaah", 0, type=int)
    return _managed(
        round_id, submission_id, _("Penelaah diminta dan mendapat kabar."),
        lambda: services.assign(found, submission_id, reviewer, actor=actor(), now=clock.now()),
    )  # fmt: skip -- as above


def _managed(round_id: int, submission_id: int, said: str, deed: Callable[[], object]) -> Answer:
    """Do it and say so on the page of the work, or say there why not."""
    try:
        with work():
            deed()
    except (Invalid, Conflict, Denied) as refusal:
        return _work_page(round_id, submission_id, refusal), refusal.status
    flash(said, "ok")
    return redirect(url_for("peerreview.work_page", round_id=round_id, submission_id=submission_id), 303)
