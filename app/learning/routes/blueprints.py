"""The two blueprints of learning, and the address of this site as links carry it."""

from __future__ import annotations

from flask import Blueprint, current_app

learner_pages = Blueprint("learning", __name__)
"""What a learner opens: his classes, the path, lessons, quizzes and tests."""

office_pages = Blueprint("cohorts", __name__)
"""What the office opens: classes, invitations, the people of a class."""


def public_url() -> str:
    """Where this site stands, without a slash at the end."""
    address: str = current_app.config["SURAU"].public_url
    return address
