"""What a pelatih asks to be revised stands where its author reads the task, not only in the history of his grade."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Revisions that are owed now get the words of their last request."""
    op.add_column("submission", sa.Column("revision_reason", sa.Text(), nullable=False, server_default=""))
    op.execute(
        """UPDATE submission SET revision_reason = COALESCE((
            SELECT reason FROM grade_event WHERE grade_event.submission_id = submission.id AND act = 'wajib_revisi'
            ORDER BY grade_event.id DESC LIMIT 1), '')
        WHERE revision_required"""
    )


def downgrade() -> None:
    """The history of the grade still holds every request."""
    op.drop_column("submission", "revision_reason")
