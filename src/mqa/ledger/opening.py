"""Opening the ledger: a SQLite file that is created, brought up to date and connected to."""

from __future__ import annotations

import pkgutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.db.backends.signals import connection_created

from mqa.ledger import migrations
from mqa.ledger.models import Workspace
from mqa.terms.problems import Busy, Unavailable

BUSY_SECONDS = 20
ROOM_KIBIBYTES = 65_536
LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)  # what stands in the lowest byte of an extended code
# IMMEDIATE: a transaction that reads first and writes later would fail at once when another wrote in between.
OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": BUSY_SECONDS,
    "init_command": "pragma journal_mode = wal; pragma synchronous = full",
}


def open_ledger(path: Path) -> None:
    """Make the file at `path` this process's ledger, creating it or bringing it up to date where needed.

    A later call with another path leaves the first ledger for the second. Raises Unavailable where the file
    cannot be opened, is no ledger, or was written by a newer version.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _turn_to(path)
        if not _up_to_date(path):
            _bring_up_to_date(path)
    except (DatabaseError, OSError) as error:
        raise Unavailable(f"The ledger {path} cannot be opened: {error}.") from error


def workspace_identity() -> str:
    """The identity of the workspace whose ledger is open; it never changes."""
    return str(Workspace.objects.get().identity)


@contextmanager
def roomy() -> Iterator[None]:
    """Let this thread's connection keep more of the file in memory while it writes many rows.

    Otherwise pages of indexes are written out and read again, over and over.
    """
    with connection.cursor() as cursor:
        cursor.execute("pragma cache_size")
        (before,) = cursor.fetchone()
        cursor.execute(f"pragma cache_size = -{ROOM_KIBIBYTES}")
        try:
            yield
        finally:
            cursor.execute(f"pragma cache_size = {before:d}")


def _turn_to(path: Path) -> None:
    """Close this thread's connection, if any, and let the next one lead to `path`."""
    connections["default"].close()
    del connections["default"]
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path.absolute()), "OPTIONS": OPTIONS}
    connections.settings = connections.configure_settings({"default": database})


def _up_to_date(path: Path) -> bool:
    """Whether the ledger has all our migrations: one query, where Django's own check takes a tenth of a second."""
    ours = {module.name for module in pkgutil.iter_modules(migrations.__path__)}
    applied = _applied()
    if newer := applied - ours:
        raise Unavailable(
            f"The ledger {path} was written by a newer version of mqa (it has {', '.join(sorted(newer))}). "
            "Install that version."
        )
    return applied == ours


def _applied() -> set[str]:
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute("select name from django_migrations where app = 'ledger'")
        return {name for (name,) in cursor.fetchall()}


def _bring_up_to_date(path: Path) -> None:
    """Migrate in one transaction: whoever opens at the same moment waits, and a kill leaves nothing half done."""
    from django.db.migrations.executor import MigrationExecutor  # slow to import, and seldom needed

    connection.disable_constraint_checking()  # SQLite's schema editor asks for this outside of a transaction
    try:
        with transaction.atomic():
            if not _up_to_date(path):
                executor = MigrationExecutor(connection)
                executor.migrate(executor.loader.graph.leaf_nodes())
            Workspace.objects.get_or_create(pk=1)
    finally:
        connection.enable_constraint_checking()


def _say_plainly(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """A locked, full or unreadable ledger is nobody's programming error: say so in a sentence."""
    try:
        return execute(sql, params, many, context)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF in LOCKED:
            raise Busy(f"The ledger did not answer: {error}. Try again when nothing else is writing.") from error
        raise Unavailable(f"The ledger did not answer: {error}.") from error


def _watch(connection: Any, **_: Any) -> None:
    if _say_plainly not in connection.execute_wrappers:
        connection.execute_wrappers.append(_say_plainly)


connection_created.connect(_watch)


def lag_behind() -> None:
    """Let this process not wait for the disk: for made-up data, which can be made again after a power cut."""
    with connection.cursor() as cursor:
        cursor.execute("pragma synchronous = off")
