"""Names matched from one end to the other, as a caller of `mqa.identity` does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from mqa.identity import candidates
from mqa.identity.candidates import Bounds
from mqa.identity.clustering import clustered
from mqa.identity.matching import matches
from mqa.identity.name_arrays import Lexicon, Names, names_as_arrays
from mqa.identity.names import NameForms, name_forms
from mqa.pipeline import sql

CHUNK = 100_000  # wanted names at a time
AMONG_THEMSELVES = Bounds(200, 30, 1000)  # a list has many names of one company, each most like itself


def connected(known: Sequence[NameForms], bounds: Bounds) -> duckdb.DuckDBPyConnection:
    """A connection with the tables that `candidates.sql` reads of known names; their ids are their places."""
    connection = duckdb.connect(config={"memory_limit": "1GB", "threads": 2})
    connection.execute("create table known_words (known_id bigint, word varchar)")
    for start in range(0, len(known), CHUNK):
        part = known[start : start + CHUNK]
        rows = candidates.word_rows(part, range(start, start + len(part)), "known_id")
        connection.register("part", rows)
        connection.execute("insert into known_words select known_id, word from part")
    connection.execute("create table rarities (names bigint, rarity bigint)")
    connection.executemany("insert into rarities values (?, ?)", candidates.rarity_rows(bounds))
    connection.execute("create table bounds (names bigint, candidates bigint, parts bigint)")
    connection.execute("insert into bounds values (?, ?, ?)", bounds)
    connection.execute(f"create table words_known as {sql(candidates.STEPS['words_known'])}")
    return connection


def candidates_of(connection: duckdb.DuckDBPyConnection, wanted: Sequence[NameForms], ids: Sequence[int]) -> pa.Table:
    """The candidates of wanted names."""
    connection.register("wanted_words", candidates.word_rows(wanted, ids, "wanted_id"))
    return connection.sql(sql(candidates.STEPS["candidates"])).to_arrow_table()


def found(wanted: Sequence[str], known: Sequence[str]) -> Iterator[pa.Table]:
    """What wanted names mean, in chunks; ids are places."""
    forms = [name_forms(name) for name in known]
    connection, lexicon = connected(forms, Bounds()), Lexicon()
    those = names_as_arrays(range(len(forms)), forms, lexicon)
    del forms
    for start in range(0, len(wanted), CHUNK):
        part = [name_forms(name) for name in wanted[start : start + CHUNK]]
        ids = range(start, start + len(part))
        these = names_as_arrays(ids, part, lexicon)
        yield matches(these, those, candidates_of(connection, part, ids), lexicon)


def compared(names: Sequence[str]) -> tuple[Names, pa.Table, Lexicon]:
    """Names of one list as arrays, and the candidates among themselves."""
    forms, lexicon = [name_forms(name) for name in names], Lexicon()
    connection = connected(forms, AMONG_THEMSELVES)
    rows = candidates_of(connection, forms, range(len(forms)))
    return names_as_arrays(range(len(forms)), forms, lexicon), rows, lexicon


def joined(names: Sequence[str], sure: float) -> list[int]:
    """The cluster of each name of a list: the place of the name at its core."""
    those, candidates_among, lexicon = compared(names)
    found: list[int] = clustered(those, candidates_among, lexicon, sure=sure)["cluster_id"].to_pylist()
    return found
