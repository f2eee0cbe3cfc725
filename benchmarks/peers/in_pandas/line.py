"""From segments to tables of one day, in pandas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from pandas import DataFrame, Series

from benchmarks.peers import halyard
from benchmarks.peers.in_pandas import accounts, contacts, contributions, scores, verdicts
from benchmarks.peers.in_pandas.scores import NEVER
from benchmarks.variants import Task, Took
from benchmarks.world import World
from mqa.identity.roles import title_rows
from mqa.line import Accounts
from mqa.terms.tables import WORLD

TYPES = {"bigint": "int64", "text": "str"}
ACTS = ["account_id", "person_id", "shape_id", "asset_id", "day", "known_on", "seconds", "times"]
UNREAD = {  # what nobody looks at is not read
    "accounts": ("name", "owner", "rule", "source", "told_on"),
    "people": ("person_key", "rule", "source"),
    "facts": ("source", "several"),
}
AGES = ("seen_age", "points_age", "last_age", "evidence_age")


def run(of: World, task: Task, took: Took, out: Path) -> None:
    """Makes the tables of one day, shard by shard where several are asked for."""
    took.shards = max(1, task.shards)
    with took.timed("rules"):
        titles, codes, lists = _rules(of)
    eligible = []
    for nth, shard in enumerate(Accounts().shards(took.shards)):
        with took.timed("roll-up"):
            days = scores.activity_days(_acts(of, shard), codes)
            days.sort_values(["account_id", "person_id", "day"]).to_parquet(out / f"activity_days-{nth}.parquet")
        took.activity_days += len(days)
        with took.timed("judging"):
            tables = _judged(of, shard, days, titles, lists, task.as_of)
            eligible.append(tables["eligible"])
        _stored(tables, nth, task, took, out)
    with took.timed("judging"):
        of_all = contacts.benchmarks(pd.concat(eligible))
    _stored({"benchmarks": of_all}, 0, task, took, out)


def _stored(tables: dict[str, DataFrame], nth: int, task: Task, took: Took, out: Path) -> None:
    if task.stored:
        with took.timed("storing"):
            for name, table in tables.items():
                table.to_parquet(out / f"{name}-{nth}.parquet")


def _rules(of: World) -> tuple[DataFrame, Series, DataFrame]:
    """What titles mean (by our function, as a list would tell), the codes of shapes of acts, the lists of domains."""
    everybody = pd.concat(_read(of, "people", Accounts(), ["title", "role"])).fillna("").drop_duplicates()
    rows = title_rows(everybody.itertuples(index=False, name=None), of.definition.roles, {})
    titles = DataFrame(rows, columns=["title", "set_role", "title_number", "class", "role", "weighing"])
    shapes = pd.concat(_read(of, "shapes", Accounts(), ["shape_id", "kind"])).drop_duplicates()
    codes = dict(halyard.codes(shapes.itertuples(index=False, name=None)))
    lists = DataFrame(of.listed(), columns=["list", "domain"])
    return titles.drop(columns="weighing"), Series(codes, dtype="int64"), lists


def _acts(of: World, shard: Accounts) -> Iterator[DataFrame]:
    return _read(of, "activities", shard, ACTS)


def _read(of: World, table: str, shard: Accounts, columns: list[str]) -> Iterator[DataFrame]:
    """A world table file by file, for a range of accounts."""
    files = of.segments.get(table, ())
    ranged = "account_id" in WORLD[table].columns and shard != Accounts()
    filters = [("account_id", ">=", shard.first), ("account_id", "<=", shard.last)] if ranged else None
    for file in files:
        yield pd.read_parquet(of.folder / file, columns=columns, filters=filters)
    if not files:
        yield DataFrame({name: Series(dtype=TYPES[WORLD[table].columns[name]]) for name in columns})


def _judged(
    of: World, shard: Accounts, days: DataFrame, titles: DataFrame, lists: DataFrame, as_of: int
) -> dict[str, DataFrame]:
    def world(table: str) -> DataFrame:
        columns = [name for name in WORLD[table].columns if name not in UNREAD.get(table, ())]
        return pd.concat(_read(of, table, shard, columns), ignore_index=True)

    recent = scores.recent(days, as_of)
    firms = accounts.firms(world("accounts"), world("aliases"), world("facts"), lists, as_of)
    members = accounts.members(world("people"), titles, as_of)
    signals = scores.person_signals(recent, firms, members)
    people, totals = scores.person_scores(signals), scores.signal_totals(signals)
    sums = scores.sums(people, totals)
    scored = scores.scores(firms, sums, members)
    counted = contributions.counted(signals, people, totals, sums)
    answered = verdicts.answered(verdicts.answers(recent, world("intent"), scored, as_of))
    told = verdicts.verdicts(answered)
    levels = verdicts.levels_held(told, firms)
    standings = verdicts.standings(levels, scored, as_of)
    committee = contacts.committee(scored)
    unreachable = contacts.unreachable(days, as_of)
    ranked = contacts.contacts(people, unreachable)
    return {
        "person_scores": _dated(people),
        "scores": _dated(scored.reset_index()),
        "contributions": contributions.contributions(counted, people, scored),
        "verdicts": told,
        "levels_held": levels,
        "standings": standings,
        "streaks": verdicts.streaks(levels, as_of),
        "journey": verdicts.journey(world("outcomes"), scored, standings, as_of),
        "committee": committee.reset_index(),
        "unreachable": unreachable,
        "contacts": ranked,
        "aqls": contacts.aqls(ranked, standings),
        "near_misses": contacts.near_misses(answered, standings),
        "eligible": contacts.eligible(scored, committee),
    }


def _dated(table: DataFrame) -> DataFrame:
    """The table with ages that are missing where nothing happened."""
    ages = [name for name in AGES if name in table.columns]
    return table.assign(**{name: table[name].astype("Int64").mask(table[name] == NEVER) for name in ages})
