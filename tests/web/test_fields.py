"""Forms read what pages send; anything in another shape is an empty field, never an error of ours."""

import io

import pytest

from tests.factories import people

JSON = {
    "a list": {"json": [1]},
    "an object of objects": {"json": {"handle": {"a": [1]}, "password": ["x"], "name": {}, "nip": 5}},
    "half an object": {"data": b"{", "content_type": "application/json"},
}


@pytest.mark.parametrize("sent", JSON.values(), ids=JSON)
@pytest.mark.parametrize("address", ["/masuk", "/saya/profil"])
def test_json_is_an_empty_form(as_user, visitor, address, sent):
    client = visitor if address == "/masuk" else as_user(people.user())
    answer = client.post(address, **sent)
    assert answer.status_code == 422
    assert "Tulis nama" in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ["/masuk", "/saya/profil"])
def test_a_file_in_place_of_words_is_an_empty_field(as_user, visitor, address):
    client = visitor if address == "/masuk" else as_user(people.user())
    files = {name: (io.BytesIO(b"x"), "x.txt") for name in ("handle", "password", "name", "nip", "phone")}
    answer = client.post(address, data=files, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Tulis nama" in answer.get_data(as_text=True)


def test_a_file_is_read_where_a_file_is_asked_for(as_user):
    client = as_user(people.pengelola())
    sent = {"file": (io.BytesIO(b"nama;jenis;induk\nSatker Berkas;kua;Kanwil Uji\n"), "satker.csv")}
    assert client.post("/satker/impor", data=sent, content_type="multipart/form-data").status_code == 303
    assert "Satker Berkas" in client.get("/satker").get_data(as_text=True)
