"""Who would stand elsewhere under another definition: both judged on the same days by the same steps, in memory.

Nothing is published. Standings are folded from ninety days before the first day that is asked for, as a first run
does, so that two first runs would differ by exactly what is told here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mqa import line, runs
from mqa.answered import store_answers
from mqa.definition.differing import Difference, differences
from mqa.definition.succession import successors
from mqa.explain.conditions import Answer, answers
from mqa.explain.deciding import Deciding, deciding, first_deciding
from mqa.explain.standing import CAUSES
from mqa.ledger import leases
from mqa.line import FOLD_DAYS, Accounts
from mqa.pipeline import VERDICTS
from mqa.reading import Connection, named_sql, rows
from mqa.terms.durations import date_of, day_number
from mqa.terms.progress import Progress, silent
from mqa.terms.rules import Agreement, Calibration, Definition
from mqa.terms.stages import QUALIFIED
from mqa.terms.tables import WORLD, RuleRows
from mqa.warehouse.opening import open_warehouse

WAS, NOW = 1, 2
VOLUME_DAYS = 30  # of one day asked for: the days up to it whose handoffs are counted
DAYS_OF = {"week": 7, "month": 30, "quarter": 91}
OUTSIDE = ("outside", "excluded")  # what `scores` calls those who hold no level
WAITS = "its conditions answer alike; it is the days that a level waits or is kept that decide"
FORCED = ("excluded", "rejected", "deferred", "expired")
TABLES = """
    create table sides (side bigint, level bigint, name varchar, rank bigint, handed bigint);
    create table changes (side bigint, as_of bigint, account_id bigint, was bigint, level bigint, cause varchar);
    create table stood (side bigint, account_id bigint, level bigint);
    create table placed (account_id bigint, tier bigint, segment bigint, open_pipeline bigint);
"""
KEPT = (
    "insert into changes select {side}, as_of, account_id, was, level, cause from transitions",
    "insert into stood select {side}, account_id, level from standings where level > 0",
)
PLACED = """
    insert into placed
    select s.account_id, s.tier, s.segment, case when j.stage = 'pipeline' then 1 else 0 end
    from scores as s
    inner join journey as j on j.account_id = s.account_id
    where s.account_id in (select account_id from changes)
"""
# Grain: an account that stands at a level under either, with the names of both levels (empty: none).
BOTH = """
    create table both_sides as
    select
        coalesce(w.account_id, n.account_id) as account_id,
        coalesce(w.name, '') as was, coalesce(n.name, '') as now,
        coalesce(w.rank, 0) as was_rank, coalesce(n.rank, 0) as now_rank,
        coalesce(w.handed, 0) as was_handed, coalesce(n.handed, 0) as now_handed
    from (select t.account_id, s.* from stood as t join sides as s on s.side = t.side and s.level = t.level
        where t.side = 1) as w
    full join (select t.account_id, s.* from stood as t join sides as s on s.side = t.side and s.level = t.level
        where t.side = 2) as n on n.account_id = w.account_id
"""
LEVELS = """
    select
        l.name, l.handed,
        count(*) filter (where b.was = l.name) as was,
        count(*) filter (where b.now = l.name) as now,
        count(*) filter (where b.now = l.name and b.was <> l.name) as enter,
        count(*) filter (where b.was = l.name and b.now <> l.name) as leave
    from (select name, max(handed) as handed, max(rank) as rank, max(side) as side from sides group by name) as l
    left join both_sides as b on l.name in (b.was, b.now)
    group by l.name, l.handed, l.rank, l.side
    order by l.rank desc, l.side, l.name
"""
FLOWS = """
    select was, now, count(*) as accounts from both_sides where was <> now
    group by was, now, was_rank, now_rank order by now_rank desc, was_rank, was, now
"""
# Grain: an account that would stand at another level; first those that sales would get or lose, the highest first.
MOVED = """
    select
        b.account_id, coalesce(a.domain, '') as domain, coalesce(a.name, '') as name, coalesce(a.owner, '') as owner,
        coalesce(t.name, '') as tier, coalesce(g.name, '') as segment, coalesce(p.open_pipeline, 0) as open_pipeline,
        b.was, b.now, b.now_handed - b.was_handed as handed
    from both_sides as b
    left join named as a on a.account_id = b.account_id
    left join placed as p on p.account_id = b.account_id
    left join tier_names as t on t.number = p.tier
    left join segment_names as g on g.number = p.segment
    where b.was <> b.now
    order by abs(handed) desc, handed desc, greatest(b.was_rank, b.now_rank) desc, domain, b.account_id
"""
PARTS = """
    select '{kind}' as kind, {what} as name,
        count(*) filter (where handed = 1) as enter, count(*) filter (where handed = -1) as leave
    from moved where handed <> 0 group by {what}
"""
# Grain: a period, and how many accounts entered a level that is handed off, from none that is, under each.
VOLUME = """
    with entered as (
        select distinct c.side, p.first_day, c.account_id
        from changes as c
        inner join periods as p on c.as_of >= p.first_day and c.as_of <= p.last_day
        inner join sides as l on l.side = c.side and l.level = c.level and l.handed = 1
        left join sides as b on b.side = c.side and b.level = c.was
        where coalesce(b.handed, 0) = 0
    ),

    accounts as (
        select e.first_day, e.account_id, max(coalesce(n.domain, '')) as domain,
            count(*) filter (where side = 1) as was, count(*) filter (where side = 2) as now
        from entered as e
        left join named as n on n.account_id = e.account_id
        group by e.first_day, e.account_id
    )

    select
        p.first_day as first, p.last_day as last,
        coalesce(sum(a.was), 0)::bigint as was, coalesce(sum(a.now), 0)::bigint as now,
        coalesce(list(a.domain order by a.domain) filter (where a.was > a.now), []) as only_was,
        coalesce(list(a.domain order by a.domain) filter (where a.now > a.was), []) as only_now
    from periods as p
    left join accounts as a on a.first_day = p.first_day
    group by p.first_day, p.last_day
    order by p.first_day
"""
# Grain: an account that would stand elsewhere, and the day since which it stood elsewhere; the higher of both levels
# then, whether it was entered that very day, and why the lower side changed, where it did.
PARTED = """
    with concerned as (
        select c.* from changes as c where c.account_id in (select account_id from wanted)
    ),

    levels as (
        select
            d.account_id, d.as_of,
            coalesce(arg_max(c.level, c.as_of) filter (where c.side = 1), 0) as was,
            coalesce(arg_max(c.level, c.as_of) filter (where c.side = 2), 0) as now
        from (select distinct account_id, as_of from concerned) as d
        inner join concerned as c on c.account_id = d.account_id and c.as_of <= d.as_of
        group by d.account_id, d.as_of
    ),

    named_levels as (
        select
            l.account_id, l.as_of, l.was, l.now, coalesce(w.name, '') as was_name, coalesce(n.name, '') as now_name,
            coalesce(w.rank, 0) as was_rank, coalesce(n.rank, 0) as now_rank
        from levels as l
        left join sides as w on w.side = 1 and w.level = l.was
        left join sides as n on n.side = 2 and n.level = l.now
    ),

    parted as (
        select * from named_levels as l
        where l.as_of > coalesce(
            (select max(b.as_of) from named_levels as b where b.account_id = l.account_id and b.was_name = b.now_name),
            -1000000
        )
        qualify row_number() over (partition by account_id order by as_of) = 1
    )

    select
        p.account_id, p.as_of,
        case when p.now_rank >= p.was_rank then p.now_name else p.was_name end as level,
        case when p.now_rank >= p.was_rank then 2 else 1 end as higher,
        case when h.level > h.was then 1 else 0 end as entered,
        coalesce(o.cause, '') as cause
    from parted as p
    left join concerned as h
        on h.account_id = p.account_id and h.as_of = p.as_of
        and h.side = case when p.now_rank >= p.was_rank then 2 else 1 end
    left join concerned as o
        on o.account_id = p.account_id and o.as_of = p.as_of
        and o.side = case when p.now_rank >= p.was_rank then 1 else 2 end
"""


@dataclass(frozen=True)
class LevelChange:
    """How many stand at a level under each, and how many would enter and leave it. `handed`: it goes to sales."""

    name: str
    handed: bool
    was: int
    now: int
    enter: int
    leave: int


@dataclass(frozen=True)
class Flow:
    """How many would stand at another level: from which to which (empty: none)."""

    was: str
    now: str
    accounts: int


@dataclass(frozen=True)
class Part:
    """How many of one tier, segment or owner, or with an open opportunity, sales would get and lose."""

    kind: str
    name: str
    enter: int
    leave: int


@dataclass(frozen=True)
class Period:
    """How many accounts were newly handed to sales from a day to another under each, which under one alone, and how
    many sales can take in that time (0: nobody said)."""

    first: int
    last: int
    was: int
    now: int
    only_was: tuple[str, ...]
    only_now: tuple[str, ...]
    capacity: int


@dataclass(frozen=True)
class Moved:
    """An account that would stand at another level. `handed`: 1 sales would get it, -1 lose it; `since`: the day from
    which it stood elsewhere; `why`: what decided on a day before; `cause`: what else did."""

    account_id: int
    domain: str
    name: str
    owner: str
    tier: str
    segment: str
    open_pipeline: bool
    was: str
    now: str
    handed: int
    since: int | None = None
    why: tuple[Deciding, ...] = ()
    cause: str = ""


@dataclass(frozen=True)
class Compared:
    """What another definition says and does: differences in words, and who stands elsewhere at the end of `last`.

    Accounts come first that sales would get or lose; of the first ones it is said why.
    """

    was: Agreement
    now: Agreement
    first: int
    last: int
    differences: tuple[Difference, ...]
    levels: tuple[LevelChange, ...]
    flows: tuple[Flow, ...]
    parts: tuple[Part, ...]
    periods: tuple[Period, ...]
    accounts: tuple[Moved, ...]

    @property
    def enter(self) -> int:
        """How many accounts sales would get."""
        return sum(one.handed == 1 for one in self.accounts)

    @property
    def leave(self) -> int:
        """How many accounts sales would lose."""
        return sum(one.handed == -1 for one in self.accounts)

    @property
    def anybody(self) -> bool:
        """Whether anybody stands elsewhere, or was handed to sales under one of both alone."""
        return bool(self.accounts) or any(one.only_was or one.only_now for one in self.periods)


@dataclass(frozen=True)
class _Side:
    """One of both definitions, its world, and its rules for what stands in it."""

    side: int
    definition: Definition
    world: Mapping[str, Sequence[str]]
    rules: RuleRows


def compared(
    folder: Path,
    was: Agreement,
    now: Agreement,
    *,
    first: int,
    last: int,
    most: int = 20,
    memory_limit: str = "1GB",
    progress: Progress = silent,
) -> Compared:
    """What becomes of accounts under another agreement by the end of `last`, and who entered since `first`.

    `folder`: the warehouse; the ledger must be open. `most`: of so many accounts it is said why. Raises Unavailable
    where another writer is at work.
    """
    with open_warehouse(folder, memory_limit=memory_limit) as connection:
        sides = _opened(connection, folder, (was.definition, now.definition), progress)
        connection.execute(TABLES)
        _name(connection, was.definition, now.definition)
        _judge(connection, folder, sides, range(first - FOLD_DAYS, last + 1), progress)
        line.open_world(connection, folder, sides[-1].world, Accounts())
        connection.execute(f"create table named as {named_sql(last)}")
        connection.execute(BOTH)
        connection.execute(f"create table moved as {MOVED}")
        periods = tuple(_periods(connection, first, last, now.definition.calibration))
        moved = [Moved(**row | {"open_pipeline": bool(row["open_pipeline"])}) for row in rows(connection, "from moved")]
        explained = _explained(connection, folder, sides, moved[:most], memory_limit=memory_limit)
        return Compared(
            was,
            now,
            first,
            last,
            differences(was.definition, now.definition),
            tuple(LevelChange(**row | {"handed": bool(row["handed"])}) for row in rows(connection, LEVELS)),
            tuple(Flow(**row) for row in rows(connection, FLOWS)),
            tuple(_parts(connection)),
            periods,
            (*explained, *moved[most:]),
        )


def handed_off(definition: Definition) -> tuple[str, ...]:
    """The levels that go to sales; where a definition says nothing of it, those that are qualified."""
    qualified = (level.name for level in definition.levels if level.stage in QUALIFIED)
    return definition.handoff.levels or tuple(qualified)


def _opened(
    connection: Connection, folder: Path, both: tuple[Definition, Definition], progress: Progress
) -> tuple[_Side, ...]:
    """Both sides on the same world, their activity days rolled up."""
    with leases.held() as token:  # a load in between would show one of them more than the other
        for definition in both:
            store_answers(folder, definition.name, token=token)
            runs.roll_up(connection, folder, definition, progress, token=token)
        worlds = [runs.segments_for(definition) for definition in both]
    sides = []
    for side, definition, world in zip((WAS, NOW), both, worlds, strict=True):
        runs.open_rules(connection, folder, world, definition)
        sides.append(_Side(side, definition, world, line.rules_for(connection, definition)))
    return tuple(sides)


def _name(connection: Connection, was: Definition, now: Definition) -> None:
    """Write down the levels of both under one name each, today's, and the names of tiers and segments."""
    became = successors(was.levels, now.levels)
    literal = []
    for nth, level in enumerate(was.levels, start=1):
        name = now.levels[became[nth] - 1].name if nth in became else level.name
        literal.append((WAS, nth, name, became.get(nth, nth), int(level.name in handed_off(was))))
    for nth, level in enumerate(now.levels, start=1):
        literal.append((NOW, nth, level.name, nth, int(level.name in handed_off(now))))
    connection.executemany("insert into sides values (?, ?, ?, ?, ?)", literal)
    places = {"tier": [one.name for one in now.tiers], "segment": [one.name for one in now.segments]}
    for kind, names in places.items():
        connection.execute(f"create table {kind}_names (number bigint, name varchar)")
        connection.executemany(f"insert into {kind}_names values (?, ?)", [*enumerate(names, start=1)])


def _judge(
    connection: Connection, folder: Path, sides: Sequence[_Side], days: Sequence[int], progress: Progress
) -> None:
    """Judge both on these days, shard by shard; keep where everybody stands at the end, and every change before."""
    counts = []
    for side in sides:
        line.open_world(connection, folder, side.world, Accounts())
        counts.append(runs.shard_count(connection))
    shards = Accounts().shards(max(counts))
    for nth, accounts in enumerate(shards):
        for side in sides:
            progress("Judging accounts", nth * len(sides) + side.side - 1, len(shards) * len(sides))
            line.fill_all(connection, side.rules)
            line.open_world(connection, folder, side.world, accounts)
            runs.judge_days(connection, side.definition, [(day, day) for day in days])
            for kept in KEPT:
                connection.execute(kept.format(side=side.side))
        connection.execute(PLACED)
    progress("Judging accounts", len(shards) * len(sides), len(shards) * len(sides))


def _parts(connection: Connection) -> Iterator[Part]:
    """Who sales would get and lose, by tier, segment, owner and open pipeline; the largest first."""
    pipeline = "case when open_pipeline = 1 then 'an opportunity is open' else 'no opportunity is open' end"
    for kind, what in {"tier": "tier", "segment": "segment", "owner": "owner", "pipeline": pipeline}.items():
        query = PARTS.format(kind=kind, what=what)
        for row in rows(connection, f"from ({query}) order by enter + leave desc, name"):
            yield Part(**row)


def _periods(connection: Connection, first: int, last: int, capacity: Calibration) -> Iterator[Period]:
    spans = list(months(first, last)) if first < last else [(last - VOLUME_DAYS + 1, last)]
    connection.execute("create table periods (first_day bigint, last_day bigint)")
    connection.executemany("insert into periods values (?, ?)", spans)
    for row in rows(connection, VOLUME):
        days = row["last"] - row["first"] + 1
        only = {name: tuple(row[name]) for name in ("only_was", "only_now")}
        yield Period(**row | only, capacity=taken(capacity, days))


def months(first: int, last: int) -> Iterator[tuple[int, int]]:
    """The calendar months from a day to another, both ends included; the first and the last may be parts.

    >>> list(months(day_number(date_of(9678)), 9720))  # from 2026-07-01
    [(9678, 9708), (9709, 9720)]
    """
    while first <= last:
        day = date_of(first)
        following = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)
        end = min(day_number(following) - 1, last)
        yield first, end
        first = end + 1


def taken(capacity: Calibration, days: int) -> int:
    """How many handoffs sales can take in so many days; what is said of a month holds for each calendar month.

    >>> taken(Calibration(reps=2, handoffs_per_rep=10), 31), taken(Calibration(reps=2, handoffs_per_rep=10), 15)
    (20, 10)
    """
    whole, of_days = capacity.reps * capacity.handoffs_per_rep, DAYS_OF[capacity.each]
    return whole if capacity.each == "month" and 28 <= days <= 31 else whole * days // of_days


# --- why -----------------------------------------------------------------------------------------------------


def _explained(
    connection: Connection, folder: Path, sides: Sequence[_Side], some: Sequence[Moved], *, memory_limit: str
) -> list[Moved]:
    """These accounts, with what decides that they stand elsewhere."""
    if not some:
        return []
    wanted = [one.account_id for one in some]
    connection.execute("create table wanted as select unnest($some::bigint[]) as account_id", {"some": wanted})
    parted = {row["account_id"]: row for row in rows(connection, PARTED)}
    waits = max(level.enter_after for side in sides for level in side.definition.levels)
    days = {row["as_of"] - back for row in parted.values() for back in range(waits + 1)}
    found = [_answers(folder, side, wanted, sorted(days), memory_limit=memory_limit) for side in sides]
    return [_with_reason(one, parted[one.account_id], sides, found, waits) for one in some]


@dataclass(frozen=True)
class _Answered:
    """What the conditions answered for an account on a day, and whether it was in the ICP."""

    answers: Mapping[str, Answer]
    outside: bool


Answers = Mapping[tuple[int, int], _Answered]  # by account and day
NOT_KNOWN = _Answered({}, outside=False)


def _with_reason(
    one: Moved, parted: Mapping[str, Any], sides: Sequence[_Side], found: Sequence[Answers], waits: int
) -> Moved:
    on = parted["as_of"]
    days = [on - back for back in range(waits + 1)] if parted["entered"] else [on]
    known = {day: [of.get((one.account_id, day), NOT_KNOWN) for of in found] for day in days}
    why = first_deciding(
        [
            deciding(
                (sides[0].definition, was.answers),
                (sides[1].definition, now.answers),
                parted["level"],
                on=day,
                staying=not parted["entered"],
            )
            for day, (was, now) in known.items()
        ]
    )
    lower = known[on][0 if parted["higher"] == NOW else 1]
    return replace(one, since=on, why=why, cause=_cause(parted["cause"], lower, decided=bool(why)))


def _cause(cause: str, lower: _Answered, *, decided: bool) -> str:
    """What else than conditions decides, by what happened to the account where it stands lower."""
    if cause in FORCED or lower.outside:
        return CAUSES[cause if cause in FORCED else "excluded"]
    return "" if decided else WAITS


def _answers(folder: Path, side: _Side, wanted: Collection[int], days: Sequence[int], *, memory_limit: str) -> Answers:
    """What each condition answered for some accounts on some days."""
    with open_warehouse(folder, memory_limit=memory_limit) as connection:
        connection.execute("create table wanted as select unnest($some::bigint[]) as account_id", {"some": [*wanted]})
        line.open_world(connection, folder, side.world, Accounts(min(wanted), max(wanted)))
        for name in (name for name, table in WORLD.items() if "account_id" in table.columns):
            connection.execute(f"create table kept as from {name} where account_id in (from wanted)")
            connection.execute(f"drop view {name}; alter table kept rename to {name}")
        line.fill_all(connection, side.rules)
        line.judge(connection, [(day, day) for day in days], side.definition)
        scores = {(row["account_id"], row["as_of"]): row for row in rows(connection, "from scores")}
        verdicts: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
        everything = " union all ".join(f"select * from {table}" for table in VERDICTS)
        for row in rows(connection, everything):
            verdicts.setdefault((row["account_id"], row["as_of"]), []).append(row)
    return {
        key: _Answered(answers(verdicts.get(key, []), side.definition, row["scope"]), row["state"] in OUTSIDE)
        for key, row in scores.items()
    }
