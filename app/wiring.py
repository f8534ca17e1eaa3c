"""The product on one screen: blueprints, menus, and who listens to what."""

from __future__ import annotations

from flask import Flask, has_request_context, request
from sqlalchemy.exc import OperationalError

from app.access.permissions import Can
from app.access.scope import Actor
from app.accounts import lent, phones, sessions
from app.accounts.events import InvitationAccepted, PersonErased, UnitMoved
from app.accounts.routes import pages as accounts
from app.certificates import asking, binding, office
from app.certificates import my_data as my_certificates
from app.certificates import retention as kept_certificates
from app.certificates import routes as certificates
from app.curriculum import routes as curriculum
from app.grading import lent as lent_grades
from app.grading import my_data as my_grades
from app.grading import retention as kept_grades
from app.grading import routes as grading
from app.grading.events import (
    AppealAnswered,
    GradeOpened,
    GradesReleased,
    ReleasedGradeChanged,
    ReleaseTakenBack,
    RevisionTakenBack,
)
from app.grading.queries import work as graded_work
from app.grading.services import computing, forgiving, grades
from app.grading.services import following as following_grades
from app.home import routes as home
from app.kernel import clock
from app.kernel.cache import Remembered
from app.kernel.db import db
from app.kernel.events import subscribe
from app.kernel.i18n import _
from app.learning import class_card, my_data
from app.learning import retention as kept_answers
from app.learning import routes as learning
from app.learning.events import (
    ClosingTestPassed,
    CohortMoved,
    CohortOpened,
    EnrolmentAccepted,
    IssueChanged,
    LessonDone,
    StepsWaived,
)
from app.learning.queries import cohorts as cohort_queries
from app.learning.queries import learner as learners
from app.learning.services import enrolments
from app.notifications import listeners
from app.notifications import my_data as my_bells
from app.notifications import queries as notification_queries
from app.notifications import retention as kept_bells
from app.notifications import routes as notifications
from app.ops import routes as ops
from app.peerreview import lent as lent_reviews
from app.peerreview import my_data as my_reviews
from app.peerreview import retention as kept_reviews
from app.peerreview import routes as peerreview
from app.peerreview.events import ReviewRated, ReviewSent, RoundClosed, WorkNeedsTrainer
from app.peerreview.queries import rounds as rounds_read
from app.peerreview.services import rounds as review_rounds
from app.reports import routes as reports
from app.submissions import lent as lent_works
from app.submissions import my_data as my_works
from app.submissions import retention as kept_works
from app.submissions import routes as submissions
from app.submissions.events import AssignmentsOpened, DeadlineExtended, LatenessForgiven, SelfAssessed, WorkSubmitted
from app.submissions.queries import shut_steps
from app.submissions.services import following as following_tasks
from app.submissions.services import on_cohort_opened
from app.web import cookies
from app.web.context import Contact, Entry, Surroundings
from app.web.guard import login

LANGUAGES = ("id", "en")

ENTRIES: tuple[Entry, ...] = (
    Entry(lambda: _("Beranda"), "home.index", "house", Can.SELF, is_bottom=True),
    Entry(lambda: _("Belajar"), "learning.index", "book-open", Can.LEARN, is_bottom=True),
    Entry(lambda: _("Tugas"), "submissions.index", "clipboard-list", Can.WRITE, is_bottom=True),
    Entry(lambda: _("Telaah"), "peerreview.index", "message-square", Can.REVIEW),
    Entry(lambda: _("Meja pelatih"), "grading.index", "clipboard-list", Can.GRADE, is_bottom=True, section="/meja /putaran"),
    Entry(lambda: _("Angkatan"), "cohorts.index", "users", Can.COHORT_READ, is_bottom=True),
    Entry(lambda: _("Pelatihan"), "curriculum.index", "book-open", Can.COURSE_CHECK, section="/pelatihan /pratinjau"),
    Entry(lambda: _("Siswa dampingan"), "accounts.ward_list", "shield-check", Can.CONSENT_RECORD, section="/pendamping"),
    Entry(lambda: _("Sertifikat"), "certificates.index", "award", Can.CERTIFICATE_OWN),
    Entry(lambda: _("Orang"), "accounts.people_list", "user", Can.PEOPLE_MANAGE, is_bottom=True, section="/orang"),
    Entry(lambda: _("Satuan kerja"), "accounts.unit_tree", "building-2", Can.PEOPLE_MANAGE, section="/satker"),
    Entry(lambda: _("Periksa sistem"), "ops.system", "settings", Can.SYSTEM_CHECK),
    Entry(lambda: _("Saya"), "accounts.mine", "user", Can.SELF, is_bottom=True, section="/saya"),
)
"""The menu in its order; who lacks the permission does not see the entry."""

CLASS_PLACES: tuple[Entry, ...] = (
    Entry(lambda: _("Meja pelatih"), "grading.queue", "clipboard-list", Can.GRADE),
    Entry(lambda: _("Buku nilai"), "grading.gradebook", "book-open", Can.REPORT_READ),
    Entry(lambda: _("Rekap"), "reports.recap", "printer", Can.REPORT_READ),
    Entry(lambda: _("Papan langkah"), "reports.board", "users", Can.REPORT_READ),
    Entry(lambda: _("Daftar hadir"), "reports.attendance", "printer", Can.REPORT_READ),
    Entry(lambda: _("Sertifikat"), "certificates.sheet", "award", Can.CERTIFICATE_APPROVE),
)
"""Where the page of a class leads, each with the class's id."""


MY_DATA: tuple[tuple[str, lent.Section], ...] = (
    ("angkatan", my_data.classes_of),
    ("kemajuan", my_data.progress_of),
    ("kuis_dan_tes", my_data.attempts_of),
    ("draf_tugas", my_works.works_of),
    ("yang_dikumpulkan", my_works.versions_of),
    ("berkas", my_works.files_of),
    ("telaah_saya", my_reviews.given_by),
    ("telaah_untuk_saya", my_reviews.received_by),
    ("kalibrasi", my_reviews.practice_of),
    ("nilai", my_grades.grades_of),
    ("data_sertifikat", my_certificates.confirmations_of),
    ("sertifikat", my_certificates.certificates_of),
    ("pemberitahuan", my_bells.bells_of),
    ("surel", my_bells.mails_of),
)
"""Sections of the files in which a person takes his data away."""

HOLDINGS: tuple[tuple[str, lent.Counter], ...] = (
    ("karya", my_works.how_many_works),
    ("berkas", my_works.how_many_files),
    ("telaah", my_reviews.how_many_sent),
    ("nilai", my_grades.how_many),
    ("sertifikat", my_certificates.how_many),
)
"""What is counted before a person is erased, so that who asks and who decides see how much goes and how much stays."""

ERASERS = (
    kept_bells.erase_person,
    kept_reviews.erase_person,
    kept_grades.erase_person,
    kept_certificates.erase_person,
    kept_works.erase_person,
    kept_answers.erase_person,
)
"""Who drops what when a person is erased; the account itself is emptied after them."""


def connect(app: Flask) -> None:
    """Hang every blueprint and subscription; nothing else in the product does."""
    app.jinja_env.filters.update(nomor=phones.grouped, telepon=phones.link)
    login.user_loader(sessions.visitor_of)
    app.after_request(sessions.note_after)
    lent_works.cover_by(graded_work.is_blind_for)
    lent_reviews.release_by(graded_work.is_released)
    lent_works.fixed_by(binding.why_fixed)
    lent_works.review_by(rounds_read.review_until)
    lent_grades.bind_by(binding.why_not_taken_back)
    lent.lend(class_card=class_card.card_of, sections=MY_DATA, holdings=HOLDINGS)
    for blueprint in (home.bp, accounts.bp, curriculum.bp, learning.learner_pages, learning.office_pages, submissions.bp, peerreview.bp, grading.bp, certificates.bp, reports.bp, notifications.bp, ops.bp):
        app.register_blueprint(blueprint)
    learning.learner.task_address = submissions.learner.address
    learners.shut_by(shut_steps)
    app.jinja_env.globals["cohort_places"] = CLASS_PLACES
    subscribe(InvitationAccepted, _invitation_accepted)
    subscribe(CohortOpened, on_cohort_opened)
    subscribe(CohortMoved, following_tasks.on_cohort_moved)
    subscribe(CohortMoved, following_grades.on_cohort_moved)
    subscribe(CohortMoved, asking.on_cohort_moved)
    subscribe(ClosingTestPassed, enrolments.on_closing_test_passed)
    subscribe(AssignmentsOpened, review_rounds.on_assignments_opened)
    subscribe(DeadlineExtended, review_rounds.on_deadline_extended)
    subscribe(WorkSubmitted, review_rounds.on_work_submitted)
    subscribe(LatenessForgiven, forgiving.on_lateness_forgiven)
    subscribe(SelfAssessed, binding.on_self_assessed)
    subscribe(SelfAssessed, grades.on_self_assessed)
    subscribe(ReviewSent, computing.on_review_sent)
    subscribe(ReviewRated, computing.on_review_rated)
    subscribe(RoundClosed, computing.on_round_closed)
    subscribe(GradesReleased, asking.on_grades_released)
    subscribe(ReleaseTakenBack, binding.on_release_taken_back)
    subscribe(ReviewSent, asking.on_review_sent)
    subscribe(RoundClosed, asking.on_round_closed)
    subscribe(IssueChanged, asking.on_issue_changed)
    subscribe(ReleasedGradeChanged, asking.on_grade_changed)
    subscribe(AppealAnswered, asking.on_grade_changed)
    subscribe(RevisionTakenBack, asking.on_grade_changed)
    subscribe(GradeOpened, asking.on_grade_changed)
    subscribe(LessonDone, asking.on_own_step)
    subscribe(ClosingTestPassed, asking.on_own_step)
    subscribe(StepsWaived, asking.on_own_step)
    subscribe(EnrolmentAccepted, asking.on_own_step)
    subscribe(WorkNeedsTrainer, computing.on_work_needs_trainer)
    subscribe(UnitMoved, _unit_moved)
    for eraser in ERASERS:
        subscribe(PersonErased, eraser)
    listeners.connect()


def _invitation_accepted(event: InvitationAccepted) -> None:
    enrolments.on_invitation_accepted(event.user_id, event.cohort_id, event.at)


def _unit_moved(event: UnitMoved) -> None:
    """Another office may sign for its classes now."""
    asking.on_office_changed(event.path, office.office_of(event.path).valid_from, event.at)


def locale() -> str:
    """Indonesian unless the person chose English; always Indonesian for the worker and the command line."""
    if not has_request_context():
        return "id"
    chosen = cookies.read(request.cookies, "bahasa")
    return chosen if chosen in LANGUAGES else "id"


def surroundings() -> Surroundings:
    """What pages are lent from the features above `web`."""
    return Surroundings(entries=ENTRIES, unread=notification_queries.unread, contacts=_contacts)


_contact_memory: Remembered[tuple[Contact, ...]] = Remembered(seconds=60, most=4000)


def _contacts(person: Actor | None) -> tuple[Contact, ...]:
    """The narahubung of a person's classes; of all running classes for a visitor. A minute old at most."""
    key = person.user_id if person else None
    return _contact_memory.get(key, lambda: _read_contacts(key))


def _read_contacts(user_id: int | None) -> tuple[Contact, ...]:
    try:
        rows = cohort_queries.contacts_for(user_id, clock.local_date(clock.now()))
    except OperationalError:
        db.session.rollback()
        return ()
    return tuple(Contact(name, phone, about) for name, phone, about in rows)
