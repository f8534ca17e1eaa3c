"""A backup is one consistent moment; a restore gives all of it back, or changes nothing."""

import gzip
import io
import json
import os
import stat
import tarfile
import threading

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.kernel import clock, pulse, storage
from app.kernel.db import db
from app.kernel.work import work
from app.ops import archive, backup, running
from tests import faults
from tests.factories import people
from tests.ops import filled

pytestmark = pytest.mark.slow


def silent(_words):
    pass


def make(target):
    return backup.make(target, now=clock.now(), say=silent)


def test_everything_comes_back_in_an_empty_installation(own_app, make_app, tmp_path):
    digests = filled.fill()
    (own_app.config["SURAU"].data / "secret.key").write_text("rahasia")
    before = filled.rows()
    made = make(tmp_path / "a.tar.gz")
    assert made.left_out == 0
    assert stat.S_IMODE((tmp_path / "a.tar.gz").stat().st_mode) == 0o600
    other = make_app()
    with other.app_context():
        backup.restore(tmp_path / "a.tar.gz", force=False, say=silent)
        assert filled.rows() == before
        assert [storage.digest_of(storage.get(digest)) for digest in digests] == digests
        assert (other.config["SURAU"].data / "secret.key").read_text() == "rahasia"
        people.user()  # sequences go on where they were
        db.session.remove()
        db.engine.dispose()


def test_the_last_backup_is_remembered(own_app, tmp_path):
    make(tmp_path / "a.tar.gz")
    assert pulse.last(pulse.BACKUP).detail["bytes"] == (tmp_path / "a.tar.gz").stat().st_size


def test_writers_go_on_and_the_copy_is_one_moment(own_app, make_app, tmp_path):
    over = threading.Event()
    pairs = []

    def write():
        while not over.is_set():
            with own_app.app_context():
                first = people.unit_named("Kanwil Uji")
                with work():
                    for number in (1, 2):
                        db.session.add(
                            User(username=f"p{len(pairs)}.{number}", name="P", unit_id=first.id, unit_path=first.path, created_at=clock.now())
                        )
                pairs.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            make(tmp_path / f"{number}.tar.gz")
    finally:
        over.set()
        writer.join()
    assert len(pairs) > 3
    other = make_app()
    with other.app_context():
        backup.restore(tmp_path / "2.tar.gz", force=False, say=silent)
        names = list(db.session.scalars(select(User.username)))
        assert names
        assert len(names) % 2 == 0
        db.session.remove()
        db.engine.dispose()


def test_an_installation_with_people_is_not_replaced_without_force(own_app, tmp_path):
    people.user(username="lama")
    make(tmp_path / "a.tar.gz")
    people.user(username="baru")
    with pytest.raises(backup.NotDoneError, match="--force"):
        backup.restore(tmp_path / "a.tar.gz", force=False, say=silent)
    assert usernames() == {"lama", "baru"}
    backup.restore(tmp_path / "a.tar.gz", force=True, say=silent)
    assert usernames() == {"lama"}


def test_files_that_the_backup_does_not_know_are_gone_after_a_restore(own_app, tmp_path):
    people.user()
    make(tmp_path / "a.tar.gz")
    later = storage.put(b"dihapus lagi")
    backup.restore(tmp_path / "a.tar.gz", force=True, say=silent)
    assert later not in {name for name, _size in storage.names()}


def test_a_damaged_file_is_left_out_and_counted(own_app, tmp_path):
    digest = filled.fill(1)[0]
    path = own_app.config["SURAU"].data / "files" / digest[:2] / digest
    path.write_bytes(b"rusak")
    assert make(tmp_path / "a.tar.gz").left_out == 1


def test_a_full_disk_leaves_no_half_backup(own_app, tmp_path):
    filled.fill(1)
    storage.put(os.urandom(6_000_000))
    with faults.small_disk(tmp_path / "disk"):
        with pytest.raises(backup.NotDoneError, match="tidak dapat ditulis"):
            make(tmp_path / "disk" / "a.tar.gz")
        assert list((tmp_path / "disk").iterdir()) == []


def test_a_failed_restore_leaves_everything_as_it_was(own_app, tmp_path, monkeypatch):
    people.user(username="lama")
    make(tmp_path / "a.tar.gz")
    people.user(username="baru")
    monkeypatch.setattr(backup.schema, "broken_references", lambda: 3)
    with pytest.raises(backup.NotDoneError, match="putus"):
        backup.restore(tmp_path / "a.tar.gz", force=True, say=silent)
    assert usernames() == {"lama", "baru"}
    people.user()


def test_restore_waits_until_nothing_runs(own_app):
    data = own_app.config["SURAU"].data
    with running.alone(data), pytest.raises(running.RunningError, match="masih berjalan"), running.alone(data):
        pass
    with running.alone(data):
        pass


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "files/../../x", "database/../x", "keys/.x", "files/" + "a" * 63, "lain/x"]
)
def test_names_that_lead_elsewhere_are_refused(tmp_path, name):
    forged(tmp_path / "a.tar.gz", {name: b"x"})
    with pytest.raises(archive.BadArchiveError, match="tidak dikenal"):
        archive.unpack(tmp_path / "a.tar.gz", tmp_path / "out", lambda *_: None)


def test_links_sizes_and_changed_contents_are_refused(tmp_path):
    forged(tmp_path / "1.tar.gz", {"keys/a": b"x"}, link=True)
    forged(tmp_path / "2.tar.gz", {"keys/a": b"x"}, size=7)
    forged(tmp_path / "3.tar.gz", {"keys/a": b"x"}, digest="0" * 64)
    forged(tmp_path / "4.tar.gz", {"keys/a": b"x"}, omit=True)
    forged(tmp_path / "5.tar.gz", {"keys/a": b"x"}, extra=True)
    for number, words in ((1, "tidak sesuai"), (2, "tidak sesuai"), (3, "rusak"), (4, "terpotong"), (5, "tidak sesuai")):
        with pytest.raises(archive.BadArchiveError, match=words):
            archive.unpack(tmp_path / f"{number}.tar.gz", tmp_path / f"out{number}", lambda *_: None)
    assert not (tmp_path / "a").exists()


def test_what_is_no_backup_is_refused_in_a_sentence(own_app, tmp_path):
    (tmp_path / "a").write_bytes(b"bukan apa-apa")
    whole = tmp_path / "b.tar.gz"
    people.user()
    make(whole)
    (tmp_path / "c").write_bytes(whole.read_bytes()[:-2000])
    for name in ("a", "c"):
        with pytest.raises(backup.NotDoneError, match=r"bukan cadangan|terpotong"):
            backup.restore(tmp_path / name, force=True, say=silent)


def test_a_backup_of_another_schema_is_refused(own_app, tmp_path):
    forged(tmp_path / "a.tar.gz", {}, revision="9999", engine=own_app.config["SURAU"].database_url.split("+")[0].split(":")[0])
    with pytest.raises(backup.NotDoneError, match="tidak dikenal versi ini"):
        backup.restore(tmp_path / "a.tar.gz", force=True, say=silent)


def usernames():
    db.session.remove()
    return set(db.session.scalars(select(User.username)))


def forged(path, members, *, link=False, size=None, digest=None, omit=False, extra=False, revision="0001", engine="sqlite"):
    """An archive as somebody with bad intentions would write it."""
    entries = [
        {"name": name, "size": size or len(content), "digest": digest or storage.digest_of(content)}
        for name, content in members.items()
    ]
    manifest = {
        "format": 1, "version": "0", "revision": revision, "engine": engine, "made_at": "", "tables": {}, "entries": entries,
    }  # fmt: skip
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        listed = {"manifest.json": json.dumps(manifest).encode()} | ({} if omit else members)
        for name, content in (listed | ({"keys/b": b"y"} if extra else {})).items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            if link and name != "manifest.json":
                member.type, member.linkname, member.size = tarfile.SYMTYPE, "/etc/passwd", 0
            tar.addfile(member, io.BytesIO(content))
    path.write_bytes(gzip.compress(raw.getvalue()))
