"""Pages of the desk, of releases, of the gradebook and of feedback; `bp` is hung up by `app.wiring`."""

from app.grading.routes import author, bank, book, desk, judging, release, why
from app.grading.routes.place import bp

__all__ = ["author", "bank", "book", "bp", "desk", "judging", "release", "why"]
