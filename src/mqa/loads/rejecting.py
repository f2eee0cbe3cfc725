"""Rejects: what could not be used, where it stands in its file, why, how to mend it, and the raw row."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import duckdb

from mqa.connectors.files import RawFile
from mqa.terms.quoting import text_sql

LONGEST_RAW = 10_000
WORDS = {
    "MISSING COLUMNS": ("has fewer cells than the header", "Add the missing cells; empty ones need their comma too."),
    "TOO MANY COLUMNS": ("has more cells than the header", "Put a cell that holds a comma in quotes."),
    "INVALID ENCODING": ("is not UTF-8 text", "Save the file with the encoding UTF-8."),
}
OTHER_WORDS = ("cannot be read", "Compare it with the lines around it.")

Broken = tuple[int, str, str]  # line, kind of error, the raw line


def rejects_sql(connection: duckdb.DuckDBPyConnection, raw: RawFile, file: Path, source: str, today: int) -> str:
    """The rows of `rejects` of one file, from `flaw_rows` and `parse_errors`; empty where there are none."""
    flawed = connection.execute("select count(*) from flaw_rows").fetchall()[0][0]
    broken = broken_lines(connection, raw, file)
    if not flawed and not broken:
        return ""
    _place_rows(connection, raw, broken)
    connection.execute(
        "create or replace temp table broken_lines (line bigint, reason varchar, mend varchar, raw varchar)"
    )
    for line, kind, text in broken:
        reason, mend = WORDS.get(kind, OTHER_WORDS)
        connection.execute("insert into broken_lines values (?, ?, ?, ?)", [line, reason, mend, text[:LONGEST_RAW]])
    same = f"{text_sql(source)} as source, {text_sql(raw.shown)} as file"
    return f"""
select
    {same}, l.line, f.column_name, f.value, f.reason, f.mend, left(r.raw, {LONGEST_RAW}) as raw,
    {today}::bigint as known_on
from flaw_rows as f
inner join row_lines as l on l.row = f.row
inner join ({_raw_sql(raw)}) as r on r.row = f.row
union all
select {same}, line, '' as column_name, '' as value, reason, mend, raw, {today}::bigint from broken_lines"""


def line_of(connection: duckdb.DuckDBPyConnection, raw: RawFile, file: Path, row: int) -> int:
    """The line of a file at which its `row` begins."""
    connection.execute(f"create or replace temp table flaw_rows as select {int(row)}::bigint as row")
    _place_rows(connection, raw, broken_lines(connection, raw, file))
    return int(connection.execute("select line from row_lines").fetchall()[0][0])


def broken_lines(connection: duckdb.DuckDBPyConnection, raw: RawFile, file: Path) -> list[Broken]:
    """The lines that are no rows at all, with their line numbers in the file."""
    if raw.kind == "parquet":
        return []
    errors = connection.execute(
        "select line_byte_position, min(error_type), min(csv_line) from parse_errors group by 1 order by 1"
    ).fetchall()
    lines = _lines_at(file, [int(position or 0) for position, _, _ in errors])
    found = {line: (line, str(kind), str(text)) for line, (_, kind, text) in zip(lines, errors, strict=True)}
    return [found[line] for line in sorted(found)]


def _lines_at(file: Path, positions: list[int]) -> Iterator[int]:
    """The line numbers of byte positions, in one pass over the file."""
    if not positions:
        return
    opener = gzip.open if file.name.endswith(".gz") else open
    line, at = 1, 0
    with opener(file, "rb") as stream:
        for position in positions:
            while at < position and (block := stream.read(min(1 << 20, position - at))):
                line, at = line + block.count(b"\n"), at + len(block)
            yield line


def _place_rows(connection: duckdb.DuckDBPyConnection, raw: RawFile, broken: list[Broken]) -> None:
    """row_lines: the line of each flawed row. A row stands lower by the line ends within cells and broken lines above.

    Blank lines between rows are not counted by the engine and shift what follows.
    """
    if raw.kind != "csv":
        connection.execute("create or replace temp table row_lines as select distinct row, row as line from flaw_rows")
        return
    ends = " + ".join(f"length({name}) - length(replace({name}, chr(10), ''))" for name, _ in raw.columns.values())
    shift = " + ".join(f"cast(line >= {line - above} as bigint)" for above, (line, _, _) in enumerate(broken)) or "0"
    connection.execute(f"""
create or replace temp table row_lines as
with tall as (select row, coalesce({ends}, 0) as ends from ({raw.quiet_select}) where coalesce({ends}, 0) > 0),
flawed as (select distinct row from flaw_rows),
placed as (
    select f.row, f.row + {raw.first_line - 1} + coalesce(sum(t.ends), 0) as line
    from flawed as f left join tall as t on t.row < f.row
    group by f.row
)
select row, cast(line + {shift} as bigint) as line from placed""")


def _raw_sql(raw: RawFile) -> str:
    """Each raw row as JSON under their names."""
    if raw.kind == "jsonl":
        return f"select row, cline as raw from ({raw.quiet_select})"
    pairs = ", ".join(f"{text_sql(theirs)}, {name}" for theirs, (name, _) in raw.columns.items())
    return f"select row, cast(json_object({pairs}) as varchar) as raw from ({raw.quiet_select})"
