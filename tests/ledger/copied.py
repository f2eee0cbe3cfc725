"""New ledgers, quickly: only the first of a process is migrated, every later one is a copy of it as it was made.

To migrate takes a quarter of a second, and a thousand tests begin with a ledger of their own. A copy has the same
schema and the same migrations applied, and an identity of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from django.db import connection

from mqa.ledger import opening
from mqa.ledger.models import Workspace

migrated = opening._bring_up_to_date


@contextmanager
def copied() -> Iterator[None]:
    """While this lasts, a new ledger is a copy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_bring_up_to_date", filled)
        yield


def filled(path: Path) -> None:
    """Fills the ledger that is open; one that holds anything already is migrated."""
    if connection.introspection.table_names():
        migrated(path)
        return
    first = first_ledger()
    if first.execute("select 1 from sqlite_schema").fetchone():
        first.backup(connection.connection)
        Workspace.objects.get_or_create(pk=1)
    else:
        migrated(path)
        connection.connection.backup(first)
        first.execute("delete from ledger_workspace")
        first.commit()


@cache
def first_ledger() -> sqlite3.Connection:
    """The first ledger of this process, in memory; empty until there is one."""
    return sqlite3.connect(":memory:", check_same_thread=False)
