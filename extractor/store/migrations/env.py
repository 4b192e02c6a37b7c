"""Runs the migrations over the connection that `extractor.store.engine` hands in; there is no alembic.ini."""

from alembic import context

from extractor.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transaction_per_migration=False)
context.run_migrations()
