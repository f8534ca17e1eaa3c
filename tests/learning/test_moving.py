"""A class is moved to another version of its training: what was done moves along, nothing is lost, and it can come back."""

from copy import deepcopy
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from app.access.permissions import Can
from app.access.scope import scope_of
from app.curriculum.core.path import StepKind
from app.curriculum.models import Course, CourseVersion, Module, Step
from app.grading.models import Grade, Source
from app.grading.queries.standing import class_standing
from app.kernel import clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Attempt, Cohort, Enrolment, EnrolmentState, ExtraAttempt, Progress
from app.learning.queries import learner
from app.learning.queries import moves as queries
from app.learning.services import moving
from app.notifications.models import Notification
from app.submissions.models import Assignment
from app.submissions.queries import learner as tasks_of_learner
from tests.factories import classes, people, works
from tests.learning.test_learner_pages import answers

GONE = "uj-1/02-lanjut"
ADDED = "uj-1/99-tambahan"


def test_what_was_done_moves_to_the_same_step_and_back_again(app, running):
    cohort, enrolment, first = running
    before = picture(enrolment)
    assert {"uj-1/kuis", "uj-1/01-baca", GONE} <= before.keys()
    second = next_version(drop={GONE}, add={ADDED: "uj-1/01-baca"})
    go(cohort, second)
    assert picture(enrolment) == {key: facts for key, facts in before.items() if key != GONE}
    assert db.session.get_one(Cohort, cohort.id).version_id == second
    place = learner.place_of(db.session.get_one(Enrolment, enrolment.id))
    statuses = learner.standing(place).statuses
    assert GONE not in statuses
    assert str(statuses[ADDED]) == "belum"
    assert str(statuses["uj-2/01-baca"]) == "selesai", "waived by its key"
    assert step_of(db.session.get_one(Enrolment, enrolment.id).last_step_id) == ("uj-1/kuis", second)
    assert kept_at(enrolment, first) == [GONE], "what is no longer asked stays where it was done"
    go_back(cohort, first)
    assert picture(enrolment) == before
    assert kept_at(enrolment, second) == []
    assert db.session.scalars(select(Attempt.given_step_id).where(Attempt.enrolment_id == enrolment.id)).all() == [None, None]


def test_a_step_that_was_gone_and_comes_again_brings_its_rows(app, running):
    cohort, enrolment, _first = running
    before = picture(enrolment)
    go(cohort, next_version(drop={GONE}))
    go(cohort, next_version(add={GONE: GONE}, digest="ketiga"))
    assert picture(enrolment) == before


def test_a_try_keeps_the_items_that_it_was_begun_with(app, running, as_user):
    cohort, enrolment, _first = running
    client = as_user(enrolment.user)
    url = f"/belajar/{cohort.id}/uj-2/kuis"
    client.post(f"{url}/mulai")
    attempt = db.session.scalars(select(Attempt).where(Attempt.finished_at.is_(None))).one()
    filled = answers("uj-2/kuis", attempt, is_right=True)
    go(cohort, next_version(change={"uj-2/kuis": other_questions}))
    page = client.get(url).get_data(as_text=True)
    assert "Soal yang lain sama sekali" not in page
    sent = client.post(f"{url}/jawab", data=filled | {"aksi": "kirim"})
    assert sent.status_code == 303
    assert "Nilai 100" in client.get(sent.location).get_data(as_text=True)
    client.post(f"{url}/mulai")
    assert "Soal yang lain sama sekali" in client.get(url).get_data(as_text=True)
    scores = db.session.execute(select(Progress.score, Step.key).join(Step, Step.id == Progress.step_id).where(Step.key == "uj-2/kuis")).all()
    assert scores == [(100, "uj-2/kuis")]


def test_a_task_with_works_stays_as_it_was_given_and_others_are_new(app, running):
    cohort, enrolment, first = running
    tasks = works.opened(cohort)
    sent, unsent = tasks["teks"], tasks["lembar"]
    rubrics = {one.id: one.rubric_id for one in (sent, unsent)}
    dates = unsent.due_at
    works.sent(enrolment.user, sent)
    keys = {one.id: db.session.get_one(Step, one.step_id).key for one in (sent, unsent)}
    go(cohort, next_version(change=dict.fromkeys(keys.values(), other_task)))
    for one in (sent, unsent):
        assert step_of(one.step_id)[0] == keys[one.id]
    assert sent.given_step_id == db.session.scalars(select(Step.id).where(Step.version_id == first, Step.key == keys[sent.id])).one()
    assert (sent.title, sent.rubric_id) != ("Tugas lain", None)
    assert sent.rubric_id == rubrics[sent.id]
    assert unsent.given_step_id is None
    assert unsent.title == "Tugas lain"
    assert unsent.rubric_id != rubrics[unsent.id]
    assert unsent.due_at == dates
    from_page = [works_brief(enrolment.user, one.id).task.title for one in (sent, unsent)]
    assert from_page[1] == "Tugas lain"
    assert from_page[0] != "Tugas lain"
    go_back(cohort, first)
    assert (sent.given_step_id, unsent.given_step_id, unsent.rubric_id) == (None, None, rubrics[unsent.id])


def test_a_task_that_is_gone_is_asked_of_nobody_and_a_new_one_is_open_from_today(app, running):
    cohort, enrolment, first = running
    tasks = works.opened(cohort)
    gone = tasks["teks"]
    key = step_of(gone.step_id)[0]
    works.sent(enrolment.user, gone)
    now = clock.now()
    with work():
        db.session.execute(update(Assignment).where(Assignment.cohort_id == cohort.id).values(opens_at=now - timedelta(days=90), due_at=now - timedelta(days=60)))
        db.session.get_one(Cohort, cohort.id).starts_on -= timedelta(days=90)
    go(cohort, next_version(drop={key}, add={"uj-1/tugas-dua": "uj-2/tugas"}))
    assert not gone.is_required
    new = db.session.scalars(select(Assignment).join(Step, Step.id == Assignment.step_id).where(Step.key == "uj-1/tugas-dua")).one()
    assert new.due_at > now
    assert key not in {one.key for one in class_standing(cohort.id).learners[0].standing.tasks}
    go_back(cohort, first)
    assert gone.is_required


def test_grades_name_the_step_of_the_new_version(app, running):
    cohort, enrolment, _first = running
    task = works.opened(cohort)["teks"]
    version = works.sent(enrolment.user, task)
    with work():
        db.session.add(
            Grade(
                submission_id=version.submission_id, version_id=version.id, author_id=enrolment.user_id, enrolment_id=enrolment.id,
                step_id=task.step_id, cohort_id=cohort.id, unit_path=cohort.unit_path, rubric_id=task.rubric_id,
                source=Source.PELATIH, levels={}, graded_at=clock.now(), grade=90,
            )
        )  # fmt: skip
    second = next_version()
    go(cohort, second)
    assert step_of(db.session.scalars(select(Grade.step_id)).one())[1] == second


def test_another_pass_mark_is_applied_to_the_results_that_are_there(app, running):
    cohort, enrolment, first = running
    quiz = picture(enrolment)["uj-1/kuis"]
    assert quiz[1] is not None
    with work():
        db.session.execute(update(Progress).where(Progress.score.is_not(None)).values(score=75))
        db.session.execute(update(Attempt).where(Attempt.score >= 70).values(score=75))
    go(cohort, next_version(about={"pass_marks": {"closing_test": 70, "tasks": 70, "quiz": 80}}))
    assert picture(enrolment)["uj-1/kuis"][1] is None
    go_back(cohort, first)
    assert picture(enrolment)["uj-1/kuis"][1] == quiz[1], "passed again since the try that reached the mark"


def test_a_lower_mark_of_the_closing_test_waives_where_the_training_says_so(app):
    cohort = classes.cohort()
    _person, enrolment = classes.learner(cohort)
    with work():
        db.session.add(Progress(enrolment_id=enrolment.id, step_id=classes.step("tes-akhir").id, answers={}, opened_at=clock.now(), score=60))
    go(cohort, next_version(about={"pass_marks": {"closing_test": 60, "tasks": 70, "quiz": 70}, "waived_by_closing_test": True}))
    assert db.session.get_one(Enrolment, enrolment.id).waived_steps == ["*"]


def test_other_classes_stay_where_they_are(app, running):
    cohort, _enrolment, first = running
    noise = classes.cohort()
    _person, other = classes.learner(noise)
    with work():
        db.session.add(Progress(enrolment_id=other.id, step_id=classes.step("uj-1/01-baca").id, answers={}, opened_at=clock.now()))
    works.opened(noise)
    go(cohort, next_version())
    assert db.session.get_one(Cohort, noise.id).version_id == first
    assert kept_at(other, first) == ["uj-1/01-baca"]
    held = select(Step.version_id).join(Assignment, Assignment.step_id == Step.id).where(Assignment.cohort_id == noise.id).distinct()
    assert db.session.scalars(held).all() == [first]


def test_the_trainer_reads_what_changes_moves_once_and_back(app, running, as_user):
    cohort, enrolment, _first = running
    trainer = as_user(classes.trainer(cohort))
    url = f"/angkatan/{cohort.id}/versi"
    assert "memakai versi terbaru" in trainer.get(url).get_data(as_text=True)
    assert "Versi baru pelatihan ini sudah ada" not in trainer.get(f"/angkatan/{cohort.id}").get_data(as_text=True)
    second = next_version(
        drop={GONE}, add={ADDED: "uj-1/01-baca"}, change={"uj-1/kuis": other_questions}, title={"uj-2/01-baca": "Judul baru"},
        about={"pass_marks": {"closing_test": 75, "tasks": 70, "quiz": 70}},
    )  # fmt: skip
    assert "Versi baru pelatihan ini sudah ada" in trainer.get(f"/angkatan/{cohort.id}").get_data(as_text=True)
    page = trainer.get(url).get_data(as_text=True)
    for said in ("Langkah baru", "Langkah yang tidak ada lagi", "1 orang sudah menyelesaikannya", "Soal yang lain sama sekali", "Judulnya dulu", "Batas lulus tes akhir: 70 menjadi 75"):
        assert said in page, said
    assert trainer.post(url, data={"versi": second, "reason": " "}).status_code == 422
    assert trainer.post(url, data={"versi": second + 1, "reason": "Kunci soal dibetulkan"}).status_code == 409
    assert trainer.post(url, data={"versi": second, "reason": "Kunci soal dibetulkan"}).status_code == 303
    again = trainer.post(url, data={"versi": second, "reason": "Kunci soal dibetulkan"})
    assert again.status_code == 409
    assert "dua kali" in again.get_data(as_text=True)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == queries.MOVED)).all()
    assert [(one.reason, one.detail["to"]) for one in entries] == [("Kunci soal dibetulkan", second)]
    page = trainer.get(url).get_data(as_text=True)
    assert "Kembalikan ke versi 1" in page
    back = {"versi": entries[0].detail["from"], "reason": "Keliru"}
    assert trainer.post(f"{url}/kembali", data=back).status_code == 303
    assert trainer.post(f"{url}/kembali", data=back).status_code == 409
    assert GONE in picture(enrolment)


def test_learners_are_told_once_what_changes_for_them_and_results_stay(app, running):
    cohort, enrolment, first = running
    invited, noise = classes.learner(cohort)[1], classes.learner(classes.cohort())[0]
    with work():
        db.session.get_one(Enrolment, invited.id).state = EnrolmentState.MUNDUR
        db.session.execute(delete(Notification))
    before = picture(enrolment)["uj-1/kuis"]
    about = {"pass_marks": {"closing_test": 75, "tasks": 70, "quiz": 70}}
    go(cohort, next_version(drop={GONE}, add={ADDED: "uj-1/01-baca"}, change={"uj-1/kuis": other_key}, about=about))
    assert picture(enrolment)["uj-1/kuis"] == before, "tries stand (the page says so before the move)"
    go_back(cohort, first)
    rows = db.session.execute(select(Notification.user_id, Notification.url, Notification.text).order_by(Notification.id)).all()
    assert {row.user_id for row in rows} == {enrolment.user_id}
    assert noise.id != enrolment.user_id
    assert [row.url for row in rows] == [f"/belajar/{cohort.id}"] * 2, "one bell for each move"
    assert rows[0].text == (
        "Pelatihan uji di kelas Anda memakai versi baru: 1 langkah baru, 1 langkah tidak diminta lagi, 1 langkah berubah isinya, "
        "batas lulus, bobot, atau jumlah percobaan berubah. Nilai yang sudah ada tidak dihitung ulang."
    )


def test_a_version_that_changes_no_step_is_told_as_such(app, running):
    cohort, _enrolment, _first = running
    go(cohort, next_version())
    assert db.session.scalars(select(Notification.text)).all()[-1].endswith("memakai versi baru; langkah Anda tidak berubah.")


def test_only_those_of_the_class_and_its_office_move_it(app, running, as_user):
    cohort, enrolment, _first = running
    second = next_version()
    url = f"/angkatan/{cohort.id}/versi"
    data = {"versi": second, "reason": "Kunci soal dibetulkan"}
    elsewhere = classes.cohort(unit=people.unit_named("Kankemenag Uji Selatan"))
    for stranger in (classes.trainer(elsewhere), people.pengelola(people.unit_named("Kankemenag Uji Selatan"))):
        client = as_user(stranger)
        assert client.get(url).status_code == 404
        assert client.post(url, data=data).status_code == 404
        assert client.post(f"{url}/kembali", data=data).status_code == 404
    assert as_user(enrolment.user).post(url, data=data).status_code in {403, 404}
    assert as_user(people.pengelola()).post(url, data=data).status_code == 303


def test_a_closed_class_is_not_moved(app, running, as_user):
    cohort, _enrolment, first = running
    second = next_version()
    with work():
        db.session.get_one(Cohort, cohort.id).closed_at = clock.now()
    trainer = as_user(classes.trainer(cohort))
    assert "sudah ditutup" in trainer.get(f"/angkatan/{cohort.id}/versi").get_data(as_text=True)
    assert trainer.post(f"/angkatan/{cohort.id}/versi", data={"versi": second, "reason": "Terlambat"}).status_code == 403
    assert db.session.get_one(Cohort, cohort.id).version_id == first


def test_more_people_take_no_more_statements(app, running, statements):
    cohort, _enrolment, first = running
    second = next_version()
    with statements() as few:
        go(cohort, second)
    go_back(cohort, first)
    for _number in range(12):
        _person, enrolment = classes.learner(cohort)
        with work():
            for key in ("uj-1/01-baca", "uj-1/kuis"):
                db.session.add(Progress(enrolment_id=enrolment.id, step_id=classes_step(first, key), answers={}, opened_at=clock.now(), score=80))
    with statements() as many:
        go(cohort, second)
    assert len(many) <= len(few) + 1, "the second time it also looks at where the class stood before"


def go(cohort, target):
    actor = people.actor(people.user())
    with work():
        moving.move_to_current(db.session.get_one(Cohort, cohort.id), seen=target, reason="Uji", actor=actor, now=clock.now())


def go_back(cohort, target):
    actor = people.actor(people.user())
    with work():
        moving.move_back(db.session.get_one(Cohort, cohort.id), seen=target, reason="Uji", actor=actor, now=clock.now())


def works_brief(user, assignment_id):
    return tasks_of_learner.brief(assignment_id, scope_of(people.actor(user), Can.COURSE_READ))


def classes_step(version_id, key):
    return db.session.scalars(select(Step.id).where(Step.version_id == version_id, Step.key == key)).one()


def step_of(step_id):
    return tuple(db.session.execute(select(Step.key, Step.version_id).where(Step.id == step_id)).one())


def picture(enrolment):
    """Key -> (score, done at, tries as (number, score), extra tries) of what counts for a learner now."""
    db.session.expire_all()
    version_id = db.session.get_one(Cohort, enrolment.cohort_id).version_id
    found = {}
    for row, key in db.session.execute(
        select(Progress, Step.key).join(Step, Step.id == Progress.step_id).where(Step.version_id == version_id, Progress.enrolment_id == enrolment.id)
    ):
        tries = db.session.execute(select(Attempt.number, Attempt.score).where(Attempt.enrolment_id == enrolment.id, Attempt.step_id == row.step_id)).all()
        extra = db.session.scalar(select(func.count(ExtraAttempt.id)).where(ExtraAttempt.enrolment_id == enrolment.id, ExtraAttempt.step_id == row.step_id))
        found[key] = (row.score, row.done_at, [tuple(one) for one in tries], extra)
    return found


def kept_at(enrolment, version_id):
    """Keys of a version at which this learner has progress."""
    db.session.expire_all()
    rows = select(Step.key).join(Progress, Progress.step_id == Step.id).where(Step.version_id == version_id, Progress.enrolment_id == enrolment.id)
    return sorted(db.session.scalars(rows))


def other_questions(content):
    content["items"] = [{**one, "prompt_html": "<p>Soal yang lain sama sekali?</p>"} for one in content["items"]]


def other_key(content):
    for one in content["items"]:
        if one.get("kind") == "benar_salah" or "is_true" in one:
            one["is_true"] = not one["is_true"]
        one["prompt_html"] += "<p>Diperbaiki.</p>"


def other_task(content):
    content["task"]["title"] = "Tugas lain"
    content["rubric"]["title"] = "Rubrik lain"


def next_version(*, drop=(), add=None, change=None, title=None, about=None, digest="kedua"):
    """Load another version of the small training: without some steps, with copies of others, with other contents."""
    course = db.session.scalars(select(Course).where(Course.code == "UJI")).one()
    first = min(course.versions, key=lambda one: one.number)
    modules = list(first.modules)
    steps = [(step.key, step) for step in first.steps if step.key not in drop]
    steps += [(key, next(step for step in first.steps if step.key == source)) for key, source in (add or {}).items() if key not in dict(steps)]
    with work():
        made = CourseVersion(
            course_id=course.id, number=len(course.versions) + 1, digest=digest, title=first.title, summary=first.summary, track=first.track,
            jp=first.jp, about={**first.about, **(about or {})}, loaded_at=clock.now(),
        )  # fmt: skip
        db.session.add(made)
        db.session.flush()
        held = {}
        for module in modules:
            held[module.id] = Module(
                version_id=made.id, position=module.position, code=module.code, title=module.title, summary=module.summary, jp=module.jp, about=module.about
            )
        db.session.add_all(held.values())
        db.session.flush()
        for position, (key, step) in enumerate(steps):
            content = deepcopy(step.content)
            (change or {}).get(key, lambda _content: None)(content)
            db.session.add(
                Step(
                    version_id=made.id, module_id=held[step.module_id].id if step.module_id else None, position=position, key=key, kind=step.kind,
                    title=(title or {}).get(key, step.title), minutes=step.minutes, is_required=step.is_required, content=content,
                )
            )  # fmt: skip
        db.session.get_one(Course, course.id).current_version_id = made.id
    return made.id


@pytest.fixture
def running(app, as_user):
    """A class with a learner: two lessons, a quiz failed and then passed, one more try given, a step waived."""
    cohort = classes.cohort()
    first = cohort.version_id
    person, enrolment = classes.learner(cohort)
    client = as_user(person)
    now = clock.now()
    with work():
        for key in ("uj-1/01-baca", GONE):
            db.session.add(Progress(enrolment_id=enrolment.id, step_id=classes.step(key).id, answers={}, reached_end=True, opened_at=now, done_at=now))
        db.session.get_one(Enrolment, enrolment.id).waived_steps = ["uj-2/01-baca"]
    url = f"/belajar/{cohort.id}/uj-1/kuis"
    for is_right in (False, True):
        client.post(f"{url}/mulai")
        attempt = db.session.scalars(select(Attempt).where(Attempt.finished_at.is_(None))).one()
        client.post(f"{url}/jawab", data=answers("uj-1/kuis", attempt, is_right=is_right) | {"aksi": "kirim"})
    with work():
        db.session.add(ExtraAttempt(enrolment_id=enrolment.id, step_id=classes.step("uj-1/kuis").id, reason="Uji", given_by_id=person.id, given_at=now))
    assert db.session.get_one(Step, classes.step("uj-1/kuis").id).kind is StepKind.KUIS
    return cohort, db.session.get_one(Enrolment, enrolment.id), first
