"""A person's data are erased on request: what goes is gone everywhere, what stays says nobody's name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import worker
from app.accounts.models import Consent, Erasure, ErasureState, Grant, SignIn, Standing, User
from app.certificates.models import Certificate, Confirmation
from app.grading.models import Grade
from app.kernel import clock, storage
from app.kernel.audit import AuditEntry, broken_links
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Attempt, Enrolment, EnrolmentState, Progress
from app.media.models import Asset
from app.notifications import services as notifications
from app.notifications.models import Notification
from app.peerreview.models import Review, ReviewTask, TaskState
from app.submissions.models import Comment, Submission, Version
from tests.factories import people, rounds, wards
from tests.factories import world as worlds

SURE = {"is_sure": "y"}


def test_the_person_reads_what_goes_and_what_stays_asks_once_and_may_take_it_back(as_user, asker, office):
    client = as_user(asker)
    page = client.get("/saya/penghapusan").get_data(as_text=True)
    for words in ("Yang dihapus", "Yang tetap ada, dan mengapa", "nilai orang lain bertumpu padanya", "3 x 24 jam"):
        assert words in page
    assert client.post("/saya/penghapusan", data={}).status_code == 422
    assert the_request() is None
    for _twice in range(2):
        assert client.post("/saya/penghapusan", data=SURE).status_code == 303
    asked = the_request()
    assert asked.due_at - asked.asked_at == timedelta(hours=72)
    bell = db.session.scalars(select(Notification).where(Notification.user_id == office.id)).one()
    assert bell.url == "/orang/penghapusan"
    assert asker.name not in bell.text
    assert "Tarik kembali" in client.get("/saya/penghapusan").get_data(as_text=True)
    client.post("/saya/penghapusan/tarik")
    assert the_request().state is ErasureState.DITARIK
    client.post("/saya/penghapusan", data=SURE)
    assert len(db.session.scalars(select(Erasure)).all()) == 2


def test_the_office_sees_the_deadline_in_words_and_answers_with_a_reason(as_user, asker, office):
    client, desk = as_user(asker), as_user(office)
    client.post("/saya/penghapusan", data=SURE)
    page = desk.get("/orang/penghapusan").get_data(as_text=True)
    assert "Jawab sebelum" in page
    assert "3 hari lagi" in page
    assert asker.name in page
    with work():
        the_request().due_at = clock.now() - timedelta(hours=2)
    assert "Ada permintaan penghapusan data" in desk.get(f"/orang/{asker.id}").get_data(as_text=True)
    assert "lewat batas 3 x 24 jam" in desk.get("/orang/penghapusan").get_data(as_text=True)
    address = f"/orang/penghapusan/{the_request().id}"
    assert "Yang tetap ada" in desk.get(address).get_data(as_text=True)
    assert desk.post(f"{address}/jawab", data={"reason": ""}).status_code == 422
    assert desk.post(f"{address}/jawab", data={"reason": "Keberatan nilai belum selesai."}).status_code == 303
    assert "Keberatan nilai belum selesai." in client.get("/saya/penghapusan").get_data(as_text=True)
    assert desk.post(f"{address}/jalankan").status_code == 409
    assert db.session.get_one(User, asker.id).standing is Standing.AKTIF


def test_requests_of_others_are_not_found_and_nobody_decides_his_own(as_user, asker, office):
    as_user(asker).post("/saya/penghapusan", data=SURE)
    address = f"/orang/penghapusan/{the_request().id}"
    far = as_user(people.pengelola(people.unit_named("MAN Selatan")))
    for stranger in (far, as_user(asker), as_user(people.user())):
        assert stranger.get(address).status_code == 404
        assert stranger.post(f"{address}/jalankan").status_code == 404
        assert stranger.post(f"{address}/jawab", data={"reason": "x"}).status_code == 404
    assert asker.name not in far.get("/orang/penghapusan").get_data(as_text=True)
    assert the_request().state is ErasureState.DIMINTA
    own = as_user(office)
    own.post("/saya/penghapusan", data=SURE)
    mine = db.session.scalars(select(Erasure).where(Erasure.user_id == office.id)).one()
    assert own.post(f"/orang/penghapusan/{mine.id}/jalankan").status_code == 403
    assert "Pengelola lain" in own.get(f"/orang/penghapusan/{mine.id}").get_data(as_text=True)


def test_what_somebody_made_is_gone_and_what_others_rest_on_stays_without_his_name(app, as_user):
    world = worlds.made(app)
    me, boss = world.insiders["me"], world.insiders["boss"]
    name, username, address = me.name, me.username, "saya.dunia@contoh.go.id"
    with work():
        db.session.get_one(User, me.id).email = address
        notifications.mail(user_id=me.id, recipient=address, subject="Uji", body=f"Yth. {name}", now=clock.now())
    as_user(boss).post(f"/orang/{me.id}/keluarkan")
    rounds.send(db.session.scalars(select(ReviewTask).where(ReviewTask.reviewer_id == me.id)).first())
    worker.run_due(app)
    files = set(db.session.scalars(select(Asset.digest).where(Asset.owner_id == me.id)))
    assert files <= set(dict(storage.names()))
    grades = facts_of(Grade, Grade.grade, Grade.levels)
    sent = facts_of(Review, Review.strength, Review.levels, where=Review.task_id.in_(by(me)))
    assert files
    assert grades
    assert sent
    erased(as_user, me, boss)
    worker.run_due(app)
    db.session.expire_all()
    shell = db.session.get_one(User, me.id)
    assert (shell.name, shell.email, shell.phone, shell.nip, shell.password_hash) == ("Nama dihapus", None, None, None, "")
    assert shell.standing is Standing.NONAKTIF
    assert db.session.scalars(select(SignIn).where(SignIn.user_id == me.id)).all() == []
    assert db.session.scalars(select(Grant).where(Grant.user_id == me.id, Grant.revoked_at.is_(None))).all() == []
    mine = select(Version.id).where(Version.author_id == me.id)
    assert set(db.session.execute(select(Version.text, Version.change_note).where(Version.author_id == me.id)).all()) == {("", "")}
    assert all(draft == {} for draft in db.session.scalars(select(Submission.draft).where(Submission.author_id == me.id)))
    assert db.session.scalars(select(Comment).where(Comment.version_id.in_(mine))).all() == []
    about = select(ReviewTask.id).where(ReviewTask.author_id == me.id)
    assert {(one.strength, one.question) for one in db.session.scalars(select(Review).where(Review.task_id.in_(about)))} == {("", "")}
    assert not files & set(dict(storage.names()))
    assert db.session.scalars(select(Asset).where(Asset.owner_id == me.id)).all() == []
    enrolled = select(Enrolment.id).where(Enrolment.user_id == me.id)
    assert all(one == {} for one in db.session.scalars(select(Progress.answers).where(Progress.enrolment_id.in_(enrolled))))
    assert all(one == {} for one in db.session.scalars(select(Attempt.answers).where(Attempt.user_id == me.id)))
    assert set(db.session.scalars(select(Enrolment.state).where(Enrolment.user_id == me.id))) == {EnrolmentState.MUNDUR}
    assert facts_of(Grade, Grade.grade, Grade.levels) == grades
    assert facts_of(Review, Review.strength, Review.levels, where=Review.task_id.in_(by(me))) == sent
    done = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "erasure:done")).one()
    assert (done.subject_id, done.actor_id, done.reason, done.detail) == (me.id, boss.id, "", {"cause": "sendiri"})
    assert broken_links() == []
    left = [table.name for table in db.metadata.sorted_tables if holds(table, name, username, address)]
    assert left == []


@pytest.mark.slow
def test_no_page_of_anybody_shows_him_any_more_and_none_breaks(app, as_user):
    world = worlds.made(app)
    me = world.insiders["me"]
    name, text = me.name, "Satu dua enam empat lima"
    erased(as_user, me, world.insiders["boss"])
    seen = 0
    clients = [as_user(one) for who, one in world.insiders.items() if who != "me"]
    peers = [as_user(db.session.get_one(User, one)) for one in set(db.session.scalars(select(ReviewTask.reviewer_id)))]
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint.startswith("ops."):
            continue
        address = world.address(app, rule)
        for client in (*clients, *peers):
            answer = client.get(address)
            assert answer.status_code < 500, address
            body = answer.get_data()
            assert name.encode() not in body, address
            assert text.encode() not in body, address
            seen += answer.status_code == 200
    for task in db.session.scalars(select(ReviewTask)).all():
        reader = db.session.get_one(User, task.reviewer_id)
        assert as_user(reader).get(f"/telaah/{task.id}").status_code < 500
    assert seen > 100


def test_a_work_that_a_peer_was_reading_is_taken_from_his_page(app, as_user):
    world = worlds.made(app)
    me = world.insiders["me"]
    erased(as_user, me, world.insiders["boss"])
    states = db.session.execute(select(ReviewTask.state, ReviewTask.author_id, ReviewTask.reviewer_id)).all()
    running = {TaskState.DITAWARKAN, TaskState.DIBUKA}
    assert not [row for row in states if me.id in row[1:] and row[0] in running]
    assert [row for row in states if row[0] in running]


def test_an_issued_certificate_can_be_verified_on_and_a_content_shared_with_another_stays(app, as_user):
    world = worlds.made(app)
    graduate, boss, other = world.insiders["graduate"], world.insiders["boss"], world.insiders["me"]
    with work():
        for owner in (graduate, other):
            shared = Asset(
                owner_id=owner.id, cohort_id=None, unit_path=owner.unit_path, kind="gambar", digest=storage.put(b"foto bersama"),
                size=12, media_type="image/jpeg", original_name="foto.jpg", created_at=clock.now(),
            )  # fmt: skip
            db.session.add(shared)
    erased(as_user, graduate, boss)
    worker.run_due(app)
    certificate = db.session.scalars(select(Certificate)).one()
    assert storage.get(certificate.file_digest).startswith(b"%PDF-")
    public = as_user(other).get(f"/s/{certificate.code}").get_data(as_text=True)
    assert certificate.number in public
    assert db.session.scalars(select(Confirmation).where(Confirmation.enrolment_id == certificate.enrolment_id)).all() == []
    assert storage.get(storage.digest_of(b"foto bersama")) == b"foto bersama"


def test_the_guardians_withdrawal_opens_the_request_and_a_new_letter_closes_it(app, as_user, pupil, mentor, office):
    hand = as_user(mentor)
    hand.post(f"/pendamping/{pupil.id}", data=wards.letter())
    hand.post(f"/pendamping/{pupil.id}/cabut", data={"reason": "Permintaan ibu"})
    assert (the_request().cause.value, the_request().state) == ("wali", ErasureState.DIMINTA)
    behind = as_user(pupil)
    page = behind.get("/saya/penghapusan").get_data(as_text=True)
    assert "mencabut persetujuan" in page
    behind.post("/saya/penghapusan/tarik")
    assert the_request().state is ErasureState.DIMINTA
    hand.post(f"/pendamping/{pupil.id}", data=wards.letter())
    assert the_request().state is ErasureState.DITARIK
    hand.post(f"/pendamping/{pupil.id}/cabut", data={"reason": "Permintaan ibu lagi"})
    photo = db.session.scalars(select(Asset.digest)).one()
    desk = as_user(office)
    assert desk.post(f"/orang/penghapusan/{the_request().id}/jalankan").status_code == 303
    worker.run_due(app)
    assert {(one.guardian_name, one.evidence_id) for one in db.session.scalars(select(Consent))} == {("", None)}
    assert all(one.withdrawn_at for one in db.session.scalars(select(Consent)))
    assert photo not in dict(storage.names())
    assert as_user(mentor).get(f"/pendamping/{pupil.id}").status_code == 404
    page = desk.get(f"/orang/{pupil.id}").get_data(as_text=True)
    assert "Akunnya tidak dapat dibuka lagi" in page
    assert "Aktifkan kembali" not in page
    assert desk.post(f"/orang/{pupil.id}/aktif", data={"akun-reason": "Ingin kembali"}).status_code == 409


def by(user: User):
    return select(ReviewTask.id).where(ReviewTask.reviewer_id == user.id, ReviewTask.state == TaskState.TERKIRIM)


def facts_of(model, *columns, where=None):
    statement = select(*columns).order_by(model.id)
    return db.session.execute(statement if where is None else statement.where(where)).all()


def holds(table, *words: str) -> bool:
    """Whether any row of a table still says one of these words."""
    rows = [repr(tuple(row)) for row in db.session.execute(select(*table.columns))]
    return any(word in row for row in rows for word in words)


def the_request() -> Erasure | None:
    db.session.expire_all()
    return db.session.scalars(select(Erasure).order_by(Erasure.id.desc())).first()


def erased(as_user, user: User, office: User) -> None:
    as_user(user).post("/saya/penghapusan", data=SURE)
    wanted = db.session.scalars(select(Erasure.id).where(Erasure.user_id == user.id)).one()
    assert as_user(office).post(f"/orang/penghapusan/{wanted}/jalankan").status_code == 303


@pytest.fixture
def asker(app) -> User:
    return people.user("Rahma Peminta", unit=people.unit_named("MAN Utara"))


@pytest.fixture
def office(app) -> User:
    return people.pengelola()


@pytest.fixture
def mentor(app) -> User:
    return wards.mentor("Guru Damping", unit=people.unit_named("MAN Utara"))


@pytest.fixture
def pupil(app, mentor) -> User:
    return wards.pupil("Rafi Pratama", mentor)
