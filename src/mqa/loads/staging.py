"""Staging: one raw file becomes typed rows in a scratch file, or the problems that stop the whole of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from mqa.connectors.files import RawFile, missing, opened
from mqa.loads.rejecting import find_broken_lines, line_of, mixed_line_ends
from mqa.sources.agreed import Source
from mqa.sources.mapping import KEPT, REJECTED, SKIPPED, numbers_sql, staged_sql, type_problems
from mqa.sources.numbers import thousandths
from mqa.terms.documents import quoted
from mqa.terms.problems import Place, Problem, Unavailable
from mqa.terms.quoting import path_sql, text_sql, texts_sql

SMALL = 1_000_000  # bytes of a file: planning how to read it takes longer than reading it
APART = 1 << 40  # more rows than a file has
FEW_REJECTS = 10  # up to here even a file full of them is bad rows, not a bad map
SHOWN_REJECTS = 3
BROKEN_QUOTES = ("UNQUOTED VALUE", "LINE SIZE OVER MAXIMUM")
ARRAYS = {"varchar": pa.string(), "bigint": pa.int64(), "boolean": pa.bool_()}
UNREADABLE = (
    duckdb.InvalidInputException,
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.ConversionException,
)


@dataclass(frozen=True)
class Staged:
    """A file whose rows stand in the view `staged`. Rows that are no rows at all stand in `broken_lines` only.

    `rows`: the scratch file that the view reads; `flawed`: of how many rows that are kept a value is not.
    """

    raw: RawFile
    rows: Path
    read: int
    skipped: int
    rejected: int
    flawed: int

    @property
    def fates(self) -> dict[str, int]:
        """How many rows there were, how many of them are left out or cannot be used, and in how many a value cannot."""
        counts = {"read": self.read, "skipped": self.skipped, "rejected": self.rejected}
        return {**counts, "values rejected": self.flawed}


def staged(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    file: Path,
    shown: str,
    today: int,
    *,
    scratch: Path,
    by_country: bool = False,
) -> tuple[Staged | None, tuple[Problem, ...]]:
    """The file's rows of our names as the view `staged`; None where the file as a whole cannot be used."""
    wanted = source.reads()
    raw, problems = opened(connection, file, shown, list(wanted), source.delimiter)
    if raw is None:
        return None, problems
    try:
        problems = missing(connection, raw, wanted, source.name) or type_problems(source, raw.columns, shown)
        if problems:
            return None, problems
        target = _stage(
            connection, source, raw, today, scratch, by_country=by_country, small=file.stat().st_size <= SMALL
        )
    except duckdb.OutOfMemoryException as error:
        raise Unavailable(f"There is not enough memory or disk to read {shown}: {error}") from error
    except UNREADABLE as error:
        broken = Problem(Place(shown), f"This {raw.kind} file breaks off: {_first(error)}", "Export it again.")
        return None, (mixed_line_ends(file, shown) if raw.kind == "csv" else ()) or (broken,)
    find_broken_lines(connection, raw, file)
    counted = _counted(connection, raw, target)
    problems = (counted.rejected and _quote_problems(connection, raw)) or _too_many_rejects(connection, counted, source)
    return (None, problems) if problems else (counted, ())


def _stage(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    raw: RawFile,
    today: int,
    scratch: Path,
    *,
    by_country: bool,
    small: bool,
) -> Path:
    _understand_numbers(connection, numbers_sql(source, raw.quiet_select, raw.columns))
    target = scratch / "staged.parquet"
    line = "cline" if raw.kind == "jsonl" else ""
    for told in (False, True) if small else (True,):
        connection.execute("drop table if exists parse_errors; drop table if exists parse_scans")
        target.unlink(missing_ok=True)
        sql = staged_sql(source, raw.select, raw.columns, today, line=line, by_country=by_country, told=told)
        connection.execute(f"copy ({sql}) to {text_sql(str(target))} (format parquet, compression lz4)")
        see_staged(connection, [target])
        if small and not connection.execute("select 1 from staged where flaws is not null limit 1").fetchall():
            break
    return target


def see_staged(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> None:
    """Let `staged` be a view of the rows of scratch files, which are told apart by their `row`: those of the second
    begin at APART, those of the third at twice that."""
    parts = (
        f"select * replace (row + {nth * APART} as row) from read_parquet({path_sql(str(file))})"
        for nth, file in enumerate(files)
    )
    connection.execute(f"create or replace temp view staged as {' union all by name '.join(parts)}")


def _understand_numbers(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Numbers in words are read once for each distinct text."""
    connection.execute("create or replace temp table written_numbers (written varchar, thousandths bigint)")
    written = [str(text) for (text,) in connection.execute(sql).fetchall()] if sql else []
    understood = [(text, number) for text in written if (number := thousandths(text)) is not None]
    insert(connection, "written_numbers", ("varchar", "bigint"), understood)


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, types: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Add rows to a table of ours, a column at a time (row by row the engine would take a second for a thousand)."""
    if rows:
        columns = [pa.array(cells, ARRAYS[kind]) for kind, cells in zip(types, zip(*rows, strict=True), strict=True)]
        connection.register("inserted", pa.table(columns, names=[f"column_{nth}" for nth in range(len(columns))]))
        connection.execute(f"insert into {table} from inserted")
        connection.unregister("inserted")


def parts(connection: duckdb.DuckDBPyConnection, table: str, rows: int = 100_000) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a table of ours, at most so many at a time; where rows were deleted, fewer, and never none."""
    [(last,)] = connection.execute(f"select coalesce(max(rowid), -1) from {table}").fetchall()
    for start in range(0, last + 1, rows):
        if found := connection.execute(f"from {table} where rowid >= {start} and rowid < {start + rows}").fetchall():
            yield found


def _counted(connection: duckdb.DuckDBPyConnection, raw: RawFile, rows: Path) -> Staged:
    found = connection.execute("select fate, count(*), count(flaws) from staged group by fate").fetchall()
    fates, flawed = {fate: count for fate, count, _ in found}, {fate: count for fate, _, count in found}
    broken = int(connection.execute("select count(*) from broken_lines").fetchall()[0][0])
    rejected = fates.get(REJECTED, 0) + broken
    return Staged(raw, rows, sum(fates.values()) + broken, fates.get(SKIPPED, 0), rejected, flawed.get(KEPT, 0))


def _quote_problems(connection: duckdb.DuckDBPyConnection, raw: RawFile) -> tuple[Problem, ...]:
    """A quote that is opened and never closed swallows all that follows: the whole file is in doubt."""
    broken = f"select line from broken_lines where kind in {texts_sql(BROKEN_QUOTES)} order by line limit 20"
    mend = "Close the quote, or write a quote inside of a quoted cell twice."
    lines = connection.execute(broken).fetchall()
    return tuple(Problem(Place(raw.shown, line), "A quote is broken here.", mend) for (line,) in lines)


def _too_many_rejects(connection: duckdb.DuckDBPyConnection, counted: Staged, source: Source) -> tuple[Problem, ...]:
    """Most rows bad: not the rows are wrong but the map."""
    rows = counted.read - counted.skipped
    if counted.rejected <= max(FEW_REJECTS, rows / 2):
        return ()
    first = connection.execute(
        "select row, flaws[1].column_name, flaws[1].value, flaws[1].reason from staged "
        f"where fate <> {KEPT} and flaws is not null order by row limit {SHOWN_REJECTS}"
    ).fetchall()
    shown = "; ".join(
        f"line {line_of(connection, counted.raw, row)}, {column}: {quoted(value)} {reason}"
        for row, column, value, reason in first
    )
    what = f"{counted.rejected:,} of {rows:,} rows cannot be read: {shown}."
    mend = f"Check the columns of the source {quoted(source.name)} in mqa.yaml; most rows ought to be readable."
    return (Problem(Place(counted.raw.shown), what, mend),)


def _first(error: Exception) -> str:
    return str(error).split("\n")[0][:200]
