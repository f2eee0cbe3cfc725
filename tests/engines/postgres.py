"""PostgreSQL: a server of its own for the tests, reachable only through a socket in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from mqa.warehouse.steps import engine_sql
from tests.engines.steps import Given
from tests.tables import Value

INSTALLED = Path("/usr/lib/postgresql")  # where Debian puts every version's programs
ALLOWED = {"int2", "int4", "int8", "text", "varchar"}
SECONDS_TO_START = 30


class PostgreSQL:
    """Runs a step transpiled; its tables are temporary and gone with the transaction."""

    name = "postgresql"

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def rows(self, sql: str, inputs: list[Given]) -> list[tuple[Value, ...]]:
        with self.connection.transaction(force_rollback=True), self.connection.cursor() as cursor:
            for given in inputs:
                cursor.execute(given.shape.create_sql().replace("create table", "create temporary table", 1))
                marks = ", ".join("%s" for _ in given.shape.columns)
                cursor.executemany(f"insert into {given.shape.name} values ({marks})", given.rows)
            cursor.execute(engine_sql(sql, "postgres"))
            for column in cursor.description or ():
                of_type = self.connection.adapters.types[column.type_code].name
                assert of_type in ALLOWED, f"{column.name} is {of_type} on PostgreSQL: cast it to bigint or text"
            return cursor.fetchall()


def programs() -> Path | None:
    """The folder of the newest PostgreSQL that is installed, or None."""
    found = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda program: float(program.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).resolve().parent if elsewhere else None


@contextmanager
def server(programs: Path) -> Iterator[psycopg.Connection[Any]]:
    """A connection to a server that lives as long as the context."""
    folder = Path(tempfile.mkdtemp(prefix="mqa-"))
    try:
        runner = unprivileged(folder)
        initialised(programs, folder, runner)
        with running(programs, folder, runner) as process, connected(folder, process) as connection:
            yield connection
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged(folder: Path) -> dict[str, Any]:
    """Who runs the server: PostgreSQL refuses root, so root lends the folder to a user without rights."""
    if os.geteuid() != 0:
        return {}
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def initialised(programs: Path, folder: Path, runner: dict[str, Any]) -> None:
    """Lays out an empty database; texts compare by their bytes, as on DuckDB."""
    choices = ("--username=mqa", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    command = [programs / "initdb", "-D", folder / "data", *choices]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, **runner)
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")


@contextmanager
def running(programs: Path, folder: Path, runner: dict[str, Any]) -> Iterator[subprocess.Popen[bytes]]:
    """The server's process, stopped at the end whatever happened."""
    settings = ("listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=10", "jit=off")
    chosen = [word for setting in settings for word in ("-c", setting)]
    command = [programs / "postgres", "-D", folder / "data", "-k", folder, *chosen]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **runner)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)  # at once, without waiting for clients
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def connected(folder: Path, process: subprocess.Popen[bytes]) -> psycopg.Connection[Any]:
    """A connection as soon as the server takes one; raises RuntimeError with its log when it never does."""
    until = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < until:
        try:
            return psycopg.connect(host=str(folder), user="mqa", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text(errors='replace')}")
