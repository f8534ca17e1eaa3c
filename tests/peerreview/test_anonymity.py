"""A class in which everybody tells who he is wherever he can; what peers reach is read letter by letter.

Each person signs in as a browser, follows every link, form target, image and file of the same site that a GET may reach,
reads his bells and his mails, and takes his data away. No name, address, username, NIP or unit of anybody else may turn
up: neither an author's before his reviewers nor a reviewer's before his author (rules.md, Blindness).
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from PIL import Image
from sqlalchemy import select

from app.accounts.models import User
from app.grading.models import Grade
from app.grading.services import appeals, grades
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.media import services as media
from app.media.core.kinds import AssetKind
from app.notifications.models import Mail
from app.peerreview.core.reviewing import Remark
from app.peerreview.models import Review, RoundState
from app.peerreview.queries import author as author_queries
from app.peerreview.services import answers, desk, reviews
from app.submissions import services as submissions
from app.submissions.models import Submission
from app.submissions.queries import blind as blind_module
from tests.factories import classes, people, works
from tests.factories.judged import computed
from tests.factories.rounds import SENTENCE, Time, draft_for, made, send, tasks_of, turn
from tests.media.test_core import MP4, PDF
from tests.media.test_video import box

WHO = (
    ("Zulmaidar Caniago", "MTsN Batipuah Rancak"),
    ("Yusrizal Piliang", "KUA Lubuak Basuang"),
    ("Nurhasnah Sikumbang", "MAN Talawi Mudiak"),
    ("Desmawati Koto", "KUA Sijunjuang Ilia"),
    ("Efrizal Chaniago Malayu", "MIN Balimbiang"),
    ("Rosmaniar Jambak", "KUA Kamang Hilia"),
)
"""The last one hands nothing in: the pelatih asks her to review all the same."""
SEEDS = ("/", "/telaah", "/tugas", "/belajar", "/pemberitahuan", "/saya", "/saya/data.json", "/saya/sesi", "/saya/profil", "/sertifikat", "/pelatihan")
MOST_PAGES = 400
_SKIP = re.compile(r"^/(static|aset|pelatihan/[^/]+/|keluar)")
_LINKS = {"href", "src", "action", "data-src", "poster"}


@pytest.mark.slow
def test_nobody_reaches_anything_that_names_another(told, as_user, app):
    found = []
    read = 0
    for who in told.people:
        pages = crawled(as_user(who), told.own_addresses(who))
        assert any("/telaah/" in path for path in pages), "the crawler reached the reviews"
        assert any("/berkas/" in path for path in pages), "and the files"
        assert who is told.people[-1] or any("/umpan-balik/" in path for path in pages), "and the feedback"
        read += len(pages)
        found += [(who.name, path, word) for path, text in pages.items() for word in told.words_not_of(who) if word in text]
    assert read > 100
    assert not found, "\n".join(map(str, found[:20]))


@pytest.mark.slow
def test_no_mail_of_the_class_names_a_peer(told):
    mails = db.session.scalars(select(Mail)).all()
    assert {mail.user_id for mail in mails} >= {who.id for who in told.people}
    found = [
        (mail.recipient, word)
        for mail in mails
        for who in told.people
        if mail.user_id == who.id
        for word in told.words_not_of(who)
        if word in f"{mail.subject}\n{mail.body}".casefold()
    ]
    assert not found, found[:20]


@pytest.mark.slow
@pytest.mark.one_engine
def test_the_crawler_sees_a_leak_of_the_serializer(told, as_user, monkeypatch):
    monkeypatch.setattr(blind_module, "telling", lambda _name, _units: ())
    who = told.people[0]
    pages = crawled(as_user(who), told.own_addresses(who))
    assert any(word in text for text in pages.values() for word in told.words_not_of(who))


@pytest.mark.slow
@pytest.mark.one_engine
@pytest.mark.parametrize("told", [AssetKind.PDF, AssetKind.MP4], indirect=True)
def test_the_crawler_sees_a_leak_of_what_a_file_tells(told, as_user):
    found = set()
    for who in told.people:
        pages = crawled(as_user(who), told.own_addresses(who))
        found |= {path for path, text in pages.items() for word in told.words_not_of(who) if word in text}
    assert found
    assert all("/berkas/" in path for path in found), found


@pytest.mark.slow
@pytest.mark.one_engine
def test_the_crawler_sees_a_leak_of_what_reviewers_write(told, as_user, monkeypatch):
    monkeypatch.setattr("app.peerreview.queries.spoken.hidden", lambda text, _names, _shown: text)
    who = told.people[0]
    pages = crawled(as_user(who), told.own_addresses(who))
    assert any(word in text for text in pages.values() for word in told.words_not_of(who))


def test_a_reviewer_is_asked_before_he_names_somebody(app, as_user, monkeypatch):
    time = Time(clock.now())
    monkeypatch.setattr(clock, "now", time)
    round_, _learners = made(4, learners=[person(*each) for each in WHO[:4]])
    turn(round_)
    task = tasks_of(round_)[0]
    reviewer, author = (db.session.get(User, one) for one in (task.reviewer_id, task.author_id))
    time.on(hours=1)
    for words, is_told in ((f"Salam dari {reviewer.name}.", True), (f"Ini tulisan {author.name.split()[0]}.", True), ("Salam dari rekan Anda.", False)):
        review = send(task, suggestion_two=words) if words == "Salam dari rekan Anda." else None
        signs = review.warnings if review else signs_for(task, words, time.now)
        assert ("names" in signs) is is_told, words


def signs_for(task, words, now):
    return reviews.signs_of(task, draft_for(task, suggestion_two=words), now)


class Page(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_post = False

    def handle_starttag(self, _tag, attrs):
        for name, value in attrs:
            if name in _LINKS and value:
                self.found.append(value)
            if name == "srcset" and value:
                self.found += [part.split()[0] for part in value.split(",") if part.strip()]


def crawled(client, seeds):
    """Address -> what a browser got there, in small letters: pages, files with their headers, redirects."""
    waiting, seen = [*SEEDS, *seeds], {}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop()
        if path in seen or _SKIP.match(path):
            continue
        answer = client.get(path)
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers if name.lower() in {"location", "content-disposition", "link"})
        body = answer.get_data()
        seen[path] = f"{head}\n{body.decode('utf-8', 'replace')}".casefold()
        targets = [answer.headers["Location"]] if "Location" in answer.headers else []
        if answer.mimetype == "text/html":
            reader = Page()
            reader.feed(body.decode())
            targets += reader.found
        for target in targets:
            parts = urlsplit(urljoin(f"http://localhost{path}", target))
            if parts.netloc == "localhost":
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return seen


class Told:
    """The class, and what gives each of its people away."""

    def __init__(self, round_, learners):
        self.round, self.people = round_, learners

    def words_not_of(self, who):
        """Names and their parts, address, username, NIP and unit of everybody else, in small letters."""
        own = {part.casefold() for part in f"{who.name} {unit_of(who)}".split()}
        found = set()
        for other in self.people:
            if other.id == who.id:
                continue
            parts = {part for part in other.name.casefold().split() if len(part) > 3} - own
            found |= parts | {other.name.casefold(), unit_of(other).casefold(), other.username, other.email, other.nip}
        return found

    def own_addresses(self, who):
        """What no link of a start page leads to any more: the works he reviewed, his own work, its feedback."""
        mine = [task.id for task in tasks_of(self.round) if task.reviewer_id == who.id]
        work_id = db.session.scalar(select(Submission.id).where(Submission.author_id == who.id))
        return [
            *(f"/telaah/{one}" for one in mine), *(f"/telaah/{one}/lagi" for one in mine),
            *(f"/telaah/{one}/berkas/{place}" for one in mine for place in range(3)), f"/telaah/naskah-saya/{work_id or 0}", f"/umpan-balik/{work_id or 0}",
        ]  # fmt: skip -- a list of addresses


def unit_of(user):
    return next(unit for name, unit in WHO if name == user.name)


def person(name, unit):
    first = name.split()[0].lower()
    number = next(place for place, (one, _unit) in enumerate(WHO, start=1) if one == name)
    return people.user(
        name, unit=people.unit(unit, parent=people.unit_named("Kanwil Uji")), username=f"{first}.uji",
        email=f"{first}@kemenag.example.id", nip=f"19800101200501{number}00{number}",
    )  # fmt: skip


def telling_work(user, assignment, round_, note=""):
    """A work that names its author in its prose, its fields, and the names and data of a photograph, a PDF and a video."""
    unit = unit_of(user)
    mine = db.session.scalar(select(Submission).where(Submission.author_id == user.id))
    if mine is None or not mine.draft.get("berkas"):
        entries = []
        for content, name in telling_files(user, unit):
            with work():
                asset = media.keep(
                    media.prepare(content, claimed_name=name, allowed=frozenset(AssetKind)),
                    owner_id=user.id, cohort_id=assignment.cohort_id, unit_path=round_.unit_path, now=clock.now(),
                )  # fmt: skip
                submissions.attach(actor=works.actor(user), assignment_id=assignment.id, asset=asset, most=5, now=clock.now())
            entries.append({"asset": asset.id, "jenis": str(asset.kind), "keterangan": f"{user.name} di loket {unit}", "alt": f"{user.name.split()[0]} berdiri", "kredit": user.name})
        mine = db.session.scalars(select(Submission).where(Submission.author_id == user.id)).one()
        with work():
            mine.draft = {**mine.draft, "berkas": entries}
    slug = f"{user.name} {unit}".lower().replace(" ", "-")
    return works.sent(
        user, assignment,
        {
            **works.RELEASE, "judul": f"{unit} membuka layanan{' lagi' if note else ''}",
            "isi": f"<p>Warga datang satu kali saja, kata <strong>{user.name}</strong> dari {unit}.</p><p>Surat pengantar cukup satu lembar{' dan salinannya' if note else ''}.</p>",
            "narahubung": f"{user.name}, 0812-3456-7890, {user.email}", "penulis": user.name, "slug": slug,
            "judul_halaman": f"{unit} dan {user.name}", "deskripsi": f"Oleh {user.name}", "kata_kunci": unit,
        },
        now=clock.now(), change_note=note,
    )  # fmt: skip -- the fields of a release


def telling_files(user, unit):
    """(content, name) of what phones and office programs write, with their owner in it."""
    exif = Image.Exif()
    exif[0x013B], exif[0x010E], exif[0x8298] = user.name, f"Foto {user.name}, {unit}", f"{unit}, {user.email}"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif)
    yield out.getvalue(), f"{user.name} {unit}.jpg"
    facts = f"<</Info<</Author({user.name})/Company({unit})/Title(Tulisan {user.name}, NIP {user.nip})>>/Root"
    xmp = f"4 0 obj\n<</Type/Metadata/Length 99>>\nstream\n<?xpacket begin?>{user.email}\nendstream\nendobj\ntrailer"
    whole = PDF.replace(b"<</Root", facts.encode()).replace(b"/Catalog", b"/Catalog/Metadata 4 0 R").replace(b"trailer", xmp.encode(), 1)
    yield whole, f"{user.name}.pdf"
    told = b"".join(box(kind, words.encode()) for kind, words in ((b"\xa9xyz", f"-0.9471+100.4172/ {unit}"), (b"\xa9ART", user.name), (b"\xa9mak", user.username)))
    yield MP4[:-64] + box(b"moov", box(b"udta", told)) + box(b"uuid", bytes(16) + user.email.encode()), f"{user.name}.mp4"


@pytest.fixture
def told(app, monkeypatch, request):
    """Two versions, reviews that name their writers, their authors and others, ratings, answers, grades, an objection."""
    if untouched := getattr(request, "param", None):
        monkeypatch.setattr(*{AssetKind.PDF: (media.pdf, "bare"), AssetKind.MP4: (media.video, "bare")}[untouched], lambda content: content)
    time = Time(clock.now())
    monkeypatch.setattr(clock, "now", time)
    users = [person(*each) for each in WHO]
    round_, learners = made(len(WHO), learners=users, sent=0)
    with work():
        round_.share_at = round_.assignment.due_at = time.now + timedelta(hours=1)
    for user in learners[:-1]:
        telling_work(user, round_.assignment, round_)
    time.on(hours=2)
    turn(round_)
    trainer = classes.trainer(round_.assignment.cohort)
    asked = db.session.scalars(select(Submission.id).order_by(Submission.id)).first()
    with work():
        desk.assign(round_, asked, learners[-1].id, actor=works.actor(trainer), now=time.now)
    names = {user.id: user for user in learners}
    for task in tasks_of(round_):
        me, other = names[task.reviewer_id], names[task.author_id]
        third = next(user for user in learners if user.id not in {me.id, other.id})
        send(
            task, levels={"dampak": 2, "struktur": 3, "etika": 3},
            notes={"dampak": f"Salam, {me.name} ({me.email}, NIP {me.nip})."},
            suggestion_two=f"Tanyakan kepada {third.name} dari {unit_of(third)}; saya sendiri di {unit_of(me)}.",
            question=f"Ini tulisan {other.name.split()[0]}, bukan? Kabari {me.username}.",
            remarks=(Remark(0, 13, SENTENCE, "suggestion_one"), Remark(14, 30, f"Menurut {me.name.split()[0]} padat.")),
        )  # fmt: skip -- the words of one review
    assert any("names" in review.warnings for review in db.session.scalars(select(Review)))
    time.now = round_.review_due_at
    time.on(minutes=1)
    turn(round_)
    for review in db.session.scalars(select(Review)).all():
        author = names[review.task.author_id]
        with work():
            answers.rate(review, usefulness=3, reply=f"Terima kasih dari {author.name}, {unit_of(author)}.", now=time.now)
    for user in learners[:4]:
        after = telling_work(user, round_.assignment, round_, note=f"Diperbaiki oleh {user.name}.")
        mine = db.session.scalars(select(Review).join(Review.task).where(Review.task.has(author_id=user.id))).all()
        with work():
            for review in mine:
                points = author_queries.points_of([review], after.id)[review.id]
                answers.answer_points(after.id, {(review, points[0].key): f"{user.name} sudah menambah."}, now=time.now)
    for review in db.session.scalars(select(Review)).all()[:6]:
        current = db.session.get(Submission, review.task.submission_id).current_id
        if current != review.task.version_id:
            with work():
                answers.tick_points(review, current, time.now, {"suggestion_two": "sebagian"}, now=time.now)
    turn(round_)
    assert computed(app) or db.session.scalars(select(Grade)).all()
    rows = db.session.scalars(select(Grade)).all()
    assert rows
    with work():
        grades.release(round_.cohort_id, [row.submission_id for row in rows][:4], actor=works.actor(trainer), now=time.now)
    objecting = db.session.scalars(select(Grade).where(Grade.released_at.is_not(None))).first()
    with work():
        appeals.object_to(objecting, reason="Terlalu rendah.", actor=works.actor(names[objecting.author_id]), now=time.now)
        appeals.answer(objecting, words="Sudah tepat.", actor=works.actor(trainer), now=time.now)
    assert round_.state is RoundState.DIBAGIKAN
    return Told(round_, learners)
