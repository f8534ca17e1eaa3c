"""A class may be moved to another version of its training: a try keeps the items, a task with works the text it was given."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("attempt", "assignment")


def upgrade() -> None:
    """By hand, because Alembic adds no column with a foreign key on SQLite without copying the table."""
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ADD COLUMN given_step_id INTEGER CONSTRAINT fk_{table}_given_step_id REFERENCES step (id)")


def downgrade() -> None:
    """What was given under another version is read from the version on which the class stands; the key goes with its column."""
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("given_step_id")
