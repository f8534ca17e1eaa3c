"""What is said around a round of peer review: to reviewers with the times of their own works, to authors, to the pelatih."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from app.kernel.i18n import _, moment
from app.notifications import queries, services
from app.notifications.queries import Times
from app.notifications.telling import Handler, bells, mail, site
from app.peerreview.core.rounds import LEASE
from app.peerreview.events import (
    HardStopSeen,
    ReminderDue,
    ReviewDatesMoved,
    ReviewsAllocated,
    ReviewsOpened,
    RevisionMoved,
    WorkNeedsTrainer,
)
from app.peerreview.models import QueueReason

HOUR = timedelta(hours=1)


def on_reviews_allocated(event: ReviewsAllocated) -> None:
    """Works to review have arrived."""
    times = queries.times(event.round_id, event.at, given_at=event.at)
    _to_reviewers(event.round_id, event.reviewer_ids, times, event.at, "telaah-dibagikan")


def on_reminder_due(event: ReminderDue) -> None:
    """Works to review still wait."""
    round_id = queries.round_of_review(event.task_id)
    times = queries.times(round_id, event.at, task_ids=event.task_ids or (event.task_id,))
    _to_reviewers(round_id, (event.reviewer_id,), times, event.at, "pengingat-telaah")


def on_review_dates_moved(event: ReviewDatesMoved) -> None:
    """Works that a reviewer holds have another time: a bell, for the mail that named the old one is not the last word."""
    title = queries.task_of_round(event.round_id).title
    times = queries.times(event.round_id, event.at)
    for reader in queries.readers(event.reviewer_ids):
        until = _until(times.get(reader.id, Times()))
        services.tell(reader.id, "telaah", _("Waktu menelaah %(title)s berubah. %(until)s", title=title, until=until), "/telaah", event.at)


def _to_reviewers(round_id: int, reviewer_ids: Iterable[int], times: Mapping[int, Times], at: Any, name: str) -> None:  # noqa: ANN401 -- as above
    task = queries.task_of_round(round_id)
    about = queries.class_facts(task.cohort_id)
    for reader in queries.readers(reviewer_ids):
        until = _until(times.get(reader.id, Times()))
        text = (
            _("Naskah teman untuk %(title)s menunggu telaah Anda. %(until)s", title=task.title, until=until)
            if name == "telaah-dibagikan"
            else _("Telaah Anda untuk %(title)s belum selesai. %(until)s", title=task.title, until=until)
        )
        services.tell(reader.id, "telaah", text, "/telaah", at)
        mail(reader, name, about, at, tugas=task.title, batas=until, tautan=f"{site()}/telaah")


def _until(times: Times) -> str:
    """Until when, as a sentence; whoever opens in time has the whole lease to write, whatever the kind of his work."""
    hours = int(LEASE / HOUR)
    if times.open_by and times.send_by:
        return _("Buka paling lambat %(open)s, dan kirim yang sudah Anda buka paling lambat %(send)s.", open=moment(times.open_by), send=moment(times.send_by))
    if times.open_by:
        return _("Buka paling lambat %(open)s; setelah dibuka, Anda punya paling sedikit %(hours)d jam untuk mengirimnya.", open=moment(times.open_by), hours=hours)
    if times.send_by:
        return _("Kirim paling lambat %(send)s.", send=moment(times.send_by))
    return _("Waktunya hampir habis; kerjakan sekarang.")


def on_reviews_opened(event: ReviewsOpened) -> None:
    """Authors may read what was said and send a next version."""
    task = queries.task_of_round(event.round_id)
    about = queries.class_facts(task.cohort_id)
    until = moment(event.until)
    if event.until <= event.at:  # the clock stood still for days: nothing may be sent any more
        text = _("Telaah atas %(title)s sudah dapat dibaca.", title=task.title)
        bells([reader.id for reader in queries.readers(event.author_ids)], "telaah", text, f"/tugas/{task.assignment_id}", event.at)
        return
    text = _("Telaah atas %(title)s sudah dapat dibaca. Anda dapat mengirim versi 2 sampai %(until)s.", title=task.title, until=until)
    for reader in queries.readers(event.author_ids):
        services.tell(reader.id, "telaah", text, f"/tugas/{task.assignment_id}", event.at)
        mail(
            reader, "telaah-terbuka", about, event.at,
            tugas=task.title, sampai=until, tautan=f"{site()}/tugas/{task.assignment_id}",
        )  # fmt: skip


def on_revision_moved(event: RevisionMoved) -> None:
    """Another date for the next version, for who is still in the class: a bell only, the page says the rest."""
    task = queries.task_of_round(event.round_id)
    text = _("Anda dapat mengirim versi baru %(title)s sampai %(until)s.", title=task.title, until=moment(event.until))
    stayed = set(event.author_ids) & set(queries.learners_of(task.cohort_id))
    bells([reader.id for reader in queries.readers(stayed)], "telaah", text, f"/tugas/{task.assignment_id}", event.at)


def on_hard_stop(event: HardStopSeen) -> None:
    """A possible breach cannot wait: the pelatih is told at once, in words that name nobody; once until he has read it."""
    task = queries.task_of_submission(event.submission_id)
    about = queries.class_facts(task.cohort_id)
    text = _("Naskah %(number)d untuk %(title)s ditandai melanggar batas dan menunggu keputusan Anda.", number=queries.number_of(event.submission_id), title=task.title)
    path = f"/meja/naskah/{event.submission_id}"
    for reader in queries.readers(queries.trainers_of(task.cohort_id)):
        if queries.is_told(reader.id, path, text):  # another reviewer has seen it too
            continue
        services.tell(reader.id, "meja", text, path, event.at)
        mail(reader, "batas-dilanggar", about, event.at, tugas=task.title, tautan=f"{site()}/meja/{task.cohort_id}")


def on_work_needs_trainer(event: WorkNeedsTrainer) -> None:
    """One bell for each task, which counts while nobody has read it; the desk says the reasons."""
    if event.reason == QueueReason.HARD_STOP:  # rung already, in words of its own
        return
    is_draft = event.reason == QueueReason.UNSENT_DRAFT
    task, queued = queries.task_of_submission(event.submission_id), queries.queued_with(event.submission_id, drafts=is_draft)
    if event.submission_id not in queued:  # answered by the grade that the pelatih gave before
        return
    path = f"/meja/{task.cohort_id}?tugas={task.assignment_id}{'&tab=belum' if is_draft else ''}"
    text = (
        _("%(n)d draf %(title)s tersimpan sebelum tenggat dan tidak terkirim. Putuskan apakah draf itu diterima.", n=len(queued), title=task.title)
        if is_draft
        else _("Naskah %(number)d untuk %(title)s masuk antrean meja Anda.", number=queued[event.submission_id], title=task.title)
        if len(queued) == 1
        else _("%(n)d naskah untuk %(title)s ada di antrean meja Anda.", n=len(queued), title=task.title)
    )
    for user_id in queries.trainers_of(task.cohort_id):
        services.tell_anew(user_id, "meja", text, path, event.at)


HEARD: tuple[tuple[type, Handler], ...] = (
    (ReviewsAllocated, on_reviews_allocated),
    (ReminderDue, on_reminder_due),
    (ReviewDatesMoved, on_review_dates_moved),
    (ReviewsOpened, on_reviews_opened),
    (RevisionMoved, on_revision_moved),
    (HardStopSeen, on_hard_stop),
    (WorkNeedsTrainer, on_work_needs_trainer),
)
"""Event of peer review -> what is said."""
