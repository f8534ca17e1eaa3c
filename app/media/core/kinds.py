"""What a file is by its content: names and claimed types are never asked."""

from __future__ import annotations

import re
from enum import StrEnum


class AssetKind(StrEnum):
    """What the content was found to be (never what its name claims)."""

    IMAGE = "gambar"
    PDF = "pdf"
    SRT = "srt"
    MP4 = "mp4"


class Unreadable(ValueError):
    """The content is none of our kinds, or is broken; the message is a sentence for the sender."""


MEGABYTE = 1024 * 1024
LIMITS: dict[AssetKind, int] = {
    AssetKind.IMAGE: 15 * MEGABYTE,
    AssetKind.PDF: 15 * MEGABYTE,
    AssetKind.SRT: MEGABYTE,
    AssetKind.MP4: 50 * MEGABYTE,
}
"""Bytes; of an image before it is re-encoded (phones send up to 12 MB)."""

MEDIA_TYPES: dict[AssetKind, str] = {
    AssetKind.IMAGE: "image/jpeg",
    AssetKind.PDF: "application/pdf",
    AssetKind.SRT: "application/x-subrip",
    AssetKind.MP4: "video/mp4",
}
ENDINGS: dict[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "application/x-subrip": "srt",
    "video/mp4": "mp4",
}
NAMES: dict[AssetKind, str] = {
    AssetKind.IMAGE: "gambar JPEG, PNG, atau WebP",
    AssetKind.PDF: "PDF",
    AssetKind.SRT: "takarir .srt",
    AssetKind.MP4: "video MP4",
}

_IMAGE_MARKS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_PHOTO_BRANDS = frozenset({b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif"})
"""What phones write instead of JPEG, in the same box as a video."""
_BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"3gp4", b"3gp5", b"3gp6", b"dash"})
_CUE = re.compile(r"\d\d:\d\d:\d\d[,.]\d{3}\s*-->\s*\d\d:\d\d:\d\d[,.]\d{3}")
_DANGEROUS_PDF = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile")


def recognise(content: bytes) -> AssetKind:
    """What the content is, checked as far as can be done without decoding it. Raises Unreadable with a sentence."""
    if not content:
        raise Unreadable("Berkas ini kosong. Pilih berkas lain.")
    if content.startswith(_IMAGE_MARKS) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return AssetKind.IMAGE
    if content[:5] == b"%PDF-":
        _check_pdf(content)
        return AssetKind.PDF
    if content[4:8] == b"ftyp":
        _check_mp4(content)
        return AssetKind.MP4
    if b"-->" in content[:4096]:
        if len(content) <= LIMITS[AssetKind.SRT]:  # a longer one is refused for its size, whatever it holds
            cues(content)
        return AssetKind.SRT
    if content.lstrip()[:1] == b"<":
        raise Unreadable("Isi berkas ini halaman web, bukan gambar, PDF, takarir, atau video. Simpan ulang dari aplikasi aslinya.")
    raise Unreadable("Isi berkas ini bukan gambar JPEG/PNG/WebP, PDF, takarir .srt, atau video MP4. Simpan ulang dalam salah satu bentuk itu.")


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-2048:]:
        raise Unreadable("PDF ini tidak utuh: bagian akhirnya hilang. Ekspor ulang, lalu unggah lagi.")
    if any(mark in content for mark in _DANGEROUS_PDF):
        raise Unreadable("PDF ini memuat program atau lampiran di dalamnya. Cetak ke PDF baru, lalu unggah yang baru itu.")


def _check_mp4(content: bytes) -> None:
    size = int.from_bytes(content[:4], "big")
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, min(size, 256), 4))}
    if content[8:12] in _PHOTO_BRANDS:
        raise Unreadable(
            "Foto ini berbentuk HEIC atau AVIF, yang belum terbaca di sini. Simpan atau bagikan sebagai JPEG, lalu unggah lagi. "
            "Di iPhone: Pengaturan, Kamera, Format, Paling Kompatibel."
        )
    if not 16 <= size <= 256 or not brands & _BRANDS:  # noqa: PLR2004 -- an ftyp box holds a few brands of four bytes
        raise Unreadable("Video ini bukan MP4 yang dikenal (mungkin MOV). Ekspor sebagai MP4, lalu unggah lagi.")


def cues(content: bytes) -> int:
    """How many captions an .srt holds. Raises Unreadable when it is no UTF-8 text or a cue has no time line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("Takarir ini tidak disimpan sebagai UTF-8. Pilih pengodean UTF-8 saat menyimpan.") from error
    if "\x00" in text:
        raise Unreadable("Takarir ini memuat karakter rusak. Simpan ulang sebagai teks UTF-8.")
    blocks = [block for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if block.strip()]
    for number, block in enumerate(blocks, start=1):
        lines = block.strip().split("\n")
        timing = lines[1] if len(lines) > 1 and lines[0].strip().isdigit() else lines[0]
        if not _CUE.match(timing.strip()):
            raise Unreadable(f"Takarir nomor {number} tidak memuat baris waktu seperti 00:00:01,000 --> 00:00:03,500.")
    if not blocks:
        raise Unreadable("Takarir ini tidak memuat satu baris pun.")
    return len(blocks)
