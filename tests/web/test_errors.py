"""Errors as the asker reads them."""

from werkzeug.exceptions import TooManyRequests


def test_a_brake_says_in_words_and_in_a_header_how_long_to_wait(app):
    with app.test_request_context("/bantuan"):
        answer = app.make_response(app.handle_user_exception(TooManyRequests()))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "Tunggu satu menit" in answer.get_data(as_text=True)
