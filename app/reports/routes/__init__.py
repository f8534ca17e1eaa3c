"""Pages of the recap and the board of a class; `bp` is hung up by `app.wiring`."""

from app.reports.routes import board, recap
from app.reports.routes.place import bp

__all__ = ["board", "bp", "recap"]
