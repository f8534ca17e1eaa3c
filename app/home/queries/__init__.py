"""Beranda: one next step, one list of what waits, from every feature below; a file for each who comes."""

from app.home.queries.author import Module, author
from app.home.queries.learner import YEARLY_JP, Earned, Learning, earned, learning
from app.home.queries.office import Office, office
from app.home.queries.trainer import TrainerClass, trainer

__all__ = ["YEARLY_JP", "Earned", "Learning", "Module", "Office", "TrainerClass", "author", "earned", "learning", "office", "trainer"]
