"""The map of a source as one SELECT: from raw rows to rows of our names, each with its fate and its flaws.

A staged row has `row` (where it stood), `fate` (kept, skipped or rejected), `flaws` (what could not be read)
and our columns. The SELECT runs on the engine we bring; `written_numbers` (written, thousandths) must be there.
"""

from __future__ import annotations

from collections.abc import Iterable

from mqa.sources.agreed import Column, Source
from mqa.sources.fields import FIELDS, MAY_BE_EMPTY, NEEDED, OUTCOME_KINDS
from mqa.sources.outputs import country_cell, outputs
from mqa.sources.reading import (
    UNKNOWN,
    Columns,
    Flaw,
    Reading,
    any_sql,
    escaped_sql,
    path_sql,
    reading,
    text_flaws,
    type_flaw,
)
from mqa.terms.countries import word_sql
from mqa.terms.documents import quoted
from mqa.terms.problems import Place, Problem
from mqa.terms.quoting import text_sql, texts_sql
from mqa.terms.rules import BUYING_STAGES

KEPT, SKIPPED, REJECTED = 0, 1, 2
BROKEN = Flaw("broken", "is not a line of JSON", "Write one object in braces on each line.")
COUNTRY_MEND = "Write a code of two letters such as DE, or the name of the country; the row is held to tell none."
EMPTY_MEND = "Fill it in, or leave such rows out with “skip”."
KIND_FLAW = Flaw(
    f"lower(t_kind) not in {texts_sql(OUTCOME_KINDS)}",
    "is not a step of an opportunity",
    "Map this column so that it says opened, won or lost.",
)
RANGE_FLAW = Flaw("n_last < n_first", "lies before the first address", "Exchange the two, or correct one of them.")
PATH_FLAW = Flaw(
    f"t_path is not null and not regexp_matches({path_sql('t_path')}, '^[/*]')",
    "is no path",
    "Write it as in /docs/* or https://www.acme.com/docs/*.",
)
STAGE_FLAW = Flaw(
    f"lower(t_buying_stage) not in {texts_sql(BUYING_STAGES[1:])}",
    "is no buying stage",
    f"Map this column so that it says {', '.join(BUYING_STAGES[1:-1])} or {BUYING_STAGES[-1]}, or leave it empty.",
)
STRENGTH_FLAW = Flaw(
    "n_strength not between 0 and 100000", "lies outside of 0 to 100", "Scale the strength to 0 to 100 in the export."
)

COUNT_FLAW = Flaw(
    "n_count not between 0 and 1000000000 or n_count % 1000 <> 0",
    "is no whole number from 0 to 1,000,000",
    "Map a column that counts, or map what is a score of 0 to 100 to “strength”.",
)


def type_problems(source: Source, columns: Columns, shown: str) -> tuple[Problem, ...]:
    """The columns of a file whose types cannot hold what is mapped to them."""
    problems = []
    for _, kind, mapped, _ in _mapped(source):
        if wanted := type_flaw(kind, mapped, columns):
            held = ", ".join(columns[name][1] for name in mapped.reads)
            what = f"{quoted(' and '.join(mapped.reads))} holds {held}, not {wanted}."
            mend = f"Map another column of the source {quoted(source.name)}, or export this one as text."
            problems.append(Problem(Place(shown), what, mend))
    return tuple(problems)


def numbers_sql(source: Source, raw: str, columns: Columns) -> str:
    """The distinct texts of the source's number columns that are no plain numbers; empty where it has none."""
    cells = [dict(read.cells)[read.number] for read in _readings(source, columns) if read.number]
    distinct = [f"select distinct {cell} as written from ({raw})" for cell in cells]
    plain = "try_cast(written as decimal(18, 3)) is not null"
    return f"select distinct written from ({' union all '.join(distinct)}) where not {plain}" if cells else ""


def staged_sql(
    source: Source,
    raw: str,
    columns: Columns,
    today: int,
    *,
    line: str = "",
    by_country: bool = False,
    told: bool = True,
) -> str:
    """The SELECT of a source's staged rows; `raw` is the connector's SELECT, `today` the day of loading.

    `line` is the column of `raw` that holds the whole row as it was written, where there is one. `by_country`: whether
    it matters of which country a row is; then `country_words` must be there too. `told`: say which flaws a row has;
    otherwise a row that has any has an empty list of them, which is planned in half the time.
    """
    readings = _readings(source, columns)
    cells = [cell for read in readings for cell in read.cells]
    meanings = [meaning for read in readings for meaning in read.meanings]
    joins = [
        f" left join written_numbers as w_{r.name} on w_{r.name}.written = {r.number}" for r in readings if r.number
    ]
    row_flaws, value_flaws = _flaws(source, readings)
    value_flaws += _country_flaws(source, readings) if by_country else []
    unfit = " or ".join([f"coalesce({when}, false)" for when in (_crowded_sql(readings), *_whens(row_flaws))])
    spoiled = " or ".join(["unfit", *[f"coalesce({flaw.when}, false)" for _, _, flaw in value_flaws]])
    flaws = [*row_flaws, *_text_flaws(readings), *value_flaws] if told else row_flaws[:1]
    listed = f"list_filter([{', '.join(map(_flaw_sql, flaws))}], lambda x: {'x is not null' if told else 'false'})"
    return f"""
select
    row,
    case when skipped then {SKIPPED} when unfit then {REJECTED} else {KEPT} end as fate,
    case when not skipped and ({spoiled}) then {listed} end as flaws,
    {_named(outputs(source, readings, today, by_country=by_country))}
from (
    select *, {unfit} as unfit
    from (
        select cells.*{"".join(f", {sql} as {name}" for name, sql in meanings)}
        from (
            select
                row, broken,
                {_rows_where(source.skip, columns)} as skipped,
                {_rows_where(source.nobody, columns)} as nobody,
                {_row_hash(source, columns, line)} as hash,
                {_named(cells)}
            from ({raw})
        ) as cells{"".join(joins)}
    )
)"""


def _mapped(source: Source) -> Iterable[tuple[str, str, Column, bool]]:
    """Each of our columns: its name in the staging, its kind, its map, and whether a flaw costs only the value."""
    for name, mapped in source.columns:
        kind = FIELDS[source.table][name]
        yield name, (mapped.type or "text") if kind == "value" else kind, mapped, False
    for i, (_, mapped) in enumerate(source.facts):
        yield f"fact{i}", mapped.type or "text", mapped, True
    if source.observed_on:
        yield "observed_on", "day", source.observed_on, True


def _readings(source: Source, columns: Columns) -> list[Reading]:
    """How every mapped column is read; what known_on says by rule is not read at all."""
    return [
        reading(name, kind, mapped, columns, optional=optional)
        for name, kind, mapped, optional in _mapped(source)
        if mapped.reads or (not mapped.static and mapped.delay is None)
    ]


Named = tuple[str, str, Flaw]  # what messages call the column, the cell that is shown, the flaw


def _flaws(source: Source, readings: list[Reading]) -> tuple[list[Named], list[Named]]:
    """The flaws that cost a row, and those that cost a value."""
    rows = [(read.theirs, read.shown, flaw) for read in readings if not read.optional for flaw in read.flaws]
    values = [(read.theirs, read.shown, flaw) for read in readings if read.optional for flaw in read.flaws]
    names = {read.name: read for read in readings}
    for group in NEEDED[source.table]:
        present = [names[name] for name in group if name in names]
        if present and group not in MAY_BE_EMPTY:
            empty = " and ".join(f"t_{read.name} is null" for read in present)
            rows.append(
                (" or ".join(r.theirs for r in present), "''", Flaw(f"not broken and {empty}", "is empty", EMPTY_MEND))
            )
    if source.table == "outcomes":
        rows.append((names["kind"].theirs, "t_kind", KIND_FLAW))
    if source.table == "intent":
        told = "strength" if "strength" in names else "count"
        rows.append((names[told].theirs, f"t_{told}", STRENGTH_FLAW if told == "strength" else COUNT_FLAW))
    if source.table == "content":
        flaws = {"path": PATH_FLAW, "buying_stage": STAGE_FLAW}
        rows += [(names[name].theirs, f"t_{name}", flaw) for name, flaw in flaws.items() if name in names]
    if "last" in names and "first" in names:
        rows.append((names["last"].theirs, "t_last", RANGE_FLAW))
    return [("", "''", BROKEN), *rows], values


def _country_flaws(source: Source, readings: list[Reading]) -> list[Named]:
    """A country that we do not know: it costs neither the row nor a fact, but the row is of no country."""
    cell = country_cell(source)
    unknown = Flaw(
        f"{cell} is not null and lower({cell}) not in {texts_sql(UNKNOWN)} "
        f"and {word_sql(cell)} not in (select name from country_words)",
        "is no country that we know",
        COUNTRY_MEND,
    )
    return [(read.theirs, read.shown, unknown) for read in readings if cell and f"t_{read.name}" == cell]


def _text_flaws(readings: list[Reading]) -> list[Named]:
    return [(read.theirs, read.shown, flaw) for read in readings if read.text for flaw in text_flaws(read.text)]


def _whens(flaws: list[Named]) -> list[str]:
    return [flaw.when for _, _, flaw in flaws]


def _crowded_sql(readings: list[Reading]) -> str:
    """Whether any cell is too long or holds control characters: one look at all of them together."""
    texts = [read.text for read in readings if read.text]
    if not texts:
        return "false"
    together = f"concat({', '.join(texts)})"
    longest = " or ".join(text_flaws(text)[0].when for text in texts)
    return f"{text_flaws(together)[1].when} or (strlen({together}) > 10000 and ({longest}))"


def _flaw_sql(named: Named) -> str:
    theirs, shown, flaw = named
    told = (
        f"column_name := {text_sql(theirs)}, value := coalesce({escaped_sql(shown)}, ''), "
        f"reason := {text_sql(flaw.reason)}, mend := {text_sql(flaw.mend)}"
    )
    return f"case when {flaw.when} then struct_pack({told}) end"


def _named(columns: Iterable[tuple[str, str]]) -> str:
    return ",\n    ".join(f"{sql} as {name}" for name, sql in columns)


def _rows_where(rules: tuple[tuple[str, tuple[str, ...]], ...], columns: Columns) -> str:
    return " or ".join(any_sql(column, values, columns) for column, values in rules) or "false"


def _row_hash(source: Source, columns: Columns, line: str) -> str:
    """What stands for the id of a row that has none: the md5 of all it holds.

    Of a visitor's address three digits of its own md5 are held: enough to tell two visits apart, and the same for a
    million addresses, so that nobody finds it by trying.
    """
    if source.table not in ("activities", "outcomes"):
        return "cast(null as varchar)"
    named = dict(source.columns).get("id")
    cells = ", ".join(f"coalesce(cast({name} as varchar), chr(30))" for name, _ in columns.values())
    whole = line or f"concat_ws(chr(31), {cells})"
    for theirs in source.addresses:
        address = f"coalesce(nullif(cast({columns[theirs][0]} as varchar), ''), chr(29))"
        whole = f"replace({whole}, {address}, left(md5({address}), 3))"
    whole = f"md5({whole})"
    return f"case when {columns[named.column][0]} is null then {whole} end" if named and named.column else whole
