"""The line at work: the steps of `mqa.pipeline`, run on stored segments for a range of accounts.

Nothing here decides anything: inputs become tables of an engine, steps make tables of them, and the fold
hands each day the standings of the day before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow as pa

from mqa import pipeline
from mqa.pipeline import TABLES, Step
from mqa.scoring.content import NEVER, NO_CONTENT, Content, Told, as_known
from mqa.scoring.patterns import Shape
from mqa.terms.keys import LARGEST
from mqa.terms.rules import Definition
from mqa.terms.stored import Seen
from mqa.terms.tables import ENGINE_TYPE, WORLD, RuleRows
from mqa.warehouse.segments import scan_sql

Connection = duckdb.DuckDBPyConnection
ARROW_TYPE = {"bigint": pa.int64(), "text": pa.string()}
Rows = Iterable[Sequence[int | str | None]]
FOLD_DAYS = 90  # a first run folds standings from so many days before
PARSED: dict[Step, list[duckdb.Statement]] = {}  # of the steps made before: a fold makes the same two each day
# Grain: one row of the map of content, with the days of knowledge for which it holds. The first row of an edition that
# became known ends all earlier editions of its file; what an edition says since ever was never otherwise.
TOLD = f"""
    with editions as (
        select source, file, edition, min(known_on) as began
        from {{content}}
        group by source, file, edition
    ),

    ended as (
        select
            source, file, edition,
            coalesce(min(began) over (
                partition by source, file order by edition rows between 1 following and unbounded following
            ), {NEVER}) as until
        from editions
    )

    select distinct c.path, c.asset, c.topic, c.buying_stage, c.known_on, e.until
    from {{content}} as c
    inner join ended as e on e.source = c.source and e.file = c.file and e.edition = c.edition
    where c.known_on < e.until
    order by all
"""
OF_ACTS = """
    select shape_id, list(distinct asset_id order by asset_id)
    from activities
    where asset_id in (select unnest($assets::bigint[]))
    group by shape_id
"""
READ = re.compile(r"\b(?:from|join) (\w+)")


@dataclass(frozen=True)
class Accounts:
    """A range of account numbers, both ends included."""

    first: int = 1
    last: int = LARGEST

    def shards(self, count: int) -> list[Accounts]:
        """The range cut into equal parts; accounts are spread evenly, since their numbers come from md5."""
        edges = [self.first + (self.last + 1 - self.first) * nth // count for nth in range(count + 1)]
        return [Accounts(start, end - 1) for start, end in pairwise(edges)]


def fill(connection: Connection, name: str, rows: Rows) -> None:
    """Makes the table `name` of literal rows, in the order of its columns."""
    literal_rows = _literal(name, rows)  # noqa: F841  (DuckDB finds it by its name)
    connection.execute(f"create or replace table {name} as select * from literal_rows")


def add(connection: Connection, name: str, rows: Rows) -> None:
    """Adds literal rows to the table `name`, which stands, in the order of its columns."""
    add_table(connection, name, _literal(name, rows))


def add_table(connection: Connection, name: str, given: pa.Table) -> None:  # noqa: ARG001  (DuckDB finds it by its name)
    """Adds a table in memory, with the same columns, to the table `name`, which stands."""
    connection.execute(f"insert into {name} select * from given")


def _literal(name: str, rows: Rows) -> pa.Table:
    columns, given = TABLES[name].columns, list(rows)
    arrays = [pa.array([row[nth] for row in given], ARROW_TYPE[kind]) for nth, kind in enumerate(columns.values())]
    return pa.table(dict(zip(columns, arrays, strict=True)))


def leave_empty(connection: Connection, tables: Iterable[str]) -> None:
    """Makes these tables, without rows."""
    for table in tables:
        columns = ", ".join(f"{name} {ENGINE_TYPE[kind]}" for name, kind in TABLES[table].columns.items())
        connection.execute(f"create or replace table {table} ({columns})")


def fill_all(connection: Connection, rules: RuleRows) -> None:
    """Makes every rule table."""
    for name, rows in rules.items():
        fill(connection, name, rows)


def open_world(
    connection: Connection,
    folder: Path,
    segments: Mapping[str, Sequence[str]],
    accounts: Accounts,
    *,
    seen: Seen | None = None,
) -> None:
    """Lets the world tables be views of stored segments, for a range of accounts; those without segments are empty.

    `seen`: only rows that a run saw; of activity days the segments themselves must hold no others.
    """
    for name, table in WORLD.items():
        ranged = "account_id" in table.columns
        query = scan_sql(
            folder,
            segments.get(name, ()),
            table.columns,
            accounts.first if ranged else None,
            accounts.last if ranged else None,
            condition=seen.condition(name) if seen and name != pipeline.ROLL_UP.table else "",
        )
        connection.execute(f"create or replace view {name} as {query}")


def shapes(connection: Connection) -> list[Shape]:
    """The distinct shapes of acts, in the order of their numbers."""
    columns = ", ".join(Shape._fields)
    found = connection.execute(f"select distinct {columns} from shapes order by shape_id").fetchall()
    return [Shape(*row) for row in found]


def titles(connection: Connection) -> list[tuple[str, str]]:
    """The distinct pairs of title and role set by a person."""
    return connection.execute("select distinct coalesce(title, ''), coalesce(role, '') from people").fetchall()


def told(
    connection: Connection, definition: Definition, known_at: int | None = None, *, content: str = "content"
) -> tuple[Told, ...]:
    """The map of content that stands in a table, with all it ever said, or as known on a day; nothing where the
    definition does not ask what acts are about."""
    if not pipeline.asks_content(definition):
        return ()
    found = (Told(*row) for row in connection.execute(TOLD.format(content=content)).fetchall())
    return tuple(found) if known_at is None else as_known(found, known_at)


def content(connection: Connection, rows: tuple[Told, ...]) -> Content:
    """A map of content, with the assets of it that occur in the acts in view."""
    assets = Content(rows).assets
    if not assets:
        return Content(rows) if rows else NO_CONTENT
    found = connection.execute(OF_ACTS, {"assets": [*assets]}).fetchall()
    return Content(rows, {shape: [assets[number] for number in numbers] for shape, numbers in found})


def rules_for(connection: Connection, definition: Definition, known_at: int | None = None) -> RuleRows:
    """All rule tables of a definition for the data that stands in the world tables.

    `known_at`: by what the map of content said on a day, as if it had never said anything else.
    """
    mapped = content(connection, told(connection, definition, known_at))
    return pipeline.rules(definition, shapes(connection), titles(connection), mapped)


def make(connection: Connection, step: Step) -> None:
    """Makes one step's table, with the columns and types it is declared to have."""
    if step not in PARSED:
        kind = "view" if step.passing else "table"
        views = [f"create or replace view {name} as {query};\n" for name, query in step.given]
        table = f"create or replace {kind} {step.table} as {typed_sql(step)}"
        PARSED[step] = connection.extract_statements("".join([*views, table]))
    *given, made = PARSED[step]
    for view in given:
        connection.execute(view)
    if all(connection.execute(f"from {one} limit 1").fetchall() for one in step.rests_on):
        connection.execute(made)
    else:
        leave_empty(connection, [step.table])


def typed_sql(step: Step) -> str:
    """A step's query with the columns and types that its table is declared to have."""
    declared = TABLES[step.table].columns
    columns = ", ".join(f"cast({name} as {ENGINE_TYPE[kind]}) as {name}" for name, kind in declared.items())
    return f"select {columns} from (\n{pipeline.sql(step.file)})"


def judge(
    connection: Connection,
    days: Sequence[tuple[int, int]],
    definition: Definition,
    *,
    but: Iterable[str] = (),
    keep: Collection[str] | None = None,
) -> None:
    """Makes the tables of these days (as_of, known_at), up to the levels held.

    `but`: tables that nobody wants; `keep`: those that shall stand at the end (None: all), others go as soon
    as no step needs them.
    """
    fill_all(connection, pipeline.day_rows(days, definition))
    but = _with_what_passes_to_them(frozenset(but))
    last_uses = _last_uses(but) if keep is not None else {}

    def make_and_drop(step: Step) -> None:
        make(connection, step)
        for table in last_uses.get(step.table, ()):
            if table not in (keep or ()):
                connection.execute(f"drop table if exists {table}")

    pipeline.day(make_and_drop, but=but)


@cache
def _with_what_passes_to_them(tables: frozenset[str]) -> frozenset[str]:
    """These tables, and those that only steps of these would read: a view of what is dropped by then cannot be made."""
    passing = {step.table for step in pipeline.DAY if step.passing}
    read = [step_reads(step) for step in pipeline.DAY if step.table not in tables]
    return tables | (passing - frozenset().union(*read))


@cache
def _last_uses(but: frozenset[str]) -> dict[str, list[str]]:
    """The tables that a step is the last to read, by the step's table; steps in `but` are not run."""
    last: dict[str, str] = {}
    passing = {step.table: step_reads(step) for step in pipeline.DAY if step.passing}
    for step in (*pipeline.DAY, *pipeline.FOLD):  # what the last day's steps read is asked for by `keep`
        if step.table not in but and not step.passing:
            read = step_reads(step)
            last |= dict.fromkeys(read.union(*(passing[table] for table in read & passing.keys())), step.table)
    made = {step.table for step in pipeline.DAY if not step.passing}
    return {
        step.table: [table for table, user in last.items() if user == step.table and table in made]
        for step in pipeline.DAY
    }


@cache
def step_reads(step: Step) -> frozenset[str]:
    """The tables a step reads, its own given views resolved.

    Read off the words after FROM and JOIN: parsing the line with SQLGlot costs half a second of every command. A
    test proves that both find the same.
    """
    texts = (pipeline.sql(step.file), *(query for _, query in step.given))
    named = {name for text in texts for name in READ.findall(text)}
    return frozenset(named & TABLES.keys() - {name for name, _ in step.given})
