"""The rows that results of a published run rest on, and the acts, facts and research behind them; of one account or
of many at once.

What a run does not keep (members, the facts that held) is made again by the same steps, for these accounts alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mqa import line, pipeline
from mqa.carried import before, yesterday_of
from mqa.definition.rows.windows import longest_window
from mqa.explain.shares import Occasion
from mqa.judging import days_folded, judge_days, queries_to_store
from mqa.ledger import segments, served
from mqa.ledger.runs import PublishedRun
from mqa.line import FOLD_DAYS, Accounts
from mqa.pipeline import DAY, ROLL_UP
from mqa.reading import OF_A_RUN, Account, Connection, Row, named_sql, rows, view_run, view_world
from mqa.renaming import line_of
from mqa.scoring.patterns import Shape
from mqa.terms.rules import Definition
from mqa.terms.stored import Seen
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse

NEVER_KEPT = (
    "accounts_today",
    "members",
    "sure_visitors",
    "known_facts",
    "criteria_met",  # kept, but read by those below
    "fit",
    "placements",
    "person_signals",
    "content_stages",
    "buying_stages",
    "strengths",
)
OF_THE_ACCOUNT = (*(table for table in OF_A_RUN if table != "near_misses"), "members", "known_facts", "buying_stages")
AT_ONCE = 250  # accounts whose rows are held in memory together
MOST_IDS = 10
SHAPES = """
    select distinct shape_id, kind, path, source, campaign, topic
    from shapes
    where shape_id in (select shape_id from activities)
    order by shape_id
"""
# Grain: the acts of one signal and kind by one person (0: all nameless visitors; placed: as sure or as likely ones,
# where the definition weighs that) of an account on one day, learned on one day. Memory grows with people and days,
# not with acts; of ids and places only the first are kept.
OCCASIONS = """
    with acts as (
        select
            a.account_id, a.activity_id, a.day, min(a.known_on) as known_on, greatest(a.person_id, 0) as person_id,
            case
                when a.person_id > 0 or not exists (select 1 from sure_rules) then ''
                when v.person_id is null then 'likely'
                else 'sure'
            end as placed,
            h.kind, p.pattern_set, p.topics, p.stage,
            max(coalesce(nullif(a.asset, ''), a.url, '')) as about, sum(a.times) as times
        from activities as a
        inner join shapes as h on h.shape_id = a.shape_id
        left join mapped_assets as m on m.asset_id = a.asset_id
        inner join shape_patterns as p
            on p.shape_id = a.shape_id and p.asset_id = coalesce(m.asset_id, 0)
            and a.seconds >= p.seconds_from and a.seconds < p.seconds_below
            and p.times > 0 and p.known_from <= $known_at and p.known_before > $known_at
        left join sure_visitors as v
            on v.as_of = $as_of and v.account_id = a.account_id and v.person_id = a.person_id
        where a.day <= $as_of and a.day > $as_of - $window and a.known_on <= $known_at
        group by
            a.account_id, a.activity_id, a.day, a.person_id, v.person_id, h.kind, p.pattern_set, p.topics, p.stage
        having sum(a.times) > 0
    ),

    occasions as (
        select
            a.account_id, g.name as signal, a.person_id, a.placed, a.day, a.known_on, a.kind, a.topics, a.stage,
            min(nullif(a.about, '')) as about,
            count(distinct nullif(a.about, '')) as places,
            min(a.activity_id, $most_ids) as activity_ids,
            cast(sum(a.times) as bigint) as times
        from acts as a
        inner join pattern_signals as s on s.pattern_set = a.pattern_set
        inner join signals as g on g.signal = s.signal
        where
            exists (
                select 1 from worth as w where w.signal = s.signal and w.age = $as_of - a.day and w.points <> 0
            )
        group by a.account_id, g.name, a.person_id, a.placed, a.day, a.known_on, a.kind, a.topics, a.stage
    )

    select
        account_id, signal, person_id, placed, day, known_on, kind, coalesce(about, '') as about, places, activity_ids,
        times,
        cast(sum(times) over (partition by account_id, signal, person_id) as bigint) as in_all,
        topics, cast(stage as bigint) as stage
    from occasions
    qualify row_number() over (
        partition by account_id, signal, person_id
        order by day desc, known_on desc, kind, placed desc, stage desc, topics
    ) <= coalesce($most, 9223372036854775807)
    order by day desc, known_on desc, kind, signal, person_id, placed desc, stage desc, topics
"""
PEOPLE = """
    with records as (
        select
            account_id, person_id, person_key, coalesce(title, '') as title,
            max(told_on) filter (where times > 0 and known_on <= $known_at) as told_on,
            sum(times) filter (where known_on <= $known_at) as times
        from people
        where person_id > 0
        group by account_id, person_id, person_key, coalesce(title, '')
    )

    select
        account_id,
        person_id,
        max(person_key) as person_key,
        coalesce(arg_max(title, row(told_on, title)) filter (where title <> '' and times > 0), '') as title
    from records
    group by account_id, person_id
"""
# Grain: one value of a fact that holds, with the day on which it was last observed and who said so.
DATED_FACTS = """
    with told as (
        select account_id, fact, value, number_milli, value_on, observed_on, source, told_on
        from facts
        where observed_on <= $as_of and known_on <= $known_at
        group by account_id, fact, value, number_milli, value_on, observed_on, source, told_on
        having sum(times) > 0
    )

    select
        k.account_id, u.fact, k.value, k.number_milli, k.value_on, k.hindsight, max(f.observed_on) as observed_on,
        arg_max(f.source, row(f.observed_on, f.told_on, f.source)) as source
    from known_facts as k
    inner join used_facts as u on u.fact_number = k.fact_number
    inner join told as f
        on
            f.account_id = k.account_id and f.fact = u.fact
            and f.value is not distinct from k.value
            and f.number_milli is not distinct from k.number_milli
            and f.value_on is not distinct from k.value_on
    where k.as_of = $as_of
    group by k.account_id, u.fact, k.value, k.number_milli, k.value_on, k.hindsight
    order by u.fact, k.value, k.number_milli, k.value_on
"""
# Grain: the latest week in which one provider saw an account research one topic, and how strongly.
RESEARCH = """
    select
        s.account_id, t.topic_name as topic, s.provider, s.week, s.strength_milli,
        s.counted, s.counted_before, s.days_before
    from strengths as s
    inner join topics as t on t.topic = s.topic
    where s.as_of = $as_of
    qualify row_number() over (
        partition by s.account_id, t.topic_name, s.provider order by s.week desc, s.strength_milli desc
    ) = 1
    order by t.topic_name, s.provider
"""
ByAccount = dict[int, list[Row]]


@dataclass(frozen=True)
class Evidence:
    """What a result rests on. `run_id`: the published run it was read from (None: computed now, for this account).

    `tables`: rows by table, as the steps made them, beside them `dated_facts` and `research`; `people`: person keys and
    titles by number; `occasions`: the acts that signals look at, by day, the latest first.
    """

    account: Account
    aliases: tuple[str, ...]
    as_of: int
    known_at: int
    run_id: int | None
    tables: Mapping[str, Sequence[Row]]
    people: Mapping[int, Row]
    occasions: tuple[Occasion, ...]


def person_names(found: Evidence) -> dict[int, str]:
    """People as they were loaded, by number."""
    return {number: row["person_key"] for number, row in found.people.items()}


def of_many(
    folder: Path,
    definition: Definition,
    run: PublishedRun,
    accounts: Collection[int],
    *,
    most: int | None,
    memory_limit: str,
) -> Iterator[Evidence]:
    """The evidence of many accounts in a published run, in the order of their numbers; some hundreds are read at once.

    `most`: how many occasions of each signal and person are wanted (None: all). Accounts that the run does not know
    are left out; of changes of level only the last day's are there. Those that were judged again since are judged
    here, too.
    """
    wanted = sorted(set(accounts))
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        again = served.refreshed(run.run_id, some)
        for part in ([one for one in some if one not in again], [one for one in some if one in again]):
            if part:
                with open_warehouse(folder, memory_limit=memory_limit) as connection:
                    yield from _of_some(connection, folder, definition, run, part, most, again=part[0] in again)


def judge_now(
    connection: Connection,
    folder: Path,
    definition: Definition,
    version: str,
    only: Accounts,
    day: tuple[int, int],
    *,
    of_wanted: bool = False,
) -> PublishedRun | None:
    """Run the line for the accounts in view, folded as a run made now would fold it; returns the run it goes on from.

    `day`: as_of and known_at. `of_wanted`: only those in the table `wanted` are in view.
    """
    as_of, known_at = day
    earlier = before(definition, version, as_of)
    first = earlier.run.as_of + 1 if earlier else as_of - FOLD_DAYS
    left = yesterday_of(folder, earlier, only)
    if left and of_wanted:
        left = {table: f"select * from ({query}) where account_id in (from wanted)" for table, query in left.items()}
    judge_days(connection, definition, days_folded(range(first, as_of + 1), known_at), left)
    make_anew(connection)
    connection.execute(f"create or replace view verdicts as {queries_to_store()['verdicts']}")
    return earlier.run if earlier else None


def _of_some(
    connection: Connection,
    folder: Path,
    definition: Definition,
    run: PublishedRun,
    some: list[int],
    most: int | None,
    *,
    again: bool,
) -> Iterator[Evidence]:
    only = Accounts(some[0], some[-1])
    connection.execute("create table wanted as select unnest($some::bigint[]) as account_id", {"some": some})
    open_world(
        connection, folder, definition, only, of_wanted=True, seen=None if again else segments.narrowed(run.seen)
    )
    if again:
        judge_now(connection, folder, definition, run.version, only, (run.as_of, run.known_at))
    else:
        read_run(connection, folder, definition, run, only)
        _keep_wanted(connection, OF_A_RUN)
    days = days_of(definition, run.as_of, run.known_at)
    tables = {table: by_account(found) for table, found in rows_of_day(connection, days).items()}
    people = by_account(rows(connection, PEOPLE, {"known_at": run.known_at}))
    occasions = by_account(occasion_rows(connection, days, most))
    named = {row["account_id"]: Account(**row) for row in rows(connection, named_sql(run.known_at))}
    for account in some:
        if account in named and account in tables["scores"]:
            yield Evidence(
                named[account],
                (),
                run.as_of,
                run.known_at,
                None if again else run.run_id,
                {table: found.get(account, []) for table, found in tables.items()},
                {row["person_id"]: row for row in people.get(account, [])},
                occasions_of(occasions.get(account, [])),
            )


def open_world(
    connection: Connection,
    folder: Path,
    definition: Definition,
    only: Accounts,
    *,
    of_wanted: bool = False,
    seen: Seen | None = None,
) -> None:
    """Open what was told of these accounts, and make the rule tables and activity days that it asks for.

    `of_wanted`: only those in the table `wanted`, read into memory once; `seen`: only rows that a run saw.
    """
    world = [name for name in WORLD if name != ROLL_UP.table]
    view_world(connection, folder, world, only, answers_of=line_of(definition), seen=seen)
    if of_wanted:
        _keep_wanted(connection, [name for name in world if "account_id" in WORLD[name].columns])
    shapes = [Shape(*row) for row in connection.execute(SHAPES).fetchall()]
    mapped = line.content(connection, line.told(connection, definition))
    line.fill_all(connection, pipeline.rules(definition, shapes, line.titles(connection), mapped))
    line.make(connection, ROLL_UP)


def read_run(connection: Connection, folder: Path, definition: Definition, run: PublishedRun, only: Accounts) -> None:
    """View what a run has kept of the accounts in view, and make what it has not."""
    line.fill_all(connection, pipeline.day_rows([(run.as_of, run.known_at)], definition))
    make_anew(connection)
    for table in OF_A_RUN:
        connection.execute(f"drop table if exists {table}")
    view_run(connection, folder, run, only)


def make_anew(connection: Connection) -> None:
    """Make the tables that no run keeps, of the day in view."""
    for step in DAY:
        if step.table in NEVER_KEPT:
            line.make(connection, step)


def days_of(definition: Definition, as_of: int, known_at: int) -> dict[str, int]:
    """The day that is asked about, what was known then, and how far back acts count."""
    return {"as_of": as_of, "known_at": known_at, "window": longest_window(definition)}


def rows_of_day(connection: Connection, days: Mapping[str, int]) -> dict[str, list[Row]]:
    """The rows of the day in view, by table; of changes of level, those of that day."""
    tables = {
        name: rows(connection, f"select * from {name} where as_of = ?", [days["as_of"]]) for name in OF_THE_ACCOUNT
    }
    tables["dated_facts"] = rows(connection, DATED_FACTS, _some(days, "as_of", "known_at"))
    tables["research"] = rows(connection, RESEARCH, _some(days, "as_of"))
    return tables


def occasion_rows(connection: Connection, days: Mapping[str, int], most: int | None) -> list[Row]:
    """The acts that signals look at, of the accounts in view."""
    given: dict[str, Any] = {**_some(days, "as_of", "known_at", "window"), "most": most, "most_ids": MOST_IDS}
    return rows(connection, OCCASIONS, given)


def occasions_of(found: Sequence[Row]) -> tuple[Occasion, ...]:
    """Rows of one account as occasions."""
    return tuple(Occasion(**{name: value for name, value in row.items() if name != "account_id"}) for row in found)


def by_account(found: Sequence[Row]) -> ByAccount:
    """Rows by their account."""
    parts: ByAccount = {}
    for row in found:
        parts.setdefault(row["account_id"], []).append(row)
    return parts


def _keep_wanted(connection: Connection, tables: Sequence[str]) -> None:
    """Let views be tables of the wanted accounts alone: what follows reads them more than once."""
    for table in tables:
        query = f"select * from {table} where account_id in (select account_id from wanted)"
        connection.execute(f"create table kept as {query}")
        connection.execute(f"drop view {table}")
        connection.execute(f"alter table kept rename to {table}")


def _some(days: Mapping[str, int], *names: str) -> dict[str, int]:
    return {name: days[name] for name in names}
