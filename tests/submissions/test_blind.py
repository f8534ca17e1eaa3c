"""What peers see of a work: its words without names, facts without values, files without names."""

import dataclasses
import io

import pytest
from PIL import Image
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.media import services as media
from app.media.core.kinds import AssetKind
from app.submissions import queries, services
from app.submissions.models import Submission
from app.submissions.queries.blind import contact_state
from tests.factories import classes, people, works


@pytest.fixture
def named(app):
    cohort = classes.cohort()
    author, _ = classes.learner(cohort, people.user("Siti Rahmawati", unit=people.unit_named("Kankemenag Uji Utara")))
    task = works.opened(cohort)["siaran_pers"]
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG")
    with work():
        asset = media.keep(
            media.prepare(out.getvalue(), claimed_name="foto rahmawati.png", allowed={AssetKind.IMAGE}),
            owner_id=author.id, cohort_id=cohort.id, unit_path=cohort.unit_path, now=clock.now(),
        )
        services.attach(actor=works.actor(author), assignment_id=task.id, asset=asset, most=5, now=clock.now())
    mine = db.session.scalars(select(Submission)).one()
    with work():
        db.session.get(Submission, mine.id).draft = {
            "berkas": [{"asset": asset.id, "keterangan": "Siti Rahmawati di loket", "alt": "Rahmawati berdiri", "kredit": "Siti Rahmawati"}]
        }
    return works.sent(author, task, {
        **works.RELEASE,
        "judul": "Kankemenag Uji Utara membuka layanan",
        "isi": "<p>Kata <strong>Siti Rahmawati</strong> dari Kankemenag Uji Utara.</p><p>Warga senang.</p>",
        "narahubung": "Siti Rahmawati, 0812-3456-7890", "penulis": "Siti Rahmawati", "slug": "siti-rahmawati-nikah",
    })


def test_nothing_that_peers_see_names_the_author(named):
    seen = repr(dataclasses.asdict(dataclasses.replace(queries.blind_content(named.id), covered=None)))
    for secret in ("Siti", "Rahmawati", "rahmawati", "Utara", "0812", "3456"):
        assert secret not in seen
    assert "[nama disamarkan]" in seen


def test_identity_fields_are_told_as_states(named):
    facts = {fact.label: fact.words for fact in queries.blind_content(named.id).facts}
    assert facts["Narahubung"] == "terisi, format benar"
    assert facts["Penulis"] == "terisi"
    files = queries.blind_content(named.id).files
    assert [(file.name, file.has_credit) for file in files] == [("Berkas 1", True)]


def test_a_stretch_that_a_peer_marks_finds_its_true_place(named):
    blind = queries.blind_content(named.id)
    start = blind.text.index("Warga senang.")
    true = blind.true_span(start, start + len("Warga senang."))
    assert named.text[slice(*true)] == "Warga senang."
    assert blind.shown_span(*true) == (start, start + len("Warga senang."))
    assert all(blind.text[p.start : p.end] == p.text for p in blind.passages)


@pytest.mark.parametrize(("contact", "state"), [
    ("", "kosong"), ("Rina, 0812-0000-0000", "terisi, format benar"), ("Rina (rina@kemenag.go.id)", "terisi, format benar"),
    ("Rina", "terisi, tanpa nomor atau surel"), ("0812 0000 0000", "terisi, tanpa nama"),
])
def test_a_contact_is_judged_by_its_form(contact, state):
    assert contact_state(contact) == state


def test_the_sharing_out_gets_each_work_once_with_its_first_sending(app, room):
    task = room.tasks["siaran_pers"]
    first = works.sent(room.learner, task)
    second = works.sent(room.learner, task, {**works.RELEASE, "judul": "Lain"})
    rows = queries.submitted(task.id)
    assert [(row.author_id, row.version_id, row.number, row.first_sent_at) for row in rows] == [
        (room.learner.id, second.id, 2, first.sent_at)
    ]


def test_pseudonyms_are_drawn_at_random_and_never_twice(app, room):
    task = room.tasks["teks"]
    drawn = [works.drafted(classes.learner(room.cohort)[0], task).pseudonym for _ in range(12)]
    assert len(set(drawn)) == 12
    assert drawn != sorted(drawn)
