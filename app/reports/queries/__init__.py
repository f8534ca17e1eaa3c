"""Reads of a class for those who run it: the recap on one page, the board of people by steps."""

from app.reports.core.stuck import Mark, Stuck, Why
from app.reports.queries.recap import Recap, Row, recap

__all__ = ["Mark", "Recap", "Row", "Stuck", "Why", "recap"]
