"""Keberatan: who may object, until when, how often; what stands in the queue; how the answer reaches the author."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.scope import Scope
from app.grading.core.appeal import WINDOW, Appeal, stands
from app.grading.models import Act, Grade, GradeEvent
from app.grading.queries import desk as desk_queries
from app.grading.services import grades
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.notifications.models import Notification
from tests.factories import works
from tests.factories.judged import computed

NOW = clock.now()
REASON = "Dampak diberi level 2, padahal alinea kedua menyebut warga yang terlayani."


@pytest.mark.parametrize(
    ("facts", "how"),
    [
        ({"released_at": None}, Appeal.NONE),
        ({"is_own": True}, Appeal.NONE),
        ({}, Appeal.MAY),
        ({"released_at": NOW - WINDOW - timedelta(seconds=1), "graded_at": NOW - timedelta(days=9)}, Appeal.OVER),
        ({"released_at": NOW - timedelta(days=30), "graded_at": NOW - timedelta(days=1)}, Appeal.MAY),
        ({"appealed_at": NOW}, Appeal.OPEN),
        ({"answered_at": NOW}, Appeal.ANSWERED),
        ({"answered_at": NOW - timedelta(days=3), "graded_at": NOW - timedelta(days=1)}, Appeal.MAY),
    ],
)
def test_when_an_objection_stands(facts, how):
    usual = {
        "released_at": NOW - timedelta(days=2), "graded_at": NOW - timedelta(days=5), "is_own": False, "appealed_at": None,
        "answered_at": None, "now": NOW,
    }  # fmt: skip
    assert stands(**(usual | facts)) is how


def test_an_objection_needs_a_reason_and_keeps_what_was_typed(released, as_user):
    client = as_user(released.people[0])
    refused = client.post(f"{url(released)}/keberatan", data={"keberatan": "  "})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'href="#keberatan"' in page
    assert page.count('id="keberatan"') == 1
    assert mine(released).appealed_at is None


def test_an_objection_stands_in_the_queue_with_its_reason_and_is_answered(released, as_user):
    author, trainer = as_user(released.people[0]), as_user(released.trainer)
    assert author.post(f"{url(released)}/keberatan", data={"keberatan": REASON}).status_code == 303
    assert "menunggu jawaban pelatih" in author.get(url(released)).get_data(as_text=True)
    queue = trainer.get(f"/meja/{released.cohort.id}?tugas={released.task.id}").get_data(as_text=True)
    assert "berkeberatan" in queue
    assert REASON in queue
    assert db.session.scalars(select(Notification.text).where(Notification.user_id == released.trainer.id, Notification.text.contains("keberatan"))).all()
    page = trainer.get(judging(released)).get_data(as_text=True)
    assert REASON in page
    assert "Penulis berkeberatan" in page
    assert f"{released.people[0].name} berkeberatan" not in page, "the desk may still be blind"
    assert trainer.post(f"{judging(released)}/keberatan", data={"jawaban": ""}).status_code == 422
    answer = "Warga itu baru disebut di alinea ketiga; level 2 tetap."
    assert trainer.post(f"{judging(released)}/keberatan", data={"jawaban": answer}).status_code == 303
    page = author.get(url(released)).get_data(as_text=True)
    assert answer in page
    assert REASON in page
    assert "Keberatan Anda sudah dijawab" in page
    assert waiting(released) == ()
    again = author.post(f"{url(released)}/keberatan", data={"keberatan": "Tetap keliru."})
    assert again.status_code == 403
    kinds = [event.act for event in db.session.scalars(select(GradeEvent).where(GradeEvent.submission_id == first(released)).order_by(GradeEvent.id))]
    assert kinds[-2:] == [Act.KEBERATAN, Act.DIJAWAB]


def test_an_answer_to_an_objection_that_a_colleague_answered_stays_on_the_page(released, as_user):
    author, trainer = as_user(released.people[0]), as_user(released.trainer)
    author.post(f"{url(released)}/keberatan", data={"keberatan": REASON})
    assert trainer.post(f"{judging(released)}/keberatan", data={"jawaban": "Level 2 tetap."}).status_code == 303
    late = trainer.post(f"{judging(released)}/keberatan", data={"jawaban": "Saya setuju dengan penulis."})
    page = late.get_data(as_text=True)
    assert late.status_code == 403
    assert "Saya setuju dengan penulis.</textarea>" in page
    assert "Tidak ada keberatan yang menunggu" in page


def test_a_changed_grade_is_the_answer_and_ends_the_matter(released, as_user):
    author, trainer = as_user(released.people[0]), as_user(released.trainer)
    author.post(f"{url(released)}/keberatan", data={"keberatan": REASON})
    assert waiting(released) == ("keberatan",)
    levels = {f"tingkat-{one}": "4" for one in ("dampak", "struktur", "etika")}
    form = levels | {"version_id": str(released.versions[0].id), "dasar": mine(released).graded_at.isoformat(), "reason": "Benar, warga disebut di alinea kedua."}
    assert trainer.post(judging(released), data=form).status_code == 303
    page = author.get(url(released)).get_data(as_text=True)
    assert "Benar, warga disebut di alinea kedua." in page
    assert mine(released).grade == 100
    assert waiting(released) == ()
    assert author.post(f"{url(released)}/keberatan", data={"keberatan": "Masih keliru."}).status_code == 403


def test_after_the_week_and_for_others_there_is_no_objection(released, as_user):
    with work():
        mine(released).released_at = clock.now() - timedelta(days=8)
        mine(released).graded_at = clock.now() - timedelta(days=9)
    author, other = as_user(released.people[0]), as_user(released.people[1])
    assert "Masa keberatan berakhir" in author.get(url(released)).get_data(as_text=True)
    refused = author.post(f"{url(released)}/keberatan", data={"keberatan": REASON})
    assert refused.status_code == 403
    assert REASON in refused.get_data(as_text=True), "what he typed is his to keep"
    assert other.post(f"{url(released)}/keberatan", data={"keberatan": REASON}).status_code == 404
    assert other.post(f"{judging(released)}/keberatan", data={"jawaban": "x"}).status_code in {403, 404}


def url(desk):
    return f"/umpan-balik/{first(desk)}"


def judging(desk):
    return f"/meja/naskah/{first(desk)}"


def first(desk):
    return desk.versions[0].submission_id


def mine(desk) -> Grade:
    return db.session.scalars(select(Grade).where(Grade.submission_id == first(desk))).one()


def waiting(desk):
    found = desk_queries.one_class(desk.cohort.id, Scope(everything=True), clock.now())
    return next(tuple(map(str, work.waits)) for work in found.task(desk.task.id).works if work.submission_id == first(desk))


@pytest.fixture
def released(app, desk):
    """Four works that nobody need read: graded by the pelatih and released."""
    desk.reviewed()
    assert computed(app)
    actor = works.actor(desk.trainer)
    ids = [version.submission_id for version in desk.versions]
    with work():
        for version in desk.versions:
            grades.grade_by_trainer(
                version.submission, version_id=version.id, levels={"dampak": 2, "struktur": 3, "etika": 3}, feedback="",
                reason="", based_on=None, actor=actor, now=clock.now() - timedelta(hours=2),
            )
    with work():
        grades.release(desk.cohort.id, ids, actor=actor, now=clock.now() - timedelta(hours=1))
    return desk
