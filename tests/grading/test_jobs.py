"""What one round showed of its reviewers is known in the next one of the same class."""

from datetime import timedelta

from app.grading import jobs
from app.grading.models import Grade
from app.grading.queries.round import facts_of, rounds_before
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from tests.factories import classes, judged, works


def test_who_was_too_kind_counts_less_in_the_next_round(app, desk):
    first = judged.round_of(desk.tasks["teks"])
    with work():
        first.share_at -= timedelta(days=20)
    criteria = len(desk.tasks["teks"].rubric.criteria)
    kind, *strict = desk.people
    for author in desk.people:
        version = works.sent(author, desk.tasks["teks"])
        for other in desk.people:
            if other is not author:
                judged.review(first, version, other, (4 if other is kind else 2,) * criteria)
    judged.round_of(desk.task)
    version = desk.versions[1]
    judged.review(desk.round, version, kind, (4, 4, 4))
    for other in strict[1:]:
        judged.review(desk.round, version, other, (3, 3, 3))
    judged.review(desk.round, desk.versions[2], kind, (4, 4, 4))
    alone = grade_of(jobs.aggregated(facts_of(desk.round.id)), version)
    with_both = grade_of(jobs.aggregated(facts_of(desk.round.id), jobs.known_from([facts_of(first.id)])), version)
    assert with_both < alone - 1
    judged.computed(app)
    kept = db.session.query(Grade).filter_by(submission_id=version.submission_id).one()
    assert kept.grade is not None
    assert abs(kept.grade - with_both) < 0.05


def test_only_earlier_rounds_of_the_same_class_are_known(app, desk):
    first, strange = judged.round_of(desk.tasks["teks"]), judged.round_of(works.opened(classes.cohort())["siaran_pers"])
    with work():
        first.share_at = clock.now() - timedelta(days=20)
        strange.share_at = clock.now() - timedelta(days=30)
    assert rounds_before(desk.round.id) == (first.id,)
    assert rounds_before(first.id) == ()


def grade_of(result, version) -> float:
    return next(one.grade for one in result.grades if one.submission == version.submission_id)
