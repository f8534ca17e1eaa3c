"""From lulus to a paper that anybody can check: confirmation, one sheet, the worker's progress bar, PDF, recap."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from app.curriculum import queries as curriculum
from app.curriculum.core.path import StepKind
from app.grading.models import Grade, ReviewQuality, Source
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Progress
from app.peerreview.models import ReviewTask, Round, TaskState
from app.submissions.models import Assignment, Submission, Version
from tests.certificates import pdftext
from tests.factories import classes, people, works


def test_a_certificate_is_confirmed_approved_drawn_and_found_genuine(phone, desk, passed):
    rita = phone("rita")
    page = rita.page
    rita.visit("/")
    rita.visit("/sertifikat")
    rita.press("Periksa dan pastikan")
    rita.says("Rita Contoh")
    rita.press("Ya, sudah benar")
    rita.says("Data Anda sudah dipastikan.")

    desi = desk("desi", theme="dark")
    desi.visit(f"/angkatan/{passed}")
    desi.press("Sertifikat")
    desi.says("siap disahkan")
    desi.press("Sahkan yang dipilih")
    desi.says("sertifikat selesai dibuat")
    desi.says("Selesai. Muat ulang lembar ini.")
    desi.press("Selesai. Muat ulang lembar ini.")
    assert desi.page.get_by_text("Terbit", exact=True).count() == 1
    number = desi.page.locator("td a[href$='/kelola']").first.inner_text()
    desi.press(number)
    desi.says("Halaman keaslian")

    rita.visit("/sertifikat")
    with page.expect_download() as told:
        page.get_by_role("link", name=re.compile("Unduh PDF")).click()
    front, back = pdftext.words(Path(told.value.path()).read_bytes())
    assert "CONTOH" in front
    assert "Rita Contoh" in front
    assert "Modul 1" in back
    rita.press("Lihat halaman keasliannya")
    address = page.url
    assert "/s/" in address

    stranger = phone(theme="light")
    stranger.visit(address)
    stranger.says("Berlaku")
    stranger.says("Rita Contoh")
    stranger.visit("/periksa-keaslian")
    stranger.page.get_by_label("Nomor sertifikat").or_(stranger.page.locator("#number")).first.fill(number)
    stranger.page.locator("#name").fill("Rita Contoh")
    stranger.press("Periksa")
    stranger.says("Berlaku")
    stranger.visit("/periksa-keaslian")
    stranger.page.locator("#document").set_input_files(told.value.path())
    stranger.press("Periksa")
    stranger.says("Berlaku")


def test_the_recap_of_the_class_is_one_page_and_one_table(desk, passed):
    desi = desk("desi")
    desi.visit(f"/angkatan/{passed}")
    desi.visit(f"/rekap/{passed}")
    desi.says("Rita Contoh")
    page = desi.page
    page.emulate_media(media="print")
    assert page.locator(".print-head").is_visible()
    assert not page.get_by_role("link", name="Unduh CSV").is_visible()
    page.emulate_media(media="screen")
    with page.expect_download() as told:
        page.get_by_role("link", name="Unduh CSV").click()
    rows = list(csv.reader(Path(told.value.path()).read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["Rita Contoh", "Tono Contoh"]
    desi.visit(f"/rekap/{passed}/papan")
    desi.visit(f"/buku-nilai/{passed}")


@pytest.fixture(scope="module")
def passed(site) -> int:
    """A class in which Rita has done all that is asked and Tono has only sent his release; its id."""
    with site.rows():
        cohort = classes.cohort(unit=site.unit("13"), is_demo=True)
        home = site.unit("1371")
        rita, enrolment = classes.learner(
            cohort, people.user("Rita Contoh", unit=home, username="rita", password_hash=site.hash, position="Guru", is_demo=True)
        )
        tono, _ = classes.learner(cohort, people.user("Tono Contoh", unit=home, is_demo=True))
        tasks = works.opened(cohort)
        other = works.sent(tono, tasks["siaran_pers"])
        versions = [works.sent(rita, tasks[form]) for form in ("siaran_pers", "teks")]
        steps = curriculum.outline(cohort.version_id).steps
        waived = {tasks["lembar"].step_id, tasks["berkas"].step_id}
        now = clock.now()
        with work():
            enrolment.waived_steps = [step.key for step in steps if step.id in waived]
            for step in steps:
                if step.kind is not StepKind.TUGAS:
                    score = None if step.kind is StepKind.MATERI else 88
                    db.session.add(Progress(enrolment_id=enrolment.id, step_id=step.id, answers={}, reached_end=True, opened_at=now, done_at=now, score=score))
            for version in versions:
                db.session.add(grade(version, enrolment.id))
            round_ = db.session.query(Round).filter_by(cohort_id=cohort.id).one()
            db.session.add(ReviewQuality(round_id=round_.id, user_id=rita.id, cohort_id=cohort.id, mark=85, parts={}, at=now))
            db.session.add(
                ReviewTask(
                    round_id=round_.id, submission_id=other.submission_id, version_id=other.id, author_id=tono.id, reviewer_id=rita.id,
                    cohort_id=cohort.id, unit_path=cohort.unit_path, state=TaskState.TERKIRIM, offered_at=now, opened_at=now, sent_at=now,
                )
            )  # fmt: skip
        return cohort.id


def grade(version: Version, enrolment_id: int) -> Grade:
    """A released grade of the pelatih."""
    task = db.session.scalars(select(Assignment).join(Submission).where(Submission.id == version.submission_id)).one()
    now = clock.now()
    return Grade(
        submission_id=version.submission_id, version_id=version.id, author_id=version.author_id, enrolment_id=enrolment_id,
        step_id=task.step_id, cohort_id=task.cohort_id, unit_path=task.unit_path, rubric_id=task.rubric_id, source=Source.PELATIH,
        levels={one["id"]: 4 for one in task.rubric.criteria}, lowest=4, raw=100, grade=100, graded_at=now, released_at=now,
    )  # fmt: skip
