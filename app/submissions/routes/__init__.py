"""Pages of tasks and works; `bp` is hung up by `app.wiring`."""

from app.submissions.house import house
from app.submissions.routes import choosing, files, learner, people, sending, trying, versions, writing
from app.submissions.routes.place import bp

bp.record_once(lambda state: house.use(state.app.config["SURAU"].data))

__all__ = ["bp", "choosing", "files", "learner", "people", "sending", "trying", "versions", "writing"]
