"""Pages of the desk, of releases, of the gradebook and of feedback; `bp` is hung up by `app.wiring`."""

from app.grading.routes import author, bank, desk, judging, release
from app.grading.routes.place import bp

__all__ = ["author", "bank", "bp", "desk", "judging", "release"]
