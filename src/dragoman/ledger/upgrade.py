"""Which version a ledger has, and bringing it to this one: a connection in, its tables made."""

from __future__ import annotations

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from dragoman.errors import PartError

_LOCK = 0x6472_6167_6F6D_616E  # "dragoman": the advisory lock under which tables are made


def version_of(connection: Connection) -> str | None:
    """Return the ledger's version, the number of its last migration; None where it has none."""
    found = MigrationContext.configure(connection, opts={"version_table": "ledger_version"})
    return found.get_current_revision()


@cache
def newest() -> str:
    """Return the version that this release writes."""
    head = _scripts().get_current_head()
    assert head is not None
    return head


def bring_up(engine: Engine, where: str, *, upgrade: bool, create: bool) -> None:
    """Make a new ledger's tables, and with `upgrade` bring an older one to this version.

    Raises PartError for an older ledger without `upgrade`, for a newer one, for a database that
    something else lives in, and for an absent ledger without `create`.
    """
    with engine.connect() as connection:
        if version_of(connection) == newest():
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        version = version_of(connection)  # another process may have been first
        if version == newest():
            return
        if version is None:
            _check_empty(connection, where, create=create)
        elif version not in {script.revision for script in _scripts().walk_revisions()}:
            raise PartError(
                f"{where} was written by a newer release (version {version}, this one knows "
                f"{newest()}): upgrade Dragoman"
            )
        elif not upgrade:
            raise PartError(
                f"{where} is of an older version ({version}, this release writes {newest()}): "
                f"run `dragoman ledger upgrade --ledger {where}`"
            )
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _check_empty(connection: Connection, where: str, *, create: bool) -> None:
    if not create:
        raise PartError(f"{where}: no ledger is there")
    ours = {"documents", "readings", "records"}
    there = set(inspect(connection).get_table_names())
    strange = there if connection.dialect.name == "sqlite" else there & ours
    if strange - {"ledger_version"}:
        raise PartError(
            f"{where} is no ledger: it holds other tables ({', '.join(sorted(strange)[:3])})"
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "dragoman.ledger:migrations")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
