"""What moved the scores of one account, down to the acts, or of all of them, those that moved most first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mqa.answers.changes.causes import CAUSES, DEFINITION, LET_IN, NEW_ACTS, START, Between, Day
from mqa.answers.changes.judging import MOVED, Found, begin, judge
from mqa.answers.evidence import changes_of_level, found
from mqa.answers.turns import Turns
from mqa.explain.changes import Because, Moved, State, because
from mqa.explain.standing import NO_LEVEL, Step, history
from mqa.grounds import PEOPLE, by_account, occasions_of
from mqa.ledger import runs, segments
from mqa.line import Accounts
from mqa.reading import Account, Connection, Row, named_sql, rows
from mqa.terms.progress import Progress, silent
from mqa.terms.stored import AFTER_LOAD
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import require, scan_sql

MEMORY = "500MB"
SCORES = ("fit", "engagement", "breadth", "depth", "recency", "product")  # beside the topics of intent
ACTS_OF_A_SHARD = 4_000_000
ACCOUNTS_OF_A_SHARD = 500_000
# Grain: one account whose score moved, the most moved first; then those of which another score did.
MOST_MOVED = """
    select account_id
    from moved
    group by account_id
    having bool_or(was <> now or len(list_filter(parts, lambda x: x <> 0)) > 0)
    order by
        coalesce(max(abs(now - was)) filter (where score = $by), 0) desc,
        coalesce(max(list_max(list_transform(parts, lambda x: abs(x)))) filter (where score = $by), 0) desc,
        account_id
"""


@dataclass(frozen=True)
class Levels:
    """At which level an account stood on both days, and every change between them, the latest first."""

    was: str
    now: str
    changes: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What moved the scores of one account.

    Of an account that was asked for alone, `because`: what each cause was made of, and `people`: names by number.
    """

    account: Account
    levels: Levels
    scores: tuple[Moved, ...]
    because: tuple[Because, ...] = ()
    people: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AllChanges:
    """What moved the scores of the accounts that moved most; how many were judged, and how many of them moved."""

    between: Between
    by: str
    accounts: tuple[Changes, ...]
    in_all: int
    moved: int


_told: Turns[Changes] = Turns(
    waiting=2, seconds=8, remembered=16, busy="What moved other accounts is being found out just now."
)


def in_turn(folder: Path, between: Between, typed: str) -> Changes:
    """What moved the scores of the account that is meant, made in turn with others and remembered for a while.

    Raises Refused where there is no such account, Busy where several are waited for already.
    """
    one, _ = found(folder, typed, between.until.known_at, memory_limit=MEMORY)
    days = ((day.as_of, day.known_at, day.agreement.version, day.seen) for day in (between.since, between.until))
    question = (str(folder.absolute()), *days, one.account_id, segments.last())
    return _told.answer(question, lambda: of_account(folder, between, one, memory_limit=MEMORY))


def of_account(folder: Path, between: Between, one: Account, *, memory_limit: str) -> Changes:
    """What moved the scores of one account between two days, and what each cause was made of.

    The ledger must be open. Raises Unavailable where a stored file is missing.
    """
    only = Accounts(one.account_id, one.account_id)
    with open_warehouse(folder, memory_limit=memory_limit, threads=1) as connection:
        _open_world(connection, folder, between)
        begin(connection)
        judged = judge(connection, between, only, at_hand=True)
        scores = _moved(rows(connection, MOVED))
        people = {row["person_id"]: row["person_key"] for row in rows(connection, PEOPLE, {"known_at": NEW_ACTS})}
        told = because(CAUSES, [*_states(between, judged)], people)
        levels = _levels(connection, folder, between, [one.account_id], here=[one.account_id])
    return Changes(one, levels[one.account_id], tuple(scores), tuple(told), people)


def of_all(
    folder: Path, between: Between, *, by: str, most: int, memory_limit: str, progress: Progress = silent
) -> AllChanges:
    """What moved the scores of the accounts that moved most by one of SCORES; the ledger must be open."""
    with open_warehouse(folder, memory_limit=memory_limit) as connection:
        _open_world(connection, folder, between)
        shards = Accounts().shards(_shard_count(connection, between))
        for nth, only in enumerate(shards):
            progress("Judging both days", nth, len(shards))
            begin(connection)
            judge(connection, between, only)
            made = "insert into moved" if nth else "create table moved as"
            connection.execute(f"{made} {MOVED}")
        progress("Judging both days", len(shards), len(shards))
        ranked = [row["account_id"] for row in rows(connection, MOST_MOVED, {"by": by})]
        wanted = ranked[:most]
        scores = by_account(rows(connection, "from moved where list_contains($some, account_id)", {"some": wanted}))
        before, here = (_named(connection, day, wanted) for day in (between.since, between.until))
        named = before | here
        levels = _levels(connection, folder, between, wanted, here=here)
        (in_all,) = connection.execute("select count(distinct account_id) from moved").fetchall()[0]
    told = (Changes(named[one], levels[one], tuple(_moved(scores[one]))) for one in wanted)
    return AllChanges(between, by, tuple(told), int(in_all), len(ranked))


def _open_world(connection: Connection, folder: Path, between: Between) -> None:
    """Let the world be views of the schema `world`: rows that the last day saw, `late` where the first day did not.

    Raises Unavailable: a file is missing.
    """
    connection.execute("create schema world")
    live = segments.all_live()
    for name in (*LET_IN, "shapes", "content"):  # what scores are made of: no answers of sales
        files, table = live.get(name, ()), WORLD[name]
        require(connection, folder, files, table.columns)
        sights = [day.seen.condition(name) if day.seen else "" for day in (between.since, between.until)]
        columns = {**table.columns, AFTER_LOAD: "bigint"} if sights[0] else table.columns
        scan = scan_sql(folder, files, columns, condition=sights[1])
        late = f"* exclude ({AFTER_LOAD}), not ({sights[0]}) as late" if sights[0] else "*, false as late"
        connection.execute(f"create view world.{name} as select {late} from ({scan})")


def _shard_count(connection: Connection, between: Between) -> int:
    """How many shards keep what is judged at once within memory."""
    acts, accounts = connection.execute(
        "select (select count(*) from world.activities where day > ?), (select count(*) from world.accounts)",
        [between.days["after"]],
    ).fetchall()[0]
    return max(1, -(-int(acts) // ACTS_OF_A_SHARD), -(-int(accounts) // ACCOUNTS_OF_A_SHARD))


def _states(between: Between, found: Found) -> Iterator[State]:
    """What was found before all causes, and after each: where one touched nothing, what was found before it."""
    tables: Mapping[str, Sequence[Row]] = {}
    for step in range(START, DEFINITION + 1):
        tables = found.get(step, tables)
        definition = (between.until if step == DEFINITION else between.since).definition
        acts = found.get(step, {})
        yield State(tables, definition, occasions_of(acts.get("came", ())), occasions_of(acts.get("went", ())))


def _levels(
    connection: Connection, folder: Path, between: Between, accounts: Sequence[int], *, here: Collection[int]
) -> dict[int, Levels]:
    """The levels of some accounts, by what the last day's run rests on; those not `here` any more have none.

    Where that day has no run, by what the last run of all rests on.
    """
    until, name = between.until, between.until.definition.name
    last = runs.published(name, until.as_of, known_at=until.known_at) or runs.published(name)
    scans: Sequence[str] = ()
    if accounts and last:
        only = Accounts(min(accounts), max(accounts))
        scans = changes_of_level(folder, last, only, until.as_of, of=until.definition, version=until.agreement.version)
    changed: Mapping[int, Sequence[Row]] = {}
    if scans:
        query = f"from ({' union '.join(scans)}) where as_of <= $as_of and list_contains($some, account_id)"
        changed = by_account(rows(connection, query, {"as_of": until.as_of, "some": [*accounts]}))
    return {
        one: _levels_of(history(changed.get(one, ()), until.definition), between.since.as_of, here=one in here)
        for one in accounts
    }


def _levels_of(steps: Sequence[Step], since: int, *, here: bool) -> Levels:
    """The levels on both days; `steps`: the latest first."""
    was = next((step.level for step in steps if step.day <= since), NO_LEVEL)
    now = steps[0].level if steps and here else NO_LEVEL
    return Levels(was, now, tuple(step for step in steps if step.day > since))


def _named(connection: Connection, day: Day, accounts: Sequence[int]) -> dict[int, Account]:
    """Some accounts as they are called on a day, those that are there."""
    connection.execute("create or replace view accounts as from world.accounts")
    query = f"from ({named_sql(day.known_at)}) where list_contains($some, account_id)"
    return {row["account_id"]: Account(**row) for row in rows(connection, query, {"some": [*accounts]})}


def _moved(found: Sequence[Row]) -> Iterator[Moved]:
    """Rows as scores that moved: those of the definition in their order, then topics by name."""
    order = (*SCORES, "intent")
    for row in sorted(found, key=lambda row: (row["account_id"], order.index(row["score"]), row["topic"])):
        yield Moved(**{**row, "parts": tuple(row["parts"])})
