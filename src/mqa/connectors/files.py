"""Files as the engine reads them: CSV, Parquet and JSON lines, alone, in folders or by pattern.

A file is never read into Python: it becomes a SELECT of ours over it, whose columns are called c0, c1 ...,
so that nothing a stranger wrote into a header ever becomes SQL. Beside them stand `row` (counted from 1)
and `broken` (a line that is no JSON).
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import time_ns

import duckdb

from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.problems import Place, Problem
from mqa.terms.quoting import name_sql, path_sql, text_sql

Kind = str
ENDINGS: dict[str, Kind] = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson": "jsonl",
    ".ndjson.gz": "jsonl",
}
KNOWN_ENDINGS = "csv, parquet, jsonl (csv and jsonl also with .gz)"
VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")
LONGEST_LINE = 8_000_000  # bytes; a quote that is never closed is found at the latest here
LONGEST_HEADER = 1_000_000
EXPORT_AGAIN = "Export it again; even without rows it has a header."
SETTLED = 2_000_000_000  # nanoseconds; more than any file system takes for one time
KEYS_SAMPLED = 2000  # lines of JSON whose keys are offered when a column is missing

_hashed: dict[str, tuple[tuple[int, ...], str]] = {}  # how a file was when it was hashed, and its hash


@dataclass(frozen=True)
class RawFile:
    """One file, ready to be read. `columns`: their name -> (name in `select`, engine's type)."""

    shown: str
    kind: Kind
    columns: dict[str, tuple[str, str]]
    select: str
    quiet_select: str

    @property
    def first_line(self) -> int:
        """The line of the first row: a header stands above the rows of a CSV."""
        return 2 if self.kind == "csv" else 1


def expanded(text: str, environment: Mapping[str, str]) -> str:
    """A text with ${NAME} and ${NAME:-otherwise} replaced from the environment.

    >>> expanded("${DATA:-data}/acts.csv", {}), expanded("${DATA:-data}/acts.csv", {"DATA": "/in"})
    ('data/acts.csv', '/in/acts.csv')
    """
    return VARIABLE.sub(lambda found: environment.get(found[1]) or found[2] or "", text)


def found(folder: Path, written: str, place: Place) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """The files that a source names, in the order of their names: one file, a folder's, or a pattern's."""
    path = folder / written
    if path.is_dir():
        files = [file for file in path.iterdir() if file.is_file() and kind_of(file) and not file.name.startswith(".")]
        what, mend = f"The folder {written} holds no file that can be read.", f"Put files in it: {KNOWN_ENDINGS}."
    elif any(sign in written for sign in "*?["):
        files = _matching(folder, written)
        what, mend = f"No file matches {quoted(written)}.", "Check the pattern; it is relative to the workspace file."
    else:
        files = [path] if path.is_file() else []
        beside = [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []
        what = f"The file {written} does not exist."
        mend = did_you_mean(path.name, beside) or "Check the path; it is relative to the workspace file."
    if not files:
        return (), (Problem(place, what, mend),)
    return tuple(sorted(files, key=lambda file: file.as_posix())), ()


def _matching(folder: Path, pattern: str) -> list[Path]:
    anchor = Path(pattern).anchor
    root, inside = (Path(anchor), pattern[len(anchor) :]) if anchor else (folder, pattern)
    return [file for file in root.glob(inside) if file.is_file()]


def kind_of(file: Path) -> Kind:
    """How a file is read, by its ending; empty where it cannot be.

    >>> kind_of(Path("acts.csv.gz")), kind_of(Path("acts.xlsx"))
    ('csv', '')
    """
    name = file.name.lower()
    return next((kind for ending, kind in ENDINGS.items() if name.endswith(ending)), "")


def content_hash(file: Path) -> str:
    """The hash of a file's bytes; of one that was hashed by this process and not written to since, as it was then.

    A file that was written to just now may be written to again without another time to show for it.
    """
    before, path = file.stat(), str(file)
    state = (before.st_dev, before.st_ino, before.st_size, before.st_mtime_ns)
    known = _hashed.get(path)
    if known and known[0] == state:
        return known[1]
    content = _content_hash(file)
    if time_ns() - before.st_mtime_ns > SETTLED:
        _hashed[path] = (state, content)
    return content


def _content_hash(file: Path) -> str:
    digest = sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def opened(
    connection: duckdb.DuckDBPyConnection,
    file: Path,
    shown: str,
    wanted: Sequence[str],
    delimiter: str = ",",
) -> tuple[RawFile | None, tuple[Problem, ...]]:
    """A file ready to be read, or what stops the whole of it from being read.

    `shown` is the name that messages use; `wanted` are the columns of theirs that are needed (only JSON lines
    must know them beforehand). Nothing but the header or the footer is read here.
    """
    kind = kind_of(file)
    if not kind:
        return None, (Problem(Place(shown), "This kind of file cannot be read.", f"Known endings: {KNOWN_ENDINGS}."),)
    if file.stat().st_size == 0:
        return None, (
            Problem(Place(shown), "The file is empty.", "Export it again; even without rows it has a header."),
        )
    try:
        if kind == "csv":
            return _csv(file, shown, "\t" if delimiter == "tab" else delimiter)
        return _parquet(connection, file, shown) if kind == "parquet" else _json_lines(file, shown, wanted)
    except (duckdb.Error, OSError, EOFError) as error:
        return None, (_unreadable(kind, shown, error),)


def missing(
    connection: duckdb.DuckDBPyConnection, raw: RawFile, wanted: Mapping[str, Place], source: str
) -> tuple[Problem, ...]:
    """The columns that the workspace names and the file does not have; placed where the workspace names them."""
    known = list(raw.columns) if raw.kind != "jsonl" else _keys(connection, raw, wanted)
    nested = raw.kind == "jsonl"  # there a name that begins with `/` leads into an object
    absent = [(name, at) for name, at in wanted.items() if name not in known and not (nested and name.startswith("/"))]
    return tuple(
        Problem(
            place,
            f"The source {quoted(source)} reads the column {quoted(name)}, which {raw.shown} does not have.",
            _other_delimiter(known) or did_you_mean(name, known) or _listed(known),
        )
        for name, place in absent
    )


def _other_delimiter(known: Sequence[str]) -> str:
    """The mend for a header that was not parted at all."""
    sign = next((sign for sign in (";", "\t", "|") if len(known) == 1 and sign in known[0]), "")
    return f"Add “delimiter: {'tab' if sign == chr(9) else repr(sign)}” to the source." if sign else ""


def _listed(known: Sequence[str]) -> str:
    return f"Its columns are: {', '.join(map(quoted, known[:20]))}."


def _csv(file: Path, shown: str, delimiter: str) -> tuple[RawFile | None, tuple[Problem, ...]]:
    header, problems = _header(file, shown, delimiter)
    if problems:
        return None, problems
    columns = {name: (f"c{i}", "VARCHAR") for i, name in enumerate(header)}
    typed = ", ".join(f"'c{i}': 'varchar'" for i in range(len(header)))
    options = (
        f"header = true, auto_detect = false, columns = {{{typed}}}, delim = {text_sql(delimiter)}, quote = '\"', "
        f"escape = '\"', strict_mode = true, null_padding = false, max_line_size = {LONGEST_LINE}"
    )
    return _text_file(
        file, shown, "csv", columns, options, "select *, false as broken, row_number() over () as row"
    ), ()


def _text_file(
    file: Path, shown: str, kind: Kind, columns: dict[str, tuple[str, str]], options: str, select: str
) -> RawFile:
    compression = "gzip" if file.name.endswith(".gz") else "none"
    scan = f"read_csv({path_sql(str(file))}, {options}, compression = '{compression}'"
    strict = "store_rejects = true, rejects_table = 'parse_errors', rejects_scan = 'parse_scans'"
    return RawFile(
        shown, kind, columns, f"{select} from {scan}, {strict})", f"{select} from {scan}, ignore_errors = true)"
    )


def _header(file: Path, shown: str, delimiter: str) -> tuple[list[str], tuple[Problem, ...]]:
    """The names of a CSV's columns. Two columns of one name are a problem; a name may hold anything else."""
    opener = gzip.open if file.name.endswith(".gz") else open
    with opener(file, "rb") as stream:
        start = stream.read(LONGEST_HEADER)
    try:
        text = start.decode("utf-8-sig", errors="strict" if len(start) < LONGEST_HEADER else "ignore")
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
    except UnicodeDecodeError as error:
        place = Place(shown, start[: error.start].count(b"\n") + 1)
        return [], (Problem(place, "This line is not UTF-8 text.", "Save the file with the encoding UTF-8."),)
    except csv.Error as error:
        return [], (Problem(Place(shown, 1), f"The header cannot be read: {error}.", "Check the quotes in line 1."),)
    if not header:
        return [], (Problem(Place(shown, 1), "The first line is empty, so the columns have no names.", EXPORT_AGAIN),)
    names = [name.strip() for name in header]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        what = f"Two columns are called {', '.join(map(quoted, twice))}."
        return [], (Problem(Place(shown, 1), what, "Rename one of them in the export."),)
    return [name or f"(unnamed {i})" for i, name in enumerate(names, start=1)], ()


def _parquet(connection: duckdb.DuckDBPyConnection, file: Path, shown: str) -> tuple[RawFile, tuple[Problem, ...]]:
    scan = f"read_parquet({path_sql(str(file))}, file_row_number = true, hive_partitioning = false)"
    described = connection.execute(f"describe select * exclude (file_row_number) from {scan}").fetchall()
    columns = {str(row[0]): (f"c{i}", str(row[1])) for i, row in enumerate(described)}
    ours = ", ".join(f"{name_sql(theirs)} as {name}" for theirs, (name, _) in columns.items())
    select = f"select {ours}, false as broken, file_row_number + 1 as row from {scan}"
    return RawFile(shown, "parquet", columns, select, select), ()


def _json_lines(file: Path, shown: str, wanted: Sequence[str]) -> tuple[RawFile, tuple[Problem, ...]]:
    """Each line is parsed once for all wanted keys; a name that begins with `/` leads into nested objects."""
    names = list(dict.fromkeys(wanted))
    paths = ", ".join(text_sql(name if name.startswith("/") else pointer(name)) for name in names)
    cells = f"case when json_valid(line) then json_extract_string(line, [{paths}]) end"
    options = (
        "header = false, auto_detect = false, columns = {'line': 'varchar'}, delim = '\x01', quote = '', "
        f"escape = '', strict_mode = false, max_line_size = {LONGEST_LINE}"
    )
    columns = {name: (f"c{i}", "JSON") for i, name in enumerate(names)}
    picked = "".join(f"cells[{i + 1}] as c{i}, " for i in range(len(names)))
    lines = f"select *, {cells} as cells, not coalesce(json_valid(line), true) as broken, row_number() over () as row"
    raw = _text_file(file, shown, "jsonl", columns, options, lines)
    wrap = "select {picked}line as cline, broken, row from ({inner}) where line is not null"
    return (
        RawFile(
            shown,
            "jsonl",
            columns,
            wrap.format(picked=picked, inner=raw.select),
            wrap.format(picked=picked, inner=raw.quiet_select),
        ),
        (),
    )


def pointer(key: str) -> str:
    """A key of a JSON object as a JSON pointer.

    >>> pointer("Account/ID")
    '/Account~1ID'
    """
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _keys(connection: duckdb.DuckDBPyConnection, raw: RawFile, wanted: Collection[str]) -> list[str]:
    """The keys of the first lines, and the wanted ones that stand in any later line."""
    lines = connection.execute(
        f"select cline from ({raw.quiet_select} limit {KEYS_SAMPLED}) where not broken"
    ).fetchall()
    seen = dict.fromkeys(key for (line,) in lines for key in _keys_of(line))
    rare = [name for name in wanted if name not in seen and name in raw.columns]
    if not rare:
        return list(seen)
    counts = ", ".join(f"count({raw.columns[name][0]})" for name in rare)
    filled = connection.execute(f"select {counts} from ({raw.quiet_select})").fetchall()[0]
    return [*seen, *(name for name, count in zip(rare, filled, strict=True) if count)]


def _keys_of(line: str) -> Collection[str]:
    try:
        value = json.loads(line)
    except ValueError:
        return ()
    return value.keys() if isinstance(value, dict) else ()


def _unreadable(kind: Kind, shown: str, error: Exception) -> Problem:
    said = str(error).split("\n")[0][:200]
    return Problem(Place(shown), f"This is not a readable {kind} file: {said}", "Export or copy the file again.")
