"""One person in a class: where he stands, one more try, a step waived."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.accounts.queries import people
from app.curriculum import queries as curriculum
from app.curriculum.core.path import CLOSING_KEY, StepKind
from app.kernel import clock
from app.kernel.errors import Denied
from app.kernel.i18n import _
from app.kernel.work import work
from app.learning.core.completion import ALL_STEPS, StepStatus
from app.learning.forms import ExtraForm, WaiveForm
from app.learning.queries import cohorts, learner
from app.learning.queries.learner import Place
from app.learning.routes.blueprints import office_pages as bp
from app.learning.services import attempts, enrolments
from app.web.fields import options
from app.web.guard import actor, allow, scope


@bp.get("/angkatan/<int:cohort_id>/orang/<int:enrolment_id>")
@allow(Can.LEARNER_ADJUST)
def person(cohort_id: int, enrolment_id: int) -> str:
    """One person in a class: where he stands, and the help that can be given."""
    return _person_page(cohort_id, enrolment_id, ExtraForm(), WaiveForm())


@bp.post("/angkatan/<int:cohort_id>/orang/<int:enrolment_id>/percobaan")
@allow(Can.LEARNER_ADJUST)
def extra(cohort_id: int, enrolment_id: int) -> Response | tuple[str, int]:
    """Open one more try at a quiz or test."""
    enrolment = cohorts.enrolment(enrolment_id, scope(Can.LEARNER_ADJUST), cohort_id=cohort_id)
    outline = curriculum.outline(enrolment.cohort.version_id)
    form = ExtraForm()
    form.step_id.choices = options(_tests(outline))
    if form.validate_on_submit():
        step = next(one for one in outline.steps if str(one.id) == form.step_id.data)
        allowed = learner.allowed_tries(learner.place_of(enrolment), step)
        try:
            with work():
                attempts.open_one_more(enrolment, step, allowed=allowed, reason=form.reason.data, actor=actor(), now=clock.now())
        except Denied as refusal:
            form.refuse(refusal)
        else:
            flash(_("Satu percobaan lagi terbuka."), "ok")
            return redirect(url_for("cohorts.person", cohort_id=cohort_id, enrolment_id=enrolment_id), 303)
    return _person_page(cohort_id, enrolment_id, form, WaiveForm(formdata=None)), 422


@bp.post("/angkatan/<int:cohort_id>/orang/<int:enrolment_id>/bebaskan")
@allow(Can.LEARNER_ADJUST)
def waive(cohort_id: int, enrolment_id: int) -> Response | tuple[str, int]:
    """Waive a step by decision; all of them where the training allows it and its closing test is passed."""
    enrolment = cohorts.enrolment(enrolment_id, scope(Can.LEARNER_ADJUST), cohort_id=cohort_id)
    form = WaiveForm()
    form.key.choices = options(_waivable(learner.place_of(enrolment)))
    if form.validate_on_submit():
        with work():
            enrolments.waive(enrolment, (form.key.data,), reason=form.reason.data, actor=actor(), now=clock.now())
        flash(_("Seluruh pelatihan dibebaskan.") if form.key.data == ALL_STEPS else _("Langkah itu dibebaskan."), "ok")
        return redirect(url_for("cohorts.person", cohort_id=cohort_id, enrolment_id=enrolment_id), 303)
    return _person_page(cohort_id, enrolment_id, ExtraForm(formdata=None), form), 422


def _person_page(cohort_id: int, enrolment_id: int, extra: ExtraForm, waive: WaiveForm) -> str:
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_READ))
    enrolment = cohorts.enrolment(enrolment_id, scope(Can.LEARNER_ADJUST), cohort_id=cohort_id)
    place = learner.place_of(enrolment)
    extra.step_id.choices = options(_tests(place.outline))
    waive.key.choices = options(_waivable(place))
    return render_template(
        "cohorts/person.html",
        cohort=found,
        enrolment=enrolment,
        place=place,
        standing=learner.standing(place),
        extra=extra,
        waive=waive,
        has_account_page=people.person(scope(Can.PEOPLE_READ), enrolment.user_id) is not None,
    )


def _waivable(place: Place) -> list[tuple[str, str]]:
    """Every step but the closing test, which nobody passes without; first the whole training, where that is open."""
    steps = [(one.key, one.spec.title) for one in place.outline.steps if one.kind is not StepKind.TES_AKHIR]
    closing = learner.standing(place).statuses.get(CLOSING_KEY)
    if place.may_be_waived and closing is StepStatus.SELESAI:
        return [(ALL_STEPS, _("Seluruh pelatihan, karena tes akhirnya lulus")), *steps]
    return steps


def _tests(outline: curriculum.Outline) -> list[tuple[int, str]]:
    kinds = {StepKind.KUIS, StepKind.TES_AKHIR}  # the opening test never counts
    return [(one.id, one.spec.title) for one in outline.steps if one.kind in kinds]
