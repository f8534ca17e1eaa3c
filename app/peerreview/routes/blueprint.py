"""The blueprint that the pages of peer review share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("peerreview", __name__)
