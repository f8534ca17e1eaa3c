"""Pictures by Pillow: opened under a pixel limit, checked twice, written anew without anything but the pixels."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from app.media.core.kinds import Unreadable

Image.MAX_IMAGE_PIXELS = 40_000_000
"""A 40-megapixel picture needs 160 MB to decode; beyond it a bomb is likelier than a photograph."""
LONGEST_SIDE = 2000
QUALITY = 85
_GPS = 0x8825
_FORMATS = ("JPEG", "PNG", "WEBP")
BROKEN = "Gambar ini rusak atau bukan gambar yang utuh. Buka di ponsel atau komputer, simpan ulang, lalu unggah lagi."


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is ours: re-encoded bytes, pixels, and whether the upload told where it was taken."""

    content: bytes
    media_type: str
    width: int
    height: int
    had_location: bool


def reencode(content: bytes) -> Picture:
    """The pixels as a fresh JPEG (PNG where there is transparency), turned upright, the longest side at most 2000 px.

    Raises Unreadable with a sentence for anything that is not one whole picture of at most 40 million pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as probe:
                probe.verify()
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                had_location = bool(opened.getexif().get_ifd(_GPS))
                opened.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))  # JPEG only: decodes at a smaller scale
                upright = ImageOps.exif_transpose(opened)
                upright.load()
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _written(upright, had_location=had_location)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable("Gambar ini lebih dari 40 juta piksel. Perkecil dahulu, misalnya menjadi 1600 piksel.") from error
    except (OSError, SyntaxError, ValueError, TypeError, EOFError, MemoryError, IndexError, KeyError) as error:
        raise Unreadable(BROKEN) from error


def _written(image: Image.Image, *, had_location: bool) -> Picture:
    clear = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    pixels = image.convert("RGBA" if clear else "RGB")
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    out = io.BytesIO()
    if clear:
        bare.save(out, "PNG", optimize=True)
    else:
        bare.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(out.getvalue(), "image/png" if clear else "image/jpeg", bare.width, bare.height, had_location)
