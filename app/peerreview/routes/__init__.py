"""Pages of peer review: the reviewer's, the author's and the pelatih's."""

from app.peerreview.routes import again, author, practice, reviewer, round_work, rounds
from app.peerreview.routes.blueprint import bp

__all__ = ["again", "author", "bp", "practice", "reviewer", "round_work", "rounds"]
