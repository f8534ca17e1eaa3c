"""The same storage in a bucket: whole, in small parts, and never longer than whoever waits can bear."""

import os
import threading
import time
from datetime import timedelta

import pytest

from app.kernel import storage, stores
from app.kernel.errors import Missing, Unavailable
from tests.kernel.bucket import bucket


def test_a_content_is_stored_once_and_comes_back_whole_and_in_parts(far):
    content = os.urandom(2 * storage.PIECE + 700)
    digest = storage.put(content)
    assert storage.put(content) == digest
    assert len(far.held) == 1
    assert storage.get(digest) == content
    assert b"".join(storage.stream(digest, (storage.PIECE - 5, storage.PIECE + 5))) == content[storage.PIECE - 5 : storage.PIECE + 5]
    storage.delete(digest)
    storage.delete(digest)
    for call in (storage.get, storage.stream, lambda one: storage.stream(one, (0, 1))):
        with pytest.raises(Missing):
            call(digest)


def test_no_answer_of_a_bucket_is_kept_open_while_a_slow_reader_takes_it(far):
    digest = storage.put(os.urandom(3 * storage.PIECE + 1))
    pieces = storage.stream(digest)
    far.asked.clear()
    next(pieces)
    assert far.asked == [("GET", storage.PIECE)], "the rest is asked for when it can be sent"
    assert sum(map(len, pieces)) == 2 * storage.PIECE + 1


def test_a_silent_bucket_holds_nobody_for_long_and_is_told_in_a_sentence(far, caplog):
    digest = storage.put(b"isi")
    far.awake.clear()
    large = os.urandom(storage.PIECE + 1)
    asks = (storage.probe, lambda: storage.get(digest), lambda: storage.stream(digest, (0, 1)))
    for call in (*asks, lambda: storage.put(b"baru"), lambda: storage.put(large)):
        began = time.monotonic()
        with pytest.raises(Unavailable, match=r"tidak menjawab|belum dapat disimpan"):
            call()
        assert time.monotonic() - began < 2
    assert f"does not answer: Generic S3 error: Error performing PUT {far.url}" in caplog.text, "whoever runs the site must learn why"
    far.awake.set()
    storage.probe()
    assert storage.get(digest) == b"isi"


def test_many_who_ask_at_once_whether_it_answers_are_all_told_that_it_does(far, base_app):
    faults = []

    def ask():
        with base_app.app_context():
            try:
                for _ in range(10):
                    storage.probe()
            except Unavailable as fault:
                faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert far.held == {}


@pytest.fixture
def far(app, monkeypatch):
    with bucket() as made:
        for name, value in {"ACCESS_KEY_ID": "uji", "SECRET_ACCESS_KEY": "uji", "ENDPOINT": made.url, "ALLOW_HTTP": "true"}.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        monkeypatch.setattr(stores, "PATIENCE", timedelta(milliseconds=300))
        before = app.extensions["surau_storage"]
        storage.init(app, "s3://uji")
        yield made
        app.extensions["surau_storage"] = before
