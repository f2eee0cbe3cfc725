"""Refreshed: where accounts stand that were judged again since a run, until the run of a later day goes on from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection, transaction
from django.db.models import F

from mqa.ledger import served
from mqa.ledger.files import list_file
from mqa.ledger.leases import WRITER, require
from mqa.ledger.models import RefreshedAccount, Run, RunTable
from mqa.ledger.runs import CARRIED, REFRESHED
from mqa.terms.stored import StoredFile

Rows = Sequence[Sequence[object]]
KEEP = """
    insert into ledger_refreshedaccount (run_id, account_id, standings, streaks) values (%s, %s, %s, %s)
    on conflict (run_id, account_id) do update set standings = excluded.standings, streaks = excluded.streaks
"""


def keep(run_id: int, found: Mapping[int, tuple[str, str]], load: int) -> None:
    """Keep where accounts stand that were judged again with what was loaded up to a load.

    `found`: by account its rows of standings and of streaks, as JSON. Part of the transaction that lists them.
    """
    with connection.cursor() as cursor:
        cursor.executemany(KEEP, [(run_id, account, *rows) for account, rows in found.items()])
    Run.objects.filter(pk=run_id).update(refreshed_to=load, refreshes=F("refreshes") + 1)


def carry(made: int, run_id: int) -> None:
    """Let a run that makes another again, and is not published yet, list who was judged again since that one."""
    served.carry(made, run_id)
    [(load, refreshes)] = Run.objects.filter(pk=made).values_list("refreshed_to", "refreshes")
    Run.objects.filter(pk=run_id).update(refreshed_to=load, refreshes=refreshes)


def times(run_id: int) -> int:
    """How often accounts of a run were judged again: another number, another list."""
    return int(Run.objects.filter(pk=run_id).values_list("refreshes", flat=True).first() or 0)


def kept(run_id: int) -> dict[str, list[Sequence[object]]]:
    """All that is kept of a run: the rows of each table that goes on, and the accounts themselves."""
    found: dict[str, list[Sequence[object]]] = {REFRESHED: [], **{f"{REFRESHED}_{table}": [] for table in CARRIED}}
    for account, *tables in RefreshedAccount.objects.filter(run=run_id).values_list("account_id", *CARRIED):
        found[REFRESHED].append((account,))
        for table, rows in zip(CARRIED, tables, strict=True):
            found[f"{REFRESHED}_{table}"] += rows
    return found


def settle(run_id: int, tables: Mapping[str, StoredFile | None], *, token: int) -> None:
    """List the files that what is kept of a run was stored as, as tables of the run; all at once or not at all."""
    with transaction.atomic():
        require(WRITER, token)
        for table, stored in tables.items():
            RunTable.objects.create(run_id=run_id, table=table, file=list_file(stored) if stored else None)
        RefreshedAccount.objects.filter(run=run_id).delete()
