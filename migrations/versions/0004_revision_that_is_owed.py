"""A required revision stays owed until the pelatih grades a later version, not only until one is sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ASKED = """
UPDATE submission SET revision_of = (
    SELECT max(version.number) FROM grade_event JOIN version ON version.id = grade_event.version_id
    WHERE grade_event.submission_id = submission.id AND grade_event.act = 'wajib_revisi'
)
"""
ANSWERED = """
UPDATE submission SET revision_of = NULL WHERE revision_of IS NOT NULL AND EXISTS (
    SELECT 1 FROM grade JOIN version ON version.id = grade.version_id
    WHERE grade.submission_id = submission.id AND grade.source = 'pelatih' AND version.number > submission.revision_of
)
"""


def upgrade() -> None:
    """Who was asked before owes his revision too, unless the pelatih has graded a later version since."""
    op.add_column("submission", sa.Column("revision_of", sa.Integer(), nullable=True))
    op.execute(ASKED)
    op.execute(ANSWERED)
    owed = sa.text("revision_of IS NOT NULL")
    op.create_index("ix_submission_revision_owed", "submission", ["cohort_id"], sqlite_where=owed, postgresql_where=owed)


def downgrade() -> None:
    """The acts upon the grade still tell who was asked."""
    op.drop_index("ix_submission_revision_owed", "submission")
    op.drop_column("submission", "revision_of")
