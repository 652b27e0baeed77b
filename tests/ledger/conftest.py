"""Both databases, real ones: a file for each test, and a PostgreSQL server of the tests' own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dragoman.ledger import Ledger

PORT = 54_329  # names the socket alone: the server listens on no network address
_numbers = count(1)


def _binaries() -> Path | None:
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).resolve().parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def _as_server(*command: str) -> None:
    """Run a command as one that may run the server: it refuses to run as root."""
    before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*before, *command], capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server on a socket in a folder of its own: the URL of its first database."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server here: install the package postgresql")
    pytest.importorskip("psycopg")
    folder = Path(tempfile.mkdtemp(prefix="dragoman-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    options = f"-k {folder} -p {PORT} -c listen_addresses='' -c fsync=off -c max_connections=40"
    try:
        _as_server(
            f"{binaries}/initdb", "-D", str(data), "-U", "tester", "-A", "trust", "-N",
            "-E", "UTF8", "--locale=C",
        )  # fmt: skip
        log = str(folder / "log")
        control = f"{binaries}/pg_ctl"
        _as_server(control, "-D", str(data), "-l", log, "-o", options, "-w", "start")
        yield f"postgresql://tester@/postgres?host={folder}&port={PORT}"
        _as_server(control, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes empty places for ledgers, on each database in turn."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"ledger-{next(_numbers)}.db")
    server: str = request.getfixturevalue("server")

    def make() -> str:
        name = f"ledger_{next(_numbers)}"
        engine = create_engine(server.replace("postgresql:", "postgresql+psycopg:", 1))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return server.replace("@/postgres", f"@/{name}")

    return make


@pytest.fixture
def ledger(place: Callable[[], str]) -> Iterator[Ledger]:
    """A new, empty ledger."""
    with Ledger.open(place()) as opened:
        yield opened
