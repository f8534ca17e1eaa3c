"""Waivers and extra tries: a training waived by its closing test, a step by decision, one more try when all are used."""

import pytest
from sqlalchemy import func, select

from app.curriculum.models import CourseVersion
from app.grading.queries.standing import class_standing
from app.kernel import cache
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Attempt, Enrolment, EnrolmentState, ExtraAttempt
from tests.factories import classes, people
from tests.learning.test_learner_pages import answers

BEFORE = "Lulus tes akhir membebaskan Anda dari seluruh pelatihan ini"
AFTER = "seluruh langkah lain pelatihan ini dibebaskan"
WHOLE = "Seluruh pelatihan, karena tes akhirnya lulus"


def test_passing_the_closing_test_first_of_all_waives_the_whole_training(waivable, as_user):
    cohort, (learner, enrolment) = waivable, classes.learner(waivable)
    client = as_user(learner)
    home = f"/belajar/{cohort.id}"
    assert BEFORE in client.get(home).get_data(as_text=True)
    assert BEFORE in client.get(f"{home}/tes-akhir").get_data(as_text=True)
    said = took(client, cohort, "tes-akhir", is_right=True)
    assert AFTER in said
    page = client.get(home).get_data(as_text=True)
    assert AFTER in page
    assert BEFORE not in page
    assert "100% langkah wajib selesai" in page
    assert waived(enrolment) == ["*"]
    one = class_standing(cohort.id).learners[0]
    assert [(line.title, line.is_met) for line in one.passing.requirements] == [("Tes akhir", True)]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "enrolment:waive")).one()
    assert (entry.subject_id, entry.actor_id, entry.detail) == (enrolment.id, None, {"steps": ["*"]})


def test_failing_it_waives_nothing(waivable, as_user):
    learner, enrolment = classes.learner(waivable)
    client = as_user(learner)
    assert AFTER not in took(client, waivable, "tes-akhir", is_right=False)
    assert waived(enrolment) == []
    assert BEFORE in client.get(f"/belajar/{waivable.id}").get_data(as_text=True)


def test_another_training_is_not_waived_by_it(app, as_user):
    cohort = classes.cohort()
    learner, enrolment = classes.learner(cohort)
    client = as_user(learner)
    assert BEFORE not in client.get(f"/belajar/{cohort.id}").get_data(as_text=True)
    took(client, cohort, "tes-akhir", is_right=True)
    assert waived(enrolment) == []
    trainer = as_user(classes.trainer(cohort))
    url = f"/angkatan/{cohort.id}/orang/{enrolment.id}"
    assert WHOLE not in trainer.get(url).get_data(as_text=True)
    assert trainer.post(f"{url}/bebaskan", data={"key": "*", "reason": "Sudah mahir"}).status_code == 422
    assert trainer.post(f"{url}/bebaskan", data={"key": "tes-akhir", "reason": "Sudah mahir"}).status_code == 422
    assert trainer.post(f"{url}/bebaskan", data={"key": "uj-1/tugas", "reason": "Sudah mahir"}).status_code == 303
    assert waived(enrolment) == ["uj-1/tugas"]


def test_the_trainer_waives_the_whole_training_only_after_the_closing_test_was_passed(waivable, as_user):
    learner, enrolment = classes.learner(waivable)
    trainer = as_user(classes.trainer(waivable))
    url = f"/angkatan/{waivable.id}/orang/{enrolment.id}"
    assert trainer.post(f"{url}/bebaskan", data={"key": "*", "reason": "Sudah mahir"}).status_code == 422
    took(as_user(learner), waivable, "tes-akhir", is_right=True)
    with work():
        db.session.get_one(Enrolment, enrolment.id).waived_steps = []
    assert WHOLE in trainer.get(url).get_data(as_text=True)
    assert trainer.post(f"{url}/bebaskan", data={"key": "*", "reason": "Lulus sebelum aturan ini"}).status_code == 303
    assert waived(enrolment) == ["*"]
    assert WHOLE not in trainer.get(url).get_data(as_text=True)


def test_one_more_try_is_refused_while_one_is_left_or_open(app, as_user):
    cohort = classes.cohort()
    learner, enrolment = classes.learner(cohort)
    client, trainer = as_user(learner), as_user(classes.trainer(cohort))
    url = f"/angkatan/{cohort.id}/orang/{enrolment.id}/percobaan"
    asked = {"step_id": classes.step("tes-akhir").id, "reason": "Listrik padam"}
    for left in (2, 1):
        refused = trainer.post(url, data=asked)
        assert refused.status_code == 422
        assert f"Masih ada {left} percobaan yang belum dipakai." in refused.get_data(as_text=True)
        took(client, cohort, "tes-akhir", is_right=False)
    assert trainer.post(url, data=asked).status_code == 303
    client.post(f"/belajar/{cohort.id}/tes-akhir/mulai")
    assert trainer.post(url, data=asked).status_code == 422, "the try that was given is open and not sent"
    assert db.session.scalar(select(func.count(ExtraAttempt.id))) == 1


def took(client, cohort, key, *, is_right) -> str:
    """One try at a test, from its beginning to the page of its result."""
    url = f"/belajar/{cohort.id}/{key}"
    client.post(f"{url}/mulai")
    attempt = db.session.scalars(select(Attempt).where(Attempt.finished_at.is_(None), Attempt.cohort_id == cohort.id)).one()
    sent = client.post(f"{url}/jawab", data=answers(key, attempt, is_right=is_right) | {"aksi": "kirim"})
    return client.get(sent.location).get_data(as_text=True)


def waived(enrolment) -> list[str]:
    db.session.rollback()
    return db.session.scalars(select(Enrolment.waived_steps).where(Enrolment.id == enrolment.id)).one()


@pytest.fixture
def waivable(app):
    """A class of a training that says `bebas_dengan_tes_akhir`."""
    cohort = classes.cohort()
    with work():
        version = db.session.get_one(CourseVersion, cohort.version_id)
        version.about = {**version.about, "waived_by_closing_test": True}
    cache.forget_all()
    return cohort


def test_the_way_to_an_account_stands_only_where_it_opens(as_user):
    """Somebody invited holds no role in the class yet, so its pelatih does not see his account; the office does."""
    cohort = classes.cohort()
    person = people.user()
    with work():
        enrolment = Enrolment(
            cohort_id=cohort.id, user_id=person.id, unit_path=cohort.unit_path, state=EnrolmentState.DIUNDANG, waived_steps=[]
        )
        db.session.add(enrolment)
    for reader, opens in ((classes.trainer(cohort), False), (people.pengelola(), True)):
        client = as_user(reader)
        page = client.get(f"/angkatan/{cohort.id}/orang/{enrolment.id}").get_data(as_text=True)
        assert (f'href="/orang/{person.id}"' in page) is opens
        assert client.get(f"/orang/{person.id}").status_code == (200 if opens else 404)
