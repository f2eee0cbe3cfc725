"""Refreshing: accounts of which something was stored since the run of today are judged again, and listed anew.

It is provisional: the tables of the run stay as they are. But what is listed of a refreshed account is what a run of
the day made now would say of it, to the last digit (a law of the tests proves it), and the run of the next day goes on
from it. Nobody else's result can change: that of an account depends on its own rows alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from json import dumps
from pathlib import Path
from typing import Any

from django.db import transaction

from mqa import pipeline
from mqa.answered import store_answers
from mqa.carried import Basis, basis_of, yesterday_of
from mqa.judging import days_folded, judge_days, unasked
from mqa.ledger import leases, refreshed, runs, segments, served
from mqa.ledger.runs import CARRIED, PublishedRun
from mqa.line import Accounts
from mqa.live.near import NOT_LISTED, Near
from mqa.live.places import Places
from mqa.live.touched import touched
from mqa.pipeline import TABLES
from mqa.rolling import RulesMade, roll_up, segments_for
from mqa.serving import number, served_rows
from mqa.terms.rules import Agreement
from mqa.terms.stored import Seen
from mqa.warehouse.opening import open_warehouse, plan_quickly

RANK, ACCOUNT, ENGAGEMENT, LEVEL_RANK, LEVEL, STAGE = (
    served.COLUMNS.index(column) for column in ("rank", "account_id", "engagement", "level_rank", "level", "stage")
)
NOWHERE = ("suspect", "")
MOST = 20_000  # accounts that are judged again together; for more a run is quicker
Follow = Callable[[PublishedRun, Sequence[int]], None]


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: how many accounts it judged, and which of them changed their stage or level."""

    run_id: int
    accounts: int
    moved: tuple[int, ...]


def to_refresh(agreement: Agreement, today: int) -> PublishedRun | None:
    """The run of today that may be refreshed; None where one must be made first.

    So it is where there is none, where it was made by another version, knew less than its day, has no list, went on
    from another run than one made now would, or where the map of content that it asks says more by now: that concerns
    everybody.
    """
    return found[0] if (found := _to_refresh(agreement, today)) else None


def _to_refresh(agreement: Agreement, today: int) -> tuple[PublishedRun, Basis] | None:
    """The run of today that may be refreshed, and what a run made now would rest on."""
    run = runs.published(agreement.definition.name)
    if run is None or (run.as_of, run.known_at, run.version) != (today, today, agreement.version) or run.seen is None:
        return None
    if pipeline.asks_content(agreement.definition) and segments.last_load_of("content") > run.seen.last_load:
        return None
    basis = _basis(agreement, run)
    same = run.went_on_from == (basis.earlier.run.run_id if basis.earlier else None)
    return (run, basis) if same and served.is_served(run.run_id) else None


def _basis(agreement: Agreement, run: PublishedRun) -> Basis:
    """What a run of the same day made now would rest on."""
    basis = basis_of(agreement, run.as_of, run.known_at, None, again=False)
    return basis if basis.earlier else replace(basis, fold_from=run.fold_from)


class Live:
    """One definition's run of today, kept fresh by whoever calls `refresh` again and again."""

    def __init__(self, folder: Path, agreement: Agreement, run: PublishedRun, *, memory_limit: str = "1GB") -> None:
        self.run = run
        self._folder, self._agreement = folder, agreement
        left = yesterday_of(folder, _basis(agreement, run).earlier, Accounts())
        self._near = Near(folder, agreement.definition, left, memory_limit=memory_limit)
        self._near.bring(segments_for(agreement.definition))
        self._places = Places(folder, run, memory_limit=memory_limit)
        self._rolling, self._rules = open_warehouse(folder, threads=1), RulesMade()
        plan_quickly(self._rolling)
        number(self._near.connection, agreement.definition)
        seen = run.seen or Seen(0, 0)
        self._seen = Seen(seen.last_load if run.refreshed_to is None else run.refreshed_to, seen.last_answer)

    def close(self) -> None:
        """Let go of the engines."""
        self._near.close()
        self._rolling.close()

    def refresh(self, now: datetime, follow: Follow) -> Refreshed | None:
        """Judge again whom something new concerns, list them, and `follow` those who moved, in one transaction.

        None where a run is due instead: this one no longer holds, or more than MOST accounts are concerned. Raises
        Unavailable where another writer is at work.
        """
        name = self._agreement.definition.name
        with leases.held() as token:
            store_answers(self._folder, name, token=token)
            still = _to_refresh(self._agreement, self.run.as_of)
            if still is None or still[0].run_id != self.run.run_id:
                return None
            _, basis = still
            accounts = touched(self._near.connection, self._folder, self._agreement.definition, self._seen)
            if len(accounts) > MOST:
                return None
            moved: tuple[int, ...] = ()
            if accounts:
                self._roll_up(token)
                self._judge(accounts, basis)
                moved = self._list(accounts, basis.seen, now, follow, token)
            self._seen = basis.seen
        return Refreshed(self.run.run_id, len(accounts), moved)

    def _roll_up(self, token: int) -> None:
        roll_up([self._rolling], self._folder, self._agreement.definition, token=token, rules=self._rules)

    def _judge(self, accounts: Sequence[int], basis: Basis) -> None:
        definition, (as_of, known_at) = self._agreement.definition, (self.run.as_of, self.run.known_at)
        left = self._near.narrow(segments_for(definition), accounts)
        first = basis.earlier.run.as_of + 1 if basis.earlier else basis.fold_from
        days = days_folded(range(first, as_of + 1), known_at)
        judge_days(self._near.connection, definition, days, left, but=(*NOT_LISTED, *unasked(definition)))

    def _list(self, accounts: Sequence[int], seen: Seen, now: datetime, follow: Follow, token: int) -> tuple[int, ...]:
        """List the accounts that were judged, and keep what the next day goes on from; returns who moved."""
        run_id = self.run.run_id
        rows = [self._placed(row) for row in served_rows(self._near.connection, self.run.known_at)]
        stand = {row[ACCOUNT]: (row[STAGE], row[LEVEL]) for row in rows}
        kept = self._kept(accounts)
        with transaction.atomic():
            leases.require(leases.WRITER, token)
            stood = served.standing(run_id, accounts)
            served.serve_again(run_id, rows, [one for one in accounts if one not in stand], now)
            refreshed.keep(run_id, kept, seen.last_load)
            moved = [one for one in accounts if stand.get(one, NOWHERE) != stood.get(one, NOWHERE)]
            if moved:
                follow(self.run, moved)
        return tuple(moved)

    def _placed(self, row: Sequence[Any]) -> list[Any]:
        placed = list(row)
        placed[RANK] = self._places.of(row[LEVEL_RANK], row[ENGAGEMENT])
        return placed

    def _kept(self, accounts: Sequence[int]) -> dict[int, tuple[str, str]]:
        """By account its rows of what the next day goes on from, as JSON."""
        standings, streaks = (self._by_account(table) for table in CARRIED)
        return {one: (dumps(standings.get(one, [])), dumps(streaks.get(one, []))) for one in accounts}

    def _by_account(self, table: str) -> dict[int, list[Sequence[Any]]]:
        found: dict[int, list[Sequence[Any]]] = {}
        nth = list(TABLES[table].columns).index("account_id")
        for row in self._near.connection.execute(f"select * from {table}").fetchall():
            found.setdefault(row[nth], []).append(row)
        return found
