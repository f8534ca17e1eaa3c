"""Sizes are read from the first bytes of each kind of image."""

import io
import struct

import pytest
from PIL import Image

from app.curriculum.pictures import Size, is_active_svg, size_of


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_the_size_of_a_raster_is_what_was_drawn(tmp_path, kind):
    path = tmp_path / "x"
    Image.new("RGB", (321, 123)).save(path, kind)
    assert size_of(path) == Size(321, 123)


def test_a_lossless_webp_and_a_jpeg_with_a_long_head_are_read(tmp_path):
    path = tmp_path / "x"
    Image.new("RGBA", (321, 123)).save(path, "WEBP", lossless=True)
    assert size_of(path) == Size(321, 123)
    stream = io.BytesIO()
    Image.new("RGB", (64, 32)).save(stream, "JPEG", progressive=True)
    plain = stream.getvalue()
    path.write_bytes(plain[:2] + b"\xff\xff\xe1" + struct.pack(">H", 5000) + b"x" * 4998 + plain[2:])
    assert size_of(path) == Size(64, 32)


@pytest.mark.parametrize(
    ("text", "size"),
    [('<svg viewBox="0 0 640 360">', Size(640, 360)), ("<svg viewBox='0,0,10.4,9.6'>", Size(10, 10)),
     ('<svg width="24px" height="12">', Size(24, 12)), ('<svg width="100%">', None), ("<svg>", None)],
)  # fmt: skip
def test_the_size_of_a_drawing_is_its_view_box(tmp_path, text, size):
    path = tmp_path / "x.svg"
    path.write_text(text, encoding="utf-8")
    assert size_of(path) == size


@pytest.mark.parametrize(
    "head",
    [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"\xff\xd8\xff\xe0\x00\x00", b"GIF89a", b"RIFF....WEBPVP8 ", b"teks"],
)
def test_a_cut_file_has_no_size(tmp_path, head):
    path = tmp_path / "x.png"
    path.write_bytes(head)
    assert size_of(path) is None


@pytest.mark.parametrize(
    ("text", "is_active"),
    [("<svg><script/></svg>", True), ('<svg onload="x">', True), ('<svg><image href="https://x.id/a"/></svg>', True),
     ("<svg><foreignObject/></svg>", True), ('<svg><use href="#a"/></svg>', False),
     ('<svg xmlns="http://www.w3.org/2000/svg"/>', False)],
)  # fmt: skip
def test_a_drawing_that_acts_is_told_from_one_that_rests(tmp_path, text, is_active):
    path = tmp_path / "x.svg"
    path.write_text(text, encoding="utf-8")
    assert is_active_svg(path) is is_active
