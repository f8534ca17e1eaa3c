"""What a page of peer review tells of a photo: sentences that end once each."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.accounts.models import User
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.media import services as media
from app.media.core.kinds import AssetKind
from app.submissions.models import Attachment
from tests.factories.rounds import made, tasks_of, turn


@pytest.mark.parametrize(
    ("photo", "told"),
    [
        (("Warga di loket.", "Dua orang.", "terisi"), "Warga di loket. Teks alternatif: Dua orang. Kredit: terisi."),
        (("Warga di loket", "Dua orang; satu duduk", "Humas."), "Warga di loket. Teks alternatif: Dua orang; satu duduk. Kredit: Humas."),
        (("Siapa dilayani?", "", ""), "Siapa dilayani? Teks alternatif: tidak ada. Kredit: kosong."),
        ((" . ", " ", ""), "Tanpa keterangan. Teks alternatif: tidak ada. Kredit: kosong."),
    ],
)
def test_caption_and_facts_are_sentences_that_end_once(app, photo, told):
    with app.test_request_context():
        module = app.jinja_env.get_template("peerreview/_photo.html").module
        assert str(module.photo_words(*photo)) == told


def test_the_work_to_review_and_the_practice_text_tell_it_so(app, time, as_user):
    round_, _authors = made(6, practice=True)
    turn(round_)
    task = tasks_of(round_)[0]
    client = as_user(db.session.get(User, task.reviewer_id))
    practice = client.get(f"/telaah/kalibrasi/{round_.assignment_id}").get_data(as_text=True)
    assert "<dd>Foto. Teks alternatif: Gambar. Kredit: terisi.</dd>" in practice
    with_photo(task)
    with work():
        round_.needs_calibration = False
    client.post(f"/telaah/{task.id}/buka")
    page = client.get(f"/telaah/{task.id}").get_data(as_text=True)
    assert "<figcaption>Warga di loket. Teks alternatif: Dua orang. Kredit: terisi.</figcaption>" in page


def with_photo(task):
    """A photo whose caption and alternative text end with full stops, at the work of this task."""
    made_of = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made_of, "PNG")
    prepared = media.prepare(made_of.getvalue(), claimed_name="foto.png", allowed={AssetKind.IMAGE})
    with work():
        asset = media.keep(prepared, owner_id=task.author_id, cohort_id=None, unit_path="/", now=clock.now())
        db.session.add(
            Attachment(
                version_id=task.version_id, asset_id=asset.id, position=0, caption="Warga di loket.", alt="Dua orang.", credit="Humas"
            )
        )
