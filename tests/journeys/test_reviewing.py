"""A round of peer review and the desk: practice, a review from opening to sending, grades held, released and taken back."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.curriculum import queries as curriculum
from app.grading.models import Grade
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort
from app.peerreview.core.reviewing import Draft, Remark
from app.peerreview.models import ReviewTask, Round, RoundState, TaskState
from app.peerreview.services import reviews, rounds
from app.submissions.models import Assignment, Submission
from tests.factories import classes, people, works

STRENGTH = "Terasnya menyebut manfaat: memangkas waktu layanan nikah dari tiga hari menjadi satu hari."
FIRST = "Sebut lebih dahulu siapa yang boleh mendaftar, sebab warga mencari itu pada kalimat pertama."
SECOND = "Tambahkan jam layanan dan nomor yang dapat dihubungi supaya warga tidak perlu datang dua kali."
QUESTION = "Apakah layanan ini juga berlaku pada hari Sabtu dan bagi warga dari kecamatan lain?"


def test_a_round_from_practice_to_feedback(phone, desk, site, circle):
    rated = phone(circle.people[0])
    page = rated.page
    rated.visit("/")
    rated.visit("/telaah")
    rated.press("Mulai kalibrasi")
    rated.press("Bandingkan dengan pelatih")
    assert page.locator("#ringkasan-kesalahan a").count() == 1, "a level that is missing is named"
    for text, criterion, level in circle.truth:
        page.locator(f"input[name='{text}-{criterion}'][value='{level}']").check()
    page.locator(f"input[name='{circle.trap}-tanda']").check()
    rated.press("Bandingkan dengan pelatih")
    rated.says("Anda lulus kalibrasi.")

    rated.visit("/telaah")
    page.locator("ul.waiting a").first.click()
    rated.look()
    rated.says("satu kekuatan yang mengutip naskah")
    rated.press("Mulai menelaah")
    drawer = "document.querySelector('.drawer').open = true"
    page.evaluate(drawer)
    rated.press("Kirim")
    assert page.locator("#ringkasan-kesalahan a").count() >= 5, "an empty review says what it lacks"
    page.evaluate(drawer)
    for criterion in circle.criteria:
        page.locator(f"input[name='tingkat-{criterion}'][value='3']").check()
    page.fill("#kekuatan", STRENGTH)
    page.fill("#saran_satu", FIRST)
    page.select_option("#bagian_satu", index=1)
    page.fill("#saran_dua", SECOND)
    page.fill("#pertanyaan", QUESTION)
    page.get_by_text(re.compile(r"^Tersimpan")).wait_for()
    for own in ("Orang Uji", "Kankemenag"):
        assert own not in page.locator("main").inner_text(), "names and units stay hidden"
    rated.press("Kirim")
    rated.press("Kirim apa adanya")  # nobody reads so fast: the page asks once more
    rated.says("Telaah yang terkirim tidak dapat diubah.")

    circle.others_review()
    circle.end_reviews()
    author = phone(circle.people[1], theme="light")
    author.visit(f"/telaah/naskah-saya/{circle.works[1]}")
    author.says(SECOND)
    author.page.get_by_label("Sangat berguna").first.check()
    author.press("Simpan penilaian")
    author.visit(f"/umpan-balik/{circle.works[1]}")

    hendra = desk("hendra")
    paper = hendra.page
    hendra.visit("/")
    hendra.visit("/meja")
    hendra.visit(f"/meja/{circle.cohort}?tugas={circle.task}")
    hendra.visit(f"/putaran/{circle.round}")
    hendra.visit(f"/meja/naskah/{circle.works[1]}")
    hendra.says("Nama disamarkan sampai Anda menilai.")
    assert circle.names[1] not in paper.locator("main").inner_text()
    for _criterion in circle.criteria:
        paper.keyboard.press("4")
    assert paper.locator(".criterion input[value='4']:checked").count() == len(circle.criteria)
    paper.keyboard.press("c")
    paper.keyboard.type("Naskah Anda menjawab pertanyaan warga. Pertahankan.")
    paper.locator("#keep").check()
    hendra.press("Simpan")
    assert paper.goto(f"/umpan-balik/{circle.works[1]}").status == 404, "feedback is the author's page"
    hendra.visit(f"/meja/naskah/{circle.works[1]}")
    hendra.says("Ditahan")
    author.visit(f"/umpan-balik/{circle.works[1]}")
    author.says("Nilai belum diumumkan.")

    hendra.visit("/meja/komentar")
    hendra.says("Pertahankan.")
    release(hendra, circle)
    hendra.press("Urungkan")
    with site.rows():
        assert circle.released() == 0, "a release that nobody has opened is taken back"
    release(hendra, circle)
    author.visit(f"/umpan-balik/{circle.works[1]}")
    author.says("Naskah Anda menjawab pertanyaan warga.")
    author.says("dari 100")
    author.visit("/pemberitahuan")
    hendra.visit(f"/buku-nilai/{circle.cohort}")
    paper.locator("tbody th a").first.click()
    hendra.look()
    hendra.says("Buka satu percobaan lagi")
    hendra.visit(f"/meja/{circle.cohort}/cetak?tugas={circle.task}")


def release(hendra, circle) -> None:
    hendra.visit(f"/meja/{circle.cohort}/umumkan?tugas={circle.task}")
    hendra.page.locator(f"input[name='karya'][value='{circle.works[1]}']").check()
    hendra.press("Umumkan yang dicentang")
    hendra.says("nilai diumumkan. Selama sehari, dan selama belum dibuka penulisnya")


class Circle:
    """Four learners of four units whose works are being shared out; hendra is their pelatih."""

    def __init__(self, site) -> None:
        self.site = site
        cohort = classes.cohort(unit=site.unit("13"))
        people.grant(site.person("hendra"), people.Role.PELATIH, cohort_id=cohort.id)
        task = works.opened(cohort)["siaran_pers"]
        learners = [
            classes.learner(cohort, people.user(unit=site.unit(code), password_hash=site.hash, is_demo=True))[0]
            for code in ("1371", "1372", "1305", "1306")
        ]
        versions = [works.sent(one, task) for one in learners]
        self.cohort, self.task = cohort.id, task.id
        self.people, self.names = [one.username for one in learners], [one.name for one in learners]
        self.works = [one.submission_id for one in versions]
        body = curriculum.body(task.step_id)
        main = [text for text in body.calibration if not text.is_spare]
        self.truth = [(text.id, one.criterion, one.level) for text in main for one in text.levels]
        self.trap = next(text.id for text in main if text.trap)
        self.criteria = [one.id for one in body.rubric.criteria]
        self.round = self.move(share_at=clock.now() - timedelta(minutes=1))
        self.wait_for(lambda: len(self.tasks(TaskState.DITAWARKAN)) == 12)

    def move(self, **dates) -> int:
        """Set dates of the round and ask the worker to look at once."""
        now = clock.now()
        with work():
            round_ = db.session.scalars(select(Round).where(Round.assignment_id == self.task)).one()
            if "share_at" in dates:
                db.session.get_one(Assignment, self.task).due_at = dates["share_at"]
                db.session.get_one(Cohort, self.cohort).created_at = now - timedelta(days=9)
            for name, at in dates.items():
                setattr(round_, name, at)
            rounds.ask_step(round_.id, now)
            return round_.id

    def tasks(self, state: TaskState) -> list[ReviewTask]:
        db.session.rollback()
        return list(db.session.scalars(select(ReviewTask).join(Round).where(Round.assignment_id == self.task, ReviewTask.state == state)))

    def others_review(self) -> None:
        """Everyone else sends a review, by the product's own verbs."""
        with self.site.rows():
            ids = [one.id for one in self.tasks(TaskState.DITAWARKAN)]
            with work():
                db.session.scalars(select(Round).where(Round.assignment_id == self.task)).one().needs_calibration = False
            for place, id_ in enumerate(ids):
                levels = dict.fromkeys(self.criteria, 3) | {self.criteria[0]: 2 + place % 3}
                notes = {one: "Manfaatnya belum tampak di kalimat pertama." for one, level in levels.items() if level < 3}
                remark = Remark(0, 12, FIRST, "suggestion_one")
                with work():
                    task = db.session.get_one(ReviewTask, id_)
                    draft = Draft(levels, notes, STRENGTH, FIRST, SECOND, QUESTION, "", (remark,))
                    reviews.send(task, draft, revision=0, now=clock.now())

    def end_reviews(self) -> None:
        """The review deadline passes; the worker opens what authors may read and computes the grades."""
        with self.site.rows():
            self.move(review_due_at=clock.now() - timedelta(seconds=1))
            self.wait_for(lambda: self.grades() == 4)

    def grades(self) -> int:
        db.session.rollback()
        return len(db.session.scalars(select(Grade.id).join(Submission).where(Submission.assignment_id == self.task)).all())

    def released(self) -> int:
        return len(db.session.scalars(select(Grade.id).join(Submission).where(Submission.assignment_id == self.task, Grade.released_at.is_not(None))).all())

    def wait_for(self, is_so) -> None:
        until = time.monotonic() + 30
        while not is_so():
            assert time.monotonic() < until, f"the worker did not come round: {self.site.log.read_text(errors='replace')[-2000:]}"
            time.sleep(0.3)


@pytest.fixture
def circle(site) -> Circle:
    with site.rows():
        made = Circle(site)
        assert db.session.get_one(Round, made.round).state is RoundState.DIBAGIKAN
        return made
