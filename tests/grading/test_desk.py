"""The desk in the browser's words: queues with reasons, grading, names hidden, releases, and who is kept out."""

import html
import io
import re
import zipfile
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import func, select, update

from app.access.scope import Scope
from app.grading.models import Grade, GradeEvent, SavedComment
from app.grading.queries import desk as desk_queries
from app.grading.queries import waiting
from app.grading.queries.work import NAMES_SHOWN
from app.grading.services import grades
from app.kernel import clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Enrolment, EnrolmentState
from app.peerreview.models import QueueReason, RoundState, TrainerQueue
from app.peerreview.services import rounds
from app.submissions.models import Comment, Submission, Version
from tests import pages
from tests.factories import classes, judged, people, works
from tests.factories.judged import computed


def test_the_desk_says_in_a_sentence_how_many_works_wait(app, desk, as_user):
    works.sent(desk.people[0], desk.tasks["teks"])
    page = as_user(desk.trainer).get("/meja").get_data(as_text=True)
    assert desk.cohort.name in page
    assert "naskah perlu Anda baca" in page
    assert f"/meja/{desk.cohort.id}" in page


def test_the_work_of_somebody_who_left_waits_no_more_and_is_not_counted_as_his_who_has_sent_none(app, desk, as_user):
    sent = [works.sent(person, desk.tasks["teks"]) for person in desk.people[:2]]
    with work():
        gone = db.session.get_one(Submission, sent[0].submission_id)
        db.session.get_one(Enrolment, gone.enrolment_id).state = EnrolmentState.MUNDUR
    (one,) = desk_queries.classes(Scope(everything=True), clock.now())
    task = one.task(desk.tasks["teks"].id)
    assert [row.submission_id for row in task.works] == [sent[1].submission_id]
    assert task.missing == len(desk.people) - 2, "of those who are still here"


def test_a_class_where_works_wait_stands_before_one_that_only_ends_sooner(app, desk):
    quiet = classes.cohort()
    with work():
        quiet.ends_on = desk.cohort.ends_on - timedelta(days=20)
    works.sent(desk.people[0], desk.tasks["teks"])
    found = desk_queries.classes(Scope(everything=True), clock.now())
    assert [one.id for one in found] == [desk.cohort.id, quiet.id]


def test_every_waiting_work_says_why(app, desk, as_user):
    judged.round_of(desk.task, is_over=True)
    first, second = desk.versions[:2]
    judged.review(desk.round, first, desk.people[1], (3, 3, 1))
    judged.review(desk.round, second, desk.people[0], (1, 1, 3))
    judged.review(desk.round, second, desk.people[2], (4, 4, 3))
    judged.review(desk.round, second, desk.people[3], (4, 4, 3))
    page = queue(as_user(desk.trainer), desk)
    assert "Telaahnya kurang" in page
    assert "menandai bahaya" in page
    assert "berbeda lebih dari satu level" in page
    for person in desk.people:
        assert person.name not in page


def test_what_the_round_hands_over_waits_too(app, desk):
    with work():
        db.session.add(
            TrainerQueue(
                round_id=desk.round.id, submission_id=desk.versions[0].submission_id, cohort_id=desk.cohort.id, unit_path="/",
                reason=QueueReason.HARD_STOP, detail="izin", at=clock.now(),
            )
        )
    one = task_of(desk)
    assert [work.waits[0] for work in one.works if work.submission_id == desk.versions[0].submission_id] == ["tanda_bahaya"]


def test_the_rounds_page_says_that_the_desk_may_hold_more_and_leads_there(app, desk, as_user):
    client = as_user(desk.trainer)
    page = f"/putaran/{desk.round.id}"
    with work():
        desk.round.state, desk.round.shared_at = RoundState.DIBAGIKAN, clock.now()
    assert "contoh_acak" in {wait for one in task_of(desk).to_read for wait in one.waits}
    shown = client.get(page).get_data(as_text=True)
    assert "Antrean di meja dapat lebih panjang: di sana ada juga naskah yang terpilih acak" in shown
    way = f"/meja/{desk.cohort.id}?tugas={desk.task.id}"
    assert f'href="{way}"' in shown
    assert "Terpilih acak" in client.get(way).get_data(as_text=True)
    with work():
        desk.round.state, desk.round.shared_at = RoundState.MENUNGGU, None
    assert "Antrean di meja dapat lebih panjang" not in client.get(page).get_data(as_text=True)


def test_a_trainers_task_waits_until_it_is_graded_and_again_after_a_new_version(app, desk, as_user):
    version = works.sent(desk.people[0], desk.tasks["teks"])
    client = as_user(desk.trainer)
    assert len(task_of(desk, "teks").to_read) == 1
    graded = client.post(url(version), data=levels_for(desk.tasks["teks"], 3, version))
    assert graded.status_code == 303
    assert task_of(desk, "teks").to_read == ()
    later = works.sent(desk.people[0], desk.tasks["teks"], {"teks": "Naskah yang lain sama sekali."})
    assert [one.waits for one in task_of(desk, "teks").to_read] == [("versi_baru",)]
    client.post(url(version), data=levels_for(desk.tasks["teks"], 4, later, client=client))
    assert db.session.scalars(select(Grade.version_id)).all() == [later.id]


def test_the_desk_opens_with_the_peers_middle_levels_and_hides_names(app, desk, as_user):
    desk.reviewed(((2, 3, 4), (3, 3, 3), (3, 3, 3), (3, 3, 3)))
    page = as_user(desk.trainer).get(url(desk.versions[0])).get_data(as_text=True)
    for criterion, level in (("dampak", 2), ("struktur", 3), ("etika", 4)):
        assert f'name="tingkat-{criterion}" value="{level}" checked' in page
    assert "Sejawat: 2, 2, 2" in page
    for person in desk.people:
        assert person.name not in page


def test_names_show_after_asking_and_the_asking_is_noted(app, desk, as_user):
    client = as_user(desk.trainer)
    assert client.post(f"{url(desk.versions[0])}/nama").status_code == 303
    assert desk.people[0].name in client.get(url(desk.versions[0])).get_data(as_text=True)
    assert db.session.scalars(select(AuditEntry.action).where(AuditEntry.actor_id == desk.trainer.id)).all() == [NAMES_SHOWN]
    colleague = as_user(another_trainer(desk))
    assert desk.people[0].name not in colleague.get(url(desk.versions[0])).get_data(as_text=True)


def test_no_address_shows_a_covered_work_with_its_name(app, desk, as_user):
    old, new = desk.versions[0], works.sent(desk.people[0], desk.task, {**works.RELEASE, "isi": "<p>Kata yang lain.</p>"})
    client, author = as_user(desk.trainer), as_user(desk.people[0])
    addresses = (f"/kiriman/{new.id}", f"/kiriman/{new.id}/beda/{old.id}", f"/kiriman/{old.id}/beda/{new.id}")
    assert [client.get(one).status_code for one in addresses] == [404, 404, 404]
    assert [author.get(one).status_code for one in addresses] == [200, 200, 200], "his own"
    client.post(f"{url(new)}/nama")
    page = client.get(url(new)).get_data(as_text=True)
    for one in (addresses[0], addresses[1]):
        assert f'href="{one}"' in page
    assert [client.get(one).status_code for one in addresses] == [200, 200, 200], "he asked, and it is noted"
    colleague = as_user(another_trainer(desk))
    assert colleague.get(addresses[0]).status_code == 404
    colleague.post(url(new), data=levels_for(desk.task, 3, new))
    assert as_user(another_trainer(desk)).get(addresses[0]).status_code == 200, "graded"


def test_the_authors_own_name_in_the_text_is_covered_while_blind(app, desk, as_user):
    author, _ = classes.learner(desk.cohort, people.user("Zulfikar Marzuki"))
    version = works.sent(author, desk.task, {**works.RELEASE, "isi": "<p>Kata Zulfikar Marzuki kemarin.</p>", "penulis": "Zulfikar Marzuki"})
    page = as_user(desk.trainer).get(url(version)).get_data(as_text=True)
    assert "Zulfikar" not in page
    assert "nama disamarkan" in page


def test_a_missing_level_is_refused_with_what_was_typed_kept(app, desk, as_user):
    data = levels_for(desk.task, 3, desk.versions[0]) | {"feedback": "Umpan balik yang panjang."}
    del data["tingkat-struktur"]
    refused = as_user(desk.trainer).post(url(desk.versions[0]), data=data)
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert 'href="#tingkat-struktur"' in page
    assert "Umpan balik yang panjang." in page
    assert 'name="tingkat-dampak" value="3" checked' in page
    assert db.session.scalar(select(func.count()).select_from(Grade)) == 0


@pytest.mark.parametrize("level", ["0", "5", "x", ""])
def test_a_level_outside_the_rubric_is_refused(app, desk, as_user, level):
    data = levels_for(desk.task, 3, desk.versions[0]) | {"tingkat-etika": level}
    assert as_user(desk.trainer).post(url(desk.versions[0]), data=data).status_code == 422


def test_save_and_next_goes_on_through_the_queue_and_says_when_it_is_empty(app, desk, as_user):
    one = works.sent(desk.people[0], desk.tasks["teks"])
    two = works.sent(desk.people[1], desk.tasks["teks"])
    client = as_user(desk.trainer)
    order = [work.submission_id for work in task_of(desk, "teks").to_read]
    first, second = (one, two) if order[0] == one.submission_id else (two, one)
    answer = client.post(url(first), data=levels_for(desk.tasks["teks"], 3, first) | {"aksi": "berikutnya"}, follow_redirects=True)
    assert answer.request.path == url(second)
    answer = client.post(url(second), data=levels_for(desk.tasks["teks"], 3, second) | {"aksi": "berikutnya"}, follow_redirects=True)
    assert answer.request.path == f"/meja/{desk.cohort.id}"
    assert "Tidak ada lagi yang menunggu" in answer.get_data(as_text=True)


def test_a_second_trainer_does_not_overwrite_unseen(app, desk, as_user):
    version = desk.versions[0]
    assert as_user(desk.trainer).post(url(version), data=levels_for(desk.task, 3, version)).status_code == 303
    late = as_user(another_trainer(desk)).post(url(version), data=levels_for(desk.task, 2, version))
    assert late.status_code == 409
    assert "baru saja dinilai" in late.get_data(as_text=True)
    assert db.session.scalars(select(Grade.grade)).all() == [75.0]


def test_after_seeing_the_colleagues_grade_the_same_form_may_be_saved(app, desk, as_user):
    version = desk.versions[0]
    as_user(desk.trainer).post(url(version), data=levels_for(desk.task, 3, version) | {"feedback": "Sudah rapi, tambah satu angka."})
    second = as_user(another_trainer(desk))
    mine = levels_for(desk.task, 2, version) | {"feedback": "Belum cukup bukti."}
    page = second.post(url(version), data=mine).get_data(as_text=True)
    assert "Sudah rapi, tambah satu angka." in page
    assert "Belum cukup bukti.</textarea>" in page
    assert page.count('value="2" checked') == 3
    seen = pages.forms(page, url(version))
    again = next(form.values for form in seen if "tingkat-dampak" in form.values)
    assert second.post(url(version), data=again).status_code == 303
    assert db.session.scalars(select(Grade.grade)).all() == [50.0]


def test_ticked_sentences_of_the_bank_stay_ticked_after_a_refusal(app, desk, as_user):
    client = as_user(desk.trainer)
    client.post("/meja/komentar", data={"text": "Sebut siapa yang berkata.", "criterion": ""})
    kept = db.session.scalar(select(SavedComment.id))
    data = levels_for(desk.task, 3, desk.versions[0]) | {"sisip": str(kept)}
    del data["tingkat-struktur"]
    assert f'id="sisip-{kept}" checked' in client.post(url(desk.versions[0]), data=data).get_data(as_text=True)


def test_a_refused_grading_opens_its_sheet_on_a_phone(app, desk, as_user):
    data = levels_for(desk.task, 3, desk.versions[0])
    del data["tingkat-struktur"]
    page = as_user(desk.trainer).post(url(desk.versions[0]), data=data).get_data(as_text=True)
    assert '<details class="drawer" open>' in page


def test_a_released_grade_changes_only_with_a_reason_that_the_author_reads(app, desk, as_user):
    version = desk.versions[0]
    client = as_user(desk.trainer)
    client.post(url(version), data=levels_for(desk.task, 3, version))
    release(client, desk, [version])
    again = levels_for(desk.task, 4, version, client=client)
    assert client.post(url(version), data=again).status_code == 422
    assert client.post(url(version), data=again | {"reason": "Keberatan diterima."}).status_code == 303
    page = as_user(desk.people[0]).get(f"/umpan-balik/{version.submission_id}").get_data(as_text=True)
    assert "<b>100</b>" in page
    parts = [int(one) for one in re.findall(r">(\d+) dari \d+ poin<", page)]
    assert sum(parts) == 100
    assert len(parts) >= 3
    assert "Keberatan diterima." in page
    assert [one.value for one in db.session.scalars(select(GradeEvent.act).order_by(GradeEvent.id))] == ["dinilai", "dirilis", "diubah"]


def test_held_grades_are_listed_released_together_and_taken_back(app, desk, as_user):
    desk.reviewed()
    computed(app)
    client = as_user(desk.trainer)
    page = client.get(f"/meja/{desk.cohort.id}/umumkan?tugas={desk.task.id}").get_data(as_text=True)
    assert page.count('name="karya"') == 4
    told = release(client, desk, desk.versions)
    assert told.status_code == 303
    assert db.session.scalar(select(func.count()).where(Grade.released_at.is_not(None))) == 4
    page = client.get(told.location).get_data(as_text=True)
    undo = page.partition(f'action="/meja/{desk.cohort.id}/tarik/')[2].partition('"')[0].replace("&amp;", "&")
    reader = as_user(desk.people[0])
    reader.post(f"/umpan-balik/{desk.versions[0].submission_id}/dibuka")
    back = client.post(f"/meja/{desk.cohort.id}/tarik/{undo}", follow_redirects=True)
    assert "3 nilai ditahan lagi. 1 tetap diumumkan, karena sudah dibuka" in back.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).where(Grade.released_at.is_not(None))) == 1


def test_a_release_that_is_sent_twice_is_answered_twice_and_done_once(app, desk, as_user):
    desk.reviewed()
    computed(app)
    client, told = as_user(desk.trainer), []
    for _click in range(2):
        answer = release(client, desk, desk.versions[:2])
        assert answer.status_code == 303
        page = client.get(answer.location).get_data(as_text=True)
        assert "2 nilai diumumkan" in page
        told.append(page.partition(f'action="/meja/{desk.cohort.id}/tarik/')[2].partition('"')[0])
    assert told[0] == told[1], "the same release is undone"
    acts = db.session.scalars(select(GradeEvent.act).where(GradeEvent.act == "dirilis")).all()
    assert len(acts) == 2
    assert release(client, desk, []).status_code == 422


def test_a_grade_that_is_sent_twice_is_answered_twice_and_given_once(app, desk, as_user):
    client, version = as_user(desk.trainer), desk.versions[0]
    path = f"/meja/naskah/{version.submission_id}"
    given = {f"tingkat-{one['id']}": "3" for one in desk.task.rubric.criteria} | {"feedback": "Sebut sumbernya.", "version_id": version.id, "keep": "y"}
    assert [client.post(path, data=given).status_code for _click in range(2)] == [303, 303]
    assert db.session.scalars(select(GradeEvent.act)).all() == ["dinilai"]
    assert client.get("/meja/komentar").get_data(as_text=True).count("<p>Sebut sumbernya.") <= 1
    other = given | {f"tingkat-{desk.task.rubric.criteria[0]['id']}": "4"}
    assert client.post(path, data=other).status_code == 409, "another grade on the same footing is none"


def test_what_a_double_click_sends_twice_happens_once(app, desk, as_user):
    trainer, author, version = as_user(desk.trainer), as_user(desk.people[0]), desk.versions[0]
    path = f"/meja/naskah/{version.submission_id}"
    trainer.post(path, data={f"tingkat-{one['id']}": "3" for one in desk.task.rubric.criteria})
    release(trainer, desk, [version])
    for client, address, data in (
        (trainer, f"{path}/komentar/{version.id}", {"span": "0-10", "body": "Sebut sumbernya."}),
        (trainer, f"{path}/revisi", {"why": "Samarkan nama anak."}),
        (author, f"/umpan-balik/{version.submission_id}/keberatan", {"keberatan": "Sumbernya ada."}),
        (trainer, f"{path}/keberatan", {"jawaban": "Angkanya tetap tanpa sumber."}),
    ):
        assert [client.post(address, data=data).status_code for _click in range(2)] == [303, 303], address
    assert [one.value for one in db.session.scalars(select(GradeEvent.act).order_by(GradeEvent.id))] == [
        "dinilai", "dirilis", "wajib_revisi", "keberatan", "dijawab",
    ]  # fmt: skip
    assert db.session.scalar(select(func.count(Comment.id))) == 1


def test_a_release_that_is_sent_again_after_its_day_says_that_it_is_out_already(app, desk, as_user):
    desk.reviewed()
    computed(app)
    client = as_user(desk.trainer)
    release(client, desk, desk.versions[:2])
    with work():
        db.session.execute(update(Grade).where(Grade.released_at.is_not(None)).values(released_at=clock.now() - timedelta(hours=25)))
    told = release(client, desk, desk.versions[:2])
    assert told.status_code == 303
    page = client.get(told.location).get_data(as_text=True)
    assert "Nilai itu sudah diumumkan pada" in page
    assert f'action="/meja/{desk.cohort.id}/tarik/' not in page.partition("Nilai itu sudah diumumkan pada")[2].partition("</p>")[0]
    assert len(db.session.scalars(select(GradeEvent.act).where(GradeEvent.act == "dirilis")).all()) == 2


def test_only_what_needs_no_reading_is_ticked(app, desk, as_user):
    desk.reviewed(((1, 3, 1), (3, 3, 3), (4, 4, 4), (4, 4, 4)))
    computed(app)
    client = as_user(desk.trainer)
    page = client.get(f"/meja/{desk.cohort.id}/umumkan?tugas={desk.task.id}").get_data(as_text=True)
    assert f'value="{desk.versions[0].submission_id}"> ' in page
    assert "menandai bahaya" in page


def test_a_release_can_be_taken_back_from_its_page_as_long_as_somebody_has_not_opened_it(app, desk, as_user):
    desk.reviewed()
    computed(app)
    client = as_user(desk.trainer)
    page = f"/meja/{desk.cohort.id}/umumkan?tugas={desk.task.id}"
    assert "/tarik/" not in client.get(page).get_data(as_text=True)
    release(client, desk, desk.versions[:2])
    client.get("/meja")  # whatever was said once is gone
    assert f"/umumkan?tugas={desk.task.id}" in queue(client, desk), "the queue leads there though nothing is held"
    listed = html.unescape(client.get(page).get_data(as_text=True))
    assert "2 belum dibuka penulisnya dan dapat ditarik." in listed
    undo = listed.partition(f'action="/meja/{desk.cohort.id}/tarik/')[2].partition('"')[0]
    as_user(desk.people[0]).post(f"/umpan-balik/{desk.versions[0].submission_id}/dibuka")
    assert "1 belum dibuka penulisnya dan dapat ditarik." in client.get(page).get_data(as_text=True)
    client.post(f"/meja/{desk.cohort.id}/tarik/{undo}")
    assert "/tarik/" not in client.get(page).get_data(as_text=True), "what is left was opened"


def test_a_release_stands_after_a_day(app, desk, as_user):
    desk.reviewed()
    computed(app)
    client = as_user(desk.trainer)
    release(client, desk, desk.versions[:2])
    client.get("/meja")  # whatever was said once is gone
    with work():
        db.session.execute(update(Grade).where(Grade.released_at.is_not(None)).values(released_at=clock.now() - timedelta(hours=25)))
    [moment] = set(db.session.scalars(select(Grade.released_at).where(Grade.released_at.is_not(None))))
    assert "/tarik/" not in client.get(f"/meja/{desk.cohort.id}/umumkan?tugas={desk.task.id}").get_data(as_text=True)
    undo = f"/meja/{desk.cohort.id}/tarik/{round(moment.timestamp() * 1_000_000)}?tugas={desk.task.id}"
    assert "2 tetap diumumkan" in client.post(undo, follow_redirects=True).get_data(as_text=True)


def test_works_that_only_lack_reviews_are_not_called_unread(app, desk, as_user):
    desk.reviewed(is_over=False)
    computed(app)
    with work():
        desk.round.shared_at = None  # no sample: nothing waits for the pelatih yet
    page = as_user(desk.trainer).get(f"/meja/{desk.cohort.id}/umumkan?tugas={desk.task.id}").get_data(as_text=True)
    assert "Nilainya masih dapat berubah (4)" in page
    assert "sementara: masa telaah belum berakhir" in page
    assert "Masih menunggu dibaca" not in page


def test_what_is_ready_is_told_apart_from_what_was_graded(app, desk, as_user):
    desk.reviewed((4, 4, 4))
    computed(app)
    client = as_user(desk.trainer)
    client.post(url(desk.versions[0]), data=levels_for(desk.task, 3, desk.versions[0]))
    assert "Umumkan 1 yang sudah Anda nilai" in queue(client, desk)
    computed(app)
    with work():
        desk.round.shared_at = None
    works.sent(classes.learner(desk.cohort)[0], desk.task)
    page = queue(client, desk)
    assert "Umumkan 4 yang siap (1 Anda nilai, 3 tidak perlu dibaca)" in page


def test_what_was_graded_does_not_wait_again_for_reviews_that_are_lacking(app, desk):
    version = desk.versions[0]
    with work():
        mine = db.session.get(Submission, version.submission_id)
        grades.grade_by_trainer(
            mine, version_id=version.id, levels={one["id"]: 3 for one in desk.task.rubric.criteria}, feedback="", reason="",
            based_on=None, actor=works.actor(desk.trainer), now=clock.now(),
        )  # fmt: skip
    with work():
        for each in desk.versions[:2]:
            rounds.hand_over(desk.round, each.submission_id, QueueReason.TOO_FEW, clock.now())
        rounds.hand_over(desk.round, version.submission_id, QueueReason.HARD_STOP, clock.now())
    waiting_rows = db.session.execute(select(TrainerQueue.submission_id, TrainerQueue.reason).where(TrainerQueue.settled_at.is_(None)))
    assert {tuple(row) for row in waiting_rows} == {
        (version.submission_id, QueueReason.HARD_STOP), (desk.versions[1].submission_id, QueueReason.TOO_FEW),
    }  # fmt: skip -- a set of pairs


def test_nothing_ticked_releases_nothing(app, desk, as_user):
    desk.reviewed()
    computed(app)
    refused = release(as_user(desk.trainer), desk, [])
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert page.count("Centang paling sedikit satu naskah.") == 2, "at the top and beside the boxes"
    assert page.count('name="karya"') == 4
    assert "checked" not in page, "he unticked them all"
    assert db.session.scalar(select(func.count()).where(Grade.released_at.is_not(None))) == 0


def test_a_revision_is_asked_for_with_a_reason(app, desk, as_user):
    client = as_user(desk.trainer)
    long = "x" * 2001
    for why, place in ((" ", 'id="why-salah"'), (long, f">{long}</textarea>")):
        refused = client.post(f"{url(desk.versions[0])}/revisi", data={"why": why})
        page = html.unescape(refused.get_data(as_text=True)).replace("\r", "").replace("\n", "")
        assert refused.status_code == 422
        assert 'href="#why"' in page
        assert place in page
    assert not db.session.get(Submission, desk.versions[0].submission_id).revision_required
    assert client.post(f"{url(desk.versions[0])}/revisi", data={"why": "Samarkan nama anak."}).status_code == 303
    mine = db.session.get(Submission, desk.versions[0].submission_id)
    assert mine.revision_required
    assert mine.revise_until > clock.now()


def test_a_comment_of_the_trainer_hangs_in_the_text_and_reaches_the_author_with_the_grade(app, desk, as_user):
    version = desk.versions[0]
    client = as_user(desk.trainer)
    assert client.post(f"{url(version)}/komentar/{version.id}", data={"span": "0-7", "body": ""}).status_code == 422
    assert client.post(f"{url(version)}/komentar/{version.id}", data={"span": "9-9", "body": "x"}).status_code == 422
    assert client.post(f"{url(version)}/komentar/{version.id}", data={"span": "0-7", "body": "Judul ini kuat."}).status_code == 303
    assert db.session.scalars(select(Comment.exact)).all() == ["Layanan"]
    reader = as_user(desk.people[0])
    client.post(url(version), data=levels_for(desk.task, 3, version))
    assert "Judul ini kuat." not in reader.get(f"/umpan-balik/{version.submission_id}").get_data(as_text=True)
    release(client, desk, [version])
    assert "Judul ini kuat." in reader.get(f"/umpan-balik/{version.submission_id}").get_data(as_text=True)


def test_the_comment_bank_is_ones_own(app, desk, as_user):
    client = as_user(desk.trainer)
    data = levels_for(desk.task, 3, desk.versions[0]) | {"feedback": "Terasnya jelas.", "keep": "y"}
    client.post(url(desk.versions[0]), data=data)
    assert client.post("/meja/komentar", data={"text": ""}).status_code == 422
    mine = db.session.scalars(select(SavedComment)).one()
    assert "Terasnya jelas." in client.get("/meja/komentar").get_data(as_text=True)
    colleague = as_user(another_trainer(desk))
    assert colleague.post(f"/meja/komentar/{mine.id}/hapus").status_code == 404
    assert client.post(f"/meja/komentar/{mine.id}/hapus").status_code == 303


def test_a_sentence_belongs_to_a_criterion_and_is_ticked_in_without_a_script(app, desk, as_user):
    client = as_user(desk.trainer)
    assert "dampak" in client.get("/meja/komentar").get_data(as_text=True)
    for text, criterion in (("Sebut warga yang terlayani.", "dampak"), ("Terima kasih.", ""), ("Lain.", "tidak-ada")):
        assert client.post("/meja/komentar", data={"text": text, "criterion": criterion}).status_code == 303
    kept = {one.text: one for one in db.session.scalars(select(SavedComment))}
    assert [one.criterion for one in kept.values()] == ["dampak", "", ""]
    version = desk.versions[0]
    page = client.get(url(version)).get_data(as_text=True)
    assert page.index("Sebut warga yang terlayani.") < page.index("Terima kasih.")
    assert page.count("<noscript><input") == 3
    chosen = [str(kept["Sebut warga yang terlayani."].id), str(kept["Terima kasih."].id)]
    data = levels_for(desk.task, 3, version) | {"feedback": "Jelas. Terima kasih.", "sisip": chosen, "keep": "y", "keep_for": "etika"}
    assert client.post(url(version), data=data).status_code == 303
    grade = db.session.scalars(select(Grade).where(Grade.submission_id == version.submission_id)).one()
    assert grade.feedback == "Jelas. Terima kasih.\n\nSebut warga yang terlayani."
    assert db.session.scalars(select(SavedComment.criterion).where(SavedComment.text == "Jelas. Terima kasih.")).one() == "etika"
    another = as_user(another_trainer(desk))
    assert "Sebut warga" not in another.get(url(desk.versions[1])).get_data(as_text=True)


def test_all_works_come_as_one_document_without_names(app, desk, as_user):
    answer = as_user(desk.trainer).get(f"/meja/{desk.cohort.id}/naskah.docx?tugas={desk.task.id}")
    assert answer.mimetype.endswith("wordprocessingml.document")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))
        words = archive.read("word/document.xml").decode()
    assert words.count('w:val="Heading1"') == 4
    assert "Warga cukup datang satu kali" in words
    assert not [person.name for person in desk.people if person.name in words]
    assert as_user(desk.people[0]).get(f"/meja/{desk.cohort.id}/naskah.docx?tugas={desk.task.id}").status_code in {403, 404}


def test_the_printed_works_hold_no_name(app, desk, as_user):
    page = as_user(desk.trainer).get(f"/meja/{desk.cohort.id}/cetak?tugas={desk.task.id}").get_data(as_text=True)
    assert page.count("work-page") == 4
    for person in desk.people:
        assert person.name not in page


def test_drafts_saved_in_time_are_offered(app, desk, as_user):
    late, _ = classes.learner(desk.cohort)
    works.drafted(late, desk.tasks["teks"])
    task = db.session.get(type(desk.task), desk.tasks["teks"].id)
    with work():
        task.opens_at = clock.now() - timedelta(days=9)
        task.due_at = clock.now() - timedelta(seconds=1)
        mine = db.session.scalars(select(Submission).where(Submission.author_id == late.id)).one()
        mine.draft_saved_at = mine.created_at = clock.now() - timedelta(days=2)
    client = as_user(desk.trainer)
    page = client.get(f"/meja/{desk.cohort.id}?tugas={task.id}&tab=belum").get_data(as_text=True)
    assert late.name in page
    assert f"/tugas/{task.id}/peserta/{mine.id}/terima-draf" in page


def test_people_of_other_classes_and_learners_find_nothing(app, desk, as_user):
    version = desk.versions[0]
    stranger = as_user(classes.trainer(classes.cohort()))
    learner = as_user(desk.people[1])
    office = as_user(people.pengelola())
    for client in (stranger, learner, office):
        for path in (f"/meja/{desk.cohort.id}", f"/meja/{desk.cohort.id}/umumkan", f"/meja/{desk.cohort.id}/lompat", f"/meja/{desk.cohort.id}/cetak", url(version)):
            assert client.get(path).status_code == 404, path
        for path in (url(version), f"{url(version)}/nama", f"{url(version)}/revisi", f"{url(version)}/komentar/{version.id}", f"/meja/{desk.cohort.id}/umumkan", f"/meja/{desk.cohort.id}/tarik/1"):
            assert client.post(path, data={}).status_code == 404, path
    other = works.sent(classes.learner(classes.cohort())[0], works.opened(db.session.scalars(select(type(desk.cohort))).all()[-1])["teks"])
    mine = as_user(desk.trainer)
    refused = mine.post(url(version), data=levels_for(desk.task, 3, version) | {"version_id": other.id})
    assert refused.status_code == 403
    assert mine.post(f"{url(version)}/komentar/{other.id}", data={"span": "0-7", "body": "x"}).status_code == 404
    release(mine, desk, [other])
    assert db.session.scalar(select(func.count()).select_from(Grade)) == 0


def test_the_queue_reads_as_many_statements_for_few_works_as_for_many(app, desk, as_user, statements):
    client = as_user(desk.trainer)
    address = f"/meja/{desk.cohort.id}?tugas={desk.task.id}"
    client.get(address)
    with statements() as few:
        client.get(address)
    for _ in range(8):
        works.sent(classes.learner(desk.cohort)[0], desk.task)
    desk.versions = db.session.scalars(select(Version)).all()
    with statements() as many:
        client.get(address)
    assert len(few) == len(many) <= 12, "\n".join(many)
    opened = url(desk.versions[0])
    client.get(opened)
    with statements() as one:
        client.get(opened)
    assert len(one) <= 12, "\n".join(one)


def queue(client, desk):
    answer = client.get(f"/meja/{desk.cohort.id}?tugas={desk.task.id}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def url(version) -> str:
    return f"/meja/naskah/{version.submission_id}"


def task_of(desk, form="siaran_pers"):
    found = desk_queries.one_class(desk.cohort.id, Scope(everything=True), clock.now())
    return found.task(desk.tasks[form].id)


def levels_for(task, level, version, client=None):
    """What the form sends; `client` fetches when the present grade was made."""
    data = {f"tingkat-{one['id']}": str(level) for one in task.rubric.criteria} | {"version_id": version.id, "feedback": ""}
    if client is not None:
        page = client.get(url(version)).get_data(as_text=True)
        data["dasar"] = page.partition('name="dasar" value="')[2].partition('"')[0]
    return data


def another_trainer(desk):
    return classes.trainer(desk.cohort)


def release(client, desk, versions):
    return client.post(f"/meja/{desk.cohort.id}/umumkan", data={"tugas": desk.task.id, "karya": [one.submission_id for one in versions]})


def test_beranda_is_told_what_waits_for_trainer_and_author(app, desk, as_user):
    client = as_user(desk.trainer)
    client.post(url(desk.versions[0]), data=levels_for(desk.task, 3, desk.versions[0]))
    mine = waiting.waiting_for(works.actor(desk.trainer), clock.now())
    assert [(one.cohort_id, one.works, one.to_read, one.held) for one in mine.desk] == [(desk.cohort.id, 4, 3, 1)]
    assert waiting.waiting_for(works.actor(desk.people[0]), clock.now()).feedback == ()
    release(client, desk, desk.versions[:1])
    told = waiting.waiting_for(works.actor(desk.people[0]), clock.now())
    assert [one.submission_id for one in told.feedback] == [desk.versions[0].submission_id]
    assert told.desk == ()
