"""Pages of the recap, the board and the attendance list of a class; `bp` is hung up by `app.wiring`."""

from app.reports.routes import attendance, board, recap
from app.reports.routes.place import bp

__all__ = ["attendance", "board", "bp", "recap"]
