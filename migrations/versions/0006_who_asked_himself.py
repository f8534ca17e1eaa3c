"""Whether somebody asked for his place himself: a stranger can ask in another's name, and that is no yes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who has an account and waits, or was turned down, counted as having asked himself until now."""
    op.add_column("enrolment", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        """UPDATE enrolment SET asked_at = (SELECT created_at FROM "user" WHERE "user".id = enrolment.user_id)
        WHERE state IN ('menunggu', 'ditolak') AND user_id IN (SELECT id FROM "user" WHERE standing <> 'undangan')"""
    )


def downgrade() -> None:
    """The standing of the account says it again, as well as it can."""
    op.drop_column("enrolment", "asked_at")
