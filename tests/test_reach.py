"""Whoever may open a page finds the way there by links alone, from the first page on."""

from __future__ import annotations

from html.parser import HTMLParser
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import pytest

from tests.factories import world as worlds

MOST = 12
"""Addresses of one endpoint that are opened: sorting and paging make endlessly many."""
EVERYBODY = {"visitor", "me", "trainer", "boss", "mentor", "helper", "graduate"}
STAFF = {"trainer", "boss", "mentor", "helper"}
ELSEWHERE = {
    "accounts.forgotten": (EVERYBODY - {"visitor"}, "for whoever cannot get in; from the door"),
    "accounts.forgotten_sent": (EVERYBODY, "the answer to the form before it"),
    "accounts.invitation": (EVERYBODY, "the link in an invitation"),
    "accounts.letter": (EVERYBODY, "the gate of a pupil whose guardian has not signed"),
    "accounts.my_data": (EVERYBODY, "the same as the ZIP that /saya offers, for machines"),
    "accounts.reset": (EVERYBODY, "the link in a mail or a message"),
    "accounts.ward_letter": ({"boss", "mentor"}, "offered until the letter is recorded, as it is in this world"),
    "certificates.confirmation": ({"graduate"}, "offered until the certificate is issued, as it is in this world"),
    "certificates.index": (STAFF, "offered to whoever earned one, which they have not in this world"),
    "certificates.verify": (EVERYBODY, "the QR on a certificate"),
    "cohorts.join": (EVERYBODY, "the link of a class, sent to a group"),
    "curriculum.index": ({"mentor"}, "the front page leads there; pupils have it in their class"),
    "curriculum.show": ({"mentor"}, "as above"),
    "learning.index": (STAFF | {"visitor"}, "Beranda itself asks whoever is invited to learn"),
    "notifications.demo_mail": (EVERYBODY, "the demonstration alone"),
    "notifications.demo_mails": (EVERYBODY, "the demonstration alone; its address is printed where it is started"),
    "ops.healthy": (EVERYBODY, "asked by machines that watch"),
    "peerreview.practice": ({"me"}, "the round of this world has no practice"),
    "submissions.check": ({"me"}, "where the button of the writing page leads"),
    "submissions.difference": ({"trainer"}, "on the desk once he has graded; the two versions of this world wait"),
    "submissions.file": ({"trainer"}, "the file of this world hangs on a draft, and only a work that is sent shows its files"),
    "submissions.paste": ({"me"}, "on the page of writing, which has closed in this world"),
    "submissions.try_coach": (EVERYBODY - {"visitor"}, "for whoever has no account; from the front page"),
}
"""Addresses to which no page of the house leads, whom this concerns, and what leads there."""


@pytest.mark.slow
def test_links_lead_to_every_page_that_a_person_may_open(app, as_user, visitor):
    world = worlds.made(app)
    lost = set()
    for who, client in [("visitor", visitor), *((name, as_user(user)) for name, user in world.insiders.items())]:
        met = walked(app, client)
        lost |= {(who, endpoint) for endpoint in may_open(app, world, client) - met if who not in ELSEWHERE.get(endpoint, (set(), ""))[0]}
    assert not lost, sorted(lost)


def may_open(app, world, client):
    """The endpoints of which the world holds something that this person is shown."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    return {rule.endpoint for rule in rules if client.get(world.address(app, rule)).status_code == 200}


def walked(app, client):
    """The endpoints that links, pictures and forms that ask by GET lead to."""
    adapter = app.url_map.bind("localhost")
    waiting, met = ["/"], {}
    while waiting:
        path = waiting.pop(0)
        endpoint, _values = adapter.match(urlsplit(path).path, method="GET")
        opened = met.setdefault(endpoint, set())
        if path in opened or len(opened) >= MOST:
            continue
        opened.add(path)
        answer = client.get(path)
        assert answer.status_code < HTTPStatus.BAD_REQUEST, f"{path} answers {answer.status_code}, and a page leads there"
        targets = [answer.headers["Location"]] if "Location" in answer.headers else []
        if answer.mimetype == "text/html":
            page = Page()
            page.feed(answer.get_data(as_text=True))
            targets += page.found
        for target in targets:
            parts = urlsplit(urljoin(f"http://localhost{path}", target))
            if parts.netloc == "localhost" and not parts.path.startswith("/static/"):
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return set(met)


class Page(HTMLParser):
    """The addresses that a page leads to without changing anything."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag in {"a", "img", "source"}:
            self.found += [values[name] for name in ("href", "src") if values.get(name)]
        if tag == "form" and values.get("method", "get") == "get":
            self.found.append(values.get("action") or "")
