"""What each event of the product says to whom: a bell always, a mail where there is an address and it matters.

Every sentence and every mail of the product is found from here. Bells and mails are for another person than the
one who acts, so they are written in the language of the house, not in that of the request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask import current_app

from app.accounts.events import (
    ErasureAnswered,
    ErasureAsked,
    GuardianConsented,
    GuardianWithdrew,
    PasswordChanged,
    ResetLinkAsked,
    SecondFactorChanged,
    SignedInOnNewDevice,
)
from app.certificates.events import CertificateIssued, ConfirmationAsked
from app.grading.events import AppealAnswered, AppealMade, GradesReleased, ReleasedGradeChanged, RevisionRequired
from app.kernel.events import subscribe
from app.kernel.i18n import _, house_language, moment
from app.learning.events import ApprovalAsked, EnrolmentAccepted, Invited, LearnerReminded
from app.learning.words import step_words
from app.notifications import queries, services
from app.notifications.letters import letter
from app.notifications.queries import ClassFacts, Reader, Times
from app.peerreview.core.rounds import LEASE
from app.peerreview.events import (
    HardStopSeen,
    ReminderDue,
    ReviewDatesMoved,
    ReviewsAllocated,
    ReviewsOpened,
    RevisionMoved,
    WorkNeedsTrainer,
)
from app.peerreview.models import QueueReason
from app.submissions.events import ClassDeadlineMoved, DeadlineExtended

Handler = Callable[[Any], None]
HOUR = timedelta(hours=1)


def _site() -> str:
    url: str = current_app.config["SURAU"].public_url
    return url


def _mail(reader: Reader, name: str, about: ClassFacts | None, at: Any, **facts: object) -> None:  # noqa: ANN401 -- the time of any event
    if not reader.email:
        return
    written = letter(name, nama=reader.name, kelas=about, situs=_site(), **facts)
    services.mail(user_id=reader.id, recipient=reader.email, subject=written.subject, body=written.body, now=at)


def _bells(user_ids: Iterable[int], kind: str, text: str, url: str, at: Any) -> None:  # noqa: ANN401 -- as above
    for user_id in user_ids:
        services.tell(user_id, kind, text, url, at)


def on_invited(event: Invited) -> None:
    """The invitation by mail; the ready WhatsApp text is the page's own."""
    about = queries.class_facts(event.cohort_id)
    for reader in queries.readers([event.user_id]):
        text = _("Anda diundang ke %(name)s, %(training)s.", name=about.name, training=about.training)
        services.tell(reader.id, "angkatan", text, "/belajar", event.at)
        _mail(reader, "undangan", about, event.at, tautan=event.link)


def on_enrolment_accepted(event: EnrolmentAccepted) -> None:
    """Welcome to the class."""
    about = queries.class_facts(event.cohort_id)
    text = _("Anda sudah menjadi peserta %(name)s, %(training)s.", name=about.name, training=about.training)
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "angkatan", text, f"/belajar/{event.cohort_id}", event.at)
        _mail(reader, "diterima", about, event.at, tautan=f"{_site()}/belajar/{event.cohort_id}")


def on_approval_asked(event: ApprovalAsked) -> None:
    """Somebody waits at the class link: the nearest pengelola decides."""
    about = queries.class_facts(event.cohort_id)
    for asker in queries.readers([event.user_id]):
        text = _("%(person)s meminta bergabung dengan %(name)s.", person=asker.name, name=about.name)
        for reader in queries.readers(queries.nearest_office(event.cohort_id)):
            services.tell(reader.id, "angkatan", text, f"/angkatan/{event.cohort_id}", event.at)
            _mail(
                reader, "minta-bergabung", about, event.at,
                peminta=asker.name, tautan=f"{_site()}/angkatan/{event.cohort_id}",
            )  # fmt: skip


def on_guardian_consented(event: GuardianConsented) -> None:
    """The pupil's rooms are open."""
    for reader in queries.readers([event.user_id]):
        text = _("Surat persetujuan orang tua atau wali Anda sudah dicatat. Anda dapat mulai belajar.")
        services.tell(reader.id, "akun", text, "/belajar", event.at)
        _mail(reader, "persetujuan-wali", queries.a_class_of(reader.id), event.at, tautan=f"{_site()}/belajar")


def on_guardian_withdrew(event: GuardianWithdrew) -> None:
    """The pupil's rooms are shut; the page that he sees says the rest."""
    for reader in queries.readers([event.user_id]):
        _mail(
            reader, "persetujuan-dicabut", queries.a_class_of(reader.id), event.at,
            tautan=f"{_site()}/menunggu-persetujuan",
        )  # fmt: skip


def on_erasure_asked(event: ErasureAsked) -> None:
    """Somebody's data are to go: his nearest pengelola decides. The bell names nobody, for it outlives the name."""
    text = _("Ada permintaan penghapusan data. Jawab paling lambat %(due)s.", due=moment(event.due_at))
    _bells(queries.office_of(event.user_id), "akun", text, "/orang/penghapusan", event.at)


def on_erasure_answered(event: ErasureAnswered) -> None:
    """The request was answered with a reason; the page says which."""
    text = _("Permintaan penghapusan data Anda sudah dijawab. Baca alasannya.")
    _bells([event.user_id], "akun", text, "/saya/penghapusan", event.at)


def on_new_device(event: SignedInOnNewDevice) -> None:
    """Somebody, we hope the owner, came in from a device that the account did not know."""
    text = _("Akun Anda baru saja dibuka dari %(device)s. Bila bukan Anda, keluarkan perangkat itu.", device=event.device)
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "keamanan", text, "/saya/sesi", event.at)
        _mail(
            reader, "perangkat-baru", queries.a_class_of(reader.id), event.at,
            perangkat=event.device, waktu=moment(event.at), tautan=f"{_site()}/saya/sesi",
        )  # fmt: skip


def on_reset_asked(event: ResetLinkAsked) -> None:
    """The forgotten-password link goes into the mail only."""
    for reader in queries.readers([event.user_id]):
        _mail(reader, "setel-ulang", queries.a_class_of(reader.id), event.at, tautan=event.url)


def on_password_changed(event: PasswordChanged) -> None:
    """A changed password is always told."""
    text = _("Kata sandi Anda sudah diganti, dan perangkat lain sudah dikeluarkan.")
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "keamanan", text, "/saya/sesi", event.at)
        _mail(
            reader, "sandi-diganti", queries.a_class_of(reader.id), event.at,
            waktu=moment(event.at), tautan=f"{_site()}/lupa-sandi",
        )  # fmt: skip


def on_second_factor(event: SecondFactorChanged) -> None:
    """Whatever happens to the second factor is told, in the product and by mail: it may not have been the owner."""
    sentences = {
        "aktif": _("Verifikasi dua langkah akun Anda sudah aktif."),
        "kode_baru": _("Kode cadangan baru sudah dibuat; yang lama tidak berlaku lagi."),
        "cadangan": _("Akun Anda dibuka dengan kode cadangan. Bila bukan Anda, ganti kata sandi sekarang."),
        "pindah": _("Verifikasi dua langkah akun Anda dipindahkan ke ponsel lain."),
        "mati": _("Verifikasi dua langkah akun Anda dimatikan."),
        "dicabut": _("Verifikasi dua langkah akun Anda dicabut pengelola. Aktifkan lagi saat Anda masuk."),
    }
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "keamanan", sentences[event.what], "/saya/langkah-kedua", event.at)
        _mail(
            reader, "langkah-kedua", queries.a_class_of(reader.id), event.at,
            kabar=sentences[event.what], waktu=moment(event.at), tautan=f"{_site()}/saya/langkah-kedua",
        )  # fmt: skip


def on_deadline_extended(event: DeadlineExtended) -> None:
    """One author has more time."""
    task = queries.task_of_submission(event.submission_id)
    until = moment(event.until)
    text = (
        _("Tenggat %(title)s untuk Anda diperpanjang sampai %(until)s. Alasannya: %(why)s", title=task.title, until=until, why=event.reason)
        if event.reason
        else _("Tenggat %(title)s untuk Anda diperpanjang sampai %(until)s.", title=task.title, until=until)
    )
    for reader in queries.readers(queries.authors([event.submission_id]).values()):
        services.tell(reader.id, "tugas", text, f"/tugas/{task.assignment_id}", event.at)
        _mail(
            reader, "tenggat-diperpanjang", queries.class_facts(task.cohort_id), event.at,
            tugas=task.title, sampai=until, alasan=event.reason, tautan=f"{_site()}/tugas/{task.assignment_id}",
        )  # fmt: skip


def on_learner_reminded(event: LearnerReminded) -> None:
    """The pelatih saw on his board that somebody is stuck."""
    about = queries.class_facts(event.cohort_id)
    step = step_words(event.kind, event.module, event.title) if event.kind else _("telaah sejawat")
    text = _("Pelatih mengingatkan Anda: %(where)s. Lanjutkan dari sini.", where=step)
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "angkatan", text, event.path, event.at)
        _mail(reader, "pengingat-pelatih", about, event.at, langkah=step, tautan=f"{_site()}{event.path}")


def on_class_deadline_moved(event: ClassDeadlineMoved) -> None:
    """A whole class has another deadline; whoever has a later one of his own is told nothing, for his stays."""
    task = queries.task(event.assignment_id)
    text = (
        _("Tenggat %(title)s untuk kelas Anda pindah ke %(until)s. Tadinya %(before)s.", title=task.title, until=moment(event.due_at), before=moment(event.before))
        if event.due_at > event.at
        else _("Masa menulis %(title)s sudah ditutup lebih awal, dan naskah yang terkumpul dibagikan untuk ditelaah.", title=task.title)
    )
    learners = queries.readers(queries.learners_due_at(task.assignment_id, event.due_at))
    _bells([reader.id for reader in learners], "tugas", text, f"/tugas/{task.assignment_id}", event.at)


def on_reviews_allocated(event: ReviewsAllocated) -> None:
    """Works to review have arrived."""
    times = queries.times(event.round_id, event.at, given_at=event.at)
    _to_reviewers(event.round_id, event.reviewer_ids, times, event.at, "telaah-dibagikan")


def on_reminder_due(event: ReminderDue) -> None:
    """Works to review still wait."""
    round_id = queries.round_of_review(event.task_id)
    times = queries.times(round_id, event.at, task_ids=event.task_ids or (event.task_id,))
    _to_reviewers(round_id, (event.reviewer_id,), times, event.at, "pengingat-telaah")


def on_review_dates_moved(event: ReviewDatesMoved) -> None:
    """Works that a reviewer holds have another time: a bell, for the mail that named the old one is not the last word."""
    title = queries.task_of_round(event.round_id).title
    times = queries.times(event.round_id, event.at)
    for reader in queries.readers(event.reviewer_ids):
        until = _until(times.get(reader.id, Times()))
        services.tell(reader.id, "telaah", _("Waktu menelaah %(title)s berubah. %(until)s", title=title, until=until), "/telaah", event.at)


def _to_reviewers(round_id: int, reviewer_ids: Iterable[int], times: Mapping[int, Times], at: Any, name: str) -> None:  # noqa: ANN401 -- as above
    task = queries.task_of_round(round_id)
    about = queries.class_facts(task.cohort_id)
    for reader in queries.readers(reviewer_ids):
        until = _until(times.get(reader.id, Times()))
        text = (
            _("Naskah teman untuk %(title)s menunggu telaah Anda. %(until)s", title=task.title, until=until)
            if name == "telaah-dibagikan"
            else _("Telaah Anda untuk %(title)s belum selesai. %(until)s", title=task.title, until=until)
        )
        services.tell(reader.id, "telaah", text, "/telaah", at)
        _mail(reader, name, about, at, tugas=task.title, batas=until, tautan=f"{_site()}/telaah")


def _until(times: Times) -> str:
    """Until when, as a sentence; whoever opens in time has the whole lease to write, whatever the kind of his work."""
    hours = int(LEASE / HOUR)
    if times.open_by and times.send_by:
        return _("Buka paling lambat %(open)s, dan kirim yang sudah Anda buka paling lambat %(send)s.", open=moment(times.open_by), send=moment(times.send_by))
    if times.open_by:
        return _("Buka paling lambat %(open)s; setelah dibuka, Anda punya paling sedikit %(hours)d jam untuk mengirimnya.", open=moment(times.open_by), hours=hours)
    if times.send_by:
        return _("Kirim paling lambat %(send)s.", send=moment(times.send_by))
    return _("Waktunya hampir habis; kerjakan sekarang.")


def on_reviews_opened(event: ReviewsOpened) -> None:
    """Authors may read what was said and send a next version."""
    task = queries.task_of_round(event.round_id)
    about = queries.class_facts(task.cohort_id)
    until = moment(event.until)
    if event.until <= event.at:  # the clock stood still for days: nothing may be sent any more
        text = _("Telaah atas %(title)s sudah dapat dibaca.", title=task.title)
        _bells([reader.id for reader in queries.readers(event.author_ids)], "telaah", text, f"/tugas/{task.assignment_id}", event.at)
        return
    text = _("Telaah atas %(title)s sudah dapat dibaca. Anda dapat mengirim versi 2 sampai %(until)s.", title=task.title, until=until)
    for reader in queries.readers(event.author_ids):
        services.tell(reader.id, "telaah", text, f"/tugas/{task.assignment_id}", event.at)
        _mail(
            reader, "telaah-terbuka", about, event.at,
            tugas=task.title, sampai=until, tautan=f"{_site()}/tugas/{task.assignment_id}",
        )  # fmt: skip


def on_revision_moved(event: RevisionMoved) -> None:
    """Another date for the next version: a bell only, the page says the rest."""
    task = queries.task_of_round(event.round_id)
    text = _("Anda dapat mengirim versi baru %(title)s sampai %(until)s.", title=task.title, until=moment(event.until))
    _bells([reader.id for reader in queries.readers(event.author_ids)], "telaah", text, f"/tugas/{task.assignment_id}", event.at)


def on_hard_stop(event: HardStopSeen) -> None:
    """A possible breach cannot wait: the pelatih is told at once, in words that name nobody."""
    task = queries.task_of_submission(event.submission_id)
    about = queries.class_facts(task.cohort_id)
    text = _("Naskah %(number)d untuk %(title)s ditandai melanggar batas dan menunggu keputusan Anda.", number=queries.number_of(event.submission_id), title=task.title)
    for reader in queries.readers(queries.trainers_of(task.cohort_id)):
        services.tell(reader.id, "meja", text, f"/meja/naskah/{event.submission_id}", event.at)
        _mail(reader, "batas-dilanggar", about, event.at, tugas=task.title, tautan=f"{_site()}/meja/{task.cohort_id}")


def on_work_needs_trainer(event: WorkNeedsTrainer) -> None:
    """One bell for each task, which counts while nobody has read it; the desk says the reasons."""
    if event.reason == QueueReason.HARD_STOP:  # rung already, in words of its own
        return
    task, queued = queries.task_of_submission(event.submission_id), queries.queued_with(event.submission_id)
    if event.submission_id not in queued:  # answered by the grade that the pelatih gave before
        return
    text = (
        _("Naskah %(number)d untuk %(title)s masuk antrean meja Anda.", number=queued[event.submission_id], title=task.title)
        if len(queued) == 1
        else _("%(n)d naskah untuk %(title)s ada di antrean meja Anda.", n=len(queued), title=task.title)
    )
    for user_id in queries.trainers_of(task.cohort_id):
        services.tell_anew(user_id, "meja", text, f"/meja/{task.cohort_id}?tugas={task.assignment_id}", event.at)


def on_grades_released(event: GradesReleased) -> None:
    """One bell for each work, one mail for each author."""
    about = queries.class_facts(event.cohort_id)
    works = queries.authors(event.submission_ids)
    for submission_id, author_id in works.items():
        task = queries.task_of_submission(submission_id)
        text = _("Nilai dan umpan balik %(title)s sudah keluar.", title=task.title)
        services.tell(author_id, "nilai", text, f"/umpan-balik/{submission_id}", event.at)
    first = {author: submission for submission, author in reversed(works.items())}
    for reader in queries.readers(first):
        _mail(reader, "nilai-keluar", about, event.at, tautan=f"{_site()}/umpan-balik/{first[reader.id]}")


def on_grade_changed(event: ReleasedGradeChanged) -> None:
    """A grade that was seen has changed; why stands on the page."""
    task = queries.task_of_submission(event.submission_id)
    text = _("Nilai %(title)s diubah. Alasannya tercatat pada umpan balik.", title=task.title)
    _bells([event.author_id], "nilai", text, f"/umpan-balik/{event.submission_id}", event.at)


def on_appeal_made(event: AppealMade) -> None:
    """An author objects: the pelatih reads why on the work itself, in words that name nobody here."""
    task = queries.task_of_submission(event.submission_id)
    about = queries.class_facts(event.cohort_id)
    path = f"/meja/naskah/{event.submission_id}"
    text = _("Sebuah keberatan atas nilai %(title)s menunggu jawaban Anda.", title=task.title)
    for reader in queries.readers(queries.trainers_of(event.cohort_id)):
        services.tell(reader.id, "meja", text, path, event.at)
        _mail(reader, "keberatan", about, event.at, tugas=task.title, tautan=f"{_site()}{path}")


def on_appeal_answered(event: AppealAnswered) -> None:
    """The author reads the answer on the page of his feedback."""
    task = queries.task_of_submission(event.submission_id)
    about = queries.class_facts(task.cohort_id)
    path = f"/umpan-balik/{event.submission_id}"
    text = _("Pelatih menjawab keberatan Anda atas nilai %(title)s.", title=task.title)
    for reader in queries.readers([event.author_id]):
        services.tell(reader.id, "nilai", text, path, event.at)
        _mail(reader, "keberatan-dijawab", about, event.at, tugas=task.title, tautan=f"{_site()}{path}")


def on_revision_required(event: RevisionRequired) -> None:
    """A new version is asked for."""
    task = queries.task_of_submission(event.submission_id)
    about = queries.class_facts(task.cohort_id)
    text = _("Pelatih meminta Anda merevisi %(title)s.", title=task.title)
    for reader in queries.readers([event.author_id]):
        services.tell(reader.id, "tugas", text, f"/tugas/{event.assignment_id}", event.at)
        _mail(reader, "wajib-revisi", about, event.at, tugas=task.title, tautan=f"{_site()}/tugas/{event.assignment_id}")


def on_confirmation_asked(event: ConfirmationAsked) -> None:
    """Passed: the printed facts are to be confirmed."""
    about = queries.class_facts(queries.cohort_of_enrolment(event.enrolment_id))
    path = f"/sertifikat/konfirmasi/{event.enrolment_id}"
    text = _("Anda lulus %(training)s. Periksa nama dan data untuk sertifikat Anda.", training=about.training)
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "sertifikat", text, path, event.at)
        _mail(reader, "konfirmasi-sertifikat", about, event.at, tautan=f"{_site()}{path}")


def on_certificate_issued(event: CertificateIssued) -> None:
    """The certificate may be downloaded."""
    about = queries.class_facts(queries.cohort_of_certificate(event.certificate_id))
    text = _("Sertifikat %(training)s Anda sudah terbit.", training=about.training)
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "sertifikat", text, "/sertifikat", event.at)
        _mail(reader, "sertifikat-terbit", about, event.at, tautan=f"{_site()}/sertifikat")


HEARD: tuple[tuple[type, Handler], ...] = (
    (Invited, on_invited),
    (EnrolmentAccepted, on_enrolment_accepted),
    (ApprovalAsked, on_approval_asked),
    (GuardianConsented, on_guardian_consented),
    (GuardianWithdrew, on_guardian_withdrew),
    (ErasureAsked, on_erasure_asked),
    (ErasureAnswered, on_erasure_answered),
    (SignedInOnNewDevice, on_new_device),
    (ResetLinkAsked, on_reset_asked),
    (PasswordChanged, on_password_changed),
    (SecondFactorChanged, on_second_factor),
    (DeadlineExtended, on_deadline_extended),
    (ClassDeadlineMoved, on_class_deadline_moved),
    (LearnerReminded, on_learner_reminded),
    (ReviewsAllocated, on_reviews_allocated),
    (ReminderDue, on_reminder_due),
    (ReviewDatesMoved, on_review_dates_moved),
    (ReviewsOpened, on_reviews_opened),
    (RevisionMoved, on_revision_moved),
    (HardStopSeen, on_hard_stop),
    (WorkNeedsTrainer, on_work_needs_trainer),
    (GradesReleased, on_grades_released),
    (ReleasedGradeChanged, on_grade_changed),
    (RevisionRequired, on_revision_required),
    (AppealMade, on_appeal_made),
    (AppealAnswered, on_appeal_answered),
    (ConfirmationAsked, on_confirmation_asked),
    (CertificateIssued, on_certificate_issued),
)
"""Event -> what is said. Whatever is not here is said on pages only."""


def hear(event: object) -> None:
    """Say what an event has to say, in Indonesian."""
    with house_language():
        for kind, handler in HEARD:
            if type(event) is kind:
                handler(event)


def connect() -> None:
    """Listen to everything; called by `app.wiring`."""
    for kind, _handler in HEARD:
        subscribe(kind, hear)
