"""Near misses: the accounts of a run that only just miss a level, and what each condition still needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from mqa.answers.reading import Connection, Row, rows
from mqa.explain.conditions import Answer, question, short, value
from mqa.ledger.runs import PublishedRun
from mqa.reading import named_sql
from mqa.terms.rules import Definition

# The highest level that each account nearly holds; the most engaged of a level first.
MISSES = """
    select
        n.domain, n.name, n.account_id, m.level, m.condition, m.seen, m.needed_to_enter,
        coalesce(d.level, 0) as stands, d.cooling_until, s.engagement
    from near_misses as m
    inner join ({named}) as n on n.account_id = m.account_id
    inner join scores as s on s.account_id = m.account_id
    left join standings as d on d.account_id = m.account_id
    where $level is null or m.level = $level
    qualify m.level = max(m.level) over (partition by m.account_id)
    order by m.level desc, s.engagement desc, n.domain, n.account_id, m.condition
"""


@dataclass(frozen=True)
class Missed:
    """One condition that is short by at most a tenth. `seen`, `needed`: in its unit, and as words beside."""

    condition: str
    asks: str
    seen: int
    needed: int
    seen_words: str
    short: str


@dataclass(frozen=True)
class NearMiss:
    """One account, the highest level that it only just misses, and all that it misses for it.

    `stands`: where it stands (empty: nowhere); `cooling_until`: a day number before which it may not qualify again.
    """

    account_id: int
    domain: str
    name: str
    level: str
    stands: str
    cooling_until: int | None
    engagement: int
    missed: tuple[Missed, ...]


def near_misses(
    connection: Connection, run: PublishedRun, definition: Definition, *, level: int | None = None
) -> list[NearMiss]:
    """The accounts that only just miss a level (`level`: this one, from 1), the highest level first, then engagement.

    `near_misses`, `scores`, `standings` and `accounts` must stand. An account that misses several levels is told of
    the highest of them.
    """
    found = rows(connection, MISSES.format(named=named_sql(run.known_at)), {"level": level})
    return [_near_miss(list(some), definition) for _, some in groupby(found, key=lambda row: row["account_id"])]


def _near_miss(found: list[Row], definition: Definition) -> NearMiss:
    names = ["", *(level.name for level in definition.levels)]
    one = found[0]
    return NearMiss(
        one["account_id"],
        one["domain"],
        one["name"],
        names[one["level"]],
        names[one["stands"]],
        one["cooling_until"],
        one["engagement"],
        tuple(_missed(found, definition)),
    )


def _missed(found: list[Row], definition: Definition) -> Iterator[Missed]:
    for row in found:
        condition = definition.conditions[row["condition"] - 1]
        needed = row["needed_to_enter"]
        answer = Answer(condition, row["seen"], needed, needed, enters=False, stays=False)
        yield Missed(condition.name, question(answer), answer.seen, needed, value(answer, answer.seen), short(answer))
