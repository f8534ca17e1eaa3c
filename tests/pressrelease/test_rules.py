"""Every check of the coach exists, says where, why and how, and leads to a lesson that a training has."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from app import pressrelease
from app.pressrelease import Context, Group, Image, Release, Status, analyse
from app.pressrelease.rules import CHILD_LESSON, RULES
from tests.pressrelease.judged import paths, release_at

COURSES = Path(__file__).resolve().parents[2] / "courses"
MAP = yaml.safe_load(Path(pressrelease.__file__).with_name("materi.yml").read_text(encoding="utf-8"))
ASKED = {*(f"S{n}" for n in range(1, 12)), *(f"R{n}" for n in range(1, 8)), *(f"C{n}" for n in range(1, 8)), "E1"}
SAME = "Panitia datang pagi sekali. Panitia pulang malam sekali. Panitia tidur siang sekali. "
BAD = Release(
    title="WOW! Kakanwil Hadiri Rapat Koordinasi dan Sambutan Penandatanganan Nota Kesepahaman Bersama Seluruh Mitra Kerja",
    dateline="Bukitinggi, Humas",
    lead="Kakanwil menghadiri rapat di laksanakan pada Kamis (8/3/2024) dalam rangka silaturahmi " + "dan terus hadir " * 20 + ".",
    body=SAME + "“Kami menyambut baik acara ini.”\n\n" + ("Karena itu berkas dikirim dan diterima lalu dicatat " + "oleh petugas loket " * 6 + ". ") * 20
    + "Konon acara itu di buka oleh korban kekerasan, siswa bernama Rafli Maulana. " + "haji muda " * 30 + "\n\nEditor: -\n\n"
    + "kata " * 95 + ". " + "Event itu tayang. Klik di sini.",
    keyphrase="haji muda", page_title="", meta_description="Ringkas.", slug="Salah Sekali_ini", contact="", byline="",
    images=(Image("", "", ""),),
)  # fmt: skip
CONTEXT = Context(
    today=date(2024, 3, 9), key_messages=("layanan tanpa antre",), used_keyphrases=frozenset({"haji muda"})
)


def test_every_check_of_the_reference_exists_with_its_group():
    assert set(RULES) == ASKED
    assert {rule.group for rule in RULES.values()} == set(Group)


def test_every_check_gives_one_head_on_a_bad_release():
    report = analyse(BAD, CONTEXT)
    assert set(report.lights()) == ASKED
    heads = [finding.rule for finding in report.findings if finding.is_head]
    assert len(heads) == len(set(heads))
    assert {rule for rule, light in report.lights().items() if light is Status.GREEN} == {"R4"}


@pytest.mark.parametrize(
    "release", [BAD, Release(), *map(release_at, paths())], ids=lambda one: one.title[:20] or "kosong"
)
def test_every_finding_says_what_and_offers_an_example(release):
    for finding in analyse(release, CONTEXT if release is BAD else Context()).findings:
        assert finding.message.endswith((".", "?")), finding
        assert finding.lesson in {RULES[finding.rule].lesson, CHILD_LESSON if finding.rule == "C6" else ""}
        if finding.status is not Status.GREEN:
            assert finding.suggestion, finding
            assert finding.is_head or finding.spans, finding


def test_every_check_leads_to_a_lesson_of_each_mapped_training():
    topics = {*(rule.lesson for rule in RULES.values()), CHILD_LESSON}
    for slug, lessons in MAP.items():
        steps = _steps(COURSES / slug)
        assert topics == set(lessons), slug
        assert set(lessons.values()) <= steps, slug
    assert {"siaran-pers", "siaran-pers-contoh"} <= set(MAP)


def _steps(folder):
    found = set()
    for module in folder.glob("*/modul.yml"):
        code = yaml.safe_load(module.read_text(encoding="utf-8"))["kode"].lower()
        found |= {f"{code}/{lesson.stem}" for lesson in module.parent.glob("*.md")}
    return found
