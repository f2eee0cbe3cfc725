from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from mqa import folding, line
from mqa.line import Accounts
from mqa.pipeline import DAY, STEPS, TABLES, Step
from mqa.terms.keys import LARGEST, number_of
from mqa.terms.rules import Definition
from mqa.terms.tables import WORLD
from mqa.warehouse.storing import store
from tests.definitions import definition
from tests.tables import Rows, table, told

AGREED = definition(
    conditions="""
        Warm: { engagement_at_least: 90 }
        Asked: { activity: form.demo, times_at_least: 1, within: 9 days }
        Uses: { product_score_at_least: 10 }
    """,
    signals="""
        Page: { activity: web.page, points: 10, half_life: 10 days }
        Demo: { activity: form.demo, points: 40 }
    """,
    product_signals="Scan: { activity: product.scan, points: 50 }",
    levels="""
        Watch: { when: Warm, stage: account of interest, action: nurture }
        Product: { when: Uses, stage: PQA, action: call }
        Asked: { when: Asked, stage: MQA, action: call }
    """,
    stability="{ enter_after: 1 day, expire_after: 6 days, cooldown: { rejected: 5 days, expired: 3 days } }",
)
SHAPES = table("""
    shape_id  kind          path  source  campaign  topic
    1         web.page      ''    ''      ''        ''
    2         form.demo     ''    ''      ''        ''
    3         product.scan  ''    ''      ''        ''
""")


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine with one account that nobody has heard of."""
    with duckdb.connect() as opened:
        for name in WORLD:
            line.fill(opened, name, [])
        fill(opened, "shapes", SHAPES)
        fill(opened, "accounts", table("account_id  known_on\n1  0"))
        yield opened


def fill(connection: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
    """Fills a table from a literal one; columns left out are null, or as of what was told once."""
    named = [told(row) if name in WORLD else row for row in rows.named()]
    line.fill(connection, name, [[row.get(column) for column in TABLES[name].columns] for row in named])


def folded(connection: duckdb.DuckDBPyConnection, days: range, agreed: Definition = AGREED) -> list[tuple[object, ...]]:
    """(day, from level, to level, cause) of every change over some days."""
    line.fill_all(connection, line.rules_for(connection, agreed))
    line.make(connection, Step("activity_days", "scoring/activity_days.sql"))
    line.judge(connection, [(day, day) for day in days], agreed)
    folding.begin_fold(connection)
    folding.fold(connection, [(day, day) for day in days])
    return connection.execute("select as_of, was, level, cause from transitions order by as_of").fetchall()


# --- shards and tables ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3, 16, 1000])
def test_shards_cover_every_account_once(count: int) -> None:
    shards = Accounts().shards(count)
    assert (shards[0].first, shards[-1].last, len(shards)) == (1, LARGEST, count)
    assert all(before.last + 1 == after.first for before, after in pairwise(shards))


def test_shards_are_of_about_one_size() -> None:
    numbers = [number_of(f"company-{nth}.example") for nth in range(2000)]
    sizes = [sum(shard.first <= number <= shard.last for number in numbers) for shard in Accounts().shards(4)]
    assert sum(sizes) == 2000
    assert all(400 < size < 600 for size in sizes)


def test_a_table_of_literal_rows_has_the_types_it_is_declared_to_have(connection: duckdb.DuckDBPyConnection) -> None:
    line.fill(connection, "intent", [(1, "dora", 90, 2**62, None, None, 1, 91, 91, 1)])
    types = connection.execute("select typeof(account_id), typeof(topic), typeof(provider) from intent").fetchall()
    assert types == [("BIGINT", "VARCHAR", "VARCHAR")]


def test_a_table_without_rows_has_its_columns(connection: duckdb.DuckDBPyConnection) -> None:
    line.fill(connection, "titles", [])
    assert connection.execute("select title, class from titles").fetchall() == []


def test_the_world_is_seen_for_a_range_of_accounts(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    fill(connection, "accounts", table("account_id  domain\n5  a.example\n6  b.example\n7  c.example"))
    file = store(connection, "select * from accounts", tmp_path, "accounts")
    assert file is not None
    with duckdb.connect() as other:
        line.open_world(other, tmp_path, {"accounts": [file.file]}, Accounts(6, 7))
        assert other.execute("select account_id from accounts order by account_id").fetchall() == [(6,), (7,)]
        assert other.execute("select count(*) from activities").fetchall() == [(0,)]


def test_shapes_and_titles_are_found_once_each(connection: duckdb.DuckDBPyConnection) -> None:
    fill(connection, "people", table("account_id  person_id  title  role\n1  1  CFO  -\n1  2  CFO  -\n1  3  -  -"))
    assert [shape.kind for shape in line.shapes(connection)] == ["web.page", "form.demo", "product.scan"]
    assert sorted(line.titles(connection)) == [("", ""), ("CFO", "")]


def test_a_day_keeps_only_what_is_wanted_or_still_to_be_read(connection: duckdb.DuckDBPyConnection) -> None:
    line.fill_all(connection, line.rules_for(connection, AGREED))
    line.judge(connection, [(100, 100)], AGREED, but=["contributions"], keep=("scores", "levels_held"))
    standing = {
        row[0]
        for row in connection.execute(
            "select table_name from information_schema.tables where table_type = 'BASE TABLE'"
        ).fetchall()
    }
    assert standing & {step.table for step in DAY} == {"scores", "levels_held"}


def any_rows(name: str, chance: random.Random) -> list[list[int | str]]:
    """A few rows of a table, whatever they mean."""
    kinds = TABLES[name].columns.values()
    return [
        [chance.choice(("graded", "x")) if kind == "text" else chance.choice((-1, 0, 1, 1)) for kind in kinds]
        for _ in range(9)
    ]


def rows_found(step: Step, chance: random.Random, *, but: str = "") -> int:
    """How many rows a step finds in any rows of what it reads, where one table or view is empty."""
    with duckdb.connect() as engine:
        engine.execute("set error_on_division_by_zero = false")  # the rows mean nothing
        for name in sorted(line.step_reads(step)):
            line.fill(engine, name, any_rows(name, chance) if name != but else [])
        for name, query in step.given:
            engine.execute(f"create view {name} as from ({query}) {'where false' if name == but else ''}")
        return len(engine.execute(line.typed_sql(step)).fetchall())


RESTING = {step.file: step for step in reversed(STEPS) if step.rests_on}  # of each layer the first


@pytest.mark.parametrize("step", RESTING.values(), ids=lambda step: step.table)
def test_a_step_has_no_rows_without_those_that_it_rests_on(step: Step) -> None:
    for rests_on in step.rests_on:
        assert {rows_found(step, random.Random(seed), but=rests_on) for seed in range(5)} == {0}
    assert any(rows_found(step, random.Random(seed)) for seed in range(50)), "it never had any"


def test_what_rests_on_nothing_is_left_empty_whatever_stood_there(connection: duckdb.DuckDBPyConnection) -> None:
    surges = next(step for step in DAY if step.table == "surges")
    fill(connection, "surges", table("as_of  account_id  topic\n100  1  1"))
    line.fill(connection, "strengths", [])
    line.make(connection, surges)
    assert connection.execute("from surges").fetchall() == []


# --- folding -------------------------------------------------------------------------------------------------


def test_a_level_is_entered_on_the_day_after_it_began_to_hold_and_left_when_it_no_longer_does(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    acts = table("""
        account_id  person_id  shape_id  day  known_on  seconds  times
        1           7          2         100  100       0        1
    """)
    fill(connection, "activities", acts)
    lasting = definition(
        conditions="Asked: { activity: form.demo, times_at_least: 1, within: 4 days }",
        levels="Asked: { when: Asked, stage: none, action: call }",
        stability="enter_after: 1 day",
    )
    assert folded(connection, range(98, 110), lasting) == [(101, 0, 1, "entered"), (104, 1, 0, "left")]


def test_what_is_learned_late_lets_a_level_begin_late(connection: duckdb.DuckDBPyConnection) -> None:
    acts = table("""
        account_id  person_id  shape_id  day  known_on  seconds  times
        1           7          2         100  103       0        1
    """)
    fill(connection, "activities", acts)
    assert folded(connection, range(99, 107)) == [(104, 0, 3, "entered")]


def test_a_rejected_account_comes_back_after_its_cooldown_on_a_new_act(connection: duckdb.DuckDBPyConnection) -> None:
    acts = table("""
        account_id  person_id  shape_id  day  known_on  seconds  times
        1           7          2         100  100       0        1
        1           7          2         104  104       0        1
    """)
    answers = table("""
        account_id  disposition  day  known_on
        1           rejected     102  102
    """)
    fill(connection, "activities", acts)
    fill(connection, "dispositions", answers)
    assert folded(connection, range(99, 109)) == [
        (101, 0, 3, "entered"),
        (102, 3, 0, "rejected"),
        (107, 0, 3, "entered"),
    ]


def test_a_rejected_account_without_a_new_act_stays_away(connection: duckdb.DuckDBPyConnection) -> None:
    acts = table("""
        account_id  person_id  shape_id  day  known_on  seconds  times
        1           7          2         100  100       0        1
    """)
    answers = table("""
        account_id  disposition  day  known_on
        1           rejected     102  102
    """)
    fill(connection, "activities", acts)
    fill(connection, "dispositions", answers)
    assert folded(connection, range(99, 109))[-1] == (102, 3, 0, "rejected")


def test_product_use_keeps_a_product_qualified_account_from_expiring(connection: duckdb.DuckDBPyConnection) -> None:
    acts = table("""
        account_id  person_id  shape_id  day  known_on  seconds  times
        1           7          3         100  100       0        1
        1           7          3         105  105       0        1
    """)
    fill(connection, "activities", acts)
    assert folded(connection, range(99, 114)) == [(101, 0, 2, "entered"), (111, 2, 0, "expired")]


def test_a_level_that_ceased_while_nobody_stood_anywhere_is_held_anew(connection: duckdb.DuckDBPyConnection) -> None:
    line.fill_all(connection, line.rules_for(connection, AGREED))
    held = table("""
        as_of  account_id  level  enters  stays
        12     1           1      1       1
        13     1           1      1       1
    """)
    fill(connection, "levels_held", held)
    fill(connection, "scores", table("as_of account_id state"))
    folding.begin_fold(connection, {"streaks": "select 10 as as_of, 1 as account_id, 1 as level, 9 as since"})
    folding.fold(connection, [(day, day) for day in (11, 12, 13)])
    assert connection.execute("select since from streaks").fetchall() == [(12,)]


def test_folding_begins_where_the_run_before_ended(connection: duckdb.DuckDBPyConnection) -> None:
    acts = table("""
        account_id  person_id  shape_id  day  known_on  seconds  times
        1           7          2         100  100       0        1
    """)
    fill(connection, "activities", acts)
    folded(connection, range(99, 102))
    connection.execute("create table earlier as select * from standings")
    connection.execute("create table earlier_streaks as select * from streaks")
    line.judge(connection, [(102, 102)], AGREED)
    before = {"standings": "select * from earlier", "streaks": "select * from earlier_streaks"}
    folding.begin_fold(connection, before)
    folding.fold(connection, [(102, 102)])
    assert connection.execute("select level, was, since, cause from standings").fetchall() == [(3, 3, 101, "holds")]
    assert connection.execute("select * from transitions").fetchall() == []
