"""Full-text indexes over the words of tasks, with tone marks and bare (`extractor.store.search`)."""

import sqlalchemy as sa
from alembic import op

from extractor.store.search import forms

revision = "0005"
down_revision = "0004"

_ORDER = ["withdrawn", "last_day", "notice_id", "start", "task_id", "decision", "status", "done_on"]
_PAGE = 1000
_SQLITE = (
    "CREATE VIRTUAL TABLE task_words USING fts5(words_marked, words_bare, content='', tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
    """CREATE TRIGGER task_words_new AFTER INSERT ON tasks BEGIN
        UPDATE tasks SET n = (SELECT coalesce(max(n), 0) + 1 FROM tasks) WHERE task_id = new.task_id;
        INSERT INTO task_words (rowid, words_marked, words_bare) SELECT n, folded, bare FROM tasks WHERE task_id = new.task_id;
    END""",
    """CREATE TRIGGER task_words_changed AFTER UPDATE OF folded, bare ON tasks WHEN old.folded <> new.folded OR old.bare <> new.bare BEGIN
        INSERT INTO task_words (task_words, rowid, words_marked, words_bare) VALUES ('delete', old.n, old.folded, old.bare);
        INSERT INTO task_words (rowid, words_marked, words_bare) VALUES (new.n, new.folded, new.bare);
    END""",
    """CREATE TRIGGER task_words_gone AFTER DELETE ON tasks BEGIN
        INSERT INTO task_words (task_words, rowid, words_marked, words_bare) VALUES ('delete', old.n, old.folded, old.bare);
    END""",
    "INSERT INTO task_words (rowid, words_marked, words_bare) SELECT n, folded, bare FROM tasks",
)
_POSTGRES = (
    """CREATE TABLE task_words (
        task_id varchar(16) PRIMARY KEY REFERENCES tasks ON DELETE CASCADE, words_marked tsvector NOT NULL, words_bare tsvector NOT NULL
    )""",
    """CREATE FUNCTION keep_task_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO task_words VALUES (new.task_id, to_tsvector('simple', new.folded), to_tsvector('simple', new.bare))
        ON CONFLICT (task_id) DO UPDATE SET words_marked = excluded.words_marked, words_bare = excluded.words_bare;
        RETURN NULL;
    END $$""",
    "CREATE TRIGGER task_words_kept AFTER INSERT OR UPDATE OF folded, bare ON tasks FOR EACH ROW EXECUTE FUNCTION keep_task_words()",
    "INSERT INTO task_words SELECT task_id, to_tsvector('simple', folded), to_tsvector('simple', bare) FROM tasks",
    "CREATE INDEX ix_task_words_marked ON task_words USING gin (words_marked)",
    "CREATE INDEX ix_task_words_bare ON task_words USING gin (words_bare)",
)


def upgrade() -> None:
    connection = op.get_bind()
    op.add_column("tasks", sa.Column("bare", sa.Text, nullable=False, server_default=""))
    tasks = sa.table("tasks", sa.column("task_id"), sa.column("task"), sa.column("folded"), sa.column("bare"))
    change = sa.update(tasks).where(tasks.c.task_id == sa.bindparam("id"))
    for page in connection.execute(sa.select(tasks.c.task_id, tasks.c.task)).partitions(_PAGE):
        connection.execute(change, [{"id": row.task_id, **forms(row.task or "")} for row in page])
    if connection.dialect.name == "sqlite":
        op.add_column("tasks", sa.Column("n", sa.Integer))
        op.execute("UPDATE tasks SET n = rowid")
        op.create_index("ix_tasks_n", "tasks", ["n"], unique=True)
        op.drop_index("ix_tasks_order")
        op.create_index("ix_tasks_order", "tasks", [*_ORDER, "n"])
        for statement in _SQLITE:
            op.execute(statement)
    else:
        for statement in _POSTGRES:
            op.execute(statement)
