"""Rejects: what could not be used, where it stands in its file, why, how to mend it, and the raw row."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterator
from pathlib import Path

import duckdb

from mqa.connectors.files import RawFile
from mqa.sources.agreed import Source
from mqa.terms.problems import Place, Problem
from mqa.terms.quoting import text_sql

LONGEST_RAW = 10_000
WORDS = {
    "MISSING COLUMNS": ("has fewer cells than the header", "Add the missing cells; empty ones need their comma too."),
    "TOO MANY COLUMNS": ("has more cells than the header", "Put a cell that holds a comma in quotes."),
    "INVALID ENCODING": ("is not UTF-8 text", "Save the file with the encoding UTF-8."),
}
OTHER_WORDS = ("cannot be read", "Compare it with the lines around it.")


TOLD = "select 1 from rejects where (line, column_name, reason, raw) = (n.line, n.column_name, n.reason, n.raw)"


def rejects_sql(
    connection: duckdb.DuckDBPyConnection, raw: RawFile, source: Source, today: int, *, again: bool = False
) -> str:
    """The rows of `rejects` of one file, from `flaw_rows` and `broken_lines`; empty where there are none.

    Of a file that is read `again` only those that were not told before. Addresses of visitors are left out of raw rows,
    and where a row is one text, the whole of it is.
    """
    [(found,)] = connection.execute(
        "select (select count(*) from flaw_rows) + (select count(*) from broken_lines)"
    ).fetchall()
    if not found:
        return ""
    _place_rows(connection, raw)
    same = f"{text_sql(source.name)} as source, {text_sql(raw.shown)} as file"
    told = f"{TOLD} and source = {text_sql(source.name)} and file = {text_sql(raw.shown)}"
    return f"""
select *
from ({_rejects_sql(raw, same, today, source.addresses)}) as n
where {f"not exists ({told})" if again else "true"}"""


def _rejects_sql(raw: RawFile, same: str, today: int, hidden: Collection[str]) -> str:
    broken = "cast('' as varchar)" if hidden else f"left(raw, {LONGEST_RAW})"
    return f"""
select
    {same}, l.line, f.column_name, f.value, f.reason, f.mend, left(r.raw, {LONGEST_RAW}) as raw,
    {today}::bigint as known_on
from flaw_rows as f
inner join row_lines as l on l.row = f.row
inner join ({_raw_sql(raw, hidden)}) as r on r.row = f.row
union all
select
    {same}, line, '' as column_name, '' as value, {_words_sql(0)} as reason, {_words_sql(1)} as mend,
    {broken}, {today}::bigint
from broken_lines"""


def line_of(connection: duckdb.DuckDBPyConnection, raw: RawFile, row: int) -> int:
    """The line of a file at which its `row` begins, from `broken_lines`."""
    connection.execute(f"create or replace temp table flaw_rows as select {int(row)}::bigint as row")
    _place_rows(connection, raw)
    return int(connection.execute("select line from row_lines").fetchall()[0][0])


def find_broken_lines(connection: duckdb.DuckDBPyConnection, raw: RawFile, file: Path) -> None:
    """Make `broken_lines`: each line of the file that is no row at all, the kind of error, the line as written."""
    connection.execute("create or replace temp table broken_lines (line bigint, kind varchar, raw varchar)")
    if raw.kind == "parquet":
        return
    positions = [
        int(position)
        for (position,) in connection.execute(
            "select distinct coalesce(line_byte_position, 0) as position from parse_errors order by position"
        ).fetchall()
    ]
    if not positions:
        return
    lines = list(_lines_at(file, positions))
    connection.execute(
        """
insert into broken_lines
with lines as (select unnest(cast(? as bigint[])) as position, unnest(cast(? as bigint[])) as line)
select l.line, min(e.error_type), min(e.csv_line)
from parse_errors as e
inner join lines as l on l.position = coalesce(e.line_byte_position, 0)
group by l.line""",
        [positions, lines],
    )


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


def mixed_line_ends(file: Path, shown: str) -> tuple[Problem, ...]:
    """That the lines of a text end in two ways, which the engine cannot read, and from which line on; else nothing."""
    opener = gzip.open if file.name.endswith(".gz") else open
    with opener(file, "rb") as stream:
        windows = stream.readline().endswith(b"\r\n")
        lines = enumerate(stream, start=2)
        other = next((nth for nth, line in lines if line[-1:] == b"\n" and line.endswith(b"\r\n") != windows), 0)
    if not other:
        return ()
    first, then = (r"\r\n", r"\n") if windows else (r"\n", r"\r\n")
    what = f"The lines end in two ways: line 1 in {first}, this one in {then}."
    mend = r"Let all end in one way, for example with “tr -d '\r' < it > another”; files put together often do not."
    return (Problem(Place(shown, other), what, mend),)


def _place_rows(connection: duckdb.DuckDBPyConnection, raw: RawFile) -> None:
    """row_lines: the line of each flawed row. A row stands lower by the line ends within cells and broken lines above.

    Blank lines between rows are not counted by the engine and shift what follows.
    """
    if raw.kind != "csv":
        connection.execute("create or replace temp table row_lines as select distinct row, row as line from flaw_rows")
        return
    ends = " + ".join(f"length({name}) - length(replace({name}, chr(10), ''))" for name, _ in raw.columns.values())
    connection.execute(f"""
create or replace temp table row_lines as
with rows as (
    select row, coalesce({ends}, 0) as ends, 0 as flawed from ({raw.quiet_select}) where coalesce({ends}, 0) > 0
    union all
    select distinct row, 0, 1 from flaw_rows
),

placed as (
    select
        row, flawed,
        row + {raw.first_line - 1} + coalesce(sum(ends) over (
            order by row range between unbounded preceding and 1 preceding
        ), 0) as line
    from rows
),

gaps as (  -- where a broken line would stand if there were none above it
    select null as row, line + 1 - row_number() over (order by line) as line, 1 as broken from broken_lines
    union all
    select row, line, 0 from placed where flawed = 1
),

shifted as (
    select row, line + sum(broken) over (order by line range between unbounded preceding and current row) as line
    from gaps
)

select row, cast(line as bigint) as line from shifted where row is not null""")


def _raw_sql(raw: RawFile, hidden: Collection[str]) -> str:
    """Each raw row as JSON under their names, without the columns that are hidden."""
    if raw.kind == "jsonl":
        line = "cast('' as varchar)" if hidden else "cline"
        return f"select row, {line} as raw from ({raw.quiet_select})"
    shown = {theirs: name for theirs, (name, _) in raw.columns.items() if theirs not in hidden}
    pairs = ", ".join(f"{text_sql(theirs)}, {name}" for theirs, name in shown.items())
    return f"select row, cast(json_object({pairs}) as varchar) as raw from ({raw.quiet_select})"


def _words_sql(part: int) -> str:
    """The reason (part 0) or the mend (1) for a kind of broken line."""
    cases = " ".join(f"when {text_sql(kind)} then {text_sql(words[part])}" for kind, words in WORDS.items())
    return f"case kind {cases} else {text_sql(OTHER_WORDS[part])} end"
