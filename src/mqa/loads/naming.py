"""Naming: which company is meant by a name that rows state, where they state nothing better.

A name is looked up among the names of accounts when a row states it first, and again when names that share a word with
it come, go or change. So what it means depends on which names are known, not on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from mqa import pipeline
from mqa.loads.storing import World
from mqa.sources.steps import made_sql
from mqa.terms.stored import StoredFile

CHUNK = 100_000  # names that are held in memory at once
Stated = tuple[int, str, str, str]  # the number of a name, the name, its country and city

WORDS = """
    select name_id as {column}, word
    from name_words
    where kind = '{kind}' and {where}
    group by name_id, word
    having sum(times) > 0
"""
STATED_AGAIN = """
    select distinct said, name, country, city from company_names where said in (select wanted_id from asked_again)
"""
COMPARED = """
    select
        c.account_id, c.name,
        coalesce(max(f.value) filter (where f.fact = 'country'), '') as country,
        coalesce(max(f.value) filter (where f.fact = 'city'), '') as city
    from company_called as c
    left join (
        select account_id, fact, arg_max(value, (observed_on, told_on, value)) as value
        from facts
        where fact in ('country', 'city') and times > 0 and account_id in (select known_id from candidates)
        group by account_id, fact
    ) as f on f.account_id = c.account_id
    where c.account_id in (select known_id from candidates)
    group by c.account_id, c.name
    order by c.account_id
"""


def learn_companies(world: World) -> list[StoredFile]:
    """Learn the names of accounts that are new or gone; as long as no row states a name, nothing is done."""
    return _learn_known(world) if world.count("company_names") else []


def learn_stated(world: World) -> list[StoredFile]:
    """Look up the names that the staged rows state and no row stated before, and store what they mean."""
    connection = world.connection
    connection.execute(made_sql("stated_names"))
    if not _count(connection, "stated_names"):
        return []
    stored = _learn_known(world)
    connection.execute("create or replace temp table wanted as from stated_names")
    _make_words(connection, "wanted", "select said, name, 1 from wanted")
    return [*stored, *world.keep("name_words", "from new_words"), *_looked_up(world)]


def _learn_known(world: World) -> list[StoredFile]:
    """Store the words of names of accounts that are new, take back those of names that are gone, and look up again the
    stated names that share some of them."""
    connection = world.connection
    for step in ("company_called", "name_news"):
        connection.execute(made_sql(step))
    _make_words(connection, "known", "select account_id, name, times from name_news")
    stored = world.keep("name_words", "from new_words")
    if not stored:
        return []
    connection.execute("create or replace temp table changed_words as select distinct name_id, word from new_words")
    _words(connection, "wanted", "wanted_words", "word in (select word from changed_words)")
    _words(connection, "known", "known_words", "word in (select word from changed_words)")
    _identity_step(connection, "asked_again")
    connection.execute(f"create or replace temp table wanted as {STATED_AGAIN}")
    return [*stored, *_looked_up(world)]


def _make_words(connection: duckdb.DuckDBPyConnection, kind: str, names: str) -> None:
    """Make `new_words` of a query that gives names as number, name, times."""
    import pyarrow as pa  # it takes a while to import

    from mqa.identity.candidates import word_rows
    from mqa.identity.names import name_forms

    connection.execute(f"create or replace temp table names_to_read as {names}")
    connection.execute(
        "create or replace temp table new_words "
        "(kind varchar, name_id bigint, name varchar, word varchar, times bigint)"
    )
    for part in _parts(connection, "names_to_read"):
        texts = [name for _, name, _ in part]
        ids, _, times = zip(*part, strict=True)
        rows = pa.table({"place": range(len(part)), "name_id": ids, "name": texts, "times": times})
        connection.register("read_names", rows)
        connection.register("read_words", word_rows([*map(name_forms, texts)], range(len(part)), "place"))
        connection.execute(
            f"insert into new_words select '{kind}', n.name_id, n.name, w.word, n.times "
            "from read_names as n inner join read_words as w on w.place = n.place"
        )
        connection.unregister("read_names")
        connection.unregister("read_words")


def _looked_up(world: World) -> list[StoredFile]:
    """Look up the names of `wanted` among those of accounts, and store what is news of them."""
    stored = []
    for part in _parts(world.connection, "wanted"):
        _match(world.connection, part)
        world.connection.execute(made_sql("names_looked_up"))
        stored += world.keep("company_names", "from names_looked_up")
    return stored


def _match(connection: duckdb.DuckDBPyConnection, wanted: Sequence[Stated]) -> None:
    """Make `found`: what each of these names means, among the names of accounts that share words with it."""
    import pyarrow as pa  # arrays take a while to import

    from mqa.identity.matching import matches
    from mqa.identity.name_arrays import Lexicon, Names, names_as_arrays
    from mqa.identity.names import name_forms

    lexicon = Lexicon()

    def arrays(some: Sequence[Stated]) -> Names:
        ids, names, countries, cities = zip(*some, strict=True) if some else ((), (), (), ())
        codes = [country if len(country) == 2 else "" for country in countries]  # others are not comparable
        return names_as_arrays(ids, [*map(name_forms, names)], lexicon, countries=codes, cities=cities)

    said, names, countries, cities = zip(*wanted, strict=True)
    connection.register("asked", pa.table({"said": said}))
    _words(connection, "wanted", "wanted_words", "name_id in (select said from asked)")
    _words(connection, "known", "known_words", "word in (select word from wanted_words)")
    _identity_step(connection, "words_known")
    _identity_step(connection, "candidates")
    pairs = connection.sql("select wanted_id, known_id from candidates").to_arrow_table()
    known = arrays(connection.execute(COMPARED).fetchall())
    result = matches(arrays(wanted), known, pairs, lexicon)
    stated = pa.table({"said": said, "name": names, "country": countries, "city": cities})
    connection.register("stated", stated)
    connection.register("matched", result)
    connection.execute(
        "create or replace temp table found as "
        "select s.said, s.name, s.country, s.city, m.outcome, coalesce(m.known_id, 0) as account_id, m.rule, "
        "m.confidence, coalesce(m.rival_id, 0) as rival_id, m.rival_confidence "
        "from stated as s inner join matched as m on m.wanted_id = s.said"
    )
    for name in ("asked", "stated", "matched"):
        connection.unregister(name)


def _words(connection: duckdb.DuckDBPyConnection, kind: str, table: str, where: str) -> None:
    """Make a table of the words of names, as the steps of identity read it."""
    query = WORDS.format(kind=kind, column=f"{kind}_id", where=where)
    connection.execute(f"create or replace temp table {table} as {query}")


def _identity_step(connection: duckdb.DuckDBPyConnection, step: str) -> None:
    """Make the table of a step that finds names by their words."""
    from mqa.identity.candidates import STEPS, Bounds, rarity_rows

    connection.execute("create or replace temp table rarities (names bigint, rarity bigint)")
    connection.executemany("insert into rarities values (?, ?)", rarity_rows(Bounds()))
    connection.execute("create or replace temp table bounds (names bigint, candidates bigint, parts bigint)")
    connection.execute("insert into bounds values (?, ?, ?)", list(Bounds()))
    connection.execute(f"create or replace temp table {step} as {pipeline.sql(STEPS[step])}")


def _parts(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a table of ours, so many at a time."""
    for start in range(0, _count(connection, table), CHUNK):
        yield connection.execute(f"from {table} where rowid >= {start} and rowid < {start + CHUNK}").fetchall()


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"select count(*) from {table}").fetchall()[0][0])
