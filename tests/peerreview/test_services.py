"""What reviewers, authors and the pelatih may do in a round, and what each refusal says; the clock is moved by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.scope import Scope
from app.accounts.models import User
from app.curriculum import queries as curriculum
from app.grading.queries.duties import reviewing
from app.grading.queries.duties import tasks_of as tasks_of_class
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.notifications.models import Notification
from app.peerreview import jobs
from app.peerreview.core.allocation import allocate
from app.peerreview.core.rounds import Kind
from app.peerreview.models import (
    PointAnswer,
    QueueReason,
    ReviewTask,
    Round,
    RoundEvent,
    RoundMember,
    RoundState,
    TrainerQueue,
)
from app.peerreview.queries import author as author_queries
from app.peerreview.queries import reviewer as reviewer_queries
from app.peerreview.services import answers, desk, planning, reviews
from app.submissions import services as submissions
from app.submissions.models import Comment, RubricVersion, Submission
from app.submissions.services import class_dates
from app.submissions.services.opening import rubric_version
from tests.factories import classes, works
from tests.factories.rounds import SENTENCE, draft_for, made, send, tasks_of, turn, whole

EVERYTHING = Scope(everything=True)


# The clock


def test_the_sharing_out_can_be_replayed_from_its_log(shared):
    event = db.session.scalars(select(RoundEvent).where(RoundEvent.kind == "dibagikan")).one().detail
    again = allocate(
        event["submitters"], event["k"], unit=dict(map(tuple, event["unit"])), strength=dict(map(tuple, event["strength"])), seed=event["seed"]
    )
    assert sorted(again) == sorted((task.reviewer_id, task.author_id) for task in tasks_of(shared))
    audit = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "round.shared")).one()
    assert audit.detail["digest"] == event["digest"]


def test_a_late_work_is_reviewed_and_its_author_gets_works(shared, time):
    late, _enrolment = classes.learner(shared.assignment.cohort)
    time.on(hours=5)
    works.sent(late, shared.assignment, now=time.now)
    turn(shared)
    of_late = [task for task in tasks_of(shared, "ditawarkan") if task.author_id == late.id]
    by_late = [task for task in tasks_of(shared, "ditawarkan") if task.reviewer_id == late.id]
    assert len(of_late) == shared.k
    assert len(by_late) == shared.k
    assert {task.kind for task in by_late} == {Kind.LATE}


def test_an_extension_moves_the_review_deadline_of_that_person_only(app, time):
    round_, authors = made(due_in=timedelta(days=2))
    with work():
        submissions.extend(
            actor=works.actor(authors[0]), assignment_id=round_.assignment_id, user_id=authors[0].id,
            until=round_.assignment.due_at + timedelta(days=3), reason="Sakit", now=time.now,
        )  # fmt: skip
    members = db.session.scalars(select(RoundMember)).all()
    assert [(one.user_id, one.review_until) for one in members] == [(authors[0].id, round_.review_due_at + timedelta(days=3))]


def test_who_withdraws_neither_reviews_nor_is_reviewed(shared):
    gone = tasks_of(shared)[0].reviewer_id
    with work():
        enrolment = db.session.scalars(select(Enrolment).where(Enrolment.user_id == gone)).one()
        enrolment.state = EnrolmentState.MUNDUR
    turn(shared)
    running = tasks_of(shared, "ditawarkan")
    assert gone not in {task.reviewer_id for task in running} | {task.author_id for task in running}
    assert {task.returned_for for task in tasks_of(shared, "dikembalikan")} == {"left", "withdrawn"}


def test_unopened_works_go_back_48_hours_before_the_end_and_to_somebody_who_asks(shared, time):
    asks = shared.tasks[0].reviewer_id
    for task in tasks_of(shared):
        if task.reviewer_id == asks:
            send(task)
    time.now = shared.review_due_at - timedelta(hours=47)
    turn(shared)
    assert not tasks_of(shared, "ditawarkan")
    with work():
        reviews.ask_for_work(db.session.get(Round, shared.id), asks, now=time.now)
    turn(shared)
    given = tasks_of(shared, "ditawarkan")
    assert [(task.reviewer_id, task.kind) for task in given] == [(asks, Kind.BACKFILL)]
    assert given[0].lease_until == time.now + timedelta(hours=48)


def test_reminders_come_at_48_and_96_hours_once_for_all_tasks(shared, time):
    time.on(hours=48)
    turn(shared)
    turn(shared)
    time.on(hours=48)
    turn(shared)
    told = db.session.scalars(select(RoundEvent).where(RoundEvent.kind == "diingatkan")).all()
    assert sorted({event.detail["number"] for event in told}) == [2, 3]
    assert len(told) == 6 * 2


def test_a_job_that_decided_on_an_old_state_changes_nothing(shared, time):
    time.now = shared.review_due_at - timedelta(hours=47)
    effect = jobs.step({"round": shared.id}, time.now)
    send(tasks_of(shared)[0])
    with work():
        effect()
    assert not tasks_of(shared, "dikembalikan"), "somebody sent meanwhile: the clock must look again"
    turn(shared)
    assert len(tasks_of(shared, "dikembalikan")) == 17


def test_the_round_opens_revisions_and_then_closes_by_itself(shared, time):
    for task in tasks_of(shared):
        send(task)
    time.now = shared.review_due_at
    turn(shared)
    assert {one.revise_until for one in db.session.scalars(select(Submission))} == {shared.revise_due_at}
    time.now = shared.revise_due_at
    turn(shared)
    assert shared.state is RoundState.DITUTUP
    assert not db.session.scalars(select(TrainerQueue)).all()


def test_drafts_that_were_never_sent_stand_in_the_queue_until_they_are(app, time):
    round_, authors = made(7, sent=6, due_in=timedelta(days=2))
    works.drafted(authors[6], round_.assignment, now=time.now)
    time.now = round_.share_at + timedelta(minutes=1)
    turn(round_)
    waiting = db.session.scalars(select(TrainerQueue)).one()
    assert waiting.reason is QueueReason.UNSENT_DRAFT
    works.sent(authors[6], round_.assignment, now=time.on(hours=1))
    assert db.session.get(TrainerQueue, waiting.id).settled_at == time.now


# Reviewers


def test_a_lease_that_ends_while_somebody_writes_loses_nothing(shared, time):
    task = tasks_of(shared)[0]
    with work():
        reviews.save(task, draft_for(task), revision=0, now=time.now)
    time.now = shared.review_due_at - timedelta(hours=1)
    turn(shared)
    assert task.state == "dikembalikan"
    found = next(row for row in reviewer_queries.rounds_of(task.reviewer_id)[0].tasks if row.id == task.id)
    assert found.ran_out
    assert send(task).sent_at == time.now
    assert (task.state, task.returned_at, task.returned_for) == ("terkirim", None, "")


def test_a_closed_round_takes_no_review_but_lets_what_is_owed_be_made_up(shared, time):
    late = tasks_of(shared)[0]
    with work():
        reviews.open_task(late, now=time.now)
    time.now = shared.revise_due_at + timedelta(hours=1)
    turn(shared)
    with pytest.raises(Denied, match="kembali ke kumpulan"):
        send(late)
    for number in range(shared.k):
        with work():
            given = reviews.ask_for_work(db.session.get(Round, shared.id), late.reviewer_id, now=time.on(minutes=1))
        assert given.reviewer_id == late.reviewer_id, number
        send(given)
    with pytest.raises(Denied, match="lengkap"), work():
        reviews.ask_for_work(db.session.get(Round, shared.id), late.reviewer_id, now=time.now)


def test_a_review_that_is_made_up_is_read_at_once(shared, time, as_user):
    first, second = tasks_of(shared)[:2]
    said = ("Penulis membacanya setelah masa telaah berakhir", "Penulis sudah dapat membacanya")
    assert sent_by_page(as_user, first) == [True, False], said
    time.now = shared.revise_due_at + timedelta(hours=1)
    turn(shared)
    with work():
        given = reviews.ask_for_work(db.session.get(Round, shared.id), second.reviewer_id, now=time.now)
    assert sent_by_page(as_user, given) == [False, True], said


def test_who_asked_in_vain_before_the_end_may_ask_again_after_it(shared, time, as_user):
    somebody = tasks_of(shared)[0].reviewer_id
    time.now = shared.review_due_at - timedelta(hours=1)
    turn(shared)
    with work():
        reviews.ask_for_work(db.session.get(Round, shared.id), somebody, now=time.now)
    assert reviewer_queries.rounds_of(somebody)[0].is_asking
    time.now = shared.revise_due_at + timedelta(hours=1)
    turn(shared)
    page = as_user(db.session.get(User, somebody)).get("/telaah").get_data(as_text=True)
    assert "Permintaan Anda tercatat" not in page
    assert "Minta naskah untuk ditelaah" in page


def test_in_a_small_class_what_was_let_go_is_given_again(app, time):
    round_, authors = made(4)
    turn(round_)
    time.now = round_.revise_due_at + timedelta(hours=1)
    turn(round_)
    with work():
        given = reviews.ask_for_work(db.session.get(Round, round_.id), authors[0].id, now=time.now)
    assert given.kind is Kind.BACKFILL
    assert send(given).sent_at


def test_in_a_small_class_what_was_given_back_with_a_reason_is_all_that_is_left_to_make_up(app, time):
    round_, authors = made(3)
    turn(round_)
    first, second = tasks_of(round_)[:2]
    assert first.reviewer_id == second.reviewer_id == authors[0].id
    with work():
        reviews.decline(first, reason="Saya mengenali penulisnya.", now=time.on(hours=1))
    turn(round_)
    send(second)
    time.now = round_.revise_due_at + timedelta(hours=1)
    turn(round_)
    with work():
        given = reviews.ask_for_work(db.session.get(Round, round_.id), authors[0].id, now=time.now)
    assert (given.id, given.author_id) == (first.id, first.author_id)
    assert send(given).sent_at
    assert duty_of(round_, authors[0]) == (2, 2)


@pytest.mark.parametrize("senders", [2, 3, 4])
def test_nobody_owes_a_review_of_somebody_who_left(app, time, as_user, senders):
    round_, authors = made(senders + 1, sent=senders)
    turn(round_)
    with work():
        db.session.scalars(select(Enrolment).where(Enrolment.user_id == authors[0].id)).one().state = EnrolmentState.MUNDUR
    turn(round_)
    for task in tasks_of(round_, "ditawarkan"):
        send(task)
    assert [duty_of(round_, one) for one in authors[1:senders]] == [(senders - 2, senders - 2)] * (senders - 1)
    time.now = round_.revise_due_at + timedelta(hours=1)
    turn(round_)
    assert "belum lengkap" not in as_user(authors[1]).get("/telaah").get_data(as_text=True)
    with pytest.raises(Denied, match="lengkap"), work():
        reviews.ask_for_work(db.session.get(Round, round_.id), authors[1].id, now=time.now)


def test_a_work_that_comes_after_the_round_has_closed_makes_nobody_owe_more(app, time):
    round_, authors = made(4, sent=3)
    turn(round_)
    for task in tasks_of(round_, "ditawarkan"):
        send(task)
    time.now = round_.revise_due_at + timedelta(hours=1)
    turn(round_)
    assert round_.state is RoundState.DITUTUP
    late, trainer = authors[3], works.actor(classes.trainer(db.session.get(Cohort, round_.cohort_id)))
    with work():
        submissions.extend(
            actor=trainer, assignment_id=round_.assignment_id, user_id=late.id, until=time.now + timedelta(days=2), reason="Sakit.", now=time.now
        )
    works.sent(late, round_.assignment, now=time.on(hours=1))
    assert [duty_of(round_, one) for one in authors] == [(2, 2)] * 3 + [(2, 0)]
    with pytest.raises(Denied, match="lengkap"), work():
        reviews.ask_for_work(db.session.get(Round, round_.id), authors[0].id, now=time.now)
    with work():
        assert reviews.ask_for_work(db.session.get(Round, round_.id), late.id, now=time.now).reviewer_id == late.id


def test_nobody_who_left_is_told_that_he_may_send_a_next_version(app, time):
    round_, authors = made(4)
    turn(round_)
    with work():
        db.session.scalars(select(Enrolment).where(Enrolment.user_id == authors[0].id)).one().state = EnrolmentState.MUNDUR
    time.now = round_.review_due_at + timedelta(hours=1)
    turn(round_)
    told = db.session.scalars(select(Notification.user_id).where(Notification.text.contains("sudah dapat dibaca"))).all()
    assert sorted(told) == sorted(one.id for one in authors[1:])


def test_the_draft_of_somebody_who_left_waits_for_nobody(app):
    round_, authors = made(6, sent=4)
    before = round_.assignment.due_at - timedelta(hours=2)
    for one in authors[4:]:
        works.drafted(one, round_.assignment, now=before)
    with work():
        db.session.scalars(select(Enrolment).where(Enrolment.user_id == authors[5].id)).one().state = EnrolmentState.MUNDUR
    turn(round_)
    waits = select(Submission.author_id).join(TrainerQueue, TrainerQueue.submission_id == Submission.id)
    assert db.session.scalars(waits.where(TrainerQueue.reason == QueueReason.UNSENT_DRAFT)).all() == [authors[4].id]


def test_who_left_is_read_by_nobody_who_makes_up_a_review(app, time):
    round_, authors = made(4)
    turn(round_)
    time.now = round_.revise_due_at + timedelta(hours=1)
    turn(round_)
    with work():
        db.session.scalars(select(Enrolment).where(Enrolment.user_id == authors[1].id)).one().state = EnrolmentState.MUNDUR
    for _number in range(2):
        with work():
            given = reviews.ask_for_work(db.session.get(Round, round_.id), authors[0].id, now=time.on(minutes=1))
        assert given.author_id != authors[1].id
        send(given)
    assert duty_of(round_, authors[0]) == (2, 2)


def test_work_is_asked_for_only_after_the_sharing(app, time):
    round_, authors = made(due_in=timedelta(days=2))
    with pytest.raises(Denied, match="belum dibagikan"), work():
        reviews.ask_for_work(round_, authors[0].id, now=time.now)


def test_a_sent_review_is_frozen(shared, time):
    task = tasks_of(shared)[0]
    send(task)
    for act in (
        lambda: reviews.save(task, draft_for(task), revision=1, now=time.now),
        lambda: reviews.send(task, draft_for(task), revision=1, now=time.now),
        lambda: reviews.decline(task, reason="Terlambat", now=time.now),
        lambda: reviews.open_task(task, now=time.now),
    ):
        with pytest.raises(Conflict, match="sudah terkirim"), work():
            act()


def test_comments_are_anchored_in_the_words_of_the_version(shared, time):
    task = tasks_of(shared)[0]
    review = send(task)
    found = db.session.scalars(select(Comment).where(Comment.review_id == review.id).order_by(Comment.id)).all()
    assert [one.criterion for one in found] == ["suggestion_one", ""]
    assert all(task.version.text[one.start_at : one.end_at] == one.exact == one.exact.strip() for one in found)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"levels": {"dampak": 3}}, "tingkat-struktur"),
        ({"levels": {"dampak": 3, "struktur": 1, "etika": 3}, "notes": {}}, "catatan-struktur"),
        ({"strength": "Bagus sekali."}, "kekuatan"),
        ({"strength": " ".join(f"pujian{number}" for number in range(60))}, "kekuatan"),
        ({"suggestion_two": ""}, "saran_dua"),
        ({"remarks": ()}, "bagian_satu"),
        ({"question": " "}, "pertanyaan"),
    ],
)
def test_what_a_review_lacks_is_named(shared, change, field):
    task = tasks_of(shared)[0]
    with pytest.raises(Invalid) as refused:
        send(task, **change)
    assert refused.value.field == field
    assert db.session.get(ReviewTask, task.id, populate_existing=True).sent_at is None


def test_a_hard_stop_by_level_or_flag_opens_a_decision_of_the_pelatih(shared):
    first, second = tasks_of(shared)[:2]
    send(first, {"dampak": 3, "struktur": 3, "etika": 1})
    assert [(one.submission_id, one.detail) for one in queue(QueueReason.HARD_STOP)] == [(first.submission_id, "identitas_anak")]
    if second.submission_id == first.submission_id:
        second = next(task for task in tasks_of(shared) if task.submission_id != first.submission_id)
    send(second, flag="fakta")
    assert {one.detail for one in queue(QueueReason.HARD_STOP)} == {"identitas_anak", "fakta"}


def test_far_apart_reviews_bring_one_more_reviewer_and_then_the_pelatih(shared, time):
    work_id = tasks_of(shared)[0].submission_id
    mine = [task for task in tasks_of(shared) if task.submission_id == work_id]
    for task, level in zip(mine, (1, 4, 4), strict=True):
        send(task, {"dampak": level, "struktur": level, "etika": 3})
    for task in tasks_of(shared, "ditawarkan"):
        send(task)
    for helper in {task.reviewer_id for task in tasks_of(shared)}:
        with work():
            reviews.ask_for_work(db.session.get(Round, shared.id), helper, now=time.now)
    turn(shared)
    fourth = [task for task in tasks_of(shared, "ditawarkan") if task.submission_id == work_id]
    assert len(fourth) == 1
    send(fourth[0])
    turn(shared)
    assert [one.submission_id for one in queue(QueueReason.DISPUTED)] == [work_id]


def test_hints_name_haste_sameness_and_repeated_words(shared, time):
    first, second = tasks_of(shared)[:1] + [task for task in tasks_of(shared)[1:] if task.reviewer_id == tasks_of(shared)[0].reviewer_id][:1]
    with work():
        reviews.open_task(first, now=time.now)
    assert {str(sign) for sign in reviews.signs_of(first, draft_for(first), time.on(seconds=5))} == {"haste", "thinness"}
    time.on(minutes=20)
    assert {str(sign) for sign in reviews.signs_of(first, draft_for(first), time.now)} == {"thinness"}
    send(first)
    with work():
        reviews.open_task(second, now=time.now)
    assert "sameness" in {str(sign) for sign in reviews.signs_of(second, draft_for(second), time.on(minutes=20))}


# Authors and their reviewers


def test_ratings_and_answers_wait_for_the_review_deadline(shared, time):
    task = tasks_of(shared)[0]
    review = send(task)
    with pytest.raises(Denied, match="belum dibuka"), work():
        answers.rate(review, usefulness=4, reply="", now=time.now)
    time.now = shared.review_due_at
    turn(shared)
    with pytest.raises(Invalid), work():
        answers.rate(review, usefulness=5, reply="", now=time.now)
    with work():
        answers.rate(review, usefulness=4, reply=" Terima kasih. ", now=time.now)
    assert (review.usefulness, review.author_reply) == (4, "Terima kasih.")
    with pytest.raises(Denied, match="versi berikutnya"), work():
        answers.answer_points(task.version_id, {(review, "question"): "Ya"}, now=time.now)


def test_comments_move_to_the_next_version_where_points_are_answered_and_ticked(shared, time):
    task = tasks_of(shared)[0]
    review = send(task)
    time.now = shared.review_due_at
    turn(shared)
    author = db.session.get(User, task.author_id)
    second = works.sent(author, shared.assignment, {**works.RELEASE, "titimangsa": "Bukittinggi"}, now=time.on(days=1), change_note="Kota dibetulkan.")
    mine = author_queries.my_work(task.submission_id, EVERYTHING, time.now)
    assert mine.is_revised
    places = {point.key.partition(":")[0]: (point.quote, point.place) for point in mine.reviews[0].points}
    assert places["suggestion_one"][0] == places["suggestion_one"][1] != ""
    with work():
        answers.answer_points(second.id, {(review, "suggestion_one"): "Sudah saya perbaiki."}, now=time.now)
    with work():
        answers.tick_points(review, second.id, second.sent_at, {"suggestion_one": "sudah", "question": "ngawur"}, now=time.now)
    rows = db.session.scalars(select(PointAnswer)).all()
    assert [(row.point, row.answer, row.verdict) for row in rows] == [("suggestion_one", "Sudah saya perbaiki.", "sudah")]
    with pytest.raises(Denied, match="tiga hari"), work():
        answers.tick_points(review, second.id, second.sent_at, {"question": "belum"}, now=second.sent_at + timedelta(days=3, seconds=1))


# The pelatih


def test_a_plan_is_checked_before_it_is_kept(app, time, trainer):
    round_, _authors = made(due_in=timedelta(days=2))
    now, window = planning.plan_of(round_), class_dates.window_of(round_.assignment)
    wrong = {
        "dibagikan": replace(now, share_at=time.now),
        "telaah": replace(now, review_due_at=now.share_at),
        "revisi": replace(now, revise_due_at=now.share_at),
    }
    for field, plan in wrong.items():
        with pytest.raises(Invalid) as refused, work():
            planning.change(round_, plan, window, actor=trainer, now=time.now)
        assert refused.value.field == field
    kept = replace(now, review_due_at=now.review_due_at + timedelta(days=1), k=2, needs_calibration=True)
    with work():
        planning.change(round_, kept, window, actor=trainer, now=time.now)
    assert planning.plan_of(round_) == kept
    few = planning.preflight(round_, replace(now, k=5), window, time.now)
    assert [(one.field, one.stops) for one in few if one.field == "k"] == [("k", False)]


def test_after_the_sharing_only_deadlines_move_and_only_to_later(shared, time, trainer):
    now, window = planning.plan_of(shared), class_dates.window_of(shared.assignment)
    day = timedelta(days=1)
    refused = {
        "k": (replace(now, k=5), window),
        "kalibrasi": (replace(now, needs_calibration=True), window),
        "dibagikan": (replace(now, share_at=now.share_at + day), window),
        "telaah": (replace(now, review_due_at=now.review_due_at - day), window),
        "tulis": (now, replace(window, due_at=time.now + day)),
    }
    for field, (plan, wanted) in refused.items():
        with pytest.raises(Invalid) as refusal, work():
            planning.change(shared, plan, wanted, actor=trainer, now=time.now)
        assert refusal.value.field == field
    later = replace(now, review_due_at=now.review_due_at + 2 * day, revise_due_at=now.revise_due_at + 2 * day)
    with work():
        planning.change(shared, later, window, actor=trainer, now=time.now)
    assert planning.plan_of(shared) == later


def test_the_pelatih_takes_back_takes_over_and_asks_somebody_else(shared, time, trainer):
    task = tasks_of(shared)[0]
    with pytest.raises(Invalid, match="alasan"), work():
        desk.take_back(task, reason=" ", actor=trainer, now=time.now)
    with work():
        desk.take_back(task, reason="Mengenal penulisnya", actor=trainer, now=time.now)
    assert (task.state, task.returned_for) == ("dikembalikan", "trainer")
    had = {each.reviewer_id for each in tasks_of(shared) if each.submission_id == task.submission_id}
    free = next(each.reviewer_id for each in tasks_of(shared) if each.reviewer_id not in had | {task.author_id})
    with work():
        given = desk.assign(shared, task.submission_id, free, actor=trainer, now=time.now)
    assert given.kind is Kind.BACKFILL
    with pytest.raises(Conflict), work():
        desk.assign(shared, task.submission_id, free, actor=trainer, now=time.now)
    with pytest.raises(Missing), work():
        desk.assign(shared, task.submission_id, task.author_id, actor=trainer, now=time.now)
    with work():
        desk.take_over(shared, task.submission_id, actor=trainer, now=time.now)
    assert [one.submission_id for one in queue(QueueReason.TAKEN)] == [task.submission_id]


def test_one_or_all_who_hold_works_are_reminded(shared, time, trainer):
    somebody = tasks_of(shared)[0].reviewer_id
    with work():
        assert desk.remind(shared, actor=trainer, now=time.now, reviewer_id=somebody) == 1
    for task in tasks_of(shared):
        if task.reviewer_id == somebody:
            send(task)
    with work():
        assert desk.remind(shared, actor=trainer, now=time.now) == 5


def test_a_rubric_that_changes_leaves_the_reviews_of_the_old_one_as_they_are(shared, time):
    review = send(tasks_of(shared)[0])
    body = curriculum.body(shared.assignment.step_id)
    first, *others = body.rubric.criteria
    changed = replace(body.rubric, criteria=(replace(first, name="Nama lain", weight=first.weight + 5), *others))
    with work():
        newer = rubric_version(changed, time.now)
        again = rubric_version(changed, time.now)
        same = rubric_version(body.rubric, time.now)
    assert newer.id == again.id
    assert newer.id != review.rubric_id == same.id == shared.assignment.rubric_id
    kept = db.session.get(RubricVersion, review.rubric_id, populate_existing=True)
    assert [one["name"] for one in kept.criteria] == [one.name for one in body.rubric.criteria]
    assert set(review.levels) == {one.id for one in body.rubric.criteria}


def sent_by_page(as_user, task):
    client = as_user(db.session.get(User, task.reviewer_id))
    client.post(f"/telaah/{task.id}/buka")
    page = client.post(f"/telaah/{task.id}", data=whole(task) | {"revisi": 0}, follow_redirects=True).get_data(as_text=True)
    return ["Penulis membacanya setelah masa telaah berakhir" in page, "Penulis sudah dapat membacanya" in page]


def duty_of(round_, user):
    """(owed, done) as passing counts it; his page of reviews says the same."""
    row = reviewer_queries.rounds_of(user.id)[0]
    duty = reviewing(round_.cohort_id, tasks_of_class(round_.cohort_id, curriculum.outline(classes.version().id))).duties[user.id]
    assert (row.owed, row.done) == (duty.owed, duty.done) or duty.owed == 0
    return duty.owed, duty.done


def queue(reason):
    return db.session.scalars(select(TrainerQueue).where(TrainerQueue.reason == reason)).all()


@pytest.fixture
def shared(app, time):
    round_, _authors = made()
    turn(round_)
    assert SENTENCE
    return round_


@pytest.fixture
def trainer(app):
    return works.actor(classes.trainer(classes.cohort()))
