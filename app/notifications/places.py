"""What is said to whoever gets or loses a place: the pelatih of a class, its people, the holder of a certificate.

Whoever loses one is told whom to ask. What an office wrote for its own record stays there, and no mail says why.
"""

from __future__ import annotations

from app.accounts import phones
from app.certificates.events import CertificateIssued, CertificateRevoked
from app.kernel.i18n import _
from app.learning.events import EnrolmentEnded, TrainersChanged
from app.notifications import queries, services
from app.notifications.queries import ClassFacts
from app.notifications.telling import Handler, mail, site


def on_enrolment_ended(event: EnrolmentEnded) -> None:
    """Let go, or turned down; the page of his classes says why to whoever was turned down."""
    about = queries.class_facts(event.cohort_id)
    text, name = (
        (_("Anda tidak lagi menjadi peserta %(name)s, %(training)s.", name=about.name, training=about.training), "keluar-angkatan")
        if event.was_in
        else (_("Permintaan Anda untuk bergabung dengan %(name)s, %(training)s, tidak diterima.", name=about.name, training=about.training), "permintaan-ditolak")
    )
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "angkatan", f"{text} {_whom_to_ask(about)}", "/belajar", event.at)
        mail(reader, name, about, event.at, tautan=f"{site()}/belajar")


def on_trainers_changed(event: TrainersChanged) -> None:
    """Named to teach a class, or taken off it; whoever did it himself knows."""
    about = queries.class_facts(event.cohort_id)
    named = _("Anda ditunjuk sebagai pelatih %(name)s, %(training)s.", name=about.name, training=about.training)
    dropped = _("Anda tidak lagi menjadi pelatih %(name)s, %(training)s.", name=about.name, training=about.training)
    desk = f"/meja/{event.cohort_id}"
    for reader in queries.readers(set(event.named) - {event.by_id}):
        services.tell(reader.id, "meja", named, desk, event.at)
        mail(reader, "ditunjuk-pelatih", about, event.at, tautan=f"{site()}{desk}")
    for reader in queries.readers(set(event.dropped) - {event.by_id}):
        services.tell(reader.id, "angkatan", f"{dropped} {_whom_to_ask(about)}", "/", event.at)
        mail(reader, "bukan-pelatih", about, event.at, tautan=f"{site()}/")


def on_certificate_issued(event: CertificateIssued) -> None:
    """The certificate may be downloaded; where it took the place of another, that paper counts no more."""
    about = queries.class_facts(queries.cohort_of_certificate(event.certificate_id))
    number, old = queries.numbers_of(event.certificate_id)
    text, name = (
        (_("Sertifikat pengganti %(training)s Anda sudah terbit, nomor %(number)s. Sertifikat nomor %(old)s tidak berlaku lagi.", training=about.training, number=number, old=old), "sertifikat-pengganti")
        if old
        else (_("Sertifikat %(training)s Anda sudah terbit.", training=about.training), "sertifikat-terbit")
    )
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "sertifikat", text, "/sertifikat", event.at)
        mail(reader, name, about, event.at, nomor=number, lama=old, tautan=f"{site()}/sertifikat")


def on_certificate_revoked(event: CertificateRevoked) -> None:
    """Its holder reads why in the product; the mail only says where."""
    about = queries.class_facts(queries.cohort_of_certificate(event.certificate_id))
    text = _("Sertifikat Anda nomor %(number)s dicabut dan tidak berlaku lagi. Alasannya: %(why)s", number=event.number, why=_ended(event.reason))
    for reader in queries.readers([event.user_id]):
        services.tell(reader.id, "sertifikat", f"{text} {_whom_to_ask(about)}", "/sertifikat", event.at)
        mail(reader, "sertifikat-dicabut", about, event.at, nomor=event.number, tautan=f"{site()}/sertifikat")


def _ended(reason: str) -> str:
    """A reason as a sentence, for another one follows it."""
    return reason if reason.endswith((".", "?")) else f"{reason}."


def _whom_to_ask(about: ClassFacts) -> str:
    return _(
        "Bila ada yang ingin Anda tanyakan, hubungi %(person)s, %(phone)s.",
        person=about.contact_name, phone=phones.grouped(about.contact_phone),
    )  # fmt: skip


HEARD: tuple[tuple[type, Handler], ...] = (
    (EnrolmentEnded, on_enrolment_ended),
    (TrainersChanged, on_trainers_changed),
    (CertificateIssued, on_certificate_issued),
    (CertificateRevoked, on_certificate_revoked),
)
"""Event -> what is said."""
