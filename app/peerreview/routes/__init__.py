"""Pages of peer review: the reviewer's, the author's and the pelatih's."""

from app.peerreview.routes import again, author, planning, practice, reviewer, round_work, rounds
from app.peerreview.routes.blueprint import bp

__all__ = ["again", "author", "bp", "planning", "practice", "reviewer", "round_work", "rounds"]
