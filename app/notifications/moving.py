"""What is said when a class is moved to another version of its training: once, and only what changes for those who learn."""

from __future__ import annotations

from app.curriculum import versions
from app.curriculum.core.changes import Asked, Changed, Part
from app.curriculum.queries import outline
from app.kernel.i18n import _
from app.learning.events import CohortMoved
from app.learning.queries.learner import rules
from app.notifications import queries
from app.notifications.telling import bells


def on_cohort_moved(event: CohortMoved) -> None:
    """One bell for everyone in the class, in one sentence."""
    about = queries.class_facts(event.cohort_id)
    found = _what(event)
    text = (
        _("%(training)s di kelas Anda memakai versi baru: %(what)s. Nilai yang sudah ada tidak dihitung ulang.", training=about.training, what=", ".join(found))
        if found
        else _("%(training)s di kelas Anda memakai versi baru; langkah Anda tidak berubah.", training=about.training)
    )
    bells(queries.learners_of(event.cohort_id), "angkatan", text, f"/belajar/{event.cohort_id}", event.at)


def _what(event: CohortMoved) -> list[str]:
    """Halves of a sentence: how many steps are new, gone or others, and whether the rules are."""
    changes = versions.changes(event.left_id, event.version_id)
    other = sum(_is_seen(one) for one in changes.changed)
    settings = queries.settings_of(event.cohort_id)
    has_other_rules = rules(outline(event.left_id), settings) != rules(outline(event.version_id), settings)
    counted = (
        (len(changes.added), _("%(n)d langkah baru", n=len(changes.added))),
        (len(changes.removed), _("%(n)d langkah tidak diminta lagi", n=len(changes.removed))),
        (other, _("%(n)d langkah berubah isinya", n=other)),
        (has_other_rules, _("batas lulus, bobot, atau jumlah percobaan berubah")),
    )
    return [words for count, words in counted if count]


def _is_seen(one: Changed) -> bool:
    """Whether a learner reads or answers something else at this step; a task that he sent stays as it was given."""
    return not one.stays_given and (one.asked != Asked() or any(part is not Part.LAIN for part in one.parts))
