"""What is too large is told with the limit that was in force where it was sent."""

import io

import pytest

from app.application import LARGEST_BODY
from tests.factories import people

MEGABYTE = 1024 * 1024
HOME = "/masuk"


def test_files_are_told_what_a_page_takes_at_once(stamped, visitor):
    answer = visitor.post(HOME, data={"berkas": (io.BytesIO(b"x" * (LARGEST_BODY + 3 * MEGABYTE)), "film.mp4")})
    assert answer.status_code == 413
    page = answer.get_data(as_text=True)
    assert "Yang dikirim 63\u00a0MB, sedangkan halaman ini menerima paling banyak 60\u00a0MB sekali kirim." in page
    assert "satu per satu" in page
    assert "naskah sampai" not in page


@pytest.mark.parametrize("shape", [None, "multipart/form-data"])
def test_a_text_is_told_the_limit_of_texts(stamped, visitor, shape):
    answer = visitor.post(HOME, data={"username": "x" * (5 * MEGABYTE)}, content_type=shape)
    assert answer.status_code == 413
    page = answer.get_data(as_text=True)
    assert "Tulisan yang dikirim terlalu panjang: halaman ini menerima paling banyak 4\u00a0MB teks sekali kirim." in page
    assert "berkas" not in page.partition("<main")[2].partition("</main>")[0]


def test_too_many_fields_are_told_so(stamped, visitor):
    answer = visitor.post(HOME, data={f"isian-{n}": "1" for n in range(2_001)}, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "paling banyak 2.000 isian sekali kirim" in answer.get_data(as_text=True)


def test_the_limit_of_one_view_is_the_one_that_is_told(app, as_user):
    answer = as_user(people.pengelola()).post("/coba-penuntun", data={"naskah": "x" * (int(3.5 * MEGABYTE))})
    assert answer.status_code == 413
    assert "paling banyak 3\u00a0MB teks sekali kirim" in answer.get_data(as_text=True)


@pytest.fixture
def stamped(app, monkeypatch):
    """Forms are looked at for their stamp before any view, as on a server."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app
