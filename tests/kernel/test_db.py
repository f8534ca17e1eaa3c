"""What the database is asked in the same words on both engines."""

from sqlalchemy import select

from app.accounts.models import User
from app.kernel.db import NameOrder, db
from tests.factories import people


def test_names_stand_in_one_order_whatever_their_capitals(app):
    made = [people.user(name).id for name in ("dian", "Budi", "CITRA", "ani", "Ani B.")]
    listed = select(User.name).where(User.id.in_(made))
    names = ["ani", "Ani B.", "Budi", "CITRA", "dian"]
    assert list(db.session.scalars(listed.order_by(NameOrder(User.name)))) == names
    assert list(db.session.scalars(listed.order_by(NameOrder(User.name).desc()))) == names[::-1]
