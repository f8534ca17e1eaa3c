"""The gradebook and the standing (which the certificate, the recap and the board ask) say the same of everyone."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from app.curriculum import queries as curriculum
from app.curriculum.core.path import StepKind
from app.grading.models import Grade, ReviewQuality, Source
from app.grading.queries.book import Wish, book
from app.grading.queries.standing import class_standing
from app.kernel import clock
from app.kernel.db import db
from app.kernel.i18n import amount
from app.kernel.work import work
from app.learning.core.completion import ALL_STEPS
from app.learning.models import Cohort, Enrolment, Progress
from app.peerreview.models import ReviewTask, TaskState
from app.submissions.models import Submission, Version
from tests.factories import classes, judged, people, works

PEOPLE = 45


@pytest.mark.parametrize("seed", range(4))
def test_the_gradebook_and_the_standing_agree_about_everyone(app, seed):
    cohort = mixed_class(random.Random(seed))
    expected = {}
    causes = Counter()
    for one in class_standing(cohort.id).learners:
        assert one.passing.is_passed is one.is_passed, "with words and without"
        causes.update(["lulus"] if one.is_passed else [line.title for line in one.passing.requirements if not line.is_met])
        final = "–" if one.final.value is None else amount(one.final.value)
        expected[one.enrolment_id] = (final, "ya" if one.is_passed else "belum")
    everyone = book(cohort, Wish(page=None)).lines
    by_page = [line for page in (1, 2, 3) for line in book(cohort, Wish(page=page)).lines]
    for lines in (everyone, by_page):
        assert {line.enrolment_id: (line.cells[-2], line.cells[-1]) for line in lines} == expected
    assert set(causes) >= {"lulus", "Materi", "Tes akhir", "Tugas", "Telaah", "Tidak ada kriteria pada level 1", "Revisi wajib"}, causes
    assert causes["lulus"] >= PEOPLE // 5, causes


def mixed_class(pick: random.Random) -> Cohort:
    """A class where most did everything, and each thing is left undone, or waived, by some."""
    cohort = classes.cohort()
    tasks = works.opened(cohort)
    with work():
        tasks["berkas"].is_required = False
    round_ = judged.round_of(tasks["siaran_pers"])
    steps = curriculum.outline(cohort.version_id).steps
    pairs = [classes.learner(cohort, people.user(f"Peserta {number:02d}")) for number in range(PEOPLE)]
    keys = {step.id: step.key for step in steps}
    now = clock.now()
    with work():
        versions = []
        for number, (person, enrolment) in enumerate(pairs, start=1):
            waived = {step.key for step in steps if step.kind is not StepKind.TES_AKHIR and pick.random() < 0.15} if pick.random() < 0.5 else set()
            db.session.get_one(Enrolment, enrolment.id).waived_steps = sorted(waived | ({ALL_STEPS} if pick.random() < 0.1 else set()))
            spoilt = pick.choice([*[""] * 4, *StepKind, "low", "owed", "telaah"])
            for step in steps:
                if step.kind is StepKind.TUGAS or (step.kind == spoilt and pick.random() < 0.6):
                    continue
                score = None if step.kind is StepKind.MATERI else pick.choice([70.0, 82.5, 95.0, 69.9 if spoilt == step.kind else 71.0])
                db.session.add(Progress(enrolment_id=enrolment.id, step_id=step.id, answers={}, opened_at=now, done_at=now, score=score))
            for task in tasks.values():
                if spoilt == StepKind.TUGAS and pick.random() < 0.5:
                    continue
                version = sent(person, enrolment, task, number, now)
                versions.append((task, person, version, spoilt))
        db.session.flush()
        for task, _person, version, spoilt in versions:
            submission = db.session.get_one(Submission, version.submission_id)
            submission.current_id = version.id
            is_spoilt = pick.random() < 0.4
            if is_spoilt and spoilt in {"owed", "low"} and pick.random() < 0.5:
                enrolment = db.session.get_one(Enrolment, submission.enrolment_id)
                enrolment.waived_steps = [*enrolment.waived_steps, keys[task.step_id]]
            if spoilt == "owed" and is_spoilt:
                submission.revision_of, submission.revision_required = 1, pick.random() < 0.5
            grade = graded(submission, version, task, now)
            if spoilt == "low" and is_spoilt:
                grade.lowest = 1
            if pick.random() < 0.97:
                grade.released_at = now
                db.session.add(Progress(enrolment_id=submission.enrolment_id, step_id=task.step_id, answers={}, opened_at=now, done_at=now, score=grade.grade))
        senders = [(person, version, spoilt) for task, person, version, spoilt in versions if task.id == tasks["siaran_pers"].id]
        for place, (person, _version, spoilt) in enumerate(senders):
            for ahead in range(1, 4 - (spoilt == "telaah")):
                _other, version, _spoilt = senders[(place + ahead) % len(senders)]
                db.session.add(reviewed(round_, version, person, now))
            if pick.random() < 0.8:
                db.session.add(ReviewQuality(round_id=round_.id, cohort_id=cohort.id, user_id=person.id, mark=pick.choice([60.0, 88.0]), parts={}, at=now))
    return cohort


def sent(person, enrolment, task, number, now) -> Version:
    submission = Submission(
        assignment_id=task.id, author_id=person.id, enrolment_id=enrolment.id, cohort_id=task.cohort_id, unit_path=task.unit_path,
        pseudonym=number, draft={}, created_at=now,
    )
    version = Version(
        submission=submission, author_id=person.id, cohort_id=task.cohort_id, unit_path=task.unit_path, number=1, content={},
        text="", words=0, change_note="", days_late=0, sent_at=now,
    )
    db.session.add_all([submission, version])
    return version


def graded(submission, version, task, now) -> Grade:
    grade = Grade(
        submission_id=submission.id, version_id=version.id, author_id=submission.author_id, enrolment_id=submission.enrolment_id,
        step_id=task.step_id, cohort_id=task.cohort_id, unit_path=task.unit_path, rubric_id=task.rubric_id, source=Source.PELATIH,
        levels={}, lowest=3, raw=80.0, grade=70.0 + submission.id % 25, graded_at=now,
    )
    db.session.add(grade)
    return grade


def reviewed(round_, version, reviewer, now) -> ReviewTask:
    return ReviewTask(
        round_id=round_.id, submission_id=version.submission_id, version_id=version.id, author_id=version.author_id,
        reviewer_id=reviewer.id, cohort_id=round_.cohort_id, unit_path=round_.unit_path, state=TaskState.TERKIRIM,
        offered_at=now - timedelta(hours=2), opened_at=now, sent_at=now,
    )
