"""/pemberitahuan and /surel-peragaan as people see them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.notifications import queries, services
from app.notifications.models import Mail, Notification
from tests.factories import people, works


def ring(user, text="Nilai Anda keluar.", url="/belajar", at=None):
    with work():
        services.tell(user.id, "nilai", text, url, at or clock.now())


def test_bells_stand_under_their_day_new_ones_marked(as_user, app):
    user, other, now = people.user(), people.user(), clock.now()
    ring(user, "Kabar hari ini")
    ring(user, "Kabar kemarin", at=now - timedelta(days=1))
    ring(other, "Kabar orang lain")
    page = as_user(user).get("/pemberitahuan").text
    assert page.index("Hari ini") < page.index("Kabar hari ini") < page.index("Kemarin") < page.index("Kabar kemarin")
    assert page.count("Belum dibaca") == 2
    assert "orang lain" not in page


def test_a_bell_leads_on_and_is_read_then(as_user, app):
    user = people.user()
    ring(user, url="/saya/sesi")
    [bell] = queries.bells(works.actor(user), 1)[0]
    client = as_user(user)
    answer = client.post(f"/pemberitahuan/{bell.id}")
    assert (answer.status_code, answer.location) == (303, "/saya/sesi")
    assert queries.unread(works.actor(user)) == 0
    assert client.post(f"/pemberitahuan/{bell.id}").status_code == 303


def test_a_bell_of_somebody_else_does_not_exist(as_user, app):
    user = people.user()
    ring(user)
    [bell] = queries.bells(works.actor(user), 1)[0]
    assert as_user(people.user()).post(f"/pemberitahuan/{bell.id}").status_code == 404
    assert queries.unread(works.actor(user)) == 1


@pytest.mark.parametrize("url", ["https://jahat.id/", "//jahat.id", "/\\jahat.id"])
def test_a_bell_never_leads_to_another_site(as_user, app, url):
    user = people.user()
    ring(user, url=url)
    [bell] = queries.bells(works.actor(user), 1)[0]
    assert as_user(user).post(f"/pemberitahuan/{bell.id}").location == "/"


def test_all_are_read_at_once_and_only_ones_own(as_user, app):
    user, other = people.user(), people.user()
    for one in (user, user, other):
        ring(one)
    assert as_user(user).post("/pemberitahuan/dibaca").status_code == 303
    assert (queries.unread(works.actor(user)), queries.unread(works.actor(other))) == (0, 1)


def test_two_hundred_bells_cost_what_twenty_cost(as_user, app, statements):
    few, many = people.user(), people.user()
    with work():
        for user, count in ((few, 20), (many, 200)):
            for number in range(count):
                services.tell(user.id, "nilai", f"Kabar {number}", "/", clock.now())
    counts = []
    for user in (few, many):
        client = as_user(user)
        client.get("/pemberitahuan")
        with statements() as found:
            assert client.get("/pemberitahuan?hal=1").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= 12


def test_an_empty_list_says_what_will_stand_there(as_user, app):
    assert "Belum ada pemberitahuan" in as_user(people.user()).get("/pemberitahuan").text


def test_old_bells_and_mails_are_forgotten(app):
    user, now = people.user(), clock.now()
    ring(user, "baru")
    ring(user, "lama, dibaca", at=now - timedelta(days=200))
    ring(user, "lama, belum", at=now - timedelta(days=200))
    ring(user, "sangat lama", at=now - timedelta(days=400))
    with work():
        db.session.scalar(select(Notification).where(Notification.text == "lama, dibaca")).read_at = now - timedelta(days=100)
        db.session.add(Mail(recipient="a@b.id", subject="lama", body="", created_at=now - timedelta(days=200)))
        services.forget_old(now)
    assert set(db.session.scalars(select(Notification.text).where(Notification.user_id == user.id))) == {"baru", "lama, belum"}
    assert db.session.scalar(select(Mail.id)) is None


def test_mails_of_the_demonstration_are_found_and_read_without_signing_in(visitor, app):
    with work():
        first = services.mail(user_id=None, recipient="rina@example.go.id", subject="Undangan", body="Buka http://127.0.0.1/undangan/abc\n<b>\n", now=clock.now())
        services.mail(user_id=None, recipient="lain@example.go.id", subject="Sandi", body="x", now=clock.now())
    page = visitor.get("/surel-peragaan?cari=RINA").text
    assert "Undangan" in page
    assert "lain@example.go.id" not in page
    mail = visitor.get(f"/surel-peragaan/{first}").text
    assert '<a href="http://127.0.0.1/undangan/abc"' in mail
    assert "&lt;b&gt;" in mail
    assert "Tidak ada surel yang cocok" in visitor.get("/surel-peragaan?cari=%25").text
    assert visitor.get("/surel-peragaan/999999").status_code == 404


def test_a_real_installation_shows_no_mails(visitor, app, monkeypatch):
    with work():
        mail_id = services.mail(user_id=None, recipient="rina@example.go.id", subject="Undangan", body="x", now=clock.now())
    monkeypatch.setitem(app.config, "SURAU_DEMO", False)
    for path in ("/surel-peragaan", f"/surel-peragaan/{mail_id}"):
        assert visitor.get(path).status_code == 404


