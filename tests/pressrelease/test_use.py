"""C4 without ceremony: what counts as of use to citizens, and what still asks for a number."""

import pytest

from app.pressrelease import Release, Status, analyse


@pytest.mark.parametrize(
    "body",
    [
        "Terkumpul 87 kantong pagi itu.",
        "Dulu saya membawa adik untuk menerjemahkan.\n\nKini petugas menguasai bahasa isyarat.",
        "Kenali tandanya:\n\n1. Nomor asing.\n\n2. Ada ancaman.\n\n3. Tautan palsu.",
    ],
)
def test_a_count_a_change_or_steps_are_enough(body):
    assert _light(body) is Status.GREEN


@pytest.mark.parametrize(
    "body", ["Acara itu diikuti 230 orang.", "Santri bergembira pada 12 November.", "Semua berjalan baik."]
)
def test_an_occasion_with_nothing_but_an_audience_or_a_date_is_asked_for_a_number(body):
    assert _light(body, title="Semarak Milad Madrasah di Painan") is Status.ADVICE


def test_plain_news_without_an_occasion_is_asked_nothing():
    assert _light("Semua berjalan baik.") is Status.GREEN


def test_a_ceremony_needs_more_than_any_number():
    release = Release(
        title="Kakanwil Hadiri Rapat Kerja", lead="Padang, Humas — Kakanwil hadir di aula.", body="Ada 12 meja."
    )
    assert analyse(release).lights()["C4"] is Status.RED


def _light(body: str, *, title: str = "Kabar dari Painan") -> Status:
    return analyse(Release(title=title, lead="Painan, Humas — Petugas bekerja di kantor.", body=body)).lights()["C4"]
