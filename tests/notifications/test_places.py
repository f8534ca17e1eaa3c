"""Whoever gets or loses a place hears it: the pelatih of a class, its people, the holder of a certificate."""

import pytest
from sqlalchemy import select

from app.certificates import services as certificates
from app.certificates.models import Certificate
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.learning.services import cohorts, enrolments
from app.notifications.models import Mail, Notification
from tests.factories import classes, passers, people, works
from tests.factories.judged import computed

NOW = clock.now()


def bells(user):
    return db.session.scalars(select(Notification).where(Notification.user_id == user.id).order_by(Notification.id)).all()


def mails(user):
    return db.session.scalars(select(Mail).where(Mail.user_id == user.id).order_by(Mail.id)).all()


def test_the_holder_of_a_revoked_certificate_hears_why_and_whom_to_ask_and_the_mail_leaves_the_reason_out(app, room, as_user):
    holder, certificate = issued(app, room)
    as_user(room.boss).post(f"/sertifikat/{certificate.id}/cabut", data={"reason": "Naskahnya salinan berita orang lain"})
    bell = bells(holder)[-1]
    assert (bell.kind, bell.url) == ("sertifikat", "/sertifikat")
    for words in (certificate.number, "dicabut", "Naskahnya salinan berita orang lain. Bila ada", "Narahubung Uji", "0812"):
        assert words in bell.text, words
    mail = mails(holder)[-1]
    assert mail.subject == "Sertifikat Anda dicabut"
    assert "salinan" not in mail.body
    assert "Narahubung Uji" in mail.body
    page = as_user(holder).get("/sertifikat").get_data(as_text=True)
    assert "Alasannya: Naskahnya salinan berita orang lain" in page


def test_the_holder_of_a_replaced_certificate_hears_which_paper_counts_no_more(app, room, as_user):
    holder, old = issued(app, room)
    assert "pengganti" not in bells(holder)[-1].text
    as_user(room.boss).post(f"/sertifikat/{old.id}/ganti", data={"reason": "Gelar salah."})
    assert computed(app)
    new = db.session.scalars(select(Certificate).where(Certificate.replaces_id == old.id)).one()
    for text in (bells(holder)[-1].text, mails(holder)[-1].body):
        assert new.number in text
        assert f"{old.number} tidak berlaku lagi" in text
    assert mails(holder)[-1].subject == "Sertifikat pengganti Anda sudah terbit"


def test_whoever_is_let_go_hears_it_without_the_note_of_the_office(app, room):
    decided(room.enrolment, EnrolmentState.MUNDUR, room.boss)
    [bell] = bells(room.learner)
    assert bell.text.startswith(f"Anda tidak lagi menjadi peserta {room.cohort.name}")
    assert "Narahubung Uji" in bell.text
    [mail] = mails(room.learner)
    assert mail.subject.startswith("Anda tidak lagi menjadi peserta")
    assert all("Catatan kantor" not in text for text in (bell.text, mail.body))


def test_whoever_asked_himself_and_is_turned_down_hears_it(app, room):
    asker = people.user("Siti Rahma", email="siti@example.go.id")
    with work():
        asked = enrolments.ask_to_join(db.session.get_one(Cohort, room.cohort.id), asker.id, NOW)
    decided(asked, EnrolmentState.DITOLAK, room.boss)
    [bell] = bells(asker)
    assert bell.url == "/belajar"
    assert "tidak diterima" in bell.text
    assert "Catatan kantor" not in mails(asker)[0].body


def test_a_request_that_a_stranger_typed_is_turned_down_in_silence(app, room):
    stranger = people.user("Nama Asal", email="asal@example.go.id")
    with work():
        asked = Enrolment(
            cohort_id=room.cohort.id, user_id=stranger.id, unit_path=room.cohort.unit_path, state=EnrolmentState.MENUNGGU, waived_steps=[]
        )
        db.session.add(asked)
    decided(asked, EnrolmentState.DITOLAK, room.boss)
    assert bells(stranger) == []
    assert mails(stranger) == []


def test_a_new_pelatih_is_told_where_his_desk_is_and_one_who_is_taken_off_whom_to_ask(app, room):
    new = people.user("Pelatih Baru", email="baru@example.go.id")
    named(room, new.id)
    [bell] = bells(new)
    assert (bell.url, "ditunjuk sebagai pelatih" in bell.text) == (f"/meja/{room.cohort.id}", True)
    assert mails(new)[0].subject.startswith("Anda ditunjuk sebagai pelatih")
    [gone] = bells(room.trainer)
    assert "tidak lagi menjadi pelatih" in gone.text
    assert "Narahubung Uji" in gone.text
    named(room, new.id)
    assert len(bells(new)) == 1, "nothing changed"
    named(room, room.trainer.id)
    assert [one.text.split(" pelatih")[0] for one in bells(new)] == ["Anda ditunjuk sebagai", "Anda tidak lagi menjadi"]
    assert [one.text.split(" pelatih")[0] for one in bells(room.trainer)] == ["Anda tidak lagi menjadi", "Anda ditunjuk sebagai"]


def test_whoever_names_himself_is_not_told_what_he_did(app, room):
    named(room, room.trainer.id, room.boss.id)
    assert bells(room.boss) == []
    assert bells(room.trainer) == []


def issued(app, room):
    """Somebody who has an address, and his certificate."""
    passers.office(room.boss)
    holder, enrolment = passers.passed(room.cohort, room.trainer, people.user("Rahmi Yulianti", email="rahmi@example.go.id"))
    passers.confirmed(enrolment)
    with work():
        certificates.approve(
            db.session.get_one(Cohort, room.cohort.id), [enrolment.id], actor=works.actor(room.boss), now=clock.now(), random=[bytes(16)]
        )
    assert computed(app)
    return holder, db.session.scalars(select(Certificate)).one()


def decided(enrolment, state, boss):
    with work():
        enrolments.decide(db.session.get_one(Enrolment, enrolment.id), state, reason="Catatan kantor.", actor=works.actor(boss), now=NOW)


def named(room, *trainers):
    with work():
        cohorts.set_trainers(db.session.get_one(Cohort, room.cohort.id), trainers, actor=works.actor(room.boss), now=NOW)


@pytest.fixture
def room(app):
    """A class with its pelatih, its pengelola and a learner who has an address."""

    class Room:
        pass

    made = Room()
    made.cohort = classes.cohort()
    made.trainer, made.boss = classes.trainer(made.cohort), people.pengelola()
    made.learner, made.enrolment = classes.learner(made.cohort, people.user("Rahma Yeni", email="rahma@example.go.id"))
    return made
