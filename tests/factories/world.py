"""One of everything that an address can name, and the people who may or may not see it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from PIL import Image
from sqlalchemy import Connection, select
from werkzeug.routing import Rule

from app.access.permissions import Role
from app.accounts.models import Erasure, ErasureCause, SignIn, User
from app.accounts.services import consents, erasure, links
from app.certificates import services as certificates
from app.certificates.models import Certificate
from app.grading.services import bank, grades, remarks
from app.kernel import clock, queue
from app.kernel.db import db
from app.kernel.queue import Job, JobState
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.media import services as media
from app.media.core.kinds import AssetKind
from app.notifications import services as notifications
from app.notifications.models import Notification
from app.peerreview.models import Review, ReviewTask
from app.peerreview.services import reviews
from app.submissions import services as submissions
from app.submissions.models import Assignment, DraftCopy, Submission, Version
from tests.factories import classes, judged, passers, people, rounds, wards, works


@dataclass
class World:
    """Ids by the name they have in addresses; where one name means several things, `view.name` stands before `name`."""

    ids: dict[str, object] = field(default_factory=dict)
    insiders: dict[str, User] = field(default_factory=dict)
    """People whom these rows concern; for each address one of them must find something."""
    strangers: dict[str, User] = field(default_factory=dict)
    """People of every role whom they do not concern."""
    classmate: User | None = None

    def address(self, app: Flask, rule: Rule, method: str = "GET") -> str:
        """The address of a rule with the world's own ids."""
        values = {name: self.ids.get(f"{rule.endpoint}.{name}", self.ids.get(name)) for name in rule.arguments}
        unknown = [name for name, value in values.items() if value is None]
        assert not unknown, f"tests/factories/world.py knows no {unknown} for {rule.rule}"
        made: str = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
        return made


def picture(colour: str = "green", size: tuple[int, int] = (40, 30)) -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def made(app: Flask) -> World:
    """A class in mid-course in the kanwil, another that has ended with a certificate, and strangers of every role."""
    world = World()
    office, north = people.unit_named("Kanwil Uji"), people.unit_named("MAN Utara")
    boss = people.pengelola()
    round_, authors = rounds.made(5, units=[office, north])
    cohort = db.session.get_one(Cohort, round_.cohort_id)
    with work():
        cohort.join_token = "tautan-kelas-dunia"
    trainer = classes.trainer(cohort)
    rounds.turn(round_)
    task = rounds.tasks_of(round_)[0]
    me = db.session.get_one(User, task.reviewer_id)
    tasks = {str(one.form): one for one in db.session.scalars(select(Assignment).where(Assignment.cohort_id == cohort.id))}
    with work():
        reviews.open_task(task, now=clock.now())
    for_me = db.session.scalars(select(ReviewTask).where(ReviewTask.author_id == me.id)).first()
    assert for_me is not None
    with work():
        reviews.open_task(for_me, now=clock.now())
    rounds.send(for_me)
    world.insiders = {"me": me, "trainer": trainer, "boss": boss}
    _of_the_round(world, me, task, for_me)
    _of_writing(world, me, tasks)
    _of_grading(world, me, trainer, cohort)
    _of_accounts(world, me, boss)
    _of_certificates(world, app, trainer, boss)
    world.ids |= {
        "unit_id": north.id, "cohort_id": cohort.id, "slug": cohort.version.course.slug, "key": "uj-1/01-baca", "exercise_id": "tulis", "number": 1,
        "round_id": round_.id, "assignment_id": tasks["teks"].id, "digest": "0" * 64, "name": "x.png",
        "curriculum.preview_step.key": "uj-1/01-baca", "cohorts.join.token": cohort.join_token, "cohorts.ask_to_join.token": cohort.join_token,
        "cohorts.ask_as_newcomer.token": cohort.join_token,
        "learning.begin.key": "uj-1/kuis", "learning.send.key": "uj-1/kuis", "learning.result.key": "uj-1/kuis",
        "learning.accept.cohort_id": world.ids["invited_to"],
        "enrolment_id": db.session.scalars(select(Enrolment.id).where(Enrolment.cohort_id == cohort.id, Enrolment.user_id == me.id)).one(),
        "peerreview.plan_of_task.assignment_id": tasks["siaran_pers"].id, "peerreview.practice.assignment_id": tasks["siaran_pers"].id, "peerreview.practised.assignment_id": tasks["siaran_pers"].id,
    }  # fmt: skip
    for view in ("examine", "propose", "place_parts", "paste"):
        world.ids[f"submissions.{view}.assignment_id"] = tasks["siaran_pers"].id
    world.classmate = next(one for one in authors if one.id not in {task.author_id, me.id, for_me.reviewer_id})
    _strangers(world)
    return world


def _of_the_round(world: World, me: User, task: ReviewTask, for_me: ReviewTask) -> None:
    mine = db.session.scalars(select(Submission).where(Submission.author_id == me.id)).one()
    world.ids |= {
        "task_id": task.id, "position": 0, "submission_id": mine.id,
        "review_id": db.session.scalars(select(Review.id).where(Review.task_id == for_me.id)).one(),
    }  # fmt: skip


def _of_writing(world: World, me: User, tasks: dict[str, Assignment]) -> None:
    first = works.sent(me, tasks["teks"], {"teks": "Satu dua tiga empat lima."})
    second = works.sent(me, tasks["teks"], {"teks": "Satu dua enam empat lima."})
    mine = db.session.get_one(Submission, first.submission_id)
    prepared = media.prepare(picture(), claimed_name="foto.jpg", allowed=frozenset(AssetKind))
    with work():
        asset = media.keep(
            prepared, owner_id=me.id, cohort_id=mine.cohort_id, unit_path=mine.unit_path, now=clock.now()
        )
        submissions.attach(actor=works.actor(me), assignment_id=tasks["berkas"].id, asset=asset, most=5, now=clock.now())
        copy = DraftCopy(submission_id=mine.id, draft={"teks": "Salinan."}, based_on=1, device="tab", saved_at=clock.now())
        db.session.add(copy)
    world.ids |= {
        "version_id": first.id, "other_id": second.id, "asset_id": asset.id, "copy_id": copy.id,
        "submissions.drop.assignment_id": tasks["berkas"].id, "submissions.upload.assignment_id": tasks["berkas"].id,
        "submissions.take_draft.submission_id": mine.id,
    }  # fmt: skip


def _of_grading(world: World, me: User, trainer: User, cohort: Cohort) -> None:
    release = db.session.scalars(
        select(Submission).join(Assignment, Assignment.id == Submission.assignment_id).where(Submission.author_id == me.id, Assignment.form == "siaran_pers")
    ).one()
    version = db.session.get_one(Version, release.current_id)
    rubric = db.session.get_one(Assignment, release.assignment_id).rubric
    actor, now = works.actor(trainer), clock.now()
    with work():
        sentence = bank.keep(text="Teras sudah lengkap.", criterion="", actor=actor, now=now)
        comment = remarks.remark(release, version_id=version.id, start=0, end=20, body="Bagus.", actor=actor, now=now)
    with work():
        grades.grade_by_trainer(
            release, version_id=version.id, levels={one["id"]: 3 for one in rubric.criteria}, feedback="", reason="",
            based_on=None, actor=actor, now=now,
        )  # fmt: skip
    with work():
        grades.release(cohort.id, [release.id], actor=actor, now=now)
    assert sentence is not None
    world.ids |= {
        "comment_id": comment.id, "grading.drop.comment_id": sentence.id, "moment": "1",
        "grading.comment.version_id": version.id, "submission_id": release.id,
    }  # fmt: skip


def _of_accounts(world: World, me: User, boss: User) -> None:
    north = people.unit_named("MAN Utara")
    mentor = wards.mentor("Guru Dunia", unit=north)
    pupil = wards.pupil("Siswa Dunia", mentor)
    helper = people.user("Penyusun Dunia", unit=north)
    grant = people.grant(helper, Role.PENYUSUN, unit=north)
    coming = classes.cohort()
    with work():
        db.session.add(
            Enrolment(cohort_id=coming.id, user_id=me.id, unit_path=coming.unit_path, state=EnrolmentState.DIUNDANG, waived_steps=[])
        )
        notifications.tell(me.id, "akun", "Kabar.", "/saya", clock.now())
        session = SignIn(user_id=me.id, token_digest="0" * 64, device="Uji", created_at=clock.now(), seen_at=clock.now())
        db.session.add(session)
        queue.enqueue("uji", {}, now=clock.now())
        mail_id = notifications.mail(user_id=me.id, recipient="uji@contoh.go.id", subject="Uji", body="Uji", now=clock.now())
        erasure.ask(user_id=helper.id, cause=ErasureCause.SENDIRI, actor=works.actor(helper), now=clock.now())
    guest = people.user("Undangan Dunia", standing=people.Standing.UNDANGAN)
    with work():
        job = db.session.scalars(select(Job).where(Job.kind == "uji")).one()
        job.state = JobState.FAILED
        invite = links.invite(user_id=guest.id, made_by_id=boss.id, now=clock.now())
        reset = links.reset_for(actor=works.actor(boss), user_id=me.id, now=clock.now())
    world.insiders |= {"mentor": mentor, "helper": helper}
    world.ids |= {
        "user_id": pupil.id, "grant_id": grant.id, "session_id": session.id, "job_id": job.id, "mail_id": mail_id, "invited_to": coming.id,
        "erasure_id": db.session.scalars(select(Erasure.id).where(Erasure.user_id == helper.id)).one(),
        "notification_id": db.session.scalars(select(Notification.id).where(Notification.user_id == me.id).order_by(Notification.id.desc())).first(),
        "accounts.revoke_role.user_id": helper.id, "submissions.prolong.user_id": me.id,
        "accounts.invitation.token": _token(invite), "accounts.accept_invitation.token": _token(invite),
        "accounts.reset.token": _token(reset), "accounts.reset_now.token": _token(reset),
    }  # fmt: skip
    prepared = media.prepare(picture("red"), claimed_name="surat.jpg", allowed=frozenset(AssetKind))
    with work():
        photo = media.keep(prepared, owner_id=mentor.id, cohort_id=None, unit_path=north.path, now=clock.now())
        letter = consents.SignedLetter("Wali Dunia", "ayah", clock.local_date(clock.now()), photo.id)
        consents.record_guardian(actor=works.actor(mentor), pupil=pupil, letter=letter, now=clock.now())
    world.ids["accounts.letter_photo.asset_id"] = photo.id


def _token(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _of_certificates(world: World, app: Flask, trainer: User, boss: User) -> None:
    ended = classes.cohort()
    people.grant(trainer, Role.PELATIH, cohort_id=ended.id)
    passers.office(boss)
    graduate, enrolment = passers.passed(ended, trainer, people.user("Lulusan Dunia"))
    passers.confirmed(enrolment)
    with work():
        certificates.approve(ended, [enrolment.id], actor=works.actor(boss), now=clock.now(), random=[bytes(range(16))])
    judged.computed(app)
    certificate = db.session.scalars(select(Certificate)).one()
    world.insiders["graduate"] = graduate
    world.ids |= {
        "certificate_id": certificate.id, "code": certificate.code,
        "certificates.confirmation.enrolment_id": enrolment.id, "certificates.confirm.enrolment_id": enrolment.id,
    }  # fmt: skip


def _strangers(world: World) -> None:
    south = people.unit_named("MAN Selatan")
    elsewhere = classes.cohort(unit=people.unit_named("Kankemenag Uji Selatan"))
    learner, _enrolment = classes.learner(elsewhere, unit=south)
    works.opened(elsewhere)
    mentor, author = wards.mentor(unit=south), people.user(unit=south)
    people.grant(author, Role.PENYUSUN, unit=south)
    world.strangers = {
        "learner": learner, "trainer": classes.trainer(elsewhere), "mentor": mentor, "author": author,
        "boss": people.pengelola(people.unit_named("Kankemenag Uji Selatan")),
    }  # fmt: skip


@contextmanager
def undone(app: Flask) -> Iterator[None]:
    """Take back whatever the block writes; inside the transaction of the `app` fixture."""
    connection: Connection = db._app_engines[app][None]  # type: ignore[assignment]  # conftest puts its connection there
    db.session.remove()
    point = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        point.rollback()


def fingerprint(app: Flask) -> dict[str, int]:
    """A number per table that changes with any row; what a visit itself notes is left out."""
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name in {"sign_in", "throttle"}:
            continue
        columns = [column for column in table.columns if column.name not in {"last_seen_at", "last_active_at", "last_step_id"}]
        found[table.name] = hash(tuple(sorted(map(repr, db.session.execute(select(*columns))))))
    db.session.rollback()
    return found
