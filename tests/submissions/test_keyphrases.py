"""S2 and S4: a description or keyphrase that the unit used for another task is told, at checking and in the frozen report."""

from sqlalchemy import select

from app.accounts.models import Unit
from app.kernel.db import db
from app.submissions.core.earlier import NOTHING
from app.submissions.models import Version
from app.submissions.queries import learner
from tests.factories import classes, people, works

RELEASE = {
    "judul": "Legalisasi ijazah kini lewat ponsel",
    "teras": "Warga mengurus ijazah dari rumah.",
    "isi": "<p>Isi.</p>",
    "isi_bentuk": "html",
}
USED = "sudah memakai kata kunci ini"


def test_a_keyphrase_of_a_colleague_for_another_task_is_told(room, as_user):
    _sent_elsewhere("Legalisasi  Ijazah", unit=room.learner.unit)
    client, url = as_user(room.learner), f"/tugas/{room.tasks['siaran_pers'].id}"
    assert USED in client.post(f"{url}/periksa", json=RELEASE | {"kata_kunci": "legalisasi ijazah"}).get_json()["html"]
    assert USED not in client.post(f"{url}/periksa", json=RELEASE | {"kata_kunci": "kartu nikah"}).get_json()["html"]


def test_a_description_of_a_colleague_for_another_task_is_told(room, as_user):
    said = "Legalisasi ijazah di KUA Kuranji selesai dalam satu hari tanpa biaya; warga cukup mengirim foto ijazah lewat ponsel dari rumah."
    _sent_elsewhere("ijazah", unit=room.learner.unit, deskripsi=said)
    client, url = as_user(room.learner), f"/tugas/{room.tasks['siaran_pers'].id}/periksa"
    assert "Deskripsi ini sudah dipakai" in client.post(url, json=RELEASE | {"deskripsi": said.upper()}).get_json()["html"]
    assert "Deskripsi ini sudah dipakai" not in client.post(url, json=RELEASE | {"deskripsi": said + " Mudah."}).get_json()["html"]


def test_the_report_that_is_frozen_tells_it_too(room, as_user):
    _sent_elsewhere("legalisasi ijazah", unit=room.learner.unit)
    client, url = as_user(room.learner), f"/tugas/{room.tasks['siaran_pers'].id}"
    client.post(f"{url}/draf", json={"fields": RELEASE | {"kata_kunci": "legalisasi ijazah"}, "revision": 0})
    page = client.get(f"{url}/kirim").get_data(as_text=True)
    assert USED in page
    client.post(f"{url}/kirim", data=works.hidden(page) | {"asli": "y"})
    version = db.session.scalars(select(Version).where(Version.author_id == room.learner.id)).one()
    assert USED in str(version.report)


def test_another_unit_the_same_task_and_empty_keyphrases_do_not_count(room, statements):
    _sent_elsewhere("kartu nikah", unit=people.unit("Kanwil lain"))
    _sent_elsewhere("", unit=room.learner.unit)
    colleague, _enrolment = classes.learner(room.cohort, unit=room.learner.unit)
    works.sent(colleague, room.tasks["siaran_pers"], RELEASE | {"kata_kunci": "legalisasi ijazah"})
    task_id, learner_id = room.tasks["siaran_pers"].id, room.learner.id
    with statements() as seen:
        assert learner.used_earlier(task_id, learner_id) == NOTHING
    assert len(seen) == 1


def _sent_elsewhere(keyphrase: str, *, unit: Unit, deskripsi: str = "") -> None:
    other = classes.cohort()
    colleague, _enrolment = classes.learner(other, unit=unit)
    works.sent(colleague, works.opened(other)["siaran_pers"], RELEASE | {"kata_kunci": keyphrase, "deskripsi": deskripsi})
