"""Pages of peer review: the reviewer's, the author's and the pelatih's."""

from app.peerreview.routes import author, practice, reviewer, round_work, rounds
from app.peerreview.routes.blueprint import bp

__all__ = ["author", "bp", "practice", "reviewer", "round_work", "rounds"]
