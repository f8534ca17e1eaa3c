"""Why this number: each review's weight, the pull of the class, how sure it is, and what to read next."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from app.access.permissions import Can
from app.grading.core.waiting import WIDE
from app.grading.core.why import Explained
from app.grading.models import Source
from app.grading.queries import peers
from app.grading.queries import why as queries
from app.grading.queries import work as works
from app.grading.queries.work import Standing
from app.grading.routes.place import bp
from app.grading.routes.words import late_words, lines, source_words
from app.kernel import i18n
from app.kernel.errors import Missing
from app.kernel.i18n import _
from app.web.guard import actor, allow, scope

FAIR = 0.5
"""A doubt from which on a review is said to look careless."""
KIND = 1.5
"""Points of leniency below which nothing is said of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the table: who, what was given, what it says, how much it counts (percent)."""

    who: str
    gave: float
    leniency: str
    told: float
    share: float


@bp.get("/meja/naskah/<int:submission_id>/mengapa")
@allow(Can.GRADE)
def why(submission_id: int) -> str:
    """Opens from every grade on the desk."""
    reach = scope(Can.GRADE)
    one = works.standing(submission_id, reach, reader_id=actor().user_id)
    if one.grade is None:
        raise Missing
    found = queries.parts_of(submission_id, reach)
    numbers = {review.reviewer_id: review.number for review in peers.reviews_of(submission_id)} if found else {}
    parts = [
        Part(_("Penelaah %(n)d", n=numbers.get(int(str(each.reviewer)), 0)), each.points, leniency_words(each.leniency, each.doubt), each.told, 100 * each.share)
        for each in (found.reviews if found else ())
    ]
    return render_template(
        "grading/why.html",
        one=one,
        found=found,
        parts=parts,
        notes=sure_words(one, queries.pass_mark(one.cohort_id)),
        source=source_words(one.source, one.reviews),
        late=late_words(one),
        class_words=_class_words(found) if found else "",
        next_works=queries.next_to_read(one.assignment_id, but=submission_id) if one.source is Source.SEJAWAT else (),
        history=lines(works.history(submission_id), for_author=False),
    )


def leniency_words(points: float, doubt: float) -> str:
    """How a reviewer tends to give."""
    tends = (
        _("biasanya %(n)s poin terlalu murah", n=i18n.amount(points)) if points > KIND
        else _("biasanya %(n)s poin terlalu ketat", n=i18n.amount(-points)) if points < -KIND
        else _("takarannya wajar")
    )  # fmt: skip -- three cases, three lines
    return _("%(tends)s; tampak tidak dibaca teliti", tends=tends) if doubt > FAIR else tends


def sure_words(one: Standing, mark: float) -> tuple[str, ...]:
    """Provisional, wide, straddling: whether the number can be trusted without a look."""
    if one.source is not Source.SEJAWAT or one.lo90 is None or one.hi90 is None:
        return ()
    found = [_("Dengan peluang 90 %%, nilai sebenarnya antara %(a)s dan %(b)s.", a=i18n.amount(one.lo90), b=i18n.amount(one.hi90))]
    if one.reviews < min(one.k or 0, 3):
        found.append(_("Sementara: telaahnya baru %(n)d, jadi naskah ini perlu Anda baca.", n=one.reviews))
    if one.lo90 < mark <= one.hi90:
        found.append(_("Melintasi batas lulus %(mark)s: putuskan sendiri setelah membacanya.", mark=i18n.amount(mark)))
    if one.hi90 - one.lo90 > WIDE:
        found.append(_("Lebar: rentangnya lebih dari satu level, jadi angkanya belum banyak berkata."))
    return tuple(found)


def _class_words(found: Explained) -> str:
    return " ".join(filter(None, (_scale_words(found.leniency), _plain_words(found))))


def _plain_words(found: Explained) -> str:
    if not found.is_plain:
        return ""
    return _("Telaah naskah ini berbobot hampir sama, jadi nilainya adalah rata-rata telaah yang ditarik ke arah rata-rata kelas.")


def _scale_words(leniency: float) -> str:
    if abs(leniency) <= KIND:
        return _("Takaran kelas ini sejalan dengan penilaian pelatih, atau pelatih belum menilai satu pun.")
    if leniency > 0:
        return _("Dibanding penilaian pelatih, kelas ini memberi %(n)s poin terlalu banyak; itu sudah dikurangkan.", n=i18n.amount(leniency))
    return _("Dibanding penilaian pelatih, kelas ini memberi %(n)s poin terlalu sedikit; itu sudah ditambahkan.", n=i18n.amount(-leniency))
