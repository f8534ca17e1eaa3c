"""What a step of the path is called within a sentence."""

from __future__ import annotations

from app.curriculum.core.path import StepKind
from app.kernel.i18n import _


def step_words(kind: StepKind, module: str, title: str) -> str:
    """A step by its kind and module; a lesson by its title."""
    words = {
        StepKind.KUIS: _("kuis %(module)s", module=module),
        StepKind.TUGAS: _("tugas %(module)s", module=module),
        StepKind.TES_AKHIR: _("tes akhir"),
        StepKind.TES_AWAL: _("tes awal"),
    }
    return words.get(kind) or _("materi “%(title)s”", title=title)
