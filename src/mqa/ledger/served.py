"""The serving copy of a run: its accounts with names beside numbers, as lists and searches read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from mqa.ledger.models import Run, ServedAccount
from mqa.ledger.names import rows_of
from mqa.ledger.opening import roomy

NOT_OF_A_RUN = ("id", "run_id", "refreshed_at")
COLUMNS = tuple(f.column for f in ServedAccount._meta.concrete_fields if f.column not in NOT_OF_A_RUN)
# Two accounts may share a rank since one of them was judged again.
IN_ORDER = ("rank", "-level_rank", "-engagement", "domain", "id")
AT_ONCE = 20_000  # rows in one transaction: others who write wait a fraction of a second
INSERT = "insert into ledger_servedaccount (run_id, {columns}) values (%s, {marks})"
AGAIN = f"""
    insert into ledger_servedaccount (run_id, refreshed_at, {", ".join(f'"{column}"' for column in COLUMNS)})
    values (%s, %s, {", ".join(["%s"] * len(COLUMNS))})
    on conflict (run_id, account_id) do update set refreshed_at = excluded.refreshed_at,
    {", ".join(f'"{column}" = excluded."{column}"' for column in COLUMNS if column != "account_id")}
"""
DELETE = """
    delete from ledger_servedaccount
    where id in (select id from ledger_servedaccount where run_id = %s order by id limit %s)
"""


def serve(run_id: int, rows: Iterable[Sequence[object]]) -> int:
    """Write the accounts of a run that is not yet published, in chunks; returns how many.

    Rows are in the order of `COLUMNS`. Nobody looks at them before the run is published.
    """
    columns = ", ".join(f'"{column}"' for column in COLUMNS)
    insert = INSERT.format(columns=columns, marks=", ".join(["%s"] * len(COLUMNS)))
    rest, count = iter(rows), 0
    with roomy():
        while some := [(run_id, *row) for row in islice(rest, AT_ONCE)]:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(insert, some)
            count += len(some)
    return count


def serve_again(run_id: int, rows: Sequence[Sequence[object]], gone: Sequence[int], now: datetime) -> None:
    """Write accounts of a published run that were judged again, and remove those that are `gone`.

    Rows are in the order of `COLUMNS`. Part of the transaction that enters what follows from it.
    """
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.executemany(AGAIN, [(run_id, moment, *row) for row in rows])
    for start in range(0, len(gone), AT_ONCE):
        ServedAccount.objects.filter(run=run_id, account_id__in=gone[start : start + AT_ONCE]).delete()


def carry(made: int, run_id: int) -> None:
    """Write who was judged again since a run, as it was found, into the copy of a run that makes that one again."""
    again = [*_again(made).order_by("account_id").values_list("account_id", flat=True)]
    moment = connection.ops.adapt_datetimefield_value
    with roomy():
        for start in range(0, len(again), AT_ONCE):
            some = ServedAccount.objects.filter(run=made, account_id__in=again[start : start + AT_ONCE])
            with transaction.atomic(), connection.cursor() as cursor:
                found = some.values_list("refreshed_at", *COLUMNS)
                cursor.executemany(AGAIN, [(run_id, moment(at), *row) for at, *row in found])


def standing(run_id: int, accounts: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The stage and level of some accounts in a run's copy, by number."""
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(accounts), AT_ONCE):
        some = ServedAccount.objects.filter(run=run_id, account_id__in=accounts[start : start + AT_ONCE])
        found |= {number: (stage, level) for number, stage, level in some.values_list("account_id", "stage", "level")}
    return found


def refreshed(run_id: int, accounts: Sequence[int]) -> dict[int, datetime]:
    """Which of some accounts were judged again since a run, by number, and when."""
    found: dict[int, datetime] = {}
    for start in range(0, len(accounts), AT_ONCE):
        some = _again(run_id).filter(account_id__in=accounts[start : start + AT_ONCE])
        found |= dict(some.values_list("account_id", "refreshed_at"))
    return found


def judged_again(run_id: int) -> int:
    """How many accounts of a run were judged again since."""
    return int(_again(run_id).count())


def _again(run_id: int) -> QuerySet[ServedAccount]:
    return ServedAccount.objects.filter(run=run_id).exclude(refreshed_at=None)


def is_served(run_id: int) -> bool:
    """Whether a run has a serving copy."""
    return bool(ServedAccount.objects.filter(run=run_id).exists())


def day_of(definition: str, run_id: int) -> int | None:
    """The day of a published run of a definition whose copy is kept; None where there is none (any more)."""
    run = rows_of(Run, definition).filter(pk=run_id, kind="live").exclude(published_at=None).first()
    return int(run.as_of) if run and is_served(run_id) else None


def forget_before(definition: str, run_id: int) -> None:
    """Remove the copies of runs that are over: those before the one that the followed run `run_id` has taken the place
    of, and those of failed runs.

    The run before keeps its copy until the next is followed: a page that is being made, and a list that is being read
    page by page, end as they began. Runs under way, and those published but not yet followed, keep theirs, too.
    """
    copies = ServedAccount.objects.filter(run=OuterRef("pk"))
    done = rows_of(Run, definition).filter(Exists(copies)).exclude(pk=run_id)
    done = done.exclude(failed_at=None, published_at=None).exclude(failed_at=None, followed_at=None)
    before = done.filter(failed_at=None, kind="live").order_by("-as_of", "-id").values_list("pk", flat=True).first()
    for run in done.exclude(pk=before or 0).values_list("pk", flat=True):
        _forget(run)


def _forget(run_id: int) -> None:
    removed = AT_ONCE
    with roomy():
        while removed == AT_ONCE:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(DELETE, [run_id, AT_ONCE])
                removed = cursor.rowcount


def account_id(run_id: int, domain: str) -> int | None:
    """The number of the account of a domain in a run's copy."""
    found = ServedAccount.objects.filter(run=run_id, domain=domain.strip().lower())
    number: int | None = found.values_list("account_id", flat=True).first()
    return number
