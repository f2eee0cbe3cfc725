"""The made-up world as tables, in a DuckDB of its own that is thrown away after its files are written.

Each table is one `.sql` file in `sql/`, a single SELECT that opens with what a row means; `dice.sql`,
`rates.sql` and `words.sql` are what they all draw on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from mqa.demo.size import Size

MEMORY = "1500MB"
OF_THE_WORLD = ("companies", "people", "episodes", "participants")
OF_A_CHUNK = ("visits", "touches", "mails")
SAMPLE = 10_000  # accounts whose acts are counted to come near the number asked for


@contextmanager
def world(folder: Path, size: Size) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that holds the world's people, companies and episodes; its scratch space lies in `folder`."""
    with TemporaryDirectory(prefix=".making-", dir=folder) as scratch, duckdb.connect(f"{scratch}/world") as con:
        con.execute(f"set memory_limit = '{MEMORY}'")
        con.execute(f"set temp_directory = '{quoted(Path(scratch))}/spill'")
        prepare(con, size)
        if size.acts is not None:
            _aim_at(con, size.acts / size.accounts, min(size.accounts, SAMPLE))
        yield con


def prepare(con: duckdb.DuckDBPyConnection, size: Size, *, tables: Sequence[str] = OF_THE_WORLD) -> None:
    """Teach a connection the size of the world, its dice, rates and words, and create the tables of its truth."""
    con.execute("set TimeZone = 'UTC'")
    for name in ("accounts", "days", "seed"):
        set_number(con, name, getattr(size, name))
    for name in ("noise", "awake_share"):
        set_number(con, name, 1.0)
    con.execute(f"set variable last_day = date '{size.last_day}'")
    for script in ("rates", "dice", "words"):
        con.execute(text_of(script))
    for name in tables:
        make(con, name)


def make(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Create (or renew) one table of the world."""
    con.execute(f"create or replace table {name} as {text_of(name)}")


def make_chunk(con: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """Create what the people of some companies did: visits, touches and mails, and the acts that come of them."""
    set_number(con, "low", first)
    set_number(con, "high", last)
    for name in OF_A_CHUNK:
        make(con, name)
    for name in ("acts_web", "acts_email", "acts_product"):
        con.execute(f"create or replace view {name} as {text_of(name)}")


def rolled_up(con: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """The acts of the present chunk, and the activity days they roll up to."""
    ((acts, days),) = con.execute(text_of("activity_days")).fetchall()
    return int(acts or 0), int(days)


def set_number(con: duckdb.DuckDBPyConnection, name: str, number: float) -> None:
    """Set a number that the SQL files read."""
    con.execute(f"set variable {name} = {number!r}")


def quoted(path: Path) -> str:
    """A path as it stands between the quotes of a SQL text."""
    return path.as_posix().replace("'", "''")


def text_of(name: str) -> str:
    """The text of one SQL file."""
    return (files("mqa.demo") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _aim_at(con: duckdb.DuckDBPyConnection, acts_an_account: float, sampled: int) -> None:
    """Let fewer companies do anything, or all of them make more noise, so that the acts come near those asked for."""
    asked = acts_an_account * sampled
    usual = _acts_of_sample(con, sampled)
    if asked < usual:
        set_number(con, "awake_share", asked / usual)
        for name in ("episodes", "participants"):
            make(con, name)
    else:
        set_number(con, "noise", 2.0)
        set_number(con, "noise", 1 + (asked - usual) / max(1, _acts_of_sample(con, sampled) - usual))


def _acts_of_sample(con: duckdb.DuckDBPyConnection, sampled: int) -> int:
    """The acts of the first companies, as the world is set now."""
    make_chunk(con, 1, sampled)
    return rolled_up(con)[0]
