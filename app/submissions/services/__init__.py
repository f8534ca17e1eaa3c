"""What can be done with tasks and works: opening, writing, sending, moving deadlines, rating oneself."""

from app.submissions.services.drafts import Saved, attach, choose, detach, replace, restore, save_draft
from app.submissions.services.judging import assess_self
from app.submissions.services.opening import on_cohort_opened, open_assignments
from app.submissions.services.sending import Ready, accept_draft, prepare, submit, timely_draft
from app.submissions.services.windows import accept_revision, drop_revision, extend, open_revision, require_revision

__all__ = [
    "Ready",
    "Saved",
    "accept_draft",
    "accept_revision",
    "assess_self",
    "attach",
    "choose",
    "detach",
    "drop_revision",
    "extend",
    "on_cohort_opened",
    "open_assignments",
    "open_revision",
    "prepare",
    "replace",
    "require_revision",
    "restore",
    "save_draft",
    "submit",
    "timely_draft",
]
