"""An upgrade of a filled site ends well, or the site is as it was."""

import shutil
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select

from app.accounts.models import User
from app.kernel import clock
from app.kernel.db import db
from app.ops import schema, upgrading
from app.ops.backup import NotDoneError
from tests.ops import filled

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent.parent

NEXT = """
from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = "9001", "{down}", None, None

def upgrade():
    with op.batch_alter_table("user") as batch:
        batch.add_column(sa.Column("nickname", sa.String(), nullable=False, server_default="belum"))
    {then}
"""


def run(words=None):
    return upgrading.upgrade(now=clock.now(), say=(words if words is not None else []).append)


def test_a_filled_database_is_emptied_and_can_be_made_again(own_app):
    filled.fill()
    schema.empty()
    assert schema.current() == ""
    schema.migrate()
    assert schema.current() == schema.head()
    assert sum(filled.rows().values()) == 1  # the mark of the migrations


def test_a_filled_site_is_migrated_and_its_backup_kept(own_app, next_version):
    filled.fill()
    before = filled.rows()
    next_version()
    kept = run()
    assert kept.exists()
    assert schema.current() == "9001"
    assert filled.rows()["user"] == before["user"]
    assert filled.rows()["version"] == before["version"] > 0


@pytest.mark.parametrize(
    "then", ["raise RuntimeError('patah')", "op.execute('DELETE FROM audit_entry')"], ids=["breaks", "loses rows"]
)
def test_a_migration_that_fails_leaves_the_site_as_it_was(own_app, next_version, then):
    digests = filled.fill()
    before, names, revision = filled.rows(), set(db.session.scalars(select(User.username))), schema.head()
    next_version(then)
    with pytest.raises(NotDoneError, match="keadaan semula sudah dikembalikan"):
        run()
    assert schema.current() == revision
    assert filled.rows() == before
    assert set(db.session.scalars(select(User.username))) == names
    assert digests
    filled.fill()


def test_a_site_of_the_first_version_is_brought_to_this_one(own_app):
    """0001 is what was first installed: every later migration is tried on a filled site of it."""
    filled.fill()
    before = filled.rows()
    about = own_app.extensions["migrate"]
    db.session.remove()
    command.downgrade(about.migrate.get_config(about.directory), "0001")
    assert schema.current() == "0001"
    assert run().exists()
    assert schema.current() == schema.head() != "0001"
    now = filled.rows()
    assert all(now[table] == before[table] > 0 for table in ("user", "enrolment", "submission", "version"))


def test_an_empty_place_gets_its_tables_units_and_trainings(make_app, engine_url):
    made = make_app()
    made.config["SURAU"].courses.exists()
    with made.app_context():
        assert run() is None
        assert filled.rows()["unit"] > 20
        db.session.remove()
        db.engine.dispose()


def test_a_current_site_is_only_told_so(own_app):
    words = []
    assert run(words) is None
    assert "Skema sudah sesuai versi ini." in words


def test_a_database_of_a_newer_surau_is_not_touched(own_app, next_version, monkeypatch):
    next_version()
    run()
    monkeypatch.setattr(own_app.extensions["migrate"], "directory", str(ROOT / "migrations"))
    with pytest.raises(NotDoneError, match="lebih baru"):
        run()
    assert schema.current() == "9001"


@pytest.fixture
def next_version(own_app, tmp_path, monkeypatch):
    """The migrations of an imagined next version, which adds a column and then does `then`."""
    folder = tmp_path / "migrations"

    def make(then="pass"):
        shutil.copytree(ROOT / "migrations", folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "9001_next.py").write_text(NEXT.format(down=schema.head(), then=then))
        monkeypatch.setattr(own_app.extensions["migrate"], "directory", str(folder))

    return make
