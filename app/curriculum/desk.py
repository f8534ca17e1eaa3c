"""What every reader of a training's files needs at hand: the ledger, the assets, the Markdown renderer."""

import re
from pathlib import Path

from app.curriculum.assets import Assets
from app.curriculum.core.items import Picture
from app.curriculum.markdown import Markdown
from app.curriculum.yamlfile import Fields, Ledger, open_mapping
from app.curriculum.yamltree import MAX_BYTES

_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")


class Desk:
    """Reads the files of one training's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = Ledger()
        self.assets = Assets(folder, self.ledger)
        self.markdown = Markdown(self.assets, self.ledger)

    def source(self, file: str) -> str | None:
        """The text of a file inside the folder, or None with the problem noted."""
        path = self.folder / file
        if not path.is_file() or not path.resolve().is_relative_to(self.folder.resolve()):
            self.ledger.add(file, 0, "", "Berkas ini tidak ada.", "Tambahkan berkasnya; lihat courses/SKEMA.md.")
            return None
        try:
            if path.stat().st_size > MAX_BYTES:
                self.ledger.add(file, 0, "", "Berkas lebih besar dari 512 KB.", "Bagi isinya.")
                return None
            return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            self.ledger.add(file, line, "", "Berkas bukan UTF-8.", "Simpan ulang sebagai UTF-8.")
        except OSError as error:
            self.ledger.add(
                file, 0, "", f"Berkas tidak dapat dibaca ({error.strerror}).", "Periksa hak baca berkasnya."
            )
        return None

    def yaml(self, file: str) -> Fields | None:
        """The mapping of a YAML file, or None with the problem noted."""
        text = self.source(file)
        return None if text is None else open_mapping(text, file, self.ledger)

    def html(self, fields: Fields, key: str, default: str | None = None) -> str:
        """A Markdown value as HTML; required without a default."""
        text = fields.text(key, default)
        path = fields.at(key)
        return self.markdown.block(text, fields.file, path, self.ledger.line(fields.file, path)) if text else ""

    def id(self, fields: Fields, key: str = "id") -> str:
        """An id: a-z, 0-9 and hyphens, beginning with a letter."""
        value = fields.text(key)
        if value and not _ID.fullmatch(value):
            fields.fail(key, f'Id "{value[:60]}" tidak sesuai.', "Pakai a-z, 0-9, dan -, diawali huruf.")
        return value

    def picture(self, fields: Fields, key: str) -> Picture | None:
        """The optional picture `{berkas, alt}`."""
        child = fields.child(key, is_needed=False)
        if child is None:
            return None
        name, alt = child.text("berkas"), child.text("alt")
        child.close()
        size = self.assets.image(name, child.file, self.ledger.line(child.file, child.path), child.at("berkas"))
        return Picture(f"asset:{name}", alt, size.width if size else 0, size.height if size else 0)
