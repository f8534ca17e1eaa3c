"""The author's page: what is seen before and after the release, by whom."""

import re

from sqlalchemy import select

from app.access.scope import Actor
from app.grading.models import Grade, ReviewQuality
from app.grading.services import grades
from app.kernel import clock
from app.kernel.db import db
from app.kernel.i18n import amount
from app.kernel.work import work
from tests.factories import classes, judged, works
from tests.factories.judged import computed


def test_reviews_become_held_grades_and_marks_of_quality_in_the_worker(app, desk):
    desk.reviewed(((2, 2, 2), (3, 3, 3), (3, 3, 3), (4, 4, 4)))
    assert computed(app) == 1
    rows = db.session.scalars(select(Grade).order_by(Grade.grade)).all()
    assert len(rows) == 4
    assert rows[0].levels == {"dampak": 2.0, "struktur": 2.0, "etika": 2.0}
    assert rows[0].grade < rows[3].grade
    assert all(one.released_at is None and one.reviews == 3 and one.lo90 < one.grade < one.hi90 for one in rows)
    assert len(db.session.scalars(select(ReviewQuality)).all()) == 4


def test_a_second_computation_changes_nothing_and_waiting_jobs_are_not_doubled(app, desk):
    desk.reviewed()
    assert computed(app)
    before = db.session.scalars(select(Grade.grade)).all()
    judged.review(desk.round, desk.versions[0], classes.learner(desk.cohort)[0], (3, 3, 3))
    judged.review(desk.round, desk.versions[1], classes.learner(desk.cohort)[0], (3, 3, 3))
    assert computed(app) == 1
    assert len(db.session.scalars(select(Grade.grade)).all()) == len(before)


def test_before_the_review_deadline_the_author_sees_only_what_is_awaited(app, desk, as_user):
    desk.reviewed(is_over=False)
    assert computed(app)
    page = text(as_user(desk.people[0]), desk)
    assert "Nilai belum diumumkan" in page
    assert "Terasnya jelas" not in page
    assert "grade-big" not in page


def test_after_the_review_deadline_comments_but_no_levels(app, desk, as_user):
    judged.round_of(desk.task, is_over=True)
    judged.review(desk.round, desk.versions[0], desk.people[1], (1, 3, 3), comment="Tanda di judul.", notes={"dampak": "Kurang."})
    assert computed(app)
    page = text(as_user(desk.people[0]), desk)
    assert "Terasnya jelas" in page
    assert "Tanda di judul." in page
    assert 'id="tanda-1"' in page
    assert "Level" not in page
    assert "grade-big" not in page
    assert desk.people[1].name not in page


def test_an_early_release_opens_the_reviews_on_both_of_the_authors_pages(app, desk, as_user):
    desk.reviewed(is_over=False)
    assert computed(app)
    author, mine = as_user(desk.people[0]), f"/telaah/naskah-saya/{desk.versions[0].submission_id}"
    assert "Telaah dibuka setelah masanya berakhir" in author.get(mine).get_data(as_text=True)
    with work():
        grades.release(desk.cohort.id, [desk.versions[0].submission_id], actor=works.actor(desk.trainer), now=clock.now())
    page = author.get(mine).get_data(as_text=True)
    assert "Telaah dibuka setelah masanya berakhir" not in page
    assert "Terasnya jelas" in page
    assert "sudah lewat" not in page
    assert "Terasnya jelas" in text(author, desk)
    review = page.partition(f'action="{mine}/nilai/')[2].partition('"')[0]
    assert author.post(f"{mine}/nilai/{review}", data={"berguna": "3"}).status_code == 303


def test_what_the_trainer_wants_mended_stands_beside_the_way_to_mend_it(app, desk, as_user):
    client, author = as_user(desk.trainer), as_user(desk.people[0])
    client.post(f"/meja/naskah/{desk.versions[0].submission_id}/revisi", data={"why": "Samarkan nama anak."})
    page = text(author, desk)
    assert "Samarkan nama anak." in page.partition("Perbaiki naskah ini")[2].partition("Tulis versi baru")[0]


def test_the_points_of_whole_levels_add_up_to_the_grade(app, desk, as_user):
    with work():
        desk.task.rubric.criteria = [one | {"weight": weight} for one, weight in zip(desk.task.rubric.criteria, (35, 45, 20), strict=True)]
    client, work_id = as_user(desk.trainer), desk.versions[0].submission_id
    levels = dict(zip([one["id"] for one in desk.task.rubric.criteria], "113", strict=True))
    client.post(f"/meja/naskah/{work_id}", data={f"tingkat-{key}": level for key, level in levels.items()})
    with work():
        grades.release(desk.cohort.id, [work_id], actor=works.actor(desk.trainer), now=clock.now())
    page = text(as_user(desk.people[0]), desk)
    assert re.findall(r">([\d,]+) dari \d+ poin<", page) == ["8,75", "11,25", "15"]
    assert "<b>35</b>" in page


def test_after_the_release_grade_levels_and_why(app, desk, as_user):
    desk.reviewed()
    assert computed(app)
    released(desk)
    page = text(as_user(desk.people[0]), desk)
    mine = db.session.scalars(select(Grade).where(Grade.author_id == desk.people[0].id)).one()
    assert f"<b>{amount(mine.grade)}</b>" in page
    assert "Nilai sejawat dari 3 telaah." in page
    assert "Pelatih " in page.partition("Riwayat nilai")[2]
    assert "Level 3" in page
    for other in desk.people[1:]:
        assert other.name not in page


def test_the_release_cannot_be_taken_back_once_opened(app, desk, as_user):
    desk.reviewed()
    assert computed(app)
    ids = released(desk)
    client = as_user(desk.people[0])
    assert client.post(f"/umpan-balik/{desk.versions[0].submission_id}/dibuka").status_code == 303
    with work():
        assert grades.take_back(desk.cohort.id, ids, actor=actor(desk), now=clock.now()) == 3


def test_another_persons_feedback_is_not_there(app, desk, as_user):
    other = as_user(desk.people[1])
    url = f"/umpan-balik/{desk.versions[0].submission_id}"
    assert other.get(url).status_code == 404
    assert other.post(f"{url}/dibuka").status_code == 404
    assert as_user(desk.trainer).get(url).status_code == 404


def text(client, desk):
    answer = client.get(f"/umpan-balik/{desk.versions[0].submission_id}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def actor(desk) -> Actor:
    return works.actor(desk.trainer)


def released(desk):
    ids = [version.submission_id for version in desk.versions]
    with work():
        assert grades.release(desk.cohort.id, ids, actor=actor(desk), now=clock.now()) == len(ids)
    return ids
