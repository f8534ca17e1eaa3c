"""Each event of the product tells the right people, once, and leads somewhere."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from app.access.permissions import Role
from app.accounts.events import (
    GuardianConsented,
    GuardianWithdrew,
    PasswordChanged,
    ResetLinkAsked,
    SignedInOnNewDevice,
)
from app.accounts.models import Standing
from app.certificates.events import ConfirmationAsked
from app.curriculum.core.path import StepKind
from app.grading.events import AppealMade, GradesReleased, ReleasedGradeChanged, RevisionRequired
from app.kernel import clock
from app.kernel.db import db
from app.kernel.events import publish
from app.kernel.queue import Job
from app.kernel.work import work
from app.learning.events import (
    ApprovalAsked,
    EnrolmentAccepted,
    EnrolmentEnded,
    Invited,
    LearnerReminded,
    TrainersChanged,
)
from app.learning.models import EnrolmentState
from app.notifications import listeners
from app.notifications.models import Mail, Notification
from app.peerreview.events import (
    HardStopSeen,
    ReviewDatesMoved,
    ReviewsAllocated,
    ReviewsOpened,
    RevisionMoved,
)
from app.peerreview.models import QueueReason, Round
from app.peerreview.services import rounds
from app.submissions.events import ClassDeadlineMoved, DeadlineExtended
from app.submissions.models import Submission
from app.submissions.services import judging
from tests.factories import classes, people, works

NOW = clock.now()


def tell(event):
    with work():
        publish(event)


def bells(user_id=None):
    rows = db.session.scalars(select(Notification).order_by(Notification.id)).all()
    return [row for row in rows if user_id in {None, row.user_id}]


def mails():
    return db.session.scalars(select(Mail).order_by(Mail.id)).all()


def test_an_invitation_is_mailed_with_its_link_and_the_bell_holds_no_secret(room):
    tell(Invited(room.learner.id, room.cohort.id, "https://s.id/undangan/RAHASIA", NOW))
    [mail] = mails()
    assert (mail.recipient, mail.user_id) == ("rahma@example.go.id", room.learner.id)
    assert "https://s.id/undangan/RAHASIA" in mail.body
    assert "Narahubung Uji" in mail.body
    [bell] = bells()
    assert bell.url == "/belajar"
    assert "RAHASIA" not in bell.text
    assert db.session.scalars(select(Job.payload)).all() == [{"mail_id": mail.id}]


def test_somebody_without_an_address_gets_the_bell_only(room):
    plain = people.user()
    tell(EnrolmentAccepted(1, plain.id, room.cohort.id, NOW))
    assert [bell.url for bell in bells(plain.id)] == [f"/belajar/{room.cohort.id}"]
    assert mails() == []


def test_a_closed_account_is_told_nothing(room):
    gone = people.user(standing=Standing.NONAKTIF, email="pergi@example.go.id")
    tell(EnrolmentAccepted(1, gone.id, room.cohort.id, NOW))
    assert bells(gone.id) == []
    assert mails() == []


def test_a_request_reaches_the_nearest_office_and_not_the_one_above(app):
    near = people.unit_named("Kankemenag Uji Utara")
    above, close, beside = people.pengelola(), people.pengelola(near), people.pengelola(people.unit_named("Kankemenag Uji Selatan"))
    cohort = classes.cohort(unit=people.unit_named("MAN Utara"))
    asker = people.user("Siti Rahma")
    tell(ApprovalAsked(1, asker.id, cohort.id, NOW))
    assert {bell.user_id for bell in bells()} == {close.id}
    assert above.id != beside.id
    assert "Siti Rahma" in bells()[0].text


def test_what_concerns_the_account_is_mailed_and_a_reset_rings_no_bell(room):
    tell(ResetLinkAsked(room.learner.id, "https://s.id/setel-ulang/RAHASIA", NOW))
    assert bells() == []
    for event in (
        SignedInOnNewDevice(room.learner.id, "Chrome di Android", NOW),
        PasswordChanged(room.learner.id, NOW),
        GuardianConsented(room.learner.id, NOW),
        GuardianWithdrew(room.learner.id, NOW),
    ):
        tell(event)
    assert [mail.subject for mail in mails()] == [
        "Tautan untuk kata sandi baru",
        "Akun Surau Anda dibuka dari perangkat baru",
        "Kata sandi Anda sudah diganti",
        "Persetujuan orang tua atau wali sudah dicatat",
        "Persetujuan orang tua atau wali dicabut",
    ]


def test_works_and_reviews_are_told_to_those_they_concern(room):
    submission, review_round = room.version.submission_id, room.round
    tell(DeadlineExtended(submission, NOW + timedelta(days=2), NOW))
    tell(ReviewsAllocated(review_round, (room.learner.id,), NOW))
    tell(ReviewsOpened(review_round, (room.learner.id,), NOW + timedelta(days=5), NOW))
    assert [bell.user_id for bell in bells()] == [room.learner.id] * 3
    assert [mail.subject.partition(":")[0] for mail in mails()] == [
        "Tenggat diperpanjang", "Naskah teman menunggu telaah Anda", "Telaah atas naskah Anda sudah dapat dibaca",
    ]  # fmt: skip


def test_another_date_for_a_next_version_is_told_to_nobody_who_left(room):
    left, enrolment = classes.learner(room.cohort)
    with work():
        enrolment.state = EnrolmentState.MUNDUR
    tell(RevisionMoved(room.round, (room.learner.id, left.id), NOW + timedelta(days=1), NOW))
    assert [bell.user_id for bell in bells()] == [room.learner.id]


def test_a_possible_breach_reaches_the_trainer_and_names_nobody(room):
    tell(HardStopSeen(room.version.submission_id, "identitas_anak", NOW))
    hand_over(room, room.version, QueueReason.DISPUTED)
    assert {bell.user_id for bell in bells()} == {room.trainer.id}
    assert all(room.learner.name not in text for text in [bell.text for bell in bells()] + [mail.body for mail in mails()])


def test_works_for_the_trainer_ring_once_for_a_task_until_he_reads(room):
    others = [works.sent(classes.learner(room.cohort)[0], room.tasks["teks"]) for _ in range(2)]
    for place, version in enumerate([room.version, *others]):
        hand_over(room, version, QueueReason.TOO_FEW)
        [bell] = bells(room.trainer.id)
        assert bell.url == f"/meja/{room.cohort.id}?tugas={room.tasks['teks'].id}"
        assert ("Naskah " in bell.text) if place == 0 else bell.text.startswith(f"{place + 1} naskah untuk "), bell.text
    with work():
        bell.read_at = NOW
    hand_over(room, others[0], QueueReason.DISPUTED)
    assert len(bells(room.trainer.id)) == 2


def test_a_possible_breach_rings_once_and_says_which_work(room):
    hand_over(room, room.version, QueueReason.HARD_STOP)
    assert bells(room.trainer.id) == [], "the breach itself rings"
    tell(HardStopSeen(room.version.submission_id, "identitas-anak", NOW))
    number = db.session.get(Submission, room.version.submission_id).pseudonym
    assert bells(room.trainer.id)[0].text.startswith(f"Naskah {number} untuk ")


def test_the_same_breach_seen_by_a_second_reviewer_rings_no_second_time_until_the_trainer_has_read(room):
    with work():
        room.trainer.email = "pelatih@example.go.id"
    for kind in ("identitas-anak", "fakta"):
        tell(HardStopSeen(room.version.submission_id, kind, NOW))
    [bell] = bells(room.trainer.id)
    assert len([mail for mail in mails() if mail.user_id == room.trainer.id]) == 1
    tell(AppealMade(room.version.submission_id, room.cohort.id, NOW))
    with work():
        bell.read_at = NOW
    tell(HardStopSeen(room.version.submission_id, "fakta", NOW))
    assert [("melanggar batas" in one.text, one.read_at is None) for one in bells(room.trainer.id)] == [(True, False), (False, True), (True, True)]


def test_drafts_that_were_not_sent_ring_as_drafts_and_lead_to_where_they_are_taken(room):
    other = works.sent(classes.learner(room.cohort)[0], room.tasks["teks"])
    hand_over(room, room.version, QueueReason.UNSENT_DRAFT)
    hand_over(room, other, QueueReason.TOO_FEW)
    drafts, queued = bells(room.trainer.id)
    assert drafts.text.startswith("1 draf ")
    assert drafts.url == f"/meja/{room.cohort.id}?tugas={room.tasks['teks'].id}&tab=belum"
    assert queued.text.startswith("Naskah "), "a draft is no work of the queue"


def hand_over(room, version, reason):
    with work():
        rounds.hand_over(db.session.get(Round, room.round), version.submission_id, reason, NOW)


def test_released_grades_ring_for_each_work_and_mail_once(room):
    other = works.sent(room.learner, room.tasks["siaran_pers"])
    ids = (room.version.submission_id, other.submission_id)
    tell(GradesReleased(room.cohort.id, ids, (room.learner.id,), NOW))
    assert len(bells(room.learner.id)) == 2
    assert len(mails()) == 1


def test_whoever_rates_his_own_work_is_not_told_what_he_did(room):
    task = room.tasks["lembar"]
    works.sent(room.learner, task)
    with work():
        judging.assess_self(
            actor=works.actor(room.learner), assignment_id=task.id, levels={one["id"]: 3 for one in task.rubric.criteria}, now=NOW
        )
    assert bells(room.learner.id) == []
    assert mails() == []


def test_a_listener_that_fails_takes_the_act_with_it(room):
    with pytest.raises(NoResultFound):
        tell(EnrolmentAccepted(1, room.learner.id, 999_999, NOW))
    assert bells() == []


def test_every_bell_leads_to_a_page_that_exists(room, app):
    for event in every_event(room):
        tell(event)
    adapter = app.url_map.bind("localhost")
    found = {bell.url for bell in bells()}
    assert len(found) >= 9
    for url in found:
        assert adapter.match(url, method="GET")


def test_nobody_is_told_in_the_language_of_the_one_who_acts(room, app):
    with app.test_request_context("/", headers={"Cookie": "bahasa=en"}):
        tell(EnrolmentAccepted(1, room.learner.id, room.cohort.id, NOW))
    assert bells()[0].text.startswith("Anda sudah menjadi peserta")


def every_event(room):
    """One of each kind that rings a bell."""
    who, submission, cohort = room.learner.id, room.version.submission_id, room.cohort.id
    return [
        Invited(who, cohort, "https://s.id/undangan/x", NOW),
        EnrolmentAccepted(room.enrolment.id, who, cohort, NOW),
        ApprovalAsked(room.enrolment.id, who, cohort, NOW),
        EnrolmentEnded(who, cohort, True, NOW),
        TrainersChanged(cohort, (who,), (room.trainer.id,), 0, NOW),
        GuardianConsented(who, NOW),
        SignedInOnNewDevice(who, "Chrome di Android", NOW),
        PasswordChanged(who, NOW),
        DeadlineExtended(submission, NOW, NOW),
        ClassDeadlineMoved(room.version.submission.assignment_id, NOW, NOW + timedelta(days=1), NOW),
        LearnerReminded(who, cohort, StepKind.KUIS, "UJ-1", "Kuis", f"/belajar/{cohort}/uj-1/kuis", NOW),
        LearnerReminded(who, cohort, None, "", "", "/telaah", NOW),
        ReviewsAllocated(room.round, (who,), NOW),
        ReviewDatesMoved(room.round, (who,), NOW),
        ReviewsOpened(room.round, (who,), NOW, NOW),
        RevisionMoved(room.round, (who,), NOW + timedelta(days=1), NOW),
        HardStopSeen(submission, "identitas_anak", NOW),
        GradesReleased(cohort, (submission,), (who,), NOW),
        ReleasedGradeChanged(submission, who, NOW),
        RevisionRequired(submission, who, room.version.submission.assignment_id, NOW),
        ConfirmationAsked(room.enrolment.id, who, NOW),
    ]


def test_every_event_that_is_heard_stands_once():
    kinds = [kind for kind, _handler in listeners.HEARD]
    assert len(kinds) == len(set(kinds))


@pytest.fixture
def room(app):
    """A class with a learner who has an address, his work, a round, a trainer and a pengelola."""

    class Room:
        pass

    made = Room()
    made.cohort = classes.cohort()
    made.learner, made.enrolment = classes.learner(made.cohort, people.user("Rahma Yeni", email="rahma@example.go.id"))
    made.trainer = classes.trainer(made.cohort)
    people.grant(people.user(), Role.PENGELOLA, unit=people.unit_named("Kanwil Uji"))
    made.tasks = works.opened(made.cohort)
    made.version = works.sent(made.learner, made.tasks["teks"])
    with work():
        known = db.session.scalar(select(Round).where(Round.assignment_id == made.tasks["teks"].id))
        if known is None:
            known = Round(
                assignment_id=made.tasks["teks"].id, cohort_id=made.cohort.id, unit_path=made.cohort.unit_path,
                share_at=NOW, review_due_at=NOW + timedelta(days=7), revise_due_at=NOW + timedelta(days=12), seed=1,
            )  # fmt: skip
            db.session.add(known)
            db.session.flush()
        made.round = known.id
    return made
