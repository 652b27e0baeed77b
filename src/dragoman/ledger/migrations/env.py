"""What Alembic runs a migration in: the connection and the transaction that it was handed."""

from __future__ import annotations

from alembic import context

from dragoman.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table="ledger_version",
    transactional_ddl=True,
)
context.run_migrations()
