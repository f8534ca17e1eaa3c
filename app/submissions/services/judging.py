"""Tasks graded by oneself: the author compares with the model answer and rates his own work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.access.scope import Actor
from app.curriculum.core.work import Grading
from app.kernel.errors import Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.submissions.events import SelfAssessed
from app.submissions.models import Submission
from app.submissions.services.drafts import own_submission

LEVELS = frozenset({1, 2, 3, 4})


def assess_self(*, actor: Actor, assignment_id: int, levels: Mapping[str, int], now: datetime) -> Submission:
    """Keep the author's own levels, one per criterion of the rubric, and publish SelfAssessed.

    May be repeated until a certificate is issued on it (Denied then, by whoever hears SelfAssessed); each time the
    levels belong to the version that counts.
    Raises Denied before the first sending or when the task is not `mandiri`, Invalid naming `tingkat-<criterion>`.
    """
    submission = own_submission(actor=actor, assignment_id=assignment_id, now=now, is_opening=False)
    if submission.assignment.grading is not Grading.MANDIRI or submission.current_id is None:
        raise Denied(_("Nilai diri dibuka setelah tugas mandiri ini dikumpulkan."))
    for criterion in submission.assignment.rubric.criteria:
        if levels.get(criterion["id"]) not in LEVELS:
            raise Invalid(_("Pilih satu level untuk “%(name)s”.", name=criterion["name"]), field=f"tingkat-{criterion['id']}")
    chosen = {criterion["id"]: levels[criterion["id"]] for criterion in submission.assignment.rubric.criteria}
    submission.self_levels = chosen
    submission.self_assessed_at = now
    publish(SelfAssessed(submission.id, submission.current_id, chosen, now))
    return submission
