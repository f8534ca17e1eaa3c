"""Grades as rows: whose judgement stands, what lateness takes, what is written beside."""

from datetime import timedelta

from sqlalchemy import select

from app.grading.models import Act, Grade, GradeEvent, Source
from app.grading.queries.standing import class_standing
from app.grading.services import grades
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Progress
from app.peerreview.models import QueueReason, TrainerQueue
from app.submissions import services as submissions
from app.submissions.models import Submission
from tests.factories import classes, judged, works
from tests.factories.judged import computed


def test_a_trainers_grade_is_never_overwritten_by_the_peers(app, desk):
    desk.reviewed()
    trainer_grades(desk, desk.versions[0], 2)
    computed(app)
    mine = grade_of(desk.versions[0])
    assert (mine.source, mine.grade, mine.lo90, mine.lowest) == (Source.PELATIH, 50.0, None, 2)


def test_reviews_after_the_release_do_not_move_it(app, desk):
    desk.reviewed()
    computed(app)
    before = grade_of(desk.versions[0]).grade
    with work():
        grades.release(desk.cohort.id, [desk.versions[0].submission_id], actor=works.actor(desk.trainer), now=clock.now())
    judged.review(desk.round, desk.versions[0], classes.learner(desk.cohort)[0], (1, 1, 1))
    computed(app)
    assert grade_of(desk.versions[0]).grade == before


def test_trainer_grades_pull_the_class_towards_the_truth(app, desk):
    desk.reviewed((4, 4, 4))
    computed(app)
    before = grade_of(desk.versions[3]).raw
    for version in desk.versions[:3]:
        trainer_grades(desk, version, 2)
    computed(app)
    assert grade_of(desk.versions[3]).raw < before - 2


def test_the_peers_grade_belongs_to_the_version_they_read(app, desk):
    desk.reviewed()
    second = works.sent(desk.people[0], desk.task, {**works.RELEASE, "judul": "Judul lain"}, change_note="Judul.")
    computed(app)
    assert grade_of(desk.versions[0]).version_id == desk.versions[0].id != second.id


def test_lateness_is_taken_and_kept_beside(app, desk):
    late, _ = classes.learner(desk.cohort)
    version = works.sent(late, desk.tasks["teks"], now=desk.tasks["teks"].due_at + timedelta(hours=30))
    trainer_grades(desk, version, 4)
    mine = grade_of(version)
    assert (mine.raw, mine.late_points, mine.grade) == (100.0, 20.0, 80.0)


def test_a_self_assessment_counts_at_once(app, desk):
    task = desk.tasks["lembar"]
    works.sent(desk.people[0], task)
    levels = {one["id"]: 3 for one in task.rubric.criteria}
    with work():
        submissions.assess_self(actor=works.actor(desk.people[0]), assignment_id=task.id, levels=levels, now=clock.now())
    mine = db.session.scalars(select(Grade)).one()
    assert (mine.source, mine.grade, mine.released_at is not None) == (Source.MANDIRI, 75.0, True)
    assert db.session.scalars(select(Progress.score).where(Progress.step_id == task.step_id)).all() == [75.0]


def test_the_release_writes_the_score_that_pages_read_and_taking_back_removes_it(app, desk):
    trainer_grades(desk, desk.versions[0], 3)
    actor, ids = works.actor(desk.trainer), [desk.versions[0].submission_id]
    with work():
        assert grades.release(desk.cohort.id, ids, actor=actor, now=clock.now()) == 1
    assert scores(desk) == [75.0]
    with work():
        assert grades.take_back(desk.cohort.id, ids, actor=actor, now=clock.now()) == 1
    assert scores(desk) == [None]
    assert db.session.scalars(select(GradeEvent.act).order_by(GradeEvent.id)).all() == [Act.DINILAI, Act.DIRILIS, Act.DITARIK]


def test_a_release_is_no_sign_of_life_of_the_learner(app, desk):
    trainer_grades(desk, desk.versions[0], 3)
    mine = desk.enrolments[0]
    with work():
        mine.last_active_at = long_ago = clock.now() - timedelta(days=20)
        mine.last_step_id = None
    with work():
        grades.release(desk.cohort.id, [desk.versions[0].submission_id], actor=works.actor(desk.trainer), now=clock.now())
    db.session.expire_all()
    assert (mine.last_active_at, mine.last_step_id) == (long_ago, None)


def test_judging_a_work_takes_it_out_of_the_rounds_queue(app, desk):
    with work():
        db.session.add(
            TrainerQueue(
                round_id=desk.round.id, submission_id=desk.versions[0].submission_id, cohort_id=desk.cohort.id, unit_path="/",
                reason=QueueReason.TOO_FEW, at=clock.now(),
            )
        )
    trainer_grades(desk, desk.versions[0], 3)
    assert db.session.scalars(select(TrainerQueue.settled_at)).one() is not None


def test_held_grades_count_for_nobody_and_duties_for_those_who_sent(app, desk):
    noise, _ = classes.learner(desk.cohort)
    desk.reviewed()
    computed(app)
    found = {one.user_id: one for one in class_standing(desk.cohort.id).learners}
    mine = found[desk.people[0].id]
    assert mine.standing.tasks[0].grade is None
    assert (mine.standing.review.owed, mine.standing.review.done) == (3, 3)
    assert 0 <= mine.standing.review.quality <= 100
    assert (found[noise.id].standing.review.owed, found[noise.id].standing.review.done) == (0, 0)
    alone = class_standing(desk.cohort.id, only=[desk.enrolments[0].id]).learners
    assert [one.standing for one in alone] == [mine.standing]


def test_who_reviews_nobody_is_reviewed_and_graded_all_the_same(app, desk):
    judged.round_of(desk.task, is_over=True)
    for reviewer in desk.people[1:]:
        judged.review(desk.round, desk.versions[0], reviewer, (3, 3, 3))
    assert computed(app)
    assert grade_of(desk.versions[0]).grade is not None
    assert grade_of(desk.versions[0]).reviews == 3


def trainer_grades(desk, version, level):
    with work():
        submission = db.session.get_one(Submission, version.submission_id)
        grades.grade_by_trainer(
            submission,
            version_id=version.id,
            levels={one["id"]: level for one in submission.assignment.rubric.criteria},
            feedback="",
            reason="",
            based_on=None,
            actor=works.actor(desk.trainer),
            now=clock.now(),
        )


def grade_of(version) -> Grade:
    db.session.rollback()
    return db.session.scalars(select(Grade).where(Grade.submission_id == version.submission_id)).one()


def scores(desk):
    return db.session.scalars(select(Progress.score).where(Progress.step_id == desk.task.step_id, Progress.enrolment_id == desk.enrolments[0].id)).all()
