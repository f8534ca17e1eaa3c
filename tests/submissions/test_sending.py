"""From a draft to a frozen version: windows, replacing, double clicks, lateness, revisions."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import subscribe
from app.kernel.work import work
from app.learning.models import Progress
from app.media import services as media
from app.media.models import AssetKind
from app.submissions import queries, services
from app.submissions.events import WorkSubmitted
from app.submissions.models import Submission, Version
from tests.factories import classes, people, works

DAY = timedelta(days=1)


def test_a_sent_work_is_frozen_with_its_text_and_marks_the_step_done(app, room):
    heard = []
    subscribe(WorkSubmitted, heard.append)
    version = works.sent(room.learner, room.tasks["siaran_pers"])
    assert version.number == 1
    assert version.text.startswith(works.RELEASE["judul"] + "\n\nPadang, Humas\n\nKUA Uji")
    assert "Rina" not in version.text
    assert version.words == len(works.RELEASE["teras"].split()) + 28
    assert heard[-1].version_id == version.id
    done = db.session.scalars(select(Progress).where(Progress.enrolment_id == room.enrolment.id)).all()
    assert [row.done_at for row in done] == [version.sent_at]


def test_until_the_deadline_the_last_sending_counts(app, room):
    task = room.tasks["teks"]
    works.sent(room.learner, task)
    second = works.sent(room.learner, task, {"teks": "Naskah yang diganti seluruhnya."})
    assert second.number == 2
    assert second.submission.current_id == second.id
    assert [row.is_current for row in queries.versions_of(second.submission_id)] == [True, False]


@pytest.mark.parametrize("form", ["siaran_pers", "teks"])
def test_the_same_words_are_no_new_version(app, room, form):
    task = room.tasks[form]
    first = works.sent(room.learner, task)
    with pytest.raises(Invalid, match="sama persis dengan versi 1"):
        works.sent(room.learner, task)
    db.session.rollback()
    assert db.session.scalar(select(func.max(Version.number))) == first.number


def test_a_second_click_finds_the_work_sent(app, room):
    task = room.tasks["teks"]
    mine = works.drafted(room.learner, task)
    ready = services.prepare(works.task_of(task), mine.draft, today=clock.local_date(clock.now()))
    send(room, task, ready)
    with pytest.raises(Conflict, match="sudah terkumpul"):
        send(room, task, ready)
    assert db.session.scalar(select(func.count()).select_from(Version)) == 1


def test_a_draft_that_moved_since_it_was_checked_is_not_sent(app, room):
    task = room.tasks["teks"]
    mine = works.drafted(room.learner, task)
    ready = services.prepare(works.task_of(task), mine.draft, today=clock.local_date(clock.now()))
    works.drafted(room.learner, task, {"teks": "Berubah di tab lain."})
    with pytest.raises(Conflict, match="berubah"):
        send(room, task, ready)


def test_the_statement_of_originality_blocks(app, room):
    task = room.tasks["teks"]
    mine = works.drafted(room.learner, task)
    ready = services.prepare(works.task_of(task), mine.draft, today=clock.local_date(clock.now()))
    with pytest.raises(Invalid) as refused:
        send(room, task, ready, is_original=False)
    assert refused.value.field == "asli"


@pytest.mark.parametrize("empty", ["judul", "teras", "isi"])
def test_only_title_lead_and_body_block_a_release(app, room, empty):
    task = works.task_of(room.tasks["siaran_pers"])
    with pytest.raises(Invalid) as refused:
        services.prepare(task, {**works.RELEASE, empty: ""}, today=clock.local_date(clock.now()))
    assert refused.value.field == empty
    bare = {"judul": "J", "teras": "T", "isi": "<p>I</p>"}
    assert services.prepare(task, bare, today=clock.local_date(clock.now())).laid.text == "J\n\nT\n\nI"


def test_late_work_counts_its_days_and_then_the_door_closes(app, room):
    task = room.tasks["teks"]
    late = works.sent(room.learner, task, now=task.due_at + timedelta(minutes=1))
    assert late.days_late == 1
    other, _ = classes.learner(room.cohort)
    assert works.sent(other, task, now=task.due_at + 3 * DAY).days_late == 3
    third, _ = classes.learner(room.cohort)
    with pytest.raises(Denied, match="memperpanjang"):
        works.sent(third, task, now=task.due_at + 3 * DAY + timedelta(seconds=1))


def test_after_the_deadline_a_sent_work_stays_unless_it_is_extended(app, room):
    task = room.tasks["teks"]
    works.sent(room.learner, task, now=task.due_at - DAY)
    with pytest.raises(Denied, match="sudah terkumpul"):
        works.sent(room.learner, task, {"teks": "Terlalu lambat."}, now=task.due_at + DAY)
    with work():
        services.extend(
            actor=works.actor(room.trainer), assignment_id=task.id, user_id=room.learner.id,
            until=task.due_at + 2 * DAY, reason="Sakit", now=task.due_at + DAY,
        )
    again = works.sent(room.learner, task, {"teks": "Kini boleh."}, now=task.due_at + DAY)
    assert (again.number, again.days_late) == (2, 0)


def test_a_revision_needs_a_note_and_keeps_the_lateness_of_before(app, room):
    task = room.tasks["siaran_pers"]
    first = works.sent(room.learner, task, now=task.due_at + timedelta(hours=1))
    released = task.due_at + 10 * DAY
    with work():
        services.open_revision(first.submission_id, released + 5 * DAY, released)
    changed = {**works.RELEASE, "judul": "Judul baru"}
    with pytest.raises(Invalid) as refused:
        works.sent(room.learner, task, changed, now=released + DAY)
    assert refused.value.field == "catatan_ubah"
    second = works.sent(room.learner, task, {**changed, "judul": "Judul lain"}, now=released + DAY, change_note="Judul diperbaiki.")
    assert (second.number, second.days_late, second.change_note) == (2, 1, "Judul diperbaiki.")
    with pytest.raises(Denied):
        works.sent(room.learner, task, works.RELEASE, now=released + 6 * DAY, change_note="Lagi.")


def test_a_draft_saved_in_time_and_never_sent_is_offered_and_can_be_taken(app, room):
    task = room.tasks["teks"]
    works.drafted(room.learner, task, {"teks": "Tepat waktu."}, now=task.due_at - DAY)
    works.drafted(room.learner, task, {"teks": "Diubah sesudah tenggat."}, now=task.due_at + DAY)
    offered = queries.unsent_in_time(task.id, task.due_at + 2 * DAY)
    assert [row.author_id for row in offered] == [room.learner.id]
    mine = db.session.get(Submission, offered[0].submission_id)
    draft = services.timely_draft(mine)
    assert draft["teks"] == "Tepat waktu."
    ready = services.prepare(works.task_of(task), draft, today=clock.local_date(clock.now()))
    with work():
        version = services.accept_draft(
            actor=works.actor(room.trainer), submission_id=mine.id, ready=ready, reason="Lupa mengirim", now=task.due_at + 9 * DAY
        )
    assert (version.text, version.days_late) == ("Tepat waktu.", 0)


@pytest.mark.parametrize("way", ["replace", "attach", "detach", "choose", "restore"])
def test_a_draft_saved_in_time_outlasts_every_later_change_of_it(app, room, way):
    task, user, late = room.tasks["siaran_pers"], room.learner, room.tasks["siaran_pers"].due_at + timedelta(hours=1)
    me = {"actor": works.actor(user), "assignment_id": task.id}
    mine = works.drafted(user, task, {**works.RELEASE, "judul": "Tepat waktu"}, now=task.due_at - DAY)
    picture, other = photo(user, room.cohort, "red"), photo(user, room.cohort, "green")
    with work():
        services.attach(**me, asset=picture, most=5, now=task.due_at - DAY)
        aside = services.save_draft(
            **me, fields={"judul": "Dari gawai lain"}, files=None, revision=99, device="lain", now=task.due_at - DAY
        ).conflict_id
    changes = {
        "replace": lambda: services.replace(**me, fields={"judul": "Terlambat"}, now=late),
        "attach": lambda: services.attach(**me, asset=other, most=5, now=late),
        "detach": lambda: services.detach(**me, asset_id=picture.id, now=late),
        "choose": lambda: services.choose(**me, copy_id=aside, takes_copy=True, now=late),
        "restore": lambda: services.restore(**me, copy_id=aside, now=late),
    }
    with work():
        changes[way]()
    kept = services.timely_draft(mine)
    assert (kept["judul"], [file["asset"] for file in kept["berkas"]]) == ("Tepat waktu", [picture.id])
    assert [row.submission_id for row in queries.unsent_in_time(task.id, late + DAY)] == [mine.id]


def test_a_draft_of_after_the_deadline_is_not_offered(app, room):
    task = room.tasks["teks"]
    with work():
        services.extend(
            actor=works.actor(room.trainer), assignment_id=task.id, user_id=room.learner.id,
            until=task.due_at + DAY, reason="Sakit", now=task.due_at - DAY,
        )  # fmt: skip
    works.drafted(room.learner, task, {"teks": "Sesudah perpanjangan pun lewat."}, now=task.due_at + 2 * DAY)
    assert queries.unsent_in_time(task.id, task.due_at + 3 * DAY) == ()


def test_nobody_writes_for_a_class_he_does_not_learn_in(app, room):
    stranger = people.user()
    with pytest.raises(Missing):
        works.drafted(stranger, room.tasks["teks"])


def test_self_assessment_waits_for_the_sending_and_asks_for_every_criterion(app, room):
    task = room.tasks["lembar"]
    works.drafted(room.learner, task)
    ids = [criterion["id"] for criterion in task.rubric.criteria]
    with pytest.raises(Denied), work():
        services.assess_self(actor=works.actor(room.learner), assignment_id=task.id, levels=dict.fromkeys(ids, 3), now=clock.now())
    works.sent(room.learner, task)
    with pytest.raises(Invalid) as refused, work():
        services.assess_self(actor=works.actor(room.learner), assignment_id=task.id, levels={ids[0]: 3}, now=clock.now())
    assert refused.value.field == f"tingkat-{ids[1]}"
    with work():
        mine = services.assess_self(
            actor=works.actor(room.learner), assignment_id=task.id, levels=dict.fromkeys(ids, 3), now=clock.now()
        )
    assert mine.self_levels == dict.fromkeys(ids, 3)


def send(room, task, ready, *, is_original=True):
    with work():
        return services.submit(
            actor=works.actor(room.learner), assignment_id=task.id, ready=ready, number=1, is_original=is_original, change_note="", now=clock.now()
        )


def photo(user, cohort, colour):
    out = io.BytesIO()
    Image.new("RGB", (9, 9), colour).save(out, "PNG")
    ready = media.prepare(out.getvalue(), claimed_name="foto.png", allowed={AssetKind.IMAGE})
    with work():
        return media.keep(ready, owner_id=user.id, cohort_id=cohort.id, unit_path=cohort.unit_path, now=clock.now())
