"""Pages of tasks and works; `bp` is hung up by `app.wiring`."""

from app.submissions.routes import choosing, files, learner, sending, trying, versions, writing
from app.submissions.routes.place import bp

__all__ = ["bp", "choosing", "files", "learner", "sending", "trying", "versions", "writing"]
