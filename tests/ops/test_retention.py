"""The daily sweep forgets what the privacy notice says, and nothing else."""

import hashlib
import os
from datetime import timedelta

from sqlalchemy import func, select

from app.access.permissions import Role
from app.accounts.models import User
from app.accounts.services.people import give_first
from app.certificates.models import Certificate
from app.curriculum import retention as trainings
from app.grading.models import Grade
from app.kernel import clock, storage
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Attempt, Cohort, Enrolment, EnrolmentState, Progress
from app.media import services as media
from app.media.core.kinds import AssetKind
from app.media.models import Asset
from app.notifications.models import Notification
from app.ops import retention
from app.peerreview.models import Review
from app.submissions.models import Comment, DraftCopy, Submission, Version
from tests.factories import classes, people
from tests.factories import world as worlds


def test_the_works_of_a_class_are_forgotten_two_years_after_its_end_and_its_grades_stay(app, monkeypatch):
    world = worlds.made(app)
    cohort_id = world.ids["cohort_id"]
    grades = db.session.execute(select(Grade.grade, Grade.levels).where(Grade.cohort_id == cohort_id)).all()
    swept(app, monkeypatch, days=700)
    assert "" not in db.session.scalars(select(Version.text)).all()
    swept(app, monkeypatch, days=800)
    mine = select(Version.id).where(Version.cohort_id == cohort_id)
    assert set(db.session.scalars(select(Version.text).where(Version.cohort_id == cohort_id))) == {""}
    assert all(draft == {} for draft in db.session.scalars(select(Submission.draft).where(Submission.cohort_id == cohort_id)))
    assert db.session.scalar(select(func.count()).select_from(Comment).where(Comment.version_id.in_(mine))) == 0
    assert db.session.scalar(select(func.count()).select_from(DraftCopy)) == 0
    assert set(db.session.scalars(select(Review.strength))) == {""}
    assert all(answers == {} for answers in db.session.scalars(select(Progress.answers)))
    assert all(answers == {} for answers in db.session.scalars(select(Attempt.answers)))
    assert db.session.execute(select(Grade.grade, Grade.levels).where(Grade.cohort_id == cohort_id)).all() == grades
    assert grades
    certificate = db.session.scalars(select(Certificate)).one()
    assert storage.get(certificate.file_digest).startswith(b"%PDF-")
    assert "dilupakan_pada" in db.session.get_one(Cohort, cohort_id).settings


def test_an_upload_that_nobody_used_goes_after_a_week_and_every_used_one_stays(app, monkeypatch):
    world = worlds.made(app)
    me = world.insiders["me"]
    used = set(db.session.scalars(select(Asset.id)))
    prepared = media.prepare(worlds.picture("yellow"), claimed_name="lupa.jpg", allowed=frozenset(AssetKind))
    with work():
        media.keep(prepared, owner_id=me.id, cohort_id=None, unit_path=me.unit_path, now=clock.now())
        shown = media.keep(
            media.prepare(worlds.picture("black"), claimed_name="isi.jpg", allowed=frozenset(AssetKind)),
            owner_id=me.id, cohort_id=None, unit_path=me.unit_path, now=clock.now(),
        )  # fmt: skip
        row = db.session.scalars(select(Submission).where(Submission.author_id == me.id)).first()
        row.draft = {**row.draft, "isi": f'<p><img src="/berkas/{shown.id}"></p>'}
    orphan = storage.put(b"sebuah isi tanpa baris")
    course = storage.put(b"gambar pelatihan")
    loaded = trainings.named_assets
    monkeypatch.setattr(trainings, "named_assets", lambda: {course, *loaded()})
    swept(app, monkeypatch, days=3)
    assert storage.get(prepared.digest)
    age(app)
    swept(app, monkeypatch, days=8)
    assert set(db.session.scalars(select(Asset.id))) == {*used, shown.id}
    for digest in (prepared.digest, orphan):
        assert digest not in dict(storage.names())
    assert course in dict(storage.names())
    assert set(db.session.scalars(select(Asset.digest))) <= set(dict(storage.names()))


def test_a_content_that_is_sent_again_is_young_again(app):
    digest = storage.put(b"isi yang sama")
    age(app)
    assert storage.put(b"isi yang sama") == digest
    assert storage.unused(lambda: {*everything()} - {digest}, before=clock.now() - timedelta(days=2)) == 0


def test_strangers_at_a_class_link_are_forgotten_after_90_days_and_nobody_else(app, monkeypatch, visitor, as_user):
    cohort, office = classes.cohort(join_token="tautan-kelas-uji"), people.pengelola()
    people.unit_named("Kankemenag Uji Utara")
    asked = {}
    for name in ("Rina Lupa", "Tono Tolak", "Umi Undang", "Wati Peran", "Yusuf Masuk"):
        contact = f"{name.split()[0].lower()}@contoh.id"
        visitor.post("/gabung/tautan-kelas-uji/baru", data={"name": name, "contact": contact, "unit": "Kankemenag Uji Utara", "kind": "peserta"})
        asked[name] = db.session.scalars(select(Enrolment).join(User).where(User.email == contact)).one()
    decide = as_user(office).post
    decide(f"/angkatan/{cohort.id}/orang/{asked['Tono Tolak'].id}/putuskan", data={"state": "ditolak", "reason": "Bukan dari sini"})
    decide(f"/angkatan/{cohort.id}/orang/{asked['Umi Undang'].id}/putuskan", data={"state": "diterima"})
    with work():
        give_first(user=asked["Wati Peran"].user, role=Role.PELATIH, unit=office.unit, now=clock.now())
        asked["Yusuf Masuk"].state = EnrolmentState.DITERIMA
        asked["Yusuf Masuk"].joined_at = clock.now()
    stays = classes.learner(cohort)[0].id
    told = select(func.count()).select_from(Notification).where(Notification.text.startswith("Rina Lupa "))
    assert db.session.scalar(told) == 1
    swept(app, monkeypatch, days=89)
    assert {one.user.name for one in db.session.scalars(select(Enrolment))} >= set(asked)
    swept(app, monkeypatch, days=91)
    left = set(db.session.scalars(select(User.name)))
    assert not {"Rina Lupa", "Tono Tolak"} & left
    assert {"Umi Undang", "Wati Peran", "Yusuf Masuk"} <= left
    assert db.session.get(User, stays)
    assert db.session.scalar(told) == 0
    assert db.session.scalar(select(func.count()).select_from(Notification)) > 0, "what tells of the others"


def test_pictures_of_loaded_trainings_are_named(app):
    found = trainings.named_assets()
    assert found <= set(dict(storage.names()))
    assert all(len(one) == len(hashlib.sha256().hexdigest()) for one in found)


def everything() -> list[str]:
    return [name for name, _size in storage.names()]


def age(app) -> None:
    """Every content was written long ago."""
    for path in (app.config["SURAU"].data / "files").glob("*/*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))


def swept(app, monkeypatch, *, days: int) -> None:
    """The sweep, as if it were so many days later."""
    later = clock.now() + timedelta(days=days)
    with monkeypatch.context() as moved:
        moved.setattr(clock, "now", lambda: later)
        moved.setattr(retention, "_next", [0.0])
        retention.tick()
