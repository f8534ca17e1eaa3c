"""Pages of learning: the learner's and the office's; both blueprints are hung up by `app.wiring`."""

from app.learning.routes import cohorts, invitations, learner, lessons, members, quizzes, roster, versions
from app.learning.routes.blueprints import learner_pages, office_pages

__all__ = ["cohorts", "invitations", "learner", "learner_pages", "lessons", "members", "office_pages", "quizzes", "roster", "versions"]
