"""A grade on which a certificate was issued stays announced."""

from time import sleep

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.certificates import services
from app.certificates.models import Certificate
from app.curriculum.core.work import TaskForm
from app.grading.models import Grade
from app.grading.services import grades
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import Denied
from app.kernel.work import work
from app.learning.models import Cohort
from app.submissions import services as submissions
from app.submissions.models import Assignment, Submission
from tests.factories import classes, passers, people, works
from tests.factories.judged import computed
from tests.together import together

pytestmark = pytest.mark.engines


def test_a_release_is_not_taken_back_from_under_a_certificate(app, unopened):
    with work():
        assert approved(unopened) == 1
    with pytest.raises(Denied, match="Sertifikat 1 orang sudah disahkan"), work():
        taken_back(unopened)
    assert grade().released_at is not None


def test_the_desk_is_told_why_on_its_own_page(app, unopened, as_user):
    cohort_id, trainer, _boss = unopened
    with work():
        assert approved(unopened) == 1
    moment = grade().released_at
    task = db.session.scalars(select(Submission.assignment_id)).one()
    client = as_user(db.session.get_one(User, trainer.user_id))
    answer = client.post(f"/meja/{cohort_id}/tarik/{round(moment.timestamp() * 1_000_000)}?tugas={task}")
    assert answer.status_code == 303
    page = client.get(answer.location).get_data(as_text=True)
    assert "Umumkan nilai</h1>" in page
    assert "Sertifikat 1 orang sudah disahkan" in page
    assert grade().released_at == moment


def test_the_page_of_releases_offers_no_taking_back_that_would_be_refused_and_says_why(app, unopened, as_user, statements):
    cohort_id, trainer, boss = unopened
    client = as_user(db.session.get_one(User, trainer.user_id))
    address = f"/meja/{cohort_id}/umumkan?tugas={db.session.scalars(select(Submission.assignment_id)).one()}"
    page = client.get(address).get_data(as_text=True)
    assert "/tarik/" in page
    assert "belum dibuka penulisnya dan dapat ditarik" in page
    with work():
        assert approved(unopened) == 1
    with statements() as asked:
        page = client.get(address).get_data(as_text=True)
    assert sum("FROM certificate" in one for one in asked) == 1
    assert "Sudah diumumkan</h2>" in page
    assert "/tarik/" not in page
    assert "dapat ditarik.</small>" not in page.replace("tidak dapat ditarik", "")
    assert "Sertifikat 1 orang sudah disahkan dengan nilai ini, jadi pengumumannya tidak dapat ditarik." in page
    computed(app)  # a certificate that is still being made is not revoked
    with work():
        services.revoke(db.session.scalars(select(Certificate)).one(), reason="Nilai ditarik.", actor=boss, now=clock.now())
    assert "/tarik/" in client.get(address).get_data(as_text=True)


def test_without_a_certificate_or_after_it_was_revoked_it_is(app, unopened):
    for act in (taken_back, released, approved):
        with work():
            assert act(unopened) == 1
    computed(app)
    _cohort_id, _trainer, boss = unopened
    with work():
        services.revoke(
            db.session.scalars(select(Certificate)).one(), reason="Nilai ditarik.", actor=boss, now=clock.now()
        )
    with work():
        assert taken_back(unopened) == 1
    assert grade().released_at is None


@pytest.mark.parametrize(("first", "second"), [("taken_back", "approved"), ("approved", "taken_back")])
def test_of_an_approval_and_a_taking_back_that_meet_one_is_refused(own_app, first, second):
    passers.load_course()
    where, acts = not_yet_opened(), {"approved": approved, "taken_back": taken_back}

    def held_up() -> int:
        done = acts[first](where)
        sleep(0.4)
        return done

    def meanwhile() -> int:
        sleep(0.2)
        return acts[second](where)

    found = together(own_app, held_up, meanwhile)
    assert sorted(isinstance(one, Denied) for one in found) == [False, True]
    is_issued = db.session.scalar(select(Certificate.id)) is not None
    assert is_issued is (grade().released_at is not None)


def test_nobody_rates_his_own_work_again_under_his_certificate(app, as_user):
    """His page said afterwards that he had not passed, while the certificate stood."""
    cohort = classes.cohort()
    trainer, boss = classes.trainer(cohort), people.pengelola()
    passers.office(boss)
    person, enrolment = passers.passed(cohort, trainer, people.user("Salma Hayati"))
    task = db.session.scalars(select(Assignment).where(Assignment.cohort_id == cohort.id, Assignment.form == TaskForm.LEMBAR)).one()
    works.sent(person, task)
    rated(person, task, 4)
    passers.confirmed(enrolment)
    client, address = as_user(person), f"/tugas/{task.id}"
    page = client.get(address).get_data(as_text=True)
    assert "Simpan nilai diri" in page
    assert "Nilai diri Anda sudah tersimpan." in page, "the next step is not to rate what is rated"
    works.sent(person, task, {"lembar": {**works.FILLED["lembar"]["lembar"], "premis": "Kalimat yang lain."}})
    assert "dan betulkan nilainya bila perlu." in client.get(address).get_data(as_text=True), "another version may be rated anew"
    with work():
        services.approve(db.session.get_one(Cohort, cohort.id), [enrolment.id], actor=works.actor(boss), now=clock.now(), random=[bytes(16)])
    with pytest.raises(Denied, match="nilai diri tidak dapat diubah lagi"):
        rated(person, task, 1)
    db.session.expire_all()
    mine = db.session.scalars(select(Submission).where(Submission.assignment_id == task.id)).one()
    assert set(mine.self_levels.values()) == {4}
    page = client.get(address).get_data(as_text=True)
    assert "nilai diri tidak dapat diubah lagi" in page
    assert "Simpan nilai diri" not in page


@pytest.fixture
def unopened(app):
    """Somebody who has passed and confirmed, and has yet to open his grade."""
    return not_yet_opened()


def not_yet_opened():
    """(class id, trainer, pengelola)."""
    cohort = classes.cohort()
    trainer, boss = classes.trainer(cohort), people.pengelola()
    passers.office(boss)
    _person, enrolment = passers.passed(cohort, trainer, people.user("Rahmi Yulianti"))
    passers.confirmed(enrolment)
    with work():
        grade().seen_at = None
    return cohort.id, works.actor(trainer), works.actor(boss)


def rated(person: User, task: Assignment, level: int) -> None:
    with work():
        submissions.assess_self(
            actor=works.actor(person), assignment_id=task.id, levels={one["id"]: level for one in task.rubric.criteria}, now=clock.now()
        )


def grade() -> Grade:
    db.session.expire_all()
    return db.session.scalars(select(Grade)).one()


def approved(where) -> int:
    cohort_id, _trainer, boss = where
    return services.approve(
        db.session.get_one(Cohort, cohort_id), [grade().enrolment_id], actor=boss, now=clock.now(), random=[bytes(16)]
    )[0]


def taken_back(where) -> int:
    cohort_id, trainer, _boss = where
    return grades.take_back(cohort_id, [grade().submission_id], actor=trainer, now=clock.now())


def released(where) -> int:
    cohort_id, trainer, _boss = where
    return grades.release(cohort_id, [grade().submission_id], actor=trainer, now=clock.now())
