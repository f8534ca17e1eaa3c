"""Errors as the asker reads them."""

import pytest
from werkzeug.exceptions import TooManyRequests


def test_a_brake_says_in_words_and_in_a_header_how_long_to_wait(app):
    with app.test_request_context("/bantuan"):
        answer = app.make_response(app.handle_user_exception(TooManyRequests()))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "Tunggu satu menit" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("sent_to", "page"), [("/tugas/7/nilai-diri", "/tugas/7"), ("/telaah/putaran/3/minta", "/telaah"), ("/angkatan/3/tautan", "/angkatan/3")])
def test_the_address_of_a_form_leads_to_the_page_above_it(visitor, sent_to, page):
    """Whoever signs in again after its faults, or opens it from his history, asks for it by GET."""
    answer = visitor.get(sent_to)
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert visitor.put(sent_to).status_code == 405
