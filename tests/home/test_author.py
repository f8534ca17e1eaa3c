"""A penyusun's first page: every training with what the last reading of its files found."""

from __future__ import annotations

from sqlalchemy import delete

from app.access.permissions import Role
from app.curriculum.models import LoadReport
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from tests.factories import people


def reported(slug, *severities):
    with work():
        db.session.execute(delete(LoadReport).where(LoadReport.slug == slug))
        problems = [{"file": "a.yml", "line": 1, "key": "", "reason": "Salah.", "remedy": "", "severity": one} for one in severities]
        db.session.add(LoadReport(slug=slug, digest="x", read_at=clock.now(), problems=problems))


def test_a_training_with_errors_comes_first_and_one_that_was_never_live_has_no_preview(as_user):
    author = people.user()
    people.grant(author, Role.PENYUSUN, unit=people.unit_named("Kanwil Uji"))
    client = as_user(author)
    [slug] = {line.split('"')[0] for line in client.get("/").get_data(as_text=True).split('href="/pratinjau/')[1:]}
    reported(slug)
    calm = client.get("/").get_data(as_text=True)
    assert "Tayang" in calm
    assert "galat" not in calm
    reported(slug, "galat", "galat", "peringatan")
    reported("baru-ditulis", "galat")
    page = client.get("/").get_data(as_text=True)
    assert "2 galat" in page
    assert "Versi terakhir yang baik tetap tayang." in page
    assert "Belum pernah tayang." in page
    assert "/pratinjau/baru-ditulis" not in page
    reported(slug, "peringatan")
    assert "1 peringatan" in client.get("/").get_data(as_text=True)
