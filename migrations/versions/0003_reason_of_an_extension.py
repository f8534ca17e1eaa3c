"""The reason of a personal deadline stands where its author reads the deadline, not only in the audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Older extensions keep their reason in the audit alone; a column that is added needs no copy of the table."""
    op.add_column("submission", sa.Column("extension_reason", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """The audit still holds every reason."""
    op.drop_column("submission", "extension_reason")
