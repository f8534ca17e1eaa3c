"""Whatever is typed into a form of accounts, the answer is a sentence and never a failure of ours."""

from __future__ import annotations

import io
import statistics
import time

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts import passwords
from app.accounts.models import Standing, User
from app.kernel.db import db
from tests.factories import people

NASTY = {
    "nul": "a\x00b\x1b[31m",
    "emoji": "😀👩‍👩‍👧‍👦" * 3,
    "arabic": "مدرسة عالية حكومية",
    "script": "<script>alert(1)</script>\"'>{{ 7*7 }}",
    "huge": "x" * 1_000_000,
    "formula": "=cmd|'/c calc'!A1",
    "surrogate": "\ud800",
    "lines": "a\r\nb\u2028c\u202e",
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nothing_that_is_typed_breaks_a_form(office, pupil, text):
    text = text.encode("utf-8", "replace").decode()
    unit = str(people.unit_named("MAN Utara").id)
    for path, data in {
        "/masuk": {"handle": text, "password": text, "lanjut": text},
        "/lupa-sandi": {"handle": text},
        "/saya/profil": dict.fromkeys(
            ("name", "title_before", "title_after", "position", "rank", "nip", "email", "phone"), text
        ),
        "/saya/sandi": {"current": text, "password": text, "password_again": text},
        "/orang/baru": {"name": text, "unit": unit, "role": "", "mentor": "", "username": text, "email": text},
        f"/orang/{pupil.id}/nonaktif": {"akun-reason": text},
        f"/orang/{pupil.id}/peran": {"peran-role": text, "peran-unit": text},
        f"/orang/{pupil.id}/siswa": {"siswa-mentor": text},
        "/satker/baru": {"parent": unit, "kind": "lain", "name": text, "city": text},
        "/satker/impor": {"lines": f"{text}; lain; MAN Utara"},
        f"/pendamping/{pupil.id}": {
            "guardian_name": text,
            "signed_on": text,
            "photo": (io.BytesIO(b"x"), "../../etc/passwd"),
        },
        "/bahasa": {"bahasa": text, "kembali": text},
        "/undangan/x": {"username": text},
    }.items():
        answer = office.post(path, data=data)
        assert answer.status_code in {303, 403, 404, 409, 413, 422, 429}, (path, answer.status_code)
        assert "<script>alert(1)" not in answer.get_data(as_text=True)
    for name in db.session.scalars(select(User.name)):
        assert not set(name) & set("\x00\x1b\n\r")


@pytest.mark.parametrize(
    "path",
    [
        "/orang?cari=%00%FF",
        "/orang?hal=99999999999999999999",
        "/orang?hal=abc",
        "/orang?satker='--",
        "/satker/baru?induk=x",
    ],
)
def test_nothing_in_an_address_breaks_a_list(office, path):
    assert office.get(path).status_code == (404 if "%00" in path else 200)


@pytest.mark.parametrize(
    "path",
    [
        "/saya",
        "/saya/profil",
        "/saya/sesi",
        "/orang",
        "/orang/{pupil}",
        "/orang/baru",
        "/satker",
        "/pendamping",
        "/pendamping/{pupil}",
        "/privasi",
    ],
)
def test_no_page_needs_more_than_twelve_statements(office, pupil, statements, path):
    with statements() as found:
        assert office.get(path.format(pupil=pupil.id)).status_code == 200
    assert len(found) <= 12, "\n".join(one.replace("\n", " ")[:150] for one in found)


@pytest.mark.slow
def test_a_password_takes_as_long_for_an_account_that_does_not_exist():
    known = passwords.hashed("ranah minang elok")

    def took(password_hash: str) -> float:
        times = []
        for _ in range(7):
            start = time.perf_counter()
            passwords.matches(password_hash, "salah")
            times.append(time.perf_counter() - start)
        return statistics.median(times)

    assert 0.4 < took("") / took(known) < 2.5


@pytest.fixture
def office(as_user):
    user = people.pengelola()
    people.grant(user, Role.PENDAMPING, unit=people.unit_named("Kanwil Uji"))
    return as_user(user)


@pytest.fixture
def pupil(app):
    return people.user("Rafi", is_pupil=True, standing=Standing.MENUNGGU_WALI, unit=people.unit_named("MAN Utara"))
