"""A deadline that moves later gives back what lateness took, from grades that stand too; nothing gets worse by any move."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.grading.models import Act, Grade, GradeEvent
from app.grading.services import grades
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Progress
from app.notifications.models import Notification
from app.submissions import services
from app.submissions.models import Assignment, Submission
from app.submissions.services import class_dates
from tests.factories import classes, works

DAY = timedelta(days=1)


def test_an_extension_gives_back_the_points_of_a_released_grade_and_its_author_is_told(room, as_user):
    late = room.graded(days_late=2, is_released=True)
    assert standing(late) == (80, 20, 80)
    extend(room, late, clock.now() + DAY)
    assert standing(late) == (100, 0, 100)
    assert events(late)[-1] == (Act.DIUBAH, 100, "Tenggat Anda diperpanjang, jadi potongan karena terlambat dihitung ulang. Alasannya: Listrik padam.", room.trainer.id)
    assert [text for text in bells(late) if "diubah" in text] == ["Nilai Tugas modul 4 diubah. Alasannya tercatat pada umpan balik."]
    page = as_user(late.author).get(f"/umpan-balik/{late.submission_id}").get_data(as_text=True)
    assert "Listrik padam." in page
    assert "Nilai sebelum potongan" not in page


def test_a_held_grade_changes_too_and_says_nothing_to_its_author(room):
    late = room.graded(days_late=2, is_released=False)
    extend(room, late, clock.now() + DAY)
    assert standing(late) == (100, 0, None)
    assert events(late)[-1][0] is Act.DIUBAH
    assert not [text for text in bells(late) if text.startswith("Nilai")]


def test_the_deadline_of_a_class_forgives_as_far_as_it_reaches(room):
    two, three, timely = (room.graded(days_late=days, is_released=True) for days in (2, 3, 0))
    move(room, room.task.due_at + 2 * DAY)
    assert [standing(one) for one in (two, three, timely)] == [(100, 0, 100), (90, 10, 90), (100, 0, 100)]
    assert [len([one for one in events(each) if one[0] is Act.DIUBAH]) for each in (two, three, timely)] == [1, 1, 0]
    assert [len([text for text in bells(each) if text.startswith("Nilai Tugas modul 4 diubah")]) for each in (two, three, timely)] == [1, 1, 0]


def test_an_earlier_deadline_makes_nothing_worse(room):
    timely, late = room.graded(days_late=0, is_released=True), room.graded(days_late=1, is_released=True)
    with work():
        task = db.session.get_one(Assignment, room.task.id)
        before, task.due_at = task.due_at, task.due_at - 2 * DAY
        class_dates.follow(task, before, actor=works.actor(room.trainer), now=clock.now())
    assert [standing(one) for one in (timely, late)] == [(100, 0, 100), (90, 10, 90)]
    assert [one[0] for one in events(late)] == [Act.DINILAI, Act.DIRILIS]


def test_a_grade_that_is_opened_and_when_it_was_given_stay(room):
    late = room.graded(days_late=1, is_released=True)
    with work():
        grade = db.session.scalars(select(Grade)).one()
        grade.seen_at, given = clock.now(), grade.graded_at
    extend(room, late, clock.now() + DAY)
    db.session.expire_all()
    assert (grade.seen_at is not None, grade.graded_at, grade.grade) == (True, given, 100)


def extend(room, version, until):
    with work():
        db.session.execute(delete(Notification))
        services.extend(actor=works.actor(room.trainer), assignment_id=room.task.id, user_id=version.author_id, until=until, reason="Listrik padam.", now=clock.now())


def move(room, due_at):
    with work():
        db.session.execute(delete(Notification))
        task = db.session.get_one(Assignment, room.task.id)
        class_dates.move_window(task, replace(class_dates.window_of(task), due_at=due_at), actor=works.actor(room.trainer), now=task.due_at)


def standing(version):
    """(grade, points taken, what counts for his path)."""
    db.session.expire_all()
    grade = db.session.scalars(select(Grade).where(Grade.submission_id == version.submission_id)).one()
    score = db.session.scalar(select(Progress.score).where(Progress.enrolment_id == grade.enrolment_id, Progress.step_id == grade.step_id))
    return grade.grade, grade.late_points, score


def events(version):
    rows = db.session.scalars(select(GradeEvent).where(GradeEvent.submission_id == version.submission_id).order_by(GradeEvent.id))
    return [(one.act, one.grade, one.reason, one.by_id) for one in rows]


def bells(version):
    return db.session.scalars(select(Notification.text).where(Notification.user_id == version.author_id).order_by(Notification.id)).all()


class Room:
    """A class with a text that its trainer grades, due three days ago."""

    def __init__(self):
        self.cohort = classes.cohort()
        self.trainer = classes.trainer(self.cohort)
        self.task = works.opened(self.cohort)["teks"]
        with work():
            self.task.due_at = clock.now() - 3 * DAY - timedelta(minutes=5)
            self.task.opens_at = self.task.due_at - 9 * DAY

    def graded(self, *, days_late, is_released):
        """A work sent so late, at level 4 throughout."""
        person, _enrolment = classes.learner(self.cohort)
        version = works.sent(person, self.task, now=self.task.due_at + days_late * DAY)
        version.author = person
        with work():
            grades.grade_by_trainer(
                db.session.get_one(Submission, version.submission_id), version_id=version.id,
                levels={one["id"]: 4 for one in self.task.rubric.criteria},
                feedback="", reason="", based_on=None, actor=works.actor(self.trainer), now=clock.now(),
            )  # fmt: skip
        if is_released:
            with work():
                grades.release(self.cohort.id, [version.submission_id], actor=works.actor(self.trainer), now=clock.now())
        return version


@pytest.fixture
def room(app):
    return Room()
