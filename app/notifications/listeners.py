"""What each event of the product says to whom: a bell always, a mail where there is an address and it matters.

Every sentence and every mail of the product is found from here. Bells and mails are for another person than the
one who acts, so they are written in the language of the house, not in that of the request.
"""

from __future__ import annotations

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
from app.certificates.events import ConfirmationAsked
from app.grading.events import (
    AppealAnswered,
    AppealMade,
    GradesReleased,
    ReleasedGradeChanged,
    RevisionRequired,
    RevisionTakenBack,
)
from app.kernel.events import subscribe
from app.kernel.i18n import _, house_language, moment
from app.learning.events import ApprovalAsked, CohortMoved, EnrolmentAccepted, Invited, LearnerReminded
from app.learning.words import step_words
from app.notifications import places, queries, reviewing, services
from app.notifications.moving import on_cohort_moved
from app.notifications.telling import Handler, bells, mail, site
from app.submissions.events import ClassDeadlineMoved, DeadlineExtended


def on_invited(event: Invited) -> None:
    """The invitation by mail; the ready WhatsApp text is the page's own."""
    about = queries.class_facts(event.cohort_id)
    for reader in queries.readers([event.user_id]):
        text = _("Anda diundang ke %(name)s, %(training)s.", name=about.name, training=about.training)
        services.tell(reader.id, "angkatan", text, "/belajar", event.at)
        mail(reader, "undangan", about, event.at, tautan=event.link)


def on_enrolment_accepted(event: EnrolmentAccepted) -> None:
    """Welcome to the class."""
    about = queries.class_facts(event.cohort_id)
    text = _("Anda sudah menjadi peserta %(name)s, %(training)s.", name=about.name, training=about.training)
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "angkatan", text, f"/belajar/{event.cohort_id}", event.at)
        mail(reader, "diterima", about, event.at, tautan=f"{site()}/belajar/{event.cohort_id}")


def on_approval_asked(event: ApprovalAsked) -> None:
    """Somebody waits at the class link: the nearest pengelola decides."""
    about = queries.class_facts(event.cohort_id)
    for asker in queries.readers([event.user_id]):
        text = _("%(person)s meminta bergabung dengan %(name)s.", person=asker.name, name=about.name)
        for reader in queries.readers(queries.nearest_office(event.cohort_id)):
            services.tell(reader.id, "angkatan", text, f"/angkatan/{event.cohort_id}", event.at)
            mail(
                reader, "minta-bergabung", about, event.at,
                peminta=asker.name, tautan=f"{site()}/angkatan/{event.cohort_id}",
            )  # fmt: skip


def on_guardian_consented(event: GuardianConsented) -> None:
    """The pupil's rooms are open."""
    for reader in queries.readers([event.user_id]):
        text = _("Surat persetujuan orang tua atau wali Anda sudah dicatat. Anda dapat mulai belajar.")
        services.tell(reader.id, "akun", text, "/belajar", event.at)
        mail(reader, "persetujuan-wali", queries.a_class_of(reader.id), event.at, tautan=f"{site()}/belajar")


def on_guardian_withdrew(event: GuardianWithdrew) -> None:
    """The pupil's rooms are shut; the page that he sees says the rest."""
    for reader in queries.readers([event.user_id]):
        mail(
            reader, "persetujuan-dicabut", queries.a_class_of(reader.id), event.at,
            tautan=f"{site()}/menunggu-persetujuan",
        )  # fmt: skip


def on_erasure_asked(event: ErasureAsked) -> None:
    """Somebody's data are to go: his nearest pengelola decides. The bell names nobody, for it outlives the name."""
    text = _("Ada permintaan penghapusan data. Jawab paling lambat %(due)s.", due=moment(event.due_at))
    bells(queries.office_of(event.user_id), "akun", text, "/orang/penghapusan", event.at)


def on_erasure_answered(event: ErasureAnswered) -> None:
    """The request was answered with a reason; the page says which."""
    text = _("Permintaan penghapusan data Anda sudah dijawab. Baca alasannya.")
    bells([event.user_id], "akun", text, "/saya/penghapusan", event.at)


def on_new_device(event: SignedInOnNewDevice) -> None:
    """Somebody, we hope the owner, came in from a device that the account did not know."""
    text = _("Akun Anda baru saja dibuka dari %(device)s. Bila bukan Anda, keluarkan perangkat itu.", device=event.device)
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "keamanan", text, "/saya/sesi", event.at)
        mail(
            reader, "perangkat-baru", queries.a_class_of(reader.id), event.at,
            perangkat=event.device, waktu=moment(event.at), tautan=f"{site()}/saya/sesi",
        )  # fmt: skip


def on_reset_asked(event: ResetLinkAsked) -> None:
    """The forgotten-password link goes into the mail only."""
    for reader in queries.readers([event.user_id]):
        mail(reader, "setel-ulang", queries.a_class_of(reader.id), event.at, tautan=event.url)


def on_password_changed(event: PasswordChanged) -> None:
    """A changed password is always told."""
    text = _("Kata sandi Anda sudah diganti, dan perangkat lain sudah dikeluarkan.")
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "keamanan", text, "/saya/sesi", event.at)
        mail(
            reader, "sandi-diganti", queries.a_class_of(reader.id), event.at,
            waktu=moment(event.at), tautan=f"{site()}/lupa-sandi",
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
        mail(
            reader, "langkah-kedua", queries.a_class_of(reader.id), event.at,
            kabar=sentences[event.what], waktu=moment(event.at), tautan=f"{site()}/saya/langkah-kedua",
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
        mail(
            reader, "tenggat-diperpanjang", queries.class_facts(task.cohort_id), event.at,
            tugas=task.title, sampai=until, alasan=event.reason, tautan=f"{site()}/tugas/{task.assignment_id}",
        )  # fmt: skip


def on_learner_reminded(event: LearnerReminded) -> None:
    """The pelatih saw on his board that somebody is stuck."""
    about = queries.class_facts(event.cohort_id)
    step = step_words(event.kind, event.module, event.title) if event.kind else _("telaah sejawat")
    text = _("Pelatih mengingatkan Anda: %(where)s. Lanjutkan dari sini.", where=step)
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "angkatan", text, event.path, event.at)
        mail(reader, "pengingat-pelatih", about, event.at, langkah=step, tautan=f"{site()}{event.path}")


def on_class_deadline_moved(event: ClassDeadlineMoved) -> None:
    """A whole class has another deadline; whoever has a later one of his own is told nothing, for his stays."""
    task = queries.task(event.assignment_id)
    text = (
        _("Tenggat %(title)s untuk kelas Anda pindah ke %(until)s. Tadinya %(before)s.", title=task.title, until=moment(event.due_at), before=moment(event.before))
        if event.due_at > event.at
        else _("Masa menulis %(title)s sudah ditutup lebih awal, dan naskah yang terkumpul dibagikan untuk ditelaah.", title=task.title)
    )
    learners = queries.readers(queries.learners_due_at(task.assignment_id, event.due_at))
    bells([reader.id for reader in learners], "tugas", text, f"/tugas/{task.assignment_id}", event.at)


def on_grades_released(event: GradesReleased) -> None:
    """One bell for each work, one mail for each author; whoever rated his own work knows."""
    about = queries.class_facts(event.cohort_id)
    works = queries.authors(event.submission_ids, rated_by_others=True)
    for submission_id, author_id in works.items():
        task = queries.task_of_submission(submission_id)
        text = _("Nilai dan umpan balik %(title)s sudah keluar.", title=task.title)
        services.tell(author_id, "nilai", text, f"/umpan-balik/{submission_id}", event.at)
    first = {author: submission for submission, author in reversed(works.items())}
    for reader in queries.readers(first):
        mail(reader, "nilai-keluar", about, event.at, tautan=f"{site()}/umpan-balik/{first[reader.id]}")


def on_grade_changed(event: ReleasedGradeChanged) -> None:
    """A grade that was seen has changed; why stands on the page."""
    task = queries.task_of_submission(event.submission_id)
    text = _("Nilai %(title)s diubah. Alasannya tercatat pada umpan balik.", title=task.title)
    bells([event.author_id], "nilai", text, f"/umpan-balik/{event.submission_id}", event.at)


def on_appeal_made(event: AppealMade) -> None:
    """An author objects: the pelatih reads why on the work itself, in words that name nobody here."""
    task = queries.task_of_submission(event.submission_id)
    about = queries.class_facts(event.cohort_id)
    path = f"/meja/naskah/{event.submission_id}"
    text = _("Sebuah keberatan atas nilai %(title)s menunggu jawaban Anda.", title=task.title)
    for reader in queries.readers(queries.trainers_of(event.cohort_id)):
        services.tell(reader.id, "meja", text, path, event.at)
        mail(reader, "keberatan", about, event.at, tugas=task.title, tautan=f"{site()}{path}")


def on_appeal_answered(event: AppealAnswered) -> None:
    """The author reads the answer on the page of his feedback."""
    task = queries.task_of_submission(event.submission_id)
    about = queries.class_facts(task.cohort_id)
    path = f"/umpan-balik/{event.submission_id}"
    text = _("Pelatih menjawab keberatan Anda atas nilai %(title)s.", title=task.title)
    for reader in queries.readers([event.author_id]):
        services.tell(reader.id, "nilai", text, path, event.at)
        mail(reader, "keberatan-dijawab", about, event.at, tugas=task.title, tautan=f"{site()}{path}")


def on_revision_required(event: RevisionRequired) -> None:
    """A new version is asked for."""
    task = queries.task_of_submission(event.submission_id)
    about = queries.class_facts(task.cohort_id)
    text = _("Pelatih meminta Anda merevisi %(title)s.", title=task.title)
    for reader in queries.readers([event.author_id]):
        services.tell(reader.id, "tugas", text, f"/tugas/{event.assignment_id}", event.at)
        mail(reader, "wajib-revisi", about, event.at, tugas=task.title, tautan=f"{site()}/tugas/{event.assignment_id}")


def on_revision_taken_back(event: RevisionTakenBack) -> None:
    """No new version is asked for any more."""
    task = queries.task_of_submission(event.submission_id)
    text = _("Pelatih mencabut permintaan revisi %(title)s; Anda tidak perlu mengirim versi baru. Alasannya: %(why)s", title=task.title, why=event.reason)
    bells([event.author_id], "tugas", text, f"/tugas/{event.assignment_id}", event.at)


def on_confirmation_asked(event: ConfirmationAsked) -> None:
    """Passed: the printed facts are to be confirmed."""
    about = queries.class_facts(queries.cohort_of_enrolment(event.enrolment_id))
    path = f"/sertifikat/konfirmasi/{event.enrolment_id}"
    text = _("Anda lulus %(training)s. Periksa nama dan data untuk sertifikat Anda.", training=about.training)
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "sertifikat", text, path, event.at)
        mail(reader, "konfirmasi-sertifikat", about, event.at, tautan=f"{site()}{path}")


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
    (CohortMoved, on_cohort_moved),
    (LearnerReminded, on_learner_reminded),
    *places.HEARD,
    *reviewing.HEARD,
    (GradesReleased, on_grades_released),
    (ReleasedGradeChanged, on_grade_changed),
    (RevisionRequired, on_revision_required),
    (RevisionTakenBack, on_revision_taken_back),
    (AppealMade, on_appeal_made),
    (AppealAnswered, on_appeal_answered),
    (ConfirmationAsked, on_confirmation_asked),
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
