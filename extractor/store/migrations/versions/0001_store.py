"""Notices, tasks, shares of bodies, and a history that can only grow."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SQLITE_GUARD = "CREATE TRIGGER history_no_{what} BEFORE {WHAT} ON history BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
_POSTGRES_GUARD = (
    "CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the history is append-only'; END $$",
    "CREATE TRIGGER history_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON history FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only()",
)


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("work", sa.Text, nullable=False),
        sa.Column("number_key", sa.Text),
        sa.Column("number", sa.Text),
        sa.Column("issued_on", sa.Date),
        sa.Column("type", sa.Text),
        sa.Column("issuer", sa.Text),
        sa.Column("subject", sa.Text),
        sa.Column("doc_id", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("signer", sa.Text),
        sa.Column("signer_title", sa.Text),
        sa.Column("addressees", sa.JSON),
        sa.Column("recipients", sa.JSON),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_by", sa.Integer, sa.ForeignKey("notices.id")),
    )
    for column in ("work", "number_key", "doc_id"):
        op.create_index(f"ix_notices_{column}", "notices", [column])
    op.create_table(
        "tasks",
        sa.Column("task_id", sa.String(16), primary_key=True),
        sa.Column("notice_id", sa.Integer, sa.ForeignKey("notices.id"), nullable=False),
        sa.Column("task", sa.Text),
        sa.Column("assignees", sa.JSON),
        sa.Column("coordinators", sa.JSON),
        sa.Column("supervisor", sa.Text),
        sa.Column("report_to", sa.JSON),
        sa.Column("due", sa.Date),
        sa.Column("due_time", sa.Text),
        sa.Column("due_text", sa.Text),
        sa.Column("due_start", sa.Date),
        sa.Column("due_bound", sa.Text),
        sa.Column("recurrence", sa.Text),
        sa.Column("product", sa.Text),
        sa.Column("responsible", sa.JSON),
        sa.Column("section", sa.JSON),
        sa.Column("page", sa.Integer),
        sa.Column("evidence", sa.Text),
        sa.Column("confidence", sa.Float),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.Column("rules", sa.JSON),
        sa.Column("bodies", sa.JSON),
        sa.Column("origins", sa.JSON),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("status", sa.String(8), sa.CheckConstraint("status IN ('todo', 'doing', 'done')", name="ck_status"), nullable=False),
        sa.Column("done_on", sa.Date),
        sa.Column("note", sa.Text),
        sa.Column(
            "decision", sa.String(8), sa.CheckConstraint("decision IN ('proposed', 'accepted', 'rejected')", name="ck_decision"), nullable=False
        ),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("edited", sa.JSON, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
    )
    order = ["withdrawn", "last_day", "notice_id", "start", "task_id", "decision", "status", "done_on"]
    op.create_index("ix_tasks_order", "tasks", order)
    op.create_index("ix_tasks_current", "tasks", ["task_id", "withdrawn", "decision"])
    op.create_index("ix_tasks_notice_id", "tasks", ["notice_id"])
    op.create_table(
        "shares",
        sa.Column("task_id", sa.String(16), sa.ForeignKey("tasks.task_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("body", sa.Text, primary_key=True),
        sa.Column("part", sa.String(10), sa.CheckConstraint("part IN ('lead', 'coordinate')", name="ck_part"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
    )
    op.create_index("ix_shares_body", "shares", ["body", "part"])
    op.create_index("ix_shares_name_key", "shares", ["name_key"])
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("task_id", sa.String(16), sa.ForeignKey("tasks.task_id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
    )
    op.create_index("ix_history_task_id", "history", ["task_id"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in _POSTGRES_GUARD:
            op.execute(statement)
    else:
        for what in ("update", "delete"):
            op.execute(_SQLITE_GUARD.format(what=what, WHAT=what.upper()))
