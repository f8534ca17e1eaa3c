"""Pictures of trainings are shown to anyone; no other content is, however well its address is known."""

import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from app.curriculum import services
from app.curriculum.models import CourseVersion, Step
from app.curriculum.retention import named_assets
from app.kernel import clock, storage
from app.kernel.db import db
from app.kernel.work import work
from app.media import services as media
from app.media.core.kinds import AssetKind
from tests.factories import classes
from tests.media.test_core import PDF

COURSES = Path(__file__).resolve().parent.parent / "factories" / "courses"
TRAINING = "pelatihan-uji"
ADDRESS = re.compile(r"/aset/[0-9a-f]{64}/[\w.-]+")
NO_TRAINING_HAS_IT = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 36'><path d='M1 2h3v4'/></svg>"


def test_a_picture_of_a_training_is_shown_to_anyone(visitor):
    for address in addresses():
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "immutable" in answer.headers["Cache-Control"]


def test_what_a_learner_uploaded_has_no_such_address(visitor, as_user, upload):
    learner, asset = upload
    nowhere = visitor.get("/aset/" + "0" * 64 + "/a.pdf")
    for client in (visitor, as_user(learner)):
        for name in ("a.pdf", "berkas.png", Path(addresses()[0]).name):
            assert client.get(f"/aset/{asset.digest}/{name}").status_code == 404
    assert visitor.get(f"/aset/{asset.digest}/a.pdf").data == nowhere.data


def test_a_picture_has_only_the_name_that_the_training_gives_it(visitor):
    digest = addresses()[0].split("/")[2]
    for name in ("lain.svg", "gambar.pdf", "..svg"):
        assert visitor.get(f"/aset/{digest}/{name}").status_code == 404


def test_a_file_says_nothing_of_where_its_content_lies(as_user, upload):
    learner, asset = upload
    client = as_user(learner)
    answer = client.get(f"/berkas/{asset.id}")
    assert answer.status_code == 200
    assert asset.digest not in str(answer.headers)
    assert asset.digest[:16] not in str(answer.headers)
    assert answer.headers["ETag"] == client.get(f"/berkas/{asset.id}").headers["ETag"]


def test_the_picture_of_a_new_version_is_shown_at_once(visitor, newer):
    old = addresses()
    for address in old:
        assert visitor.get(address).status_code == 200
    digest = storage.digest_of(NO_TRAINING_HAS_IT.encode())
    name = Path(old[0]).name
    assert visitor.get(f"/aset/{digest}/{name}").status_code == 404
    newer()
    assert visitor.get(f"/aset/{digest}/{name}").status_code == 200
    assert visitor.get(old[0]).status_code == 200
    assert {digest, old[0].split("/")[2]} <= named_assets()


def test_asking_for_what_is_not_there_reads_no_training_again(visitor, statements):
    known = addresses()[0]
    visitor.get(known)
    with statements() as seen:
        assert visitor.get(known).status_code == 200
    assert not any("course_version" in one for one in seen)
    with statements() as seen:
        for number in range(5):
            visitor.get(f"/aset/{number:064x}/a.svg")
    assert not any("content" in one or "about" in one for one in seen)


def addresses() -> list[str]:
    """The pictures that the small training names, in a fixed order."""
    found = sorted({one for content in db.session.scalars(select(Step.content)) for one in ADDRESS.findall(str(content))})
    assert found
    return found


@pytest.fixture
def upload(app):
    """(learner, file) of a class."""
    cohort = classes.cohort()
    learner, _ = classes.learner(cohort)
    prepared = media.prepare(PDF, claimed_name="a.pdf", allowed=frozenset(AssetKind))
    with work():
        asset = media.keep(prepared, owner_id=learner.id, cohort_id=cohort.id, unit_path=cohort.unit_path, now=clock.now())
    return learner, asset


@pytest.fixture
def newer(app, tmp_path):
    """Loads the small training again with its first picture drawn anew."""

    def load() -> CourseVersion:
        shutil.copytree(COURSES / TRAINING, tmp_path / TRAINING)
        (tmp_path / TRAINING / "assets" / Path(addresses()[0]).name).write_text(NO_TRAINING_HAS_IT)
        (prepared,) = services.prepare(tmp_path, known=lambda _slug, _digest: False)
        with work():
            version = services.store(prepared, clock.now())
        assert version is not None
        return version

    return load
