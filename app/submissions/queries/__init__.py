"""Reading works: the author's own tasks, frozen versions, what peers may see, what desks and clocks ask for."""

from app.submissions.queries.blind import Blind, BlindFact, BlindFile, BlindPassage, blind_content, blind_report, blind_words
from app.submissions.queries.desk import (
    AuthorRow,
    SentRow,
    Submitted,
    UnsentDraft,
    assignments_of,
    authors,
    sent_of,
    submission,
    submitted,
    unsent_in_time,
)
from app.submissions.queries.learner import Brief, Own, assignment_for, brief, copies, own
from app.submissions.queries.mine import Mine, MineState, Waiting, mine, waiting_for
from app.submissions.queries.versions import (
    AttachmentRow,
    VersionRow,
    VersionText,
    attachments,
    version,
    version_of_asset,
    versions_of,
)

__all__ = [
    "AttachmentRow",
    "AuthorRow",
    "Blind",
    "BlindFact",
    "BlindFile",
    "BlindPassage",
    "Brief",
    "Mine",
    "MineState",
    "Own",
    "SentRow",
    "Submitted",
    "UnsentDraft",
    "VersionRow",
    "VersionText",
    "Waiting",
    "assignment_for",
    "assignments_of",
    "attachments",
    "authors",
    "blind_content",
    "blind_report",
    "blind_words",
    "brief",
    "copies",
    "mine",
    "own",
    "sent_of",
    "submission",
    "submitted",
    "unsent_in_time",
    "version",
    "version_of_asset",
    "versions_of",
    "waiting_for",
]
