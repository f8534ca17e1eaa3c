"""Pages of tasks: what they show, what they refuse, and that nobody reads another's work."""

import io
import json
import re
from datetime import timedelta
from html import unescape

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.access.permissions import Role
from app.curriculum import queries as curriculum
from app.curriculum.core.path import StepKind
from app.curriculum.core.work import Grading
from app.kernel import clock, storage
from app.kernel.db import db
from app.kernel.errors import Unavailable
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment, Progress
from app.learning.queries import learner
from app.learning.services import progress
from app.media import turns
from app.media.models import Asset
from app.submissions import queries, services
from app.submissions.models import TIMELY, Assignment, DraftCopy, Submission, Version
from app.submissions.services.drafts import MOST_FILES
from tests.factories import classes, people, rounds, works
from tests.pages import faults


def test_the_list_shows_my_tasks_by_deadline_and_says_what_to_do_when_there_are_none(room, as_user):
    page = as_user(room.learner).get("/tugas").get_data(as_text=True)
    places = [page.index(f"Tugas modul {number}") for number in (1, 2, 3, 4)]
    assert places == sorted(places)
    nobody = people.user()
    people.grant(nobody, Role.PESERTA)
    assert "Belum ada tugas" in as_user(nobody).get("/tugas").get_data(as_text=True)


def test_lanjutkan_leads_past_a_task_that_is_over_as_long_as_something_else_is_left(room, as_user):
    steps = curriculum.outline(room.cohort.version_id).steps
    at = next(number for number, step in enumerate(steps) if step.kind is StepKind.TUGAS)
    task = next(one for one in room.tasks.values() if one.step_id == steps[at].id)
    now = clock.now()
    with work():
        for step in steps[:at]:
            db.session.add(Progress(enrolment_id=room.enrolment.id, step_id=step.id, answers={}, opened_at=now, done_at=now, score=90.0, reached_end=True))
    client, place = as_user(room.learner), room.enrolment

    def following():
        db.session.expire_all()
        return learner.standing(learner.place_of(db.session.get(Enrolment, place.id))).next.key

    assert following() == steps[at].key
    with work():
        late = db.session.get(Assignment, task.id)
        late.due_at, late.late_days = now - timedelta(days=1), 0
    assert following() == steps[at + 1].key
    page = client.get("/").get_data(as_text=True)
    assert f'href="/belajar/{room.cohort.id}/{steps[at + 1].key}"' in page
    with work():
        for step in steps[at + 1 :]:
            db.session.add(Progress(enrolment_id=place.id, step_id=step.id, answers={}, opened_at=now, done_at=now, score=90.0, reached_end=True))
    assert following() == steps[at].key, "nothing else is left: its page says whom to ask"


def test_who_sends_in_his_longer_time_is_not_told_that_works_are_still_to_be_shared_out(room, as_user):
    task, now = room.tasks["siaran_pers"], clock.now()
    with work():
        db.session.get(Assignment, task.id).due_at = now - timedelta(hours=1)
        services.extend(
            actor=works.actor(room.trainer), assignment_id=task.id, user_id=room.learner.id, until=now + timedelta(days=1), reason="Sakit.", now=now
        )
    works.sent(room.learner, task)
    page = as_user(room.learner).get(f"/tugas/{task.id}").get_data(as_text=True)
    assert "masih dapat diganti" in page
    assert "Setelah tenggat, naskah dibagikan" not in page


def test_a_work_that_came_after_the_reviews_were_over_is_said_to_be_read_by_the_pelatih(app, as_user, time):
    """One came in time, one while works were still reviewed, one by an extension when the round had closed."""
    round_, authors = rounds.made(5, sent=3)
    rounds.turn(round_)
    trainer, task = classes.trainer(round_.assignment.cohort), round_.assignment
    late, last = authors[3:]
    said = {
        "shared": "Naskah dibagikan kepada peserta lain",
        "over": "Masa telaah sudah berakhir; nilainya",
        "missed": "Masa telaah berakhir sebelum naskah ini terkumpul, jadi pelatih",
    }

    def page(one):
        text = unescape(as_user(one).get(f"/tugas/{task.id}").get_data(as_text=True))
        return [key for key, words in said.items() if words in text]

    def reviews_lie_open(one):
        return 'href="/telaah/naskah-saya/' in as_user(one).get(f"/tugas/{task.id}").get_data(as_text=True)

    def sends(one):
        with work():
            services.extend(
                actor=works.actor(trainer), assignment_id=task.id, user_id=one.id, until=time.now + timedelta(hours=9), reason="Sakit.", now=time.now
            )
        works.sent(one, task, now=time.on(hours=1))

    sends(late)
    assert [page(one) for one in (authors[0], late)] == [["shared"], ["shared"]]
    assert not reviews_lie_open(authors[0])
    time.now = round_.review_due_at + timedelta(hours=1)
    rounds.turn(round_)
    assert reviews_lie_open(authors[0])
    assert "Pelatih yang menilainya; tanpa itu nilai versi sebelumnya berlaku." in as_user(authors[0]).get(f"/tugas/{task.id}").get_data(as_text=True)
    works.sent(authors[1], task, {**works.RELEASE, "judul": "Judul lain"}, now=time.now, change_note="Judul.")
    of_two = as_user(authors[1]).get(f"/tugas/{task.id}").get_data(as_text=True)
    assert "Versi terakhir" in of_two, "the pelatih grades it, or the grade of the first one stands"
    assert "Yang dinilai" not in of_two
    time.now = round_.revise_due_at + timedelta(hours=1)
    rounds.turn(round_)
    sends(last)
    assert "Naskah Anda sudah terkumpul, terakhir versi 2." in as_user(authors[1]).get(f"/tugas/{task.id}").get_data(as_text=True)
    assert [page(one) for one in (authors[0], late, last)] == [["over"], ["over"], ["missed"]]
    assert reviews_lie_open(authors[0])


def test_a_next_version_of_a_work_that_its_author_rated_asks_him_to_look_at_his_rating_again(room, as_user, time):
    """It still counts, and the list shows it: nothing waits for him."""
    task = room.tasks["lembar"]
    works.sent(room.learner, task, now=time.now)
    client, url = as_user(room.learner), f"/tugas/{task.id}"
    assert "lalu nilai karya Anda sendiri" in client.get(url).get_data(as_text=True)
    with work():
        levels = dict.fromkeys([one["id"] for one in db.session.get(Assignment, task.id).rubric.criteria], 3)
        services.assess_self(actor=works.actor(room.learner), assignment_id=task.id, levels=levels, now=time.on(minutes=1))
    assert "Nilai diri Anda sudah tersimpan." in client.get(url).get_data(as_text=True)
    works.sent(room.learner, task, {"lembar": {**works.FILLED["lembar"]["lembar"], "premis": "Satu kalimat lain."}}, now=time.on(minutes=1))
    page = client.get(url).get_data(as_text=True)
    assert "Nilai diri Anda dari versi sebelumnya masih berlaku." in page
    assert "lalu nilai karya Anda sendiri" not in page
    assert task.id not in {one.assignment_id for one in queries.waiting_for(room.learner.id, time.now)}


@pytest.mark.parametrize(("days", "says_how_near"), [(12, True), (60, False)])
def test_a_deadline_is_said_once(room, as_user, days, says_how_near):
    task = room.tasks["teks"]
    with work():
        db.session.get(Assignment, task.id).due_at = clock.now() + timedelta(days=days)
    page = as_user(room.learner).get(f"/tugas/{task.id}").get_data(as_text=True)
    assert "Kumpulkan paling lambat" in page
    assert (f"({days} hari lagi)" in page) is says_how_near
    assert (re.search(r"WIB \(", page) is not None) is says_how_near


def test_the_list_of_tasks_says_of_a_required_revision_that_it_is_one_and_that_its_days_are_over(room, as_user):
    """Also while the deadline of the class is still to come, as long as a version is taken at all."""
    task, now = room.tasks["teks"], clock.now()
    works.sent(room.learner, task)
    with work():
        mine = db.session.scalars(select(Submission).where(Submission.assignment_id == task.id)).one()
        services.require_revision(mine.id, now + timedelta(days=5), now, reason="Hapus nama anak.")
    client = as_user(room.learner)

    def told():
        row = re.search(rf'<li>(?:(?!<li>).)*href="/tugas/{task.id}".*?</li>', client.get("/tugas").get_data(as_text=True), re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", row[0]).split())

    assert "Wajib direvisi" in told()
    with work():
        mine.revise_until, db.session.get(Assignment, task.id).due_at = now - timedelta(hours=1), now + timedelta(days=1)
    assert "Wajib direvisi" in told()
    assert "tenggat besok" in told()
    assert "paling lambat" in client.get(f"/tugas/{task.id}").get_data(as_text=True)
    with work():
        db.session.get(Assignment, task.id).due_at = now - timedelta(hours=2)
    assert "Revisi wajib, waktunya lewat minta pelatih membukanya lagi" in told()
    home = client.get("/").get_data(as_text=True)
    assert "Revisi wajib, waktunya lewat" in home
    assert "minta pelatih membukanya lagi" in home
    with work():
        db.session.get(Cohort, room.cohort.id).closed_at = now
    assert "Revisi wajib" not in told()
    assert "angkatan ini sudah ditutup" in client.get(f"/tugas/{task.id}").get_data(as_text=True)


def test_who_missed_the_days_of_a_required_revision_is_told_whom_to_ask(room, as_user):
    task, now = room.tasks["teks"], clock.now()
    works.sent(room.learner, task)
    with work():
        mine = db.session.scalars(select(Submission).where(Submission.assignment_id == task.id)).one()
        services.require_revision(mine.id, now + timedelta(days=5), now, reason="Hapus nama anak.")
    client = as_user(room.learner)
    assert "mintalah pelatih" not in client.get(f"/tugas/{task.id}").get_data(as_text=True)
    with work():
        db.session.get(Assignment, task.id).due_at = mine.revise_until = now - timedelta(hours=1)
    assert "mintalah pelatih membukanya lagi" in client.get(f"/tugas/{task.id}").get_data(as_text=True)


def test_the_next_step_follows_the_state_of_the_work(room, as_user):
    client, task = as_user(room.learner), room.tasks["siaran_pers"]
    assert task.grading is Grading.SEJAWAT
    works.sent(room.learner, task)
    address = f"/tugas/{task.id}"
    assert "Setelah tenggat, naskah dibagikan" in client.get(address).get_data(as_text=True)
    with work():
        db.session.get(Assignment, task.id).due_at = clock.now() - timedelta(hours=1)
    page = client.get(address).get_data(as_text=True)
    assert "Setelah tenggat, naskah dibagikan" not in page
    assert "ada di halaman Telaah" in page
    assert "/umpan-balik/" not in page
    mine = db.session.scalars(select(Submission).where(Submission.assignment_id == task.id)).one()
    with work():
        progress.record_score(mine.enrolment_id, task.step_id, 75.0, clock.now())
    page = client.get(address).get_data(as_text=True)
    assert "Nilainya 75 dari 100; alasannya ada pada umpan balik." in page
    assert f'href="/umpan-balik/{mine.id}"' in page


@pytest.mark.parametrize("form", ["siaran_pers", "teks", "lembar"])
def test_a_work_is_written_checked_and_sent_without_scripts(room, as_user, form):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks[form].id}"
    assert client.get(url).status_code == 200
    assert client.get(f"{url}/tulis").status_code == 200
    saved = client.post(f"{url}/draf", data=typed(form) | {"revisi": 0, "aksi": "kirim"})
    assert (saved.status_code, saved.location) == (303, f"{url}/kirim")
    checked = client.get(f"{url}/kirim").get_data(as_text=True)
    sent = client.post(f"{url}/kirim", data=works.hidden(checked) | {"asli": "y"})
    version = db.session.scalars(select(Version)).one()
    assert (sent.status_code, sent.location) == (303, f"/kiriman/{version.id}")
    assert client.get(sent.location).status_code == 200
    again = client.post(f"{url}/kirim", data=works.hidden(checked) | {"asli": "y"})
    assert (again.status_code, again.location) == (303, f"/kiriman/{version.id}")
    assert db.session.scalar(select(func.count()).select_from(Version)) == 1


def test_files_are_uploaded_described_and_sent(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['berkas'].id}"
    told = upload(client, url, "../../foto <x>.jpg", picture(gps=True))
    assert told.status_code == 303
    assert "lokasi" in client.get(f"{url}/tulis").get_data(as_text=True)
    asset = db.session.scalars(select(Asset)).one()
    assert (asset.original_name, asset.had_location) == ("foto <x>.jpg", True)
    client.post(f"{url}/draf", data={"revisi": 0, "catatan": "Catatan.", f"keterangan-{asset.id}": "Warga", f"alt-{asset.id}": "Loket"})
    checked = client.get(f"{url}/kirim").get_data(as_text=True)
    sent = client.post(f"{url}/kirim", data=works.hidden(checked) | {"asli": "y"})
    assert sent.status_code == 303
    version = db.session.scalars(select(Version)).one()
    assert version.text == "Catatan.\n\nWarga"
    assert [(one.caption, one.alt) for one in version.attachments] == [("Warga", "Loket")]
    assert b"<x>" not in client.get(sent.location).data


def test_half_an_emoji_from_a_script_locks_nobody_out_of_his_own_page(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['siaran_pers'].id}"
    half = b'{"fields": {"judul": "Antre \\ud83d nikah", "abaikan": {"J1||": "\\udfff"}}, "revision": 0, "device": "\\ud800"}'
    assert client.post(f"{url}/draf", data=half, content_type="application/json").status_code == 200
    assert "Antre ? nikah" in client.get(f"{url}/tulis").get_data(as_text=True)
    assert client.post(f"{url}/draf", data=half, content_type="application/json").status_code == 200
    late = half.replace(b"Antre", b"Lain")
    assert client.post(f"{url}/draf", data=late, content_type="application/json").status_code == 409
    assert client.post(f"{url}/periksa", data=b'{"judul": "\\ud83d"}', content_type="application/json").status_code == 200


def test_no_script_passes_a_copy_off_as_the_one_that_was_saved_in_time(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['siaran_pers'].id}"
    client.post(f"{url}/draf", json={"fields": {"judul": "Satu"}, "revision": 0})
    client.post(f"{url}/draf", json={"fields": {"judul": "Dua"}, "revision": 0, "device": TIMELY})
    assert [copy.device for copy in db.session.scalars(select(DraftCopy))] == [""]


def test_what_blocks_is_said_and_nothing_is_sent(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['siaran_pers'].id}"
    client.post(f"{url}/draf", data={"revisi": 0, "judul": "Hanya judul", "isi": "", "teras": ""})
    page = client.get(f"{url}/kirim").get_data(as_text=True)
    assert "Teras masih kosong" in page
    assert 'name="asli"' not in page
    refused = client.post(f"{url}/kirim", data={"asli": "y", "nomor": 1, "sidik": "x"})
    assert refused.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Version)) == 0


def test_without_the_statement_the_page_comes_back_with_the_note_kept(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['teks'].id}"
    client.post(f"{url}/draf", data=typed("teks") | {"revisi": 0})
    checked = client.get(f"{url}/kirim").get_data(as_text=True)
    refused = client.post(f"{url}/kirim", data=works.hidden(checked))
    assert refused.status_code == 422
    assert 'href="#asli"' in refused.get_data(as_text=True)


def test_a_text_too_long_is_refused_with_what_was_typed_kept(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['teks'].id}"
    refused = client.post(f"{url}/draf", data={"revisi": 0, "teks": "kata " * 25_000})
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert page.count("kata kata") > 10_000
    assert "124.999 karakter; paling banyak 100.000." in page
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 0


def test_a_megabyte_pasted_into_the_editor_is_refused_and_nothing_is_lost(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['siaran_pers'].id}/draf"
    works.drafted(room.learner, room.tasks["siaran_pers"])
    answer = save(client, url, {"isi": "<p>" + "x " * 600_000 + "</p>", "isi_bentuk": "html"}, 1)
    assert answer.status_code == 422
    assert "terlalu panjang" in answer.get_json()["detail"]
    assert db.session.scalars(select(Submission)).one().draft["judul"] == works.RELEASE["judul"]
    assert client.post(url, data=b"{" + b"x" * 4_000_000, content_type="application/json").status_code == 413


def test_control_characters_emoji_and_arabic_are_kept_or_cleaned(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['siaran_pers'].id}/draf"
    assert save(client, url, {"judul": "A\x00B\u202e 😀 بِسْمِ", "teras": "a\nb", "isi": "<p>ok\x07<script>alert(1)</script></p>", "isi_bentuk": "html"}, 0).status_code == 200
    draft = db.session.scalars(select(Submission)).one().draft
    assert draft["judul"] == "AB 😀 بِسْمِ"
    assert draft["teras"] == "a b"
    assert draft["isi"] == "<p>ok</p>"


def test_two_tabs_keep_both_texts_and_the_writer_chooses(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['teks'].id}"
    assert save(client, f"{url}/draf", {"teks": "Pertama."}, 0).get_json()["revision"] == 1
    late = save(client, f"{url}/draf", {"teks": "Dari tab lama."}, 0)
    assert late.status_code == 409
    save(client, f"{url}/draf", {"teks": "Dari tab lama, lagi."}, 0)
    copy = db.session.scalars(select(DraftCopy)).one()
    page = client.get(f"{url}/dua-versi").get_data(as_text=True)
    assert "<ins>Pertama</ins>." in page
    assert "<ins>Dari tab lama, lagi</ins>." in page
    assert "Dari tab atau perangkat lain" in page
    here = client.get(f"{url}/dua-versi?tab={copy.device}").get_data(as_text=True)
    assert "Yang Anda tulis di sini" in here
    chosen = client.post(f"{url}/dua-versi", data={"salinan": copy.id, "pilih": "salinan"})
    assert chosen.status_code == 303
    mine = db.session.scalars(select(Submission)).one()
    assert mine.draft["teks"] == "Dari tab lama, lagi."
    back = db.session.scalars(select(DraftCopy).where(DraftCopy.id != copy.id)).one()
    client.post(f"{url}/urungkan/{back.id}")
    assert db.session.scalars(select(Submission)).one().draft["teks"] == "Pertama."


def test_the_same_text_from_an_old_tab_is_no_conflict(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['teks'].id}/draf"
    save(client, url, {"teks": "Sama."}, 0)
    assert save(client, url, {"teks": "Sama."}, 0).status_code == 200
    assert db.session.scalar(select(func.count()).select_from(DraftCopy)) == 0


def test_an_expired_session_answers_401_and_keeps_the_draft(room, as_user, visitor):
    url = f"/tugas/{room.tasks['teks'].id}/draf"
    assert save(visitor, url, {"teks": "x"}, 0).status_code == 401


def test_a_whole_release_is_parted_bordered_and_can_be_taken_back(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['siaran_pers'].id}"
    works.drafted(room.learner, room.tasks["siaran_pers"])
    text = "Judul tempelan\n\nTeras tempelan hari Senin.\n\nIsi satu.\n\nIsi dua."
    page = client.post(f"{url}/tempel", data={"naskah": text}).get_data(as_text=True)
    assert page.count('<select class="input"') == 4
    rows = {"bagian-0-14": "judul", "bagian-16-42": "teras", "bagian-44-53": "isi", "bagian-55-63": "buang"}
    client.post(f"{url}/tempel/pasang", data={"naskah": text, **rows})
    draft = db.session.scalars(select(Submission)).one().draft
    assert (draft["judul"], draft["teras"], draft["isi"]) == ("Judul tempelan", "Teras tempelan hari Senin.", "<p>Isi satu.</p>")
    back = db.session.scalars(select(DraftCopy)).one()
    client.post(f"{url}/urungkan/{back.id}")
    assert db.session.scalars(select(Submission)).one().draft["judul"] == works.RELEASE["judul"]


def test_the_coach_answers_within_four_kilobytes(room, as_user):
    client = as_user(room.learner)
    answer = client.post(
        f"/tugas/{room.tasks['siaran_pers'].id}/periksa",
        json={**works.RELEASE, "isi": works.RELEASE["isi"] * 12, "isi_bentuk": "html"},
        headers={"Accept": "application/json", "Accept-Encoding": "gzip"},
    )
    assert answer.status_code == 200
    assert len(answer.data) < 4096
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 0


def test_plain_mode_keeps_the_form_of_paragraphs_that_were_not_touched(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['siaran_pers'].id}"
    save(client, f"{url}/draf", {"isi": '<p>Satu <strong>tebal</strong>.</p><p>Dua <a href="https://a.id">tautan</a>.</p>', "isi_bentuk": "html"}, 0)
    client.post(f"{url}/draf?mode=teks", data={"revisi": 1, "isi": "Satu tebal.\n\nDua diubah.\n\n1. a\n2. b", "isi_bentuk": "teks"})
    assert db.session.scalars(select(Submission)).one().draft["isi"] == (
        "<p>Satu <strong>tebal</strong>.</p><p>Dua diubah.</p><ol><li>a</li><li>b</li></ol>"
    )


def test_a_work_of_files_alone_counts_no_words(room, as_user):
    task, client = room.tasks["berkas"], as_user(room.learner)
    for name, colour in (("a.jpg", "green"), ("b.jpg", "red"), ("c.jpg", "blue")):
        upload(client, f"/tugas/{task.id}", name, picture(colour=colour))
    version = works.sent(room.learner, task, {"catatan": ""})
    for path in (f"/tugas/{task.id}", f"/kiriman/{version.id}"):
        page = client.get(path).get_data(as_text=True)
        assert "ersi 1" in page
        assert "0 kata" not in page, path


def test_another_persons_numbers_lead_nowhere(room, as_user):
    version = works.sent(room.learner, room.tasks["teks"])
    client = as_user(room.learner)
    upload(client, f"/tugas/{room.tasks['berkas'].id}", "a.jpg", picture())
    asset = db.session.scalars(select(Asset)).one()
    classmate, _ = classes.learner(room.cohort)
    other_class = classes.cohort()
    stranger, _ = classes.learner(other_class)
    theirs = works.opened(other_class)
    for person in (classmate, stranger, classes.trainer(other_class)):
        browser = as_user(person)
        assert browser.get(f"/kiriman/{version.id}").status_code == 404
        assert browser.get(f"/berkas/{asset.id}").status_code == 404
    for path in ("", "/tulis", "/kirim", "/dua-versi", "/tempel", "/peserta"):
        assert as_user(stranger).get(f"/tugas/{room.tasks['teks'].id}{path}").status_code == 404
    for path in ("/draf", "/kirim", "/unggah", "/dua-versi", "/tempel/pasang", "/urungkan/1", f"/berkas/{asset.id}/lepas", "/nilai-diri"):
        assert as_user(stranger).post(f"/tugas/{room.tasks['teks'].id}{path}", data={}).status_code == 404
    mine = db.session.scalars(select(DraftCopy)).all()
    assert mine == []
    assert as_user(room.learner).get(f"/tugas/{theirs['teks'].id}").status_code == 404
    assert as_user(room.trainer).get(f"/berkas/{asset.id}").status_code == 200


def test_the_trainer_gets_a_file_under_a_name_that_tells_nothing_of_its_author(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['berkas'].id}"
    upload(client, url, "tugas Rahmi Yuliani.jpg", picture())
    asset = db.session.scalars(select(Asset)).one()
    named = [browser.get(f"/berkas/{asset.id}").headers["Content-Disposition"] for browser in (client, as_user(room.trainer))]
    assert "Rahmi" in named[0]
    assert f"berkas-{asset.id}.jpg" in named[1]
    assert "Rahmi" not in named[1]


def test_one_request_brings_no_more_files_than_a_draft_can_hold(room, as_user):
    url = f"/tugas/{room.tasks['berkas'].id}"
    same = [(io.BytesIO(picture()), f"{number}.jpg") for number in range(MOST_FILES + 1)]
    refused = as_user(room.learner).post(f"{url}/unggah", data={"berkas": same}, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert f"Paling banyak {MOST_FILES} berkas" in refused.get_data(as_text=True)
    assert db.session.scalars(select(Asset)).all() == []


def test_of_files_chosen_at_once_the_refused_one_is_named_and_the_others_are_kept(room, as_user):
    url, client = f"/tugas/{room.tasks['berkas'].id}", as_user(room.learner)
    chosen = [(picture(), "pertama.jpg"), (b"bukan gambar", "<b>kedua.txt"), (picture(colour="blue"), "ketiga.jpg")]
    data = {"berkas": [(io.BytesIO(content), name) for content, name in chosen]}
    refused = client.post(f"{url}/unggah", data=data, content_type="multipart/form-data")
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert "“&lt;b&gt;kedua.txt” tidak terunggah. Isi berkas ini bukan gambar" in page
    assert "2 berkas lain terunggah." in page
    assert "pertama.jpg” tidak" not in page
    kept = db.session.scalars(select(Asset).order_by(Asset.id)).all()
    assert [one.original_name for one in kept] == ["pertama.jpg", "ketiga.jpg"]
    assert [one["asset"] for one in db.session.scalars(select(Submission)).one().draft["berkas"]] == [one.id for one in kept]
    assert page.count("Lepas berkas ini") == 2
    answer = client.post(
        f"{url}/unggah", data={"berkas": (io.BytesIO(b""), f"{'a' * 90}.jpg")}, headers={"Accept": "application/json"}
    )
    assert answer.get_json()["detail"] == f"“{'a' * 27}…{'a' * 8}.jpg” tidak terunggah. Berkas ini kosong. Pilih berkas lain."


def test_nobody_has_two_uploads_read_at_once(room, as_user):
    url = f"/tugas/{room.tasks['berkas'].id}"
    with turns.turn(room.learner.id):
        refused = upload(as_user(room.learner), url, "a.jpg", picture())
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]
    assert "masih kami periksa" in refused.get_data(as_text=True)
    assert upload(as_user(room.learner), url, "a.jpg", picture()).status_code == 303


def test_a_file_of_somebody_else_cannot_be_put_into_a_draft(room, as_user):
    upload(as_user(room.learner), f"/tugas/{room.tasks['berkas'].id}", "a.jpg", picture())
    asset = db.session.scalars(select(Asset)).one()
    thief, _ = classes.learner(room.cohort)
    client = as_user(thief)
    url = f"/tugas/{room.tasks['berkas'].id}"
    save(client, f"{url}/draf", {"catatan": "x", "berkas": [{"asset": asset.id, "keterangan": "y"}]}, 0)
    mine = db.session.scalars(select(Submission).where(Submission.author_id == thief.id)).one()
    assert mine.draft.get("berkas", []) == []


def test_the_difference_of_two_versions_is_marked_and_of_two_works_is_refused(room, as_user):
    first = works.sent(room.learner, room.tasks["teks"], {"teks": "Satu dua tiga."})
    second = works.sent(room.learner, room.tasks["teks"], {"teks": "Satu empat tiga."})
    classmate, _ = classes.learner(room.cohort)
    other = works.sent(classmate, room.tasks["teks"])
    page = as_user(room.learner).get(f"/kiriman/{second.id}/beda/{first.id}").get_data(as_text=True)
    assert "<del>dua</del> <ins>empat</ins>" in page
    assert as_user(room.trainer).get(f"/kiriman/{first.id}/beda/{other.id}").status_code == 404


def test_a_note_on_changes_that_is_too_long_is_not_sent(room, as_user):
    task = room.tasks["teks"]
    first = works.sent(room.learner, task)
    with work():
        services.open_revision(first.submission_id, clock.now() + timedelta(days=5), clock.now())
        row = db.session.get(Assignment, task.id)
        row.opens_at, row.due_at = clock.now() - timedelta(days=9), clock.now() - timedelta(days=1)
    client, url = as_user(room.learner), f"/tugas/{task.id}/kirim"
    note = "Sumbernya saya tambah. " * 100
    refused = client.post(url, data=works.hidden(client.get(url).get_data(as_text=True)) | {"asli": "y", "catatan_ubah": note})
    assert refused.status_code == 422
    assert faults(refused.get_data(as_text=True)) == []
    assert 'href="#catatan_ubah"' in refused.get_data(as_text=True)
    assert note.strip() in refused.get_data(as_text=True)
    assert len(db.session.scalars(select(Version)).all()) == 1


def test_a_full_disk_says_so_and_keeps_the_draft(room, as_user, monkeypatch):
    def full(_content):
        raise Unavailable("Berkas belum dapat disimpan karena penyimpanan penuh.")

    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['berkas'].id}"
    client.post(f"{url}/draf", data={"revisi": 0, "catatan": "Tetap ada."})
    monkeypatch.setattr(storage, "put", full)
    answer = upload(client, url, "a.jpg", picture())
    assert answer.status_code == 503
    assert "penyimpanan penuh" in answer.get_data(as_text=True)
    assert db.session.scalars(select(Submission)).one().draft["catatan"] == "Tetap ada."


@pytest.mark.parametrize("form", ["siaran_pers", "lembar"])
def test_every_step_of_the_way_to_a_task_but_the_last_is_a_link(room, as_user, form):
    page = f"/tugas/{room.tasks[form].id}"
    learner, trainer, office = (as_user(who) for who in (room.learner, room.trainer, people.pengelola()))
    assert way(learner, page) == ["/tugas"]
    (desk,) = way(trainer, page)
    assert desk.startswith(f"/meja/{room.cohort.id}")
    assert trainer.get(desk).status_code == 200
    assert way(office, page) == [f"/angkatan/{room.cohort.id}"]


def test_the_way_to_a_version_has_no_step_without_a_link_either(room, as_user):
    task = room.tasks["lembar"]
    sheet = works.FILLED["lembar"]["lembar"]
    old, new = (works.sent(room.learner, task, {"lembar": sheet | {"premis": premise}}) for premise in ("Satu.", "Dua."))
    for page in (f"/kiriman/{new.id}", f"/kiriman/{new.id}/beda/{old.id}"):
        assert way(as_user(room.learner), page) == ["/tugas", f"/tugas/{task.id}"]
        assert way(as_user(room.trainer), page) == [f"/tugas/{task.id}"]


def way(client, page):
    """Addresses of the steps above a page; each step but the last is a link."""
    answer = client.get(page)
    assert answer.status_code == 200, page
    steps = answer.get_data(as_text=True).partition('<ol class="crumbs">')[2].partition("</ol>")[0].split("</li>")[:-1]
    assert "<a " not in steps[-1]
    assert all('href="' in one for one in steps[:-1])
    return [one.partition('href="')[2].partition('"')[0] for one in steps[:-1]]


def test_pages_ask_the_same_number_of_statements_for_many_rows(room, as_user, statements):
    for _number in range(3):
        works.sent(room.learner, room.tasks["teks"], {"teks": f"Naskah {_number}."})
    client = as_user(room.learner)
    version = db.session.scalars(select(Version.id).order_by(Version.id.desc())).first()
    for path in ("/tugas", f"/tugas/{room.tasks['teks'].id}", f"/tugas/{room.tasks['siaran_pers'].id}/tulis", f"/kiriman/{version}"):
        with statements() as seen:
            assert client.get(path).status_code == 200
        assert len(seen) <= 12, (path, len(seen))


def typed(form):
    filled = works.FILLED[form]
    if form == "lembar":
        return {f"lembar-{key}": ("y" if value is True else value) for key, value in filled["lembar"].items()}
    return {**filled, "isi": "Alinea satu.\n\nAlinea dua."} if form == "siaran_pers" else dict(filled)


def test_an_untouched_draft_is_greeted_and_not_scolded(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['siaran_pers'].id}"
    page = client.get(f"{url}/tulis?periksa=1").get_data(as_text=True)
    assert "Naskah masih kosong" in page
    assert "Perlu diperbaiki" not in page
    assert '<span class="badge">…</span>' in page
    save(client, f"{url}/draf", {"judul": "Rapat", "teras": "Rapat dibuka."}, 0)
    begun = client.get(f"{url}/tulis?periksa=1").get_data(as_text=True)
    assert "Naskah masih kosong" not in begun
    assert "Perlu diperbaiki" in begun


def test_the_check_before_sending_says_the_length_once_and_which_words_are_misspelt(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['siaran_pers'].id}"
    fields = works.RELEASE | {"isi": "<p>Loket di buka Senin untuk semua warga yang memerlukan surat.</p>", "isi_bentuk": "html"}
    save(client, f"{url}/draf", fields, 0)
    page = client.get(f"{url}/kirim").get_data(as_text=True)
    assert page.count(" kata; yang diminta ") == 1
    assert "galat ejaan" in page
    assert "“di buka”" in page


def save(client, url, fields, revision):
    return client.post(url, data=json.dumps({"fields": fields, "revision": revision, "device": "tab"}), content_type="application/json", headers={"Accept": "application/json"})


def upload(client, url, name, content):
    return client.post(f"{url}/unggah", data={"berkas": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def picture(*, gps=False, colour="green"):
    exif = Image.Exif()
    if gps:
        exif[0x8825] = {1: "S", 2: (0.0, 56.0, 50.0), 3: "E", 4: (100.0, 22.0, 0.0)}
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_many_tabs_leave_five_texts_to_choose_from(room, as_user):
    client = as_user(room.learner)
    url = f"/tugas/{room.tasks['teks'].id}/draf"
    save(client, url, {"teks": "Dasar."}, 0)
    for number in range(9):
        sent = {"fields": {"teks": f"Tab {number}."}, "revision": 0, "device": f"tab-{number}"}
        assert client.post(url, json=sent, headers={"Accept": "application/json"}).status_code == 409
    waiting = db.session.scalars(select(DraftCopy).where(DraftCopy.settled_at.is_(None))).all()
    assert sorted(one.draft["teks"] for one in waiting) == [f"Tab {number}." for number in range(4, 9)]


def test_a_revision_that_was_sent_no_longer_waits(room, as_user):
    task = room.tasks["siaran_pers"]
    later = task.due_at + timedelta(days=8)
    first = works.sent(room.learner, task)
    with work():
        services.require_revision(first.submission_id, later + timedelta(days=5), later, reason="Sebut sumber angkanya.")
    states = {one.assignment_id: str(one.state) for one in queries.waiting_for(room.learner.id, later)}
    assert states[task.id] == "revisi_wajib"
    assert queries.own(task.id, room.learner.id).revision_reason == "Sebut sumber angkanya."
    works.sent(room.learner, task, {**works.RELEASE, "judul": "Diperbaiki"}, now=later, change_note="Judul.")
    assert task.id not in {one.assignment_id for one in queries.waiting_for(room.learner.id, later)}
    assert queries.own(task.id, room.learner.id).revision_reason == ""
