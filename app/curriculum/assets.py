"""The assets folder of a training: which files exist, how large images are, which nobody refers to."""

import re
from pathlib import Path

from app.curriculum.pictures import Size, is_active_svg, size_of
from app.curriculum.yamlfile import Ledger

_NAME = re.compile(r"assets/[A-Za-z0-9][A-Za-z0-9._/-]*")
_IMAGES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"})
_KNOWN = _IMAGES | {".mp4", ".vtt", ".pdf", ".srt", ".csv", ".txt"}


class Assets:
    """The assets of one training's folder, with a record of which were used."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self._folder, self._ledger = folder, ledger
        self._used: set[str] = set()
        self._sizes: dict[str, Size | None] = {}

    def find(self, name: str, file: str, line: int, key: str) -> Path | None:
        """The file `assets/…`, or None with the problem noted."""
        if not _NAME.fullmatch(name) or ".." in name:
            self._ledger.add(
                file,
                line,
                key,
                f'"{name[:80]}" bukan berkas di folder assets.',
                "Tulis assets/nama-berkas memakai huruf, angka, titik, dan tanda hubung.",
            )
            return None
        self._used.add(name)
        path = self._folder / name
        if not path.is_file() or not path.resolve().is_relative_to(self._folder.resolve()):
            self._ledger.add(
                file, line, key, f"Berkas {name} tidak ada.", "Simpan berkasnya di folder assets atau perbaiki namanya."
            )
            return None
        if path.suffix.lower() not in _KNOWN:
            self._ledger.add(
                file,
                line,
                key,
                f"Jenis berkas {path.suffix} tidak diterima.",
                f"Pakai salah satu: {', '.join(sorted(_KNOWN))}.",
            )
            return None
        return path

    def image(self, name: str, file: str, line: int, key: str) -> Size | None:
        """The size of an image, or None with the problem noted."""
        path = self.find(name, file, line, key)
        if path is None:
            return None
        if path.suffix.lower() not in _IMAGES:
            self._ledger.add(file, line, key, f"{name} bukan gambar.", "Pakai SVG, PNG, JPEG, WebP, atau GIF.")
            return None
        if name not in self._sizes:
            self._sizes[name] = size_of(path)
            if is_active_svg(path):
                self._ledger.add(
                    name,
                    1,
                    "",
                    "SVG memuat skrip atau alamat luar.",
                    "Hapus script, on…=, foreignObject, dan rujukan ke luar berkas.",
                )
        size = self._sizes[name]
        if size is None or not (size.width and size.height):
            self._ledger.add(
                file,
                line,
                key,
                f"Lebar dan tinggi {name} tidak terbaca.",
                "Beri SVG viewBox, atau simpan ulang gambarnya.",
            )
            return None
        return size

    def orphans(self) -> tuple[str, ...]:
        """Files below assets/ that nothing refers to."""
        folder = self._folder / "assets"
        present = (path.relative_to(self._folder).as_posix() for path in folder.rglob("*") if path.is_file())
        return tuple(sorted(name for name in present if name not in self._used and not _is_ignored(name)))


def _is_ignored(name: str) -> bool:
    return any(part.startswith(("_", ".")) for part in name.split("/"))
