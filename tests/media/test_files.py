"""Uploads are re-encoded, counted and served under a sandbox."""

import io
import struct
import zlib

import pytest
from PIL import Image

from app.kernel import clock, storage
from app.kernel.errors import Invalid
from app.kernel.work import work
from app.media import services
from app.media.core.kinds import AssetKind
from app.media.images import reencode
from app.media.models import Asset
from tests.factories import classes
from tests.media.test_core import MP4, PDF, SRT

EVERY = frozenset(AssetKind)


def picture(mode="RGB", size=(60, 40), form="JPEG", **more):
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, form, **more)
    return out.getvalue()


def test_a_picture_is_written_anew_without_anything_but_its_pixels():
    exif = Image.Exif()
    exif[0x8825] = {1: "S", 2: (0.0, 56.0, 50.0)}
    exif[0x010E] = "rahasia"
    exif[0x0112] = 6
    made = reencode(picture(exif=exif, comment=b"rahasia"))
    assert made.had_location
    assert b"rahasia" not in made.content
    assert (made.width, made.height) == (40, 60)
    with Image.open(io.BytesIO(made.content)) as again:
        assert dict(again.getexif()) == {}


def test_large_pictures_become_small_and_transparent_ones_stay_so():
    assert max(reencode(picture(size=(5000, 100))).width, 0) == 2000
    clear = reencode(picture("RGBA", form="PNG"))
    assert clear.media_type == "image/png"


@pytest.mark.parametrize("content", [
    b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>", picture()[:200], b"\xff\xd8\xff" + b"\x00" * 500, b"RIFF\x00\x00\x00\x00WEBPxxxx",
])
def test_a_broken_picture_is_refused(content):
    with pytest.raises(ValueError, match="rusak"):
        reencode(content)


@pytest.mark.parametrize("size", [(60_000, 60_000), (8_000, 6_000)])
def test_a_bomb_is_refused_before_it_is_decoded(size):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", *size, 1, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00" * 100_000)) + chunk(b"IEND", b"")
    with pytest.raises(ValueError, match="juta piksel"):
        reencode(bomb)


def test_a_kind_that_the_task_does_not_ask_for_is_refused(app):
    with pytest.raises(Invalid, match="menerima PDF"):
        services.prepare(picture(), claimed_name="a.pdf", allowed={AssetKind.PDF})


@pytest.mark.parametrize("content", [PDF.replace(b"<</Root", b"<</Info<</Author(Zulmaidar)>>/Root"), MP4[:-64] + b"\x00\x00\x00\x11udtaZulmaidar"])
def test_what_is_stored_tells_nothing_of_its_maker(app, content):
    prepared = services.prepare(content, claimed_name="a.bin", allowed=EVERY)
    kept = storage.get(prepared.digest)
    assert b"Zulmaidar" in content
    assert b"Zulmaidar" not in kept
    assert prepared.size == len(kept)


@pytest.mark.parametrize("content", [PDF.replace(b"/Kids[3 0 R]", b"/Kids[]"), MP4[:-64] + b"\x00\x00\x00\x05mdat...."])
def test_what_cannot_be_freed_of_it_is_refused_at_its_field(app, content):
    with pytest.raises(Invalid, match=r"lalu unggah lagi|Simpan sebagai PDF") as refused:
        services.prepare(content, claimed_name="a.bin", allowed=EVERY)
    assert refused.value.field == "berkas"


def test_the_quota_of_a_person_is_kept(app, monkeypatch):
    cohort = classes.cohort()
    learner, _ = classes.learner(cohort)
    kept = put(learner, cohort, PDF)
    assert put(learner, cohort, PDF).id == kept.id
    monkeypatch.setattr(services, "QUOTA", kept.size + 10)
    with pytest.raises(Invalid, match="penuh"):
        put(learner, cohort, SRT)


@pytest.mark.parametrize(("content", "inline"), [(picture(), True), (PDF, False), (SRT, False), (MP4, False)])
def test_files_are_served_under_a_sandbox_and_only_pictures_inline(app, as_user, content, inline):
    cohort = classes.cohort()
    learner, _ = classes.learner(cohort)
    asset = put(learner, cohort, content, name="laporan.html")
    answer = as_user(learner).get(f"/berkas/{asset.id}")
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline" if inline else "attachment")
    assert answer.mimetype != "text/html"
    assert answer.data == storage.get(asset.digest)
    assert as_user(learner).get(f"/berkas/{asset.id}", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_ranges_are_answered(app, as_user):
    cohort = classes.cohort()
    learner, _ = classes.learner(cohort)
    asset = put(learner, cohort, MP4)
    client = as_user(learner)
    part = client.get(f"/berkas/{asset.id}", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (206, b"ftyp", f"bytes 4-7/{len(MP4)}")
    past = client.get(f"/berkas/{asset.id}", headers={"Range": "bytes=9999-"})
    assert (past.status_code, past.headers["Content-Range"]) == (416, f"bytes */{len(MP4)}")


def put(learner, cohort, content, name="a.bin") -> Asset:
    prepared = services.prepare(content, claimed_name=name, allowed=EVERY)
    with work():
        return services.keep(prepared, owner_id=learner.id, cohort_id=cohort.id, unit_path=cohort.unit_path, now=clock.now())
