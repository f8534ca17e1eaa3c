"""A content is stored once, whole or not at all."""

import os
import threading
import time

import pytest

from app.kernel import storage
from app.kernel.errors import Missing, Unavailable
from tests import faults


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_content_comes_back_under_its_digest_once(own_storage):
    digest = storage.put(b"isi")
    assert storage.put(b"isi") == digest == storage.digest_of(b"isi")
    assert storage.get(digest) == b"isi"
    assert len(files(own_storage)) == 1
    assert files(own_storage)[0].stat().st_mode & 0o077 == 0


def test_parts_and_streams_of_a_content(own_storage):
    content = os.urandom(700_000)
    digest = storage.put(content)
    assert b"".join(storage.stream(digest, (10, 20))) == content[10:20]
    pieces = list(storage.stream(digest))
    assert b"".join(pieces) == content
    assert len(pieces) > 1


@pytest.mark.parametrize("name", ["", "x", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 63 + "/"])
def test_what_is_no_digest_leads_nowhere(app, name):
    for call in (storage.get, storage.delete, lambda one: list(storage.stream(one))):
        with pytest.raises(Missing):
            call(name)


def test_what_is_not_there_is_missing_and_deleting_it_is_fine(app):
    with pytest.raises(Missing):
        storage.get("0" * 64)
    storage.delete("0" * 64)


def test_names_and_sizes_for_a_backup(own_storage):
    digest = storage.put(b"12345")
    (own_storage / "catatan.txt").write_text("bukan isi")
    assert list(storage.names()) == [(digest, 5)]


def test_a_full_disk_refuses_in_a_sentence_and_keeps_what_is_there(own_storage):
    with faults.read_only_or_full(own_storage):
        with pytest.raises(Unavailable, match="penuh atau tidak dapat ditulis"):
            storage.put(os.urandom(100_000))
        with pytest.raises(Unavailable):
            storage.probe()
    storage.probe()
    digest = storage.put(b"lagi")
    assert storage.get(digest) == b"lagi"


def test_a_read_only_folder_refuses_writing_and_goes_on_reading(own_storage):
    digest = storage.put(b"sudah ada")
    with faults.read_only(own_storage):
        with pytest.raises(Unavailable):
            storage.put(b"baru")
        assert storage.get(digest) == b"sudah ada"


def test_parts_that_a_kill_left_are_swept_and_nothing_else(own_storage):
    digest = storage.put(b"isi")
    home = own_storage / digest[:2]
    (home / f"{digest}#1").write_bytes(b"separuh")
    (home / f"{digest}#2").write_bytes(b"baru mulai")
    os.utime(home / f"{digest}#1", (1, 1))
    assert storage.sweep(own_storage, time.time() - 3600) == 1
    assert sorted(path.name for path in home.iterdir()) == [digest, f"{digest}#2"]


def test_sixteen_who_store_the_same_leave_one_whole_content(app, base_app, own_storage):
    content, digests = os.urandom(300_000), []

    def store():
        with base_app.app_context():
            digests.append(storage.put(content))

    threads = [threading.Thread(target=store) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert digests == [storage.digest_of(content)] * 16
    assert storage.get(digests[0]) == content
    assert len(files(own_storage)) == 1

