"""What a content is, how it may be called, which part is asked for."""

import pytest

from app.media.core.kinds import LIMITS, AssetKind, Unreadable, cues, recognise
from app.media.core.naming import disposition, shown_name
from app.media.core.ranges import NotSatisfiable, asked

SRT = b"1\r\n00:00:01,000 --> 00:00:03,500\r\nSelamat datang\r\n\r\n2\r\n00:00:04,000 --> 00:00:05,000\r\nDua\r\n"
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00\x00\x00\x08moov" + b"\x00" * 64
PDF = (
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.mark.parametrize(("content", "kind"), [(SRT, AssetKind.SRT), (MP4, AssetKind.MP4), (PDF, AssetKind.PDF), (b"\xef\xbb\xbf" + SRT, AssetKind.SRT), (b"\xff\xd8\xff\xe0", AssetKind.IMAGE)])
def test_the_content_decides(content, kind):
    assert recognise(content) is kind


@pytest.mark.parametrize("content", [
    b"", b"<html><script>alert(1)</script>", b"<svg xmlns='x'/>", b"MZ\x90", b"PK\x03\x04", b"GIF89a<script>",
    b"%PDF-1.7 no end", PDF.replace(b"/Count", b"/JavaScript 1/Count"), PDF.replace(b"/Count", b"/Launch 1/Count"),
    b"\x00\x00\x00\x18ftypqt  \x00\x00\x00\x00qt  ", b"\x00\x00\x00\x00ftypisom",
    b"1\n--> salah\nx", b"1\n00:00:01,000 --> 00:00:02,000\n\xff\xfe --> x", b"teks biasa",
])
def test_anything_else_is_refused_with_a_sentence(content):
    with pytest.raises(Unreadable) as refused:
        recognise(content)
    assert str(refused.value).endswith(".")


def test_a_photo_of_a_phone_is_not_called_a_video():
    with pytest.raises(Unreadable, match=r"^Foto ini berbentuk HEIC .* JPEG"):
        recognise(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")


def test_captions_are_counted():
    assert cues(SRT) == 2


def test_captions_of_many_megabytes_are_left_unread_for_they_are_refused():
    assert recognise(b"-->" + b"x" * LIMITS[AssetKind.SRT]) is AssetKind.SRT


@pytest.mark.parametrize(("claimed", "shown"), [
    ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\foto.jpg", "foto.jpg"), ("a\x00b\u202egpj.exe", "abgpj.exe"), ("", "berkas"),
    ("...", "berkas"), ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"[:5]), ("foto kegiatan.jpg", "foto kegiatan.jpg"),
])
def test_names_are_shown_without_paths_and_tricks(claimed, shown):
    found = shown_name(claimed)
    assert found == shown or (len(claimed) > 120 and len(found) <= 120 and found.endswith(".jpeg"))


def test_a_download_name_cannot_break_out_of_its_header():
    header = disposition('a"; filename="evil.exe\r\nX: 1é.jpg', inline=False)
    assert header.startswith("attachment; filename=")
    assert header.count('"') == 2
    assert "\r" not in header
    assert "filename*=UTF-8''a%22%3B" in header


@pytest.mark.parametrize(("header", "answer"), [
    ("", None), ("bytes=0-99", (0, 100)), ("bytes=90-", (90, 100)), ("bytes=-10", (90, 100)), ("bytes=-999", (0, 100)), ("bytes=50-999", (50, 100)),
    ("bytes=5-2", None), ("items=0-1", None), ("bytes=0-1,5-6", None), ("bytes=a-b", None), ("bytes=-", None),
])
def test_one_range_or_the_whole(header, answer):
    assert asked(header, 100) == answer


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=999-1000", "bytes=-0"])
def test_a_range_past_the_end_cannot_be_answered(header):
    with pytest.raises(NotSatisfiable):
        asked(header, 100)
