"""A pelatih of a class does not come into it as peserta, nor a peserta onto the other side of the desk."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts.models import Grant
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import Denied
from app.kernel.work import work
from app.learning.models import Enrolment, EnrolmentState
from app.learning.services import enrolments, invitations
from tests.factories import classes, people, works
from tests.learning.test_cohorts import form
from tests.learning.test_office import place


def test_the_line_of_a_pelatih_is_refused_and_the_other_lines_are_kept(app, as_user):
    cohort = classes.cohort()
    trainer = classes.trainer(cohort)
    lines = f"Pelatih Kita; {trainer.username}; MAN Utara\nRahmi; rahmi@contoh.go.id; MAN Utara"
    answer = as_user(people.pengelola()).post(f"/angkatan/{cohort.id}/undang", data={"lines": lines, "kind": "peserta"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Baris 1" in page
    assert "Orang ini pelatih angkatan ini" in page
    assert "1 baris lain sudah benar" in page
    assert "Rahmi; rahmi@contoh.go.id" in page
    assert db.session.scalar(select(Enrolment.id)) is None


def test_the_service_refuses_a_pelatih_named_while_the_list_was_read(app):
    cohort, office = classes.cohort(), people.pengelola()
    guest = invitations.Guest(name="Pelatih", unit_id=cohort.unit_id, username=classes.trainer(cohort).username)
    with pytest.raises(Denied, match="pelatih angkatan ini"), work():
        invitations.invite(
            cohort, (guest,), are_pupils=False, mentor_id=None, actor=works.actor(office), public_url="", now=clock.now()
        )


def test_a_pelatih_is_led_to_his_desk_by_the_class_link_and_cannot_ask(app, as_user):
    cohort = classes.cohort(join_token="tautan-kelas-uji")
    client = as_user(classes.trainer(cohort))
    page = client.get("/gabung/tautan-kelas-uji").get_data(as_text=True)
    assert f'href="/meja/{cohort.id}"' in page
    assert "Minta bergabung" not in page
    asked = client.post("/gabung/tautan-kelas-uji")
    assert asked.status_code == 403
    assert "Anda pelatih angkatan ini" in asked.get_data(as_text=True)
    assert db.session.scalar(select(Enrolment.id)) is None


def test_who_is_in_the_class_is_led_to_it_by_the_class_link(app, as_user):
    cohort = classes.cohort(join_token="tautan-kelas-uji")
    learner, _enrolment = classes.learner(cohort)
    page = as_user(learner).get("/gabung/tautan-kelas-uji").get_data(as_text=True)
    assert f'href="/belajar/{cohort.id}"' in page
    assert "Minta bergabung" not in page
    assert "Minta bergabung" in as_user(people.user()).get("/gabung/tautan-kelas-uji").get_data(as_text=True)


@pytest.mark.parametrize("state", [EnrolmentState.DITERIMA, EnrolmentState.DIUNDANG])
def test_a_peserta_is_not_made_pelatih_of_his_class(app, as_user, state):
    cohort = classes.cohort()
    trainer, learner = classes.trainer(cohort), people.user("Peserta Kita")
    row, client = place(cohort, state, learner), as_user(people.pengelola())
    people.grant(learner, Role.PELATIH, cohort_id=classes.cohort().id)
    data = form(trainers=[trainer.id, learner.id], version_id=cohort.version_id, yakin=["apa pun"])
    refused = client.post(f"/angkatan/{cohort.id}/atur", data=data)
    assert refused.status_code == 422
    assert "Peserta Kita sudah masuk atau diundang sebagai peserta angkatan ini" in refused.get_data(as_text=True)
    held = select(Grant.user_id).where(Grant.cohort_id == cohort.id, Grant.role == Role.PELATIH)
    assert db.session.scalars(held).all() == [trainer.id]
    with work():
        row.state = EnrolmentState.MUNDUR
    assert client.post(f"/angkatan/{cohort.id}/atur", data=data).status_code == 303


@pytest.mark.parametrize("state", [EnrolmentState.MENUNGGU, EnrolmentState.MUNDUR])
def test_a_pelatih_whose_request_waited_is_not_let_in(app, as_user, state):
    cohort = classes.cohort()
    trainer, client = classes.trainer(cohort), as_user(people.pengelola())
    row = place(cohort, state, trainer)
    for asked_at in (clock.now(), None):  # by himself, or by whoever typed his address
        with work():
            row.asked_at = asked_at
        assert client.post(f"/angkatan/{cohort.id}/orang/{row.id}/putuskan", data={"state": "diterima"}).status_code == 403
    db.session.refresh(row)
    assert row.state is state


def test_setting_a_password_puts_nobody_into_the_class_that_he_trains(app):
    cohort = classes.cohort()
    row = place(cohort, EnrolmentState.DIUNDANG, classes.trainer(cohort))
    with work():
        enrolments.on_invitation_accepted(row.user_id, cohort.id, clock.now())
    assert row.state is EnrolmentState.DIUNDANG


def test_who_is_on_both_sides_since_before_is_named_where_the_office_looks(app, as_user):
    """It is refused now; rows of older sites hold it."""
    cohort, client = classes.cohort(), as_user(people.pengelola())
    trainer, other = classes.trainer(cohort), classes.trainer(cohort)
    address = f"/angkatan/{cohort.id}"
    assert "Pelatih sekaligus peserta" not in client.get(address).get_data(as_text=True)
    mine = place(cohort, EnrolmentState.DITERIMA, trainer)
    place(cohort, EnrolmentState.MUNDUR, other)
    page = client.get(address).get_data(as_text=True)
    assert f"Pelatih sekaligus peserta: {trainer.name}." in page
    assert f'href="{address}/atur"' in page
    assert "Pelatih sekaligus peserta" not in as_user(other).get(address).get_data(as_text=True), "he cannot mend it"
    assert client.post(f"{address}/orang/{mine.id}/putuskan", data={"state": "mundur", "reason": "Ia pelatihnya."}).status_code == 303
    assert "Pelatih sekaligus peserta" not in client.get(address).get_data(as_text=True)
