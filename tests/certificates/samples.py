"""Facts of invented people for the tests of certificates."""

from __future__ import annotations

from datetime import date

from app.certificates.core import Facts, Material, long_code, short_code

RANDOM = bytes(range(60, 76))
FACTS = Facts(
    name="Hj. Rahmi Yulianti, S.Ag., M.I.Kom.",
    role="Peserta",
    course="Siaran Pers Ramah Mesin Pencari",
    course_code="SP",
    cohort="III",
    year=2026,
    organiser="Kantor Wilayah Kementerian Agama Provinsi Sumatera Barat",
    partner="Media Contoh",
    starts_on=date(2026, 11, 2),
    ends_on=date(2026, 11, 20),
    mode="bauran",
    jp=7,
    city="Padang",
    issued_on=date(2026, 11, 21),
    signatory_title="Kepala Kantor Wilayah",
    signatory_name="Dr. H. Contoh Penanda, M.A.",
    signatory_nip="19700101 199503 1 001",
    number="00012/SP/III/KANWIL/XI/2026",
    code=short_code(RANDOM),
    verification_url=f"https://surau.example.go.id/s/{long_code(RANDOM)}",
    materials=(Material("Judul dan teras", 3), Material("Ramah mesin pencari", 4, ("M.74DKV13.006.3",))),
    identity_label="NIP",
    identity_number="19860926 201505 2 001",
    rank="Penata III/c",
    position="Pranata Humas Ahli Muda",
    unit="Kantor Kementerian Agama Kabupaten Agam",
    predikat="Sangat Memuaskan",
    grade=92.456,
    pretest=45.0,
    posttest=91.5,
    assignments=92.8,
    reviews_done=3,
    reviews_due=3,
)
