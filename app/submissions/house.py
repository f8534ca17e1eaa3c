"""The office's house list: `gaya-rumah.yml` in the data folder, or the one that comes with the coach."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

from app import pressrelease
from app.pressrelease import Context
from app.pressrelease.house import BadHouseList, read_house

SHIPPED = Path(pressrelease.__file__).with_name("gaya-rumah.yml")
OWN_NAME = "gaya-rumah.yml"
log = logging.getLogger(__name__)


@dataclass(slots=True)
class HouseList:
    """The list in force; a changed file is read again at the next text, a broken one leaves the last good list."""

    path: Path = SHIPPED
    changed: float = -1.0
    context: Context = field(default_factory=Context)

    def use(self, data: Path) -> None:
        """Take the list of this data folder from now on."""
        self.path, self.changed = data / OWN_NAME, -1.0

    def read(self) -> Context:
        """What the list asks for, as the coach takes it."""
        path = self.path if self.path.exists() else SHIPPED
        changed = path.stat().st_mtime
        if changed != self.changed:
            self.changed = changed
            try:
                self.context = read_house(path, Context())
            except (BadHouseList, OSError) as error:
                log.warning("house list not read: %s", error)
        return self.context


house = HouseList()
