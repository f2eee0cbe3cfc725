"""How many accounts of a run would match each choice of each filter.

A run's served rows change only where accounts are judged again: what nobody searched for is counted once a run and
refresh, and remembered.
The matches of a search are counted up to a bound: a word that is found everywhere must cost no more than a rare one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import Count, QuerySet

from mqa.ledger import refreshed
from mqa.ledger.models import ServedAccount
from mqa.terms import stages

Filters = Mapping[str, Sequence[str]]
Cells = Mapping[tuple[Any, ...], int]  # how many accounts have these values of COUNTED

COUNTED = ("level", "stage", "tier", "segment", "grade", "state")
READ = ("level_rank", *COUNTED)
MOST_COUNTED = 5_000  # of the matches of a search
FEW = 400
REMEMBERED = 32


@dataclass(frozen=True)
class Choice:
    """One value of a filter, whether it is chosen, and how many accounts match it beside the other filters' choices."""

    value: str
    accounts: int
    chosen: bool


@dataclass(frozen=True)
class Counted:
    """How many accounts match (at least, where `more`), and the choices of each filter in their order.

    `few`: the ids of what a search found, where it found little: looking for it a second time would cost as much.
    """

    in_all: int
    more: bool
    choices: Mapping[str, tuple[Choice, ...]]
    few: tuple[int, ...] | None = None


def counted(run_id: int, narrowed: QuerySet[ServedAccount], filters: Filters, *, search: str) -> Counted:
    """The counts for accounts that are narrowed by everything but the filters of COUNTED; these are `filters`."""
    more, few = False, None
    everyone = _cells_of_run(_ledger(), run_id, refreshed.times(run_id))
    if search:
        cells, more, few = _first_cells(narrowed)
    elif any(name not in COUNTED for name in filters):
        cells = _cells_of(narrowed)
    else:
        cells = everyone
    chosen = {name: frozenset(filters[name]) for name in COUNTED if filters.get(name)}
    found: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    in_all = 0
    for values, accounts in cells.items():
        here = dict(zip(COUNTED, values[1:], strict=True))
        missed = [name for name, wanted in chosen.items() if here[name] not in wanted]
        in_all += 0 if missed else accounts
        for name in COUNTED if not missed else missed if len(missed) == 1 else ():
            found[name][here[name]] += accounts
    return Counted(in_all, more, {name: _choices(name, everyone, found[name], filters) for name in COUNTED}, few)


def occurring(run_id: int) -> dict[str, frozenset[str]]:
    """The values of each counted filter that occur in a run."""
    cells = _cells_of_run(_ledger(), run_id, refreshed.times(run_id))
    return {name: frozenset(str(values[nth]) for values in cells) for nth, name in enumerate(COUNTED, start=1)}


def owners(run_id: int) -> tuple[str, ...]:
    """Everybody who owns an account of a run, in alphabetical order; accounts of nobody stand as ''."""
    return _owners(_ledger(), run_id, refreshed.times(run_id))


def _choices(name: str, everyone: Cells, found: Counter[str], filters: Filters) -> tuple[Choice, ...]:
    """Every value that occurs in the run, and those that were asked for though they do not."""
    place = 1 + COUNTED.index(name)
    order = {values[place]: _order(name, values) for values in everyone}
    wanted = tuple(filters.get(name, ()))
    values = sorted(order, key=lambda value: (order[value], value))
    return tuple(
        Choice(value, found[value], value in wanted)
        for value in (*values, *(value for value in wanted if value not in order))
    )


def _order(name: str, values: tuple[Any, ...]) -> int:
    """Levels the highest first, stages as the journey goes; others by their names alone."""
    if name == "level":
        return -int(values[0])
    return stages.NAMES.index(values[2]) if name == "stage" and values[2] in stages.NAMES else 0


def _cells_of(narrowed: QuerySet[ServedAccount]) -> Cells:
    found = narrowed.order_by().values_list(*READ).annotate(accounts=Count("id"))
    return {tuple(row[:-1]): int(row[-1]) for row in found}


def _first_cells(narrowed: QuerySet[ServedAccount]) -> tuple[Cells, bool, tuple[int, ...] | None]:
    """The counts of the first matches, whether there are more, and their ids where they are few."""
    rows = [*narrowed.order_by("rank").values_list("pk", *READ)[: MOST_COUNTED + 1]]
    few = tuple(row[0] for row in rows) if len(rows) <= FEW else None
    return Counter(row[1:] for row in rows), len(rows) > MOST_COUNTED, few


@lru_cache(maxsize=REMEMBERED)
def _cells_of_run(ledger: str, run_id: int, refreshes: int) -> Cells:
    del ledger, refreshes  # part of the question only: runs of two workspaces may have one number
    return _cells_of(ServedAccount.objects.filter(run=run_id))


@lru_cache(maxsize=REMEMBERED)
def _owners(ledger: str, run_id: int, refreshes: int) -> tuple[str, ...]:
    del ledger, refreshes
    found = ServedAccount.objects.filter(run=run_id).order_by("owner").values_list("owner", flat=True).distinct()
    return tuple(found)


def _ledger() -> str:
    return str(connections["default"].settings_dict["NAME"])
