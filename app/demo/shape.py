"""A class of a known shape for measuring pages: 10 modules x 5 steps, many learners, one round with many works.

Rows are written in bulk, not by the product's verbs: what is measured is reading. Texts, levels and scores are made
by a seed, so two machines measure the same class.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from app.access.permissions import Role
from app.accounts import passwords, sessions
from app.accounts.models import Grant, SignIn, Standing, Unit, User
from app.curriculum.core.course import HtmlBlock, Lesson
from app.curriculum.core.encoding import body_from_json, to_json
from app.curriculum.core.path import StepKind
from app.curriculum.core.work import Criterion, Grading, Rubric, TaskForm, Work
from app.curriculum.models import Course, CourseVersion, Module, Step
from app.demo import texts
from app.demo.people import name_of
from app.demo.story import SLUG
from app.grading.models import Grade
from app.kernel import clock
from app.kernel.db import Model, db
from app.learning.models import Cohort, Enrolment, EnrolmentState, Issue, Progress
from app.peerreview.models import Review, ReviewTask, Round, RoundState, TaskState
from app.submissions import reading
from app.submissions.models import Assignment, RubricVersion, Submission, Version

CODE = "UKUR"
PASSWORD = "surau ukur 2026"  # noqa: S105 -- of people who do not exist, refused by `make serve`
MODULES, STEPS = 10, 5
K = 3
DONE_OF_TEN = 9
CRITERIA = ("dampak", "struktur", "akurasi", "bahasa")


@dataclass(frozen=True, slots=True)
class Shape:
    """What was made, as paths and names that a measuring script can use."""

    paths: dict[str, str]
    learners: tuple[str, ...]
    trainer: str
    password: str

    def to_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {"paths": self.paths, "learners": list(self.learners), "trainer": self.trainer, "password": self.password}


def build(*, learners: int, works: int, now: datetime) -> Shape:
    """Write the class in the caller's unit of work; the trainings must be loaded, an earlier class of this shape be gone."""
    version = _training(now)
    unit = db.session.scalars(select(Unit).order_by(Unit.path).limit(1)).one()
    units = db.session.scalars(select(Unit).order_by(Unit.path)).all()
    secret = passwords.hashed(PASSWORD)
    trainer = _people(["pelatih.ukur"], ["Pelatih Ukur"], [unit], secret, now)[0]
    names = [name_of(number) for number in range(learners)]
    users = _people([f"ukur{n}" for n in range(learners)], names, [units[n % len(units)] for n in range(learners)], secret, now)
    cohort = Cohort(
        version_id=version.id, name="Angkatan Ukur", numeral="I", unit_id=unit.id, unit_path=unit.path,
        starts_on=clock.local_date(now - timedelta(days=30)), ends_on=clock.local_date(now + timedelta(days=30)),
        seats=max(40, learners), contact_name="Narahubung Ukur", contact_phone="+6281200000002", issue=Issue.SETELAH_DISAHKAN,
        settings={}, is_demo=True, created_at=now,
    )  # fmt: skip
    db.session.add(cohort)
    db.session.flush()  # everything below names it
    _insert(Grant, ({"user_id": u, "role": Role.PESERTA, "unit_path": "", "cohort_id": cohort.id, "given_at": now} for u in users))
    _insert(Grant, [{"user_id": trainer, "role": Role.PELATIH, "unit_path": "", "cohort_id": cohort.id, "given_at": now}])
    _insert(
        Enrolment,
        ({"cohort_id": cohort.id, "user_id": u, "unit_path": unit.path, "state": EnrolmentState.DITERIMA, "invitations": 1, "joined_at": now, "last_active_at": now, "waived_steps": []} for u in users),
    )
    enrolments = dict(db.session.execute(select(Enrolment.user_id, Enrolment.id).where(Enrolment.cohort_id == cohort.id)).tuples().all())
    _progress(version, enrolments, now)
    assignment, review_round = _works(cohort, version, users[:works], enrolments, now)
    lesson = db.session.scalars(select(Step.key).where(Step.version_id == version.id, Step.kind == StepKind.MATERI).order_by(Step.position)).first()
    return Shape(
        {
            "course": f"/belajar/{cohort.id}",
            "lesson": f"/belajar/{cohort.id}/{lesson}",
            "peer_overview": f"/putaran/{review_round}?semua=1",
            "gradebook_20": f"/buku-nilai/{cohort.id}",
            "gradebook_all": f"/buku-nilai/{cohort.id}?semua=1",
            "assignment": f"/tugas/{assignment}",
        },
        tuple(f"ukur{n}" for n in range(min(32, learners))),
        "pelatih.ukur",
        PASSWORD,
    )


def clear() -> None:
    """Take an earlier class of this shape out, in the caller's unit of work."""
    cohorts = select(Cohort.id).join(CourseVersion, CourseVersion.id == Cohort.version_id).join(Course, Course.id == CourseVersion.course_id).where(Course.code == CODE)
    people = select(User.id).where(User.username.startswith("ukur") | (User.username == "pelatih.ukur"), User.is_demo)
    ids = list(db.session.scalars(cohorts))
    submissions = select(Submission.id).where(Submission.cohort_id.in_(ids))
    db.session.query(Submission).filter(Submission.cohort_id.in_(ids)).update({"current_id": None}, synchronize_session=False)
    for kind, condition in (
        (Review, Review.task_id.in_(select(ReviewTask.id).where(ReviewTask.cohort_id.in_(ids)))),
        (ReviewTask, ReviewTask.cohort_id.in_(ids)),
        (Round, Round.cohort_id.in_(ids)),
        (Grade, Grade.cohort_id.in_(ids)),
        (Version, Version.submission_id.in_(submissions)),
        (Submission, Submission.cohort_id.in_(ids)),
        (Assignment, Assignment.cohort_id.in_(ids)),
        (Progress, Progress.enrolment_id.in_(select(Enrolment.id).where(Enrolment.cohort_id.in_(ids)))),
        (Enrolment, Enrolment.cohort_id.in_(ids)),
        (Grant, Grant.user_id.in_(people)),
        (Cohort, Cohort.id.in_(ids)),
        (SignIn, SignIn.user_id.in_(people)),
        (User, User.id.in_(people)),
    ):
        db.session.execute(delete(kind).where(condition).execution_options(synchronize_session=False))


def _training(now: datetime) -> CourseVersion:
    """Ten modules of three lessons, a quiz and a task each, in the words of the small whole training."""
    found = db.session.scalar(select(CourseVersion).join(Course, Course.current_version_id == CourseVersion.id).where(Course.code == CODE))
    if found is not None:
        return found
    source = db.session.scalars(select(CourseVersion).join(Course, Course.current_version_id == CourseVersion.id).where(Course.slug == SLUG)).one()
    course = Course(code=CODE, slug="kelas-ukur", is_listed=False)
    db.session.add(course)
    db.session.flush()  # the version names it
    version = CourseVersion(
        course_id=course.id, number=1, digest="ukur-1", title="Kelas ukur", summary="Kelas untuk mengukur kecepatan halaman.",
        track="SP", jp=MODULES, about={**source.about, "code": CODE, "slug": "kelas-ukur", "jp": MODULES}, loaded_at=now,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()  # modules and steps name it
    course.current_version_id = version.id
    by_kind: dict[StepKind, list[Step]] = {}
    for step in db.session.scalars(select(Step).where(Step.version_id == source.id).order_by(Step.position)):
        by_kind.setdefault(step.kind, []).append(step)
    position = 0
    for number in range(1, MODULES + 1):
        module = Module(version_id=version.id, position=number, code=f"UK-{number}", title=f"Modul ukur {number}", summary="Satu kalimat tentang modul.", jp=1, about=source.modules[0].about)
        db.session.add(module)
        db.session.flush()  # its steps name it
        plan = [(StepKind.MATERI, f"0{n}-materi", by_kind[StepKind.MATERI][n]) for n in range(STEPS - 2)]
        plan += [(StepKind.KUIS, "kuis", by_kind[StepKind.KUIS][0]), (StepKind.TUGAS, "tugas", _press(by_kind[StepKind.TUGAS]))]
        for kind, key, model in plan:
            position += 1
            content = _lesson_key(model.content, f"uk-{number}/{key}") if kind is StepKind.MATERI else model.content
            db.session.add(Step(version_id=version.id, module_id=module.id, position=position, key=f"uk-{number}/{key}", kind=kind, title=model.title, minutes=model.minutes, is_required=True, content=content))
    db.session.flush()  # callers read the steps
    return version


def _lesson_key(content: dict[str, Any], key: str) -> dict[str, Any]:
    body = body_from_json(StepKind.MATERI, content)
    if not isinstance(body, Lesson):
        return content
    blocks = tuple(block for block in body.blocks if isinstance(block, HtmlBlock)) + tuple(block for block in body.blocks if not isinstance(block, HtmlBlock))[:1]
    return to_json(replace(body, key=key, blocks=blocks))


def _press(tasks: list[Step]) -> Step:
    for step in tasks:
        body = body_from_json(StepKind.TUGAS, step.content)
        if isinstance(body, Work) and body.task.form is TaskForm.SIARAN_PERS:
            return step
    return tasks[0]


def _people(usernames: list[str], names: list[str], units: list[Unit], secret: str, now: datetime) -> list[int]:
    _insert(
        User,
        (
            {
                "username": username, "name": name, "title_before": "", "title_after": "", "password_hash": secret, "standing": Standing.AKTIF, "is_pupil": False,
                "rank": "", "position": "", "unit_id": unit.id, "unit_path": unit.path, "notice_version": sessions.NOTICE_VERSION, "is_demo": True, "created_at": now,
            }
            for username, name, unit in zip(usernames, names, units, strict=True)
        ),
    )  # fmt: skip
    rows = dict(db.session.execute(select(User.username, User.id).where(User.username.in_(usernames))).tuples().all())
    return [rows[username] for username in usernames]


def _progress(version: CourseVersion, enrolments: dict[int, int], now: datetime) -> None:
    """A score on each of the ten quizzes for everyone, half of the lessons done."""
    steps = list(db.session.execute(select(Step.id, Step.kind).where(Step.version_id == version.id).order_by(Step.position)).tuples().all())
    dice = random.Random(7)  # noqa: S311 -- invented scores
    rows = []
    for enrolment in enrolments.values():
        for step_id, kind in steps:
            if kind is StepKind.KUIS:
                rows.append({"enrolment_id": enrolment, "step_id": step_id, "answers": {}, "reached_end": False, "opened_at": now, "done_at": now, "score": float(dice.randint(55, 100))})
            elif kind is StepKind.MATERI and dice.random() < 0.5:  # noqa: PLR2004 -- half of them
                rows.append({"enrolment_id": enrolment, "step_id": step_id, "answers": {}, "reached_end": True, "opened_at": now, "done_at": now, "score": None})
    _insert(Progress, rows)


def _works(cohort: Cohort, version: CourseVersion, authors: list[int], enrolments: dict[int, int], now: datetime) -> tuple[int, int]:
    step = db.session.scalars(select(Step).where(Step.version_id == version.id, Step.kind == StepKind.TUGAS).order_by(Step.position)).first()
    if step is None:
        raise LookupError("the measuring training has no task")
    body = body_from_json(StepKind.TUGAS, step.content)
    if not isinstance(body, Work):
        raise TypeError("a task step holds no work")
    rubric = _rubric(body.rubric, now)
    due = now - timedelta(days=1)
    assignment = Assignment(
        cohort_id=cohort.id, unit_path=cohort.unit_path, step_id=step.id, rubric_id=rubric.id, title="Siaran pers ukur", form=TaskForm.SIARAN_PERS,
        grading=Grading.SEJAWAT, opens_at=now - timedelta(days=20), due_at=due,
    )  # fmt: skip
    db.session.add(assignment)
    db.session.flush()  # the round and the works name it
    review_round = Round(
        assignment_id=assignment.id, cohort_id=cohort.id, unit_path=cohort.unit_path, k=K, share_at=due, review_due_at=now + timedelta(days=6),
        revise_due_at=now + timedelta(days=11), state=RoundState.DIBAGIKAN, seed=7, shared_at=due,
    )  # fmt: skip
    db.session.add(review_round)
    db.session.flush()  # tasks name it
    dice = random.Random(11)  # noqa: S311 -- invented works
    numbers = list(range(1, len(authors) + 1))
    dice.shuffle(numbers)
    common = {"cohort_id": cohort.id, "unit_path": cohort.unit_path}
    drafts = [reading.cleaned(body.task, {**texts.release(n, quality=n % 3, shortest=340).fields, "isi_bentuk": "html"}, {}) for n in range(len(authors))]
    _insert(
        Submission,
        (
            {**common, "assignment_id": assignment.id, "author_id": author, "enrolment_id": enrolments[author], "pseudonym": number, "draft": draft, "draft_revision": 1, "revision_required": False, "created_at": due}
            for author, number, draft in zip(authors, numbers, drafts, strict=True)
        ),
    )
    ids = dict(db.session.execute(select(Submission.author_id, Submission.id).where(Submission.assignment_id == assignment.id)).tuples().all())
    laid = [reading.lay(body.task, draft) for draft in drafts]
    _insert(
        Version,
        (
            {**common, "submission_id": ids[author], "author_id": author, "number": 1, "content": {**draft, "tata": one.to_json()}, "text": one.text, "words": one.words, "change_note": "", "days_late": 0, "sent_at": due}
            for author, draft, one in zip(authors, drafts, laid, strict=True)
        ),
    )
    versions = dict(db.session.execute(select(Version.author_id, Version.id).join(Submission, Submission.id == Version.submission_id).where(Submission.assignment_id == assignment.id)).tuples().all())
    for author in authors:
        db.session.execute(Submission.__table__.update().where(Submission.id == ids[author]).values(current_id=versions[author]))  # type: ignore[attr-defined]  # a Table, typed as FromClause
    _reviews(review_round, rubric, authors, ids, versions, common, due, dice)
    return assignment.id, review_round.id


def _reviews(review_round: Round, rubric: RubricVersion, authors: list[int], ids: dict[int, int], versions: dict[int, int], common: dict[str, Any], due: datetime, dice: random.Random) -> None:
    count = len(authors)
    pairs = [(authors[(n + step) % count], authors[n]) for n in range(count) for step in range(1, K + 1)] if count > K else []
    done = {pair: number % 10 < DONE_OF_TEN for number, pair in enumerate(pairs)}
    _insert(
        ReviewTask,
        (
            {
                **common, "round_id": review_round.id, "submission_id": ids[author], "version_id": versions[author], "author_id": author, "reviewer_id": reviewer,
                "state": TaskState.TERKIRIM if done[reviewer, author] else TaskState.DITAWARKAN, "reminders": 0, "offered_at": due,
                "sent_at": due + timedelta(hours=5) if done[reviewer, author] else None, "decline_reason": "",
            }
            for reviewer, author in pairs
        ),
    )  # fmt: skip
    tasks = list(db.session.execute(select(ReviewTask.id, ReviewTask.author_id, ReviewTask.sent_at).where(ReviewTask.round_id == review_round.id)).tuples().all())
    names = tuple(one["id"] for one in rubric.criteria)
    rows = []
    for task_id, author, sent_at in tasks:
        if sent_at is None:
            continue
        quality = authors.index(author) % 3
        written = texts.review(task_id, "layanan kini lebih cepat")
        rows.append(
            {
                "task_id": task_id, "rubric_id": rubric.id, "levels": texts.levels(dice.getrandbits(20), quality, names), "notes": {}, "strength": written.strength,
                "suggestion_one": written.suggestion_one, "suggestion_two": written.suggestion_two, "question": written.question, "flag": "", "warnings": [], "revision": 1,
                "saved_at": sent_at, "sent_at": sent_at, "author_reply": "",
            }
        )  # fmt: skip
    _insert(Review, rows)


def _rubric(rubric: Rubric, now: datetime) -> RubricVersion:
    """Four criteria of equal weight."""
    found = db.session.scalar(select(RubricVersion).where(RubricVersion.digest == "ukur-rubrik-1"))
    if found is not None:
        return found
    source = rubric.criteria
    criteria = [Criterion(name, name.title(), 25, source[n % len(source)].levels) for n, name in enumerate(CRITERIA)]
    made = RubricVersion(digest="ukur-rubrik-1", title="Rubrik ukur", criteria=[to_json(one) for one in criteria], created_at=now)
    db.session.add(made)
    db.session.flush()  # assignments name it
    return made


def _insert(kind: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    batch = list(rows)
    for start in range(0, len(batch), 500):
        db.session.execute(insert(kind), batch[start : start + 500])

