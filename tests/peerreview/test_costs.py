"""What the pages of a review cost: at most twelve statements each. Times are measured by `make bench`."""

import pytest

from app.accounts.models import User
from app.kernel.db import db
from tests.factories import classes
from tests.factories.rounds import made, send, tasks_of, turn

MOST = 12


def test_the_review_page_takes_twelve_statements_at_most(shared, as_user, statements):
    task = tasks_of(shared)[0]
    client = as_user(db.session.get(User, task.reviewer_id))
    client.post(f"/telaah/{task.id}/buka")
    assert counted(client, f"/telaah/{task.id}", statements) <= MOST
    held = [one for one in tasks_of(shared) if one.reviewer_id == task.reviewer_id]
    assert f"Terkirim 0 dari {len(held)} telaah" in client.get(f"/telaah/{task.id}").get_data(as_text=True)


def test_the_sent_review_beside_the_others_takes_no_more(shared, as_user, statements):
    task = tasks_of(shared)[0]
    for other in [one for one in tasks_of(shared) if one.submission_id == task.submission_id]:
        send(other, question=f"Siapa yang berkata, {db.session.get(User, other.reviewer_id).name}?")
    client = as_user(db.session.get(User, task.reviewer_id))
    assert counted(client, f"/telaah/{task.id}", statements) <= MOST


def test_the_pages_of_author_and_pelatih_take_no_more(shared, time, as_user, statements):
    for task in tasks_of(shared):
        send(task)
    time.on(days=7, hours=2)
    turn(shared)
    task = tasks_of(shared)[0]
    author = as_user(db.session.get(User, task.author_id))
    trainer = as_user(classes.trainer(shared.assignment.cohort))
    for client, path in (
        (author, f"/telaah/naskah-saya/{task.submission_id}"), (author, f"/umpan-balik/{task.submission_id}"),
        (author, "/telaah"), (trainer, f"/putaran/{shared.id}"), (trainer, f"/putaran/{shared.id}?lihat=orang"),
        (trainer, f"/putaran/{shared.id}?lihat=catatan"), (trainer, f"/putaran/{shared.id}/rencana"),
    ):  # fmt: skip -- who and where
        assert counted(client, path, statements) <= MOST, path


def counted(client, path, statements):
    """Statements of the second look: the first one warms what a process keeps."""
    client.get(path)
    with statements() as seen:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(seen)


@pytest.fixture
def shared(app, time):
    round_, _authors = made(8)
    turn(round_)
    return round_
