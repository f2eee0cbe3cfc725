"""Why accounts stand elsewhere: the day since which they do, and the conditions that decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mqa import line
from mqa.comparing.found import Moved
from mqa.comparing.queries import PARTED
from mqa.comparing.sides import NOW, WAS, Side
from mqa.explain.conditions import Answer, answers
from mqa.explain.deciding import deciding, first_deciding
from mqa.explain.numbers import listed
from mqa.explain.standing import CAUSES
from mqa.line import Accounts
from mqa.pipeline import VERDICTS
from mqa.reading import Connection, rows
from mqa.terms.documents import quoted
from mqa.terms.stages import FORCED
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse

OUTSIDE = ("outside", "excluded")  # what `scores` calls those who hold no level
WAITS = "its conditions answer alike; it is the days that a level waits or is kept that decide"
HANDED = {
    1: "this level goes to sales only by the one that would be",
    -1: "this level goes to sales only by the one that was",
}


def explained(
    connection: Connection, folder: Path, sides: Sequence[Side], some: Sequence[Moved], *, memory_limit: str
) -> list[Moved]:
    """These accounts, with what decides that they stand elsewhere."""
    elsewhere = [one for one in some if one.was != one.now]
    if not elsewhere:
        return [_where_it_was(one) for one in some]
    wanted = [one.account_id for one in elsewhere]
    connection.execute("create table wanted as select unnest($some::bigint[]) as account_id", {"some": wanted})
    parted = {row["account_id"]: row for row in rows(connection, PARTED)}
    waits = max(level.enter_after for side in sides for level in side.definition.levels)
    days = {row["as_of"] - back for row in parted.values() for back in range(waits + 1)}
    named = [{row["name"] for row in rows(connection, f"from sides where side = {side}")} for side in (WAS, NOW)]
    found = [_answers(folder, side, wanted, sorted(days), memory_limit=memory_limit) for side in sides]
    return [
        _with_reason(one, parted[one.account_id], sides, found, named, waits)
        if one.was != one.now
        else _where_it_was(one)
        for one in some
    ]


def _where_it_was(one: Moved) -> Moved:
    """An account that stays at its level, where only one of both hands that level off."""
    return replace(one, cause=HANDED[one.handed])


@dataclass(frozen=True)
class _Answered:
    """What the conditions answered for an account on a day, and whether it was in the ICP."""

    answers: Mapping[str, Answer]
    outside: bool


Answers = Mapping[tuple[int, int], _Answered]  # by account and day
NOT_KNOWN = _Answered({}, outside=False)


def _with_reason(
    one: Moved,
    parted: Mapping[str, Any],
    sides: Sequence[Side],
    found: Sequence[Answers],
    named: Sequence[Collection[str]],
    waits: int,
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
    return replace(one, since=on, why=why, cause=_cause(parted["cause"], lower, one, named, decided=bool(why)))


def _cause(cause: str, lower: _Answered, one: Moved, named: Sequence[Collection[str]], *, decided: bool) -> str:
    """What else than conditions decides, by what happened to the account where it stands lower."""
    if cause in FORCED or lower.outside:
        return CAUSES[cause if cause in FORCED else "excluded"]
    if decided:
        return ""
    before, after = named
    gone = [f"no level goes on from {quoted(one.was)}"] if one.was and one.was not in after else []
    new = [f"{quoted(one.now)} is a new level"] if one.now and one.now not in before else []
    return listed([*gone, *new], "and") or WAITS


def _answers(folder: Path, side: Side, wanted: Collection[int], days: Sequence[int], *, memory_limit: str) -> Answers:
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
