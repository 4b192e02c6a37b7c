"""Which tasks a person made, and of which others, so that a corrected version of a document leaves them standing."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("tasks", sa.Column("made_of", sa.JSON))
    op.execute("UPDATE tasks SET made_of = '[]' WHERE CAST(rules AS TEXT) LIKE '%person/%'")
