"""The English catalogue holds every sentence, keeps its placeholders, and is compiled as it stands."""

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from app.kernel.i18n import _, house_language
from tests.factories import classes, people

ROOT = Path(__file__).resolve().parent.parent.parent / "app" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


@pytest.fixture(scope="module")
def catalogue():
    with (ROOT / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return [message for message in read_po(file, locale="en") if message.id]


def strings(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def test_every_collected_sentence_stands_in_english(catalogue):
    with (ROOT / "surau.pot").open("rb") as file:
        wanted = {str(message.id) for message in read_po(file) if message.id}
    assert wanted <= {str(message.id) for message in catalogue}
    assert [message.id for message in catalogue if not all(strings(message.string))] == []


def test_placeholders_are_those_of_the_source(catalogue):
    for message in catalogue:
        for source, words in zip(strings(message.id), strings(message.string), strict=True):
            assert set(PLACEHOLDER.findall(words)) == set(PLACEHOLDER.findall(source)), source


def test_a_page_says_which_language_it_speaks(app, visitor, as_user):
    seen = as_user(people.user())
    for client, path in ((visitor, "/"), (visitor, "/masuk"), (visitor, "/tidak-ada"), (seen, "/"), (seen, "/saya")):
        client.delete_cookie("bahasa")
        assert '<html lang="id"' in client.get(path).get_data(as_text=True), path
        client.set_cookie("bahasa", "en")
        assert '<html lang="en"' in client.get(path).get_data(as_text=True), path


def test_the_text_of_a_training_stays_marked_as_indonesian(app, as_user):
    cohort = classes.cohort()
    client = as_user(classes.learner(cohort)[0])
    path = f"/belajar/{cohort.id}/uj-1/01-baca"
    assert ' lang="id">' not in client.get(path).get_data(as_text=True).partition("<main")[2]
    client.set_cookie("bahasa", "en")
    assert '<div lang="id">' in client.get(path).get_data(as_text=True).partition("<main")[2]


def test_a_bell_in_the_house_language_leaves_the_page_in_the_readers(app):
    with app.test_request_context("/", headers={"Cookie": "bahasa=en"}):
        with house_language():
            assert _("Beranda") == "Beranda"
        assert _("Beranda") == "Home"
        with house_language():
            assert _("Beranda") == "Beranda"
        assert _("Beranda") == "Home"


def test_what_is_served_was_compiled_from_it(catalogue):
    with (ROOT / "en" / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        served = [message for message in read_mo(file) if message.id]
    assert {tuple(strings(one.id)): strings(one.string) for one in catalogue} == {tuple(strings(one.id)): strings(one.string) for one in served}
