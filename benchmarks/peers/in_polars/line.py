"""From segments to tables of one day, in Polars."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars import DataFrame, LazyFrame, col

from benchmarks.peers import halyard
from benchmarks.peers.in_polars import accounts, contacts, contributions, scores, verdicts
from benchmarks.variants import Task, Took
from benchmarks.world import World
from mqa.identity.roles import title_rows
from mqa.line import Accounts
from mqa.terms.tables import WORLD

TYPES = {"bigint": pl.Int64, "text": pl.String}


def run(of: World, task: Task, took: Took, out: Path) -> None:
    """Makes the tables of one day, shard by shard where several are asked for."""
    took.shards = max(1, task.shards)
    with took.timed("rules"):
        titles, codes, lists = _rules(of)
    eligible = []
    for nth, shard in enumerate(Accounts().shards(took.shards)):
        with took.timed("roll-up"):
            days = scores.activity_days(_scan(of, "activities", shard), codes).collect(engine="streaming")
            days.sort("account_id", "person_id", "day").write_parquet(out / f"activity_days-{nth}.parquet")
        took.activity_days += days.height
        with took.timed("judging"):
            tables = _judged(of, shard, days, titles, lists, task.as_of)
            eligible.append(tables["eligible"])
        _stored(tables, nth, task, took, out)
    with took.timed("judging"):
        of_all = contacts.benchmarks(pl.concat(eligible).lazy()).collect()
    _stored({"benchmarks": of_all}, 0, task, took, out)


def _stored(tables: dict[str, DataFrame], nth: int, task: Task, took: Took, out: Path) -> None:
    if task.stored:
        with took.timed("storing"):
            for name, table in tables.items():
                table.write_parquet(out / f"{name}-{nth}.parquet")


def _rules(of: World) -> tuple[LazyFrame, LazyFrame, LazyFrame]:
    """What titles mean (by our function, as a list would tell), the codes of shapes of acts, the lists of domains."""
    everybody = _scan(of, "people", Accounts()).select(pl.col("title", "role").fill_null("")).unique()
    rows = title_rows(everybody.collect(engine="streaming").rows(), of.definition.roles, {})
    titles = pl.LazyFrame(list(rows), schema=["title", "set_role", "title_number", "class", "role", "_"], orient="row")
    shapes = _scan(of, "shapes", Accounts()).select("shape_id", "kind").unique().collect().rows()
    codes = pl.LazyFrame(halyard.codes(shapes), schema={"shape_id": pl.Int64, "code": pl.Int8}, orient="row")
    lists = pl.LazyFrame(of.listed(), schema={"list": pl.String, "domain": pl.String}, orient="row")
    return titles.drop("_"), codes, lists


def _scan(of: World, table: str, shard: Accounts) -> LazyFrame:
    """A world table for a range of accounts."""
    files, columns = of.segments.get(table, ()), WORLD[table].columns
    if not files:
        return pl.LazyFrame(schema={name: TYPES[kind] for name, kind in columns.items()})
    scanned = pl.scan_parquet([of.folder / file for file in files]).select(*columns)
    everybody = Accounts()
    if "account_id" not in columns or shard == everybody:
        return scanned
    return scanned.filter(col("account_id").is_between(shard.first, shard.last))


def _judged(
    of: World, shard: Accounts, days: DataFrame, titles: LazyFrame, lists: LazyFrame, as_of: int
) -> dict[str, DataFrame]:
    def world(table: str) -> LazyFrame:
        return _scan(of, table, shard)

    firms, members = _made(
        accounts.firms(world("accounts"), world("aliases"), world("facts"), lists, as_of),
        accounts.members(world("people"), titles, as_of),
    )
    recent = scores.recent(days.lazy(), as_of)
    (signals,) = _made(scores.person_signals(recent, firms, members))
    people, totals = _made(scores.person_scores(signals), scores.signal_totals(signals))
    (sums,) = _made(scores.sums(people, totals))
    (scored,) = _made(scores.scores(firms, sums, members))
    (counted,) = _made(contributions.counted(signals, people, totals, sums))
    (answered,) = _made(verdicts.answered(verdicts.answers(recent, world("intent"), scored, as_of)))
    explained, told = _made(contributions.contributions(counted, people, scored), verdicts.verdicts(answered))
    (levels,) = _made(verdicts.levels_held(told, firms))
    (standings,) = _made(verdicts.standings(levels, scored, as_of))
    (journey,) = _made(verdicts.journey(world("outcomes"), scored, standings, as_of))
    committee, unreachable = _made(contacts.committee(scored), contacts.unreachable(days.lazy(), as_of))
    (ranked,) = _made(contacts.contacts(people, unreachable))
    aqls, near_misses = _made(contacts.aqls(ranked, standings), contacts.near_misses(answered, standings))
    return {
        name: table.collect()
        for name, table in {
            "person_scores": people,
            "scores": scored,
            "contributions": explained,
            "verdicts": told,
            "levels_held": levels,
            "standings": standings,
            "streaks": verdicts.streaks(levels, as_of),
            "journey": journey,
            "committee": committee,
            "unreachable": unreachable,
            "contacts": ranked,
            "aqls": aqls,
            "near_misses": near_misses,
            "eligible": contacts.eligible(scored, committee),
        }.items()
    }


def _made(*queries: LazyFrame) -> list[LazyFrame]:
    """Their results, made together by the streaming engine."""
    return [made.lazy() for made in pl.collect_all(queries, engine="streaming")]
