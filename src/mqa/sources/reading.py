"""How one of our columns is read from theirs, as SQL: their cell, then its meaning, then what makes it unreadable.

The SQL is made of fixed texts, of the names c0, c1 ... that the connector gave their columns, and of quoted
literals; nothing else of a person's text gets into it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mqa.sources.agreed import NAMED_IN_BRACES, Column
from mqa.sources.fields import Kind
from mqa.terms.durations import EARLIEST, LATEST, day_number
from mqa.terms.quoting import text_sql, texts_sql

Columns = dict[str, tuple[str, str]]  # their name -> (name in the raw SELECT, engine's type)

LONGEST_CELL = 10_000  # characters
FIRST_DAY, LAST_DAY = day_number(EARLIEST), day_number(LATEST)
BLANKS = "E' \\t\\r\\n\N{NO-BREAK SPACE}'"  # the engine does not know \\u, and would trim the letter u
CONTROLS = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x{9f}]"
HOST = "^(?:[a-zA-Z][a-zA-Z0-9+.-]*://|//|mailto:)?(?:[^/@?#]*@)?(?:[wW]{3}[.])?([^/:?#\\s]+)"
PATH = "^(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?(?://[^/?#]*)?([^?#]*)"
UNKNOWN = ("-", "--", "?", "n/a", "null")  # what exports write where a fact is not known

DATE_MEND = "Write 2026-07-31 or 2026-07-31T14:30:00Z, or give the column a format such as “%d/%m/%Y”."
RANGE_MEND = "Correct the year; days from 1970-01-01 to 2100-01-01 are read."
NUMBER_MEND = "Write one number such as 1200, 1,200 or 1.2 million; a range has no single value."
EMAIL_MEND = "Write one address such as ann@acme.com, or leave the cell empty."
CONTROL_MEND = "Remove them; they come from a binary or badly converted file."
LONG_MEND = "Shorten it. Is a closing quote missing somewhere above?"
ADDRESS_MEND = "Write an IPv4 address such as 203.0.113.7, or its number."
NETWORK_MEND = "Write a network such as 203.0.113.0/24, or map its first and last address."
OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
SECONDS_MEND = "Write how long it took in seconds, at least 0."

TEXT_TYPES = re.compile(
    r"VARCHAR|JSON|UUID|ENUM\(.*|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*|DATE|DOUBLE|FLOAT"
)
INTEGER_TYPES = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
NUMBER_TYPES = re.compile(r"VARCHAR|JSON|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*|DOUBLE|FLOAT")
WORD_TYPES = re.compile(r"VARCHAR|JSON|ENUM\(.*")
MOMENT_TYPES = re.compile(r"VARCHAR|JSON|DATE|TIMESTAMP.*")
NEEDED_TYPES: dict[str, tuple[re.Pattern[str], str]] = {
    "text": (TEXT_TYPES, "text"),
    "email": (WORD_TYPES, "e-mail addresses"),
    "host": (WORD_TYPES, "domains"),
    "network": (WORD_TYPES, "networks"),
    "address": (TEXT_TYPES, "addresses"),
    "hosts": (WORD_TYPES, "domains"),
    "day": (MOMENT_TYPES, "dates"),
    "instant": (MOMENT_TYPES, "times"),
    "number": (NUMBER_TYPES, "numbers"),
    "seconds": (NUMBER_TYPES, "numbers"),
    "date": (MOMENT_TYPES, "dates"),
}


@dataclass(frozen=True)
class Flaw:
    """A condition under which a cell cannot be read, why, and how to mend it."""

    when: str
    reason: str
    mend: str


@dataclass(frozen=True)
class Reading:
    """One of our columns: `cells` select from the raw row, `meanings` from the cells, `flaws` speak of both.

    `theirs` is what messages call the column, `shown` the SQL of the cell as it is shown. A flaw in a column
    that is `optional` costs the value; in any other it costs the row. `number` is the cell that may hold a
    number in words (see `sources.numbers`).
    """

    name: str
    theirs: str
    shown: str
    cells: tuple[tuple[str, str], ...]
    meanings: tuple[tuple[str, str], ...] = ()
    flaws: tuple[Flaw, ...] = ()
    optional: bool = False
    text: str = ""
    number: str = ""


def reading(name: str, kind: Kind | str, mapped: Column, columns: Columns, *, optional: bool = False) -> Reading:
    """How the column `name` of ours is read: as `t_name` (text), `d_name` (day), `n_name` (thousandths) and so on."""
    theirs = " and ".join(mapped.reads) or name
    cell = f"t_{name}"
    text = text_cell(mapped, columns)
    known = f"case when lower({text}) not in {texts_sql(UNKNOWN)} then {text} end"
    cells = [(cell, known if optional else text)]
    if kind in ("day", "instant", "date"):
        cells.append((f"m_{name}", _moment(mapped, columns)))
        if not _is_text(mapped, columns):
            return _native_moment(name, theirs, mapped, columns, optional=optional)
    if kind == "hosts" or (kind in ("value", "text") and (mapped.several or _is_list(mapped, columns))):
        cells.append((f"l_{name}", _list(mapped, columns)))
    meanings, flaws = _meaning(name, kind)
    number = cell if kind == "number" else ""
    checked = cell if _is_text(mapped, columns) else ""
    return Reading(name, theirs, cell, tuple(cells), tuple(meanings), tuple(flaws), optional, checked, number)


def _native_moment(name: str, theirs: str, mapped: Column, columns: Columns, *, optional: bool) -> Reading:
    """A date or time of their own type: its text is needed only where it cannot be read."""
    cells = ((f"t_{name}", columns[mapped.column][0]), (f"m_{name}", _moment(mapped, columns)))
    meanings, flaws = _meaning(name, "day")
    shown = f"cast(t_{name} as varchar)"
    return Reading(name, theirs, shown, cells, tuple(meanings), tuple(flaws), optional)


def type_flaw(kind: Kind | str, mapped: Column, columns: Columns) -> str:
    """What the column ought to hold, where the type of theirs cannot hold it; else empty."""
    pattern, wanted = NEEDED_TYPES.get(kind, (TEXT_TYPES, "text"))
    for theirs in mapped.reads:
        found = columns[theirs][1]
        element = found.removesuffix("[]") if kind in ("hosts", "value", "text") else found
        unix = mapped.format.startswith("unix") and INTEGER_TYPES.fullmatch(found)
        if not unix and not pattern.fullmatch(element) and not (kind == "text" and found.startswith("TIMESTAMP")):
            return wanted
    return ""


def text_cell(mapped: Column, columns: Columns) -> str:
    """Their cell as text without blanks around it, null where nothing is in it."""
    if mapped.constant is not None:
        return text_sql(mapped.constant)
    if mapped.column:
        return _cell(mapped.column, columns)
    pieces = NAMED_IN_BRACES.split(mapped.template)  # text and names take turns
    joined = [_cell(piece, columns) if i % 2 else text_sql(piece) for i, piece in enumerate(pieces)]
    return f"({' || '.join(joined)})" if mapped.template else "cast(null as varchar)"


def host_sql(text: str) -> str:
    """The host of a URL, an e-mail address or a bare domain, in lower case and without `www.`."""
    return f"nullif(rtrim(lower(regexp_extract({text}, {text_sql(HOST)}, 1)), '.'), '')"


def address_sql(text: str) -> str:
    """The number of an IPv4 address that is written with three points, or as a number; null for anything else."""
    parts = [f"cast(split_part({text}, '.', {nth}) as bigint)" for nth in (1, 2, 3, 4)]
    number = " + ".join(f"{part} * {256**power}" for part, power in zip(parts, (3, 2, 1, 0), strict=True))
    plain = f"regexp_full_match({text}, '[0-9]{{1,10}}') and try_cast({text} as bigint) < {2**32}"
    written = text_sql(r"[.]".join([OCTET] * 4))
    return (
        f"case when regexp_full_match({text}, {written}) then {number} when {plain} then try_cast({text} as bigint) end"
    )


def path_sql(url: str) -> str:
    """The path of a URL without its query, in lower case; `/` for a bare host, empty for no URL."""
    path = f"nullif(lower(regexp_extract({url}, {text_sql(PATH)}, 1)), '')"
    return f"case when {url} is null then '' else coalesce({path}, '/') end"


def day_sql(moment: str) -> str:
    """The day number of a moment in the time zone of the session; null outside of the years that are read."""
    day = f"(cast({moment} as date) - date '2000-01-01')"
    return f"case when isfinite({moment}) and {day} between {FIRST_DAY} and {LAST_DAY} then {day} end"


def escaped_sql(text: str) -> str:
    """A text as it can be shown: its first 80 characters, control characters escaped."""
    quoted = f"cast(to_json(left({text}, 80)) as varchar)"
    return f"substr({quoted}, 2, length({quoted}) - 2)"


def _cell(theirs: str, columns: Columns) -> str:
    name, kind = columns[theirs]
    if kind not in ("VARCHAR", "JSON"):
        return f"cast({name} as varchar)"
    blank = " or ".join(f"contains({name}, {text_sql(sign)})" for sign in "\t\r\n\N{NO-BREAK SPACE}")
    # Trimming costs as much as all the rest; few cells need it.
    trimmed = f"case when {name} like ' %' or {name} like '% ' or {blank} then trim({name}, {BLANKS}) else {name} end"
    return f"nullif({trimmed}, '')"


def _is_text(mapped: Column, columns: Columns) -> bool:
    """Whether what is read can hold any text at all: a number or a date of their own type cannot."""
    return not mapped.column or columns[mapped.column][1].removesuffix("[]") in ("VARCHAR", "JSON")


def _is_list(mapped: Column, columns: Columns) -> bool:
    return bool(mapped.column) and columns[mapped.column][1].endswith("[]")


def _list(mapped: Column, columns: Columns) -> str:
    """Several values of one cell: a list column, a JSON list, or a text that is split."""
    name, kind = columns[mapped.column] if mapped.column else ("", "")
    text = text_cell(mapped, columns)
    split = f"string_split({text}, {text_sql(mapped.split)})" if mapped.split else f"[{text}]"
    if kind.endswith("[]"):
        several = f"cast({name} as varchar[])"
    elif kind == "JSON":
        several = f"case when {text} like '[%' then from_json({text}, '[\"VARCHAR\"]') else {split} end"
    else:
        several = split
    return f"list_filter(list_transform({several}, lambda x: trim(x, {BLANKS})), lambda x: x <> '')"


def _moment(mapped: Column, columns: Columns) -> str:
    """Their cell as a moment. Without an offset it is a moment of the session's time zone."""
    text = text_cell(mapped, columns)
    name, kind = columns[mapped.column] if mapped.column else ("", "VARCHAR")
    if mapped.format in ("unix", "unix_ms"):
        count = f"try_cast({text} as bigint)" + (" // 1000" if mapped.format == "unix_ms" else "")
        return f"case when {count} between -100000000000 and 1000000000000 then to_timestamp({count}) end"
    if kind not in ("VARCHAR", "JSON"):
        return f"try_cast({name} as timestamptz)"
    if mapped.format:
        return f"try_cast(try_strptime({text}, {text_sql(mapped.format)}) as timestamptz)"
    return f"try_cast({text} as timestamptz)"


def _meaning(name: str, kind: Kind | str) -> tuple[list[tuple[str, str]], list[Flaw]]:
    t, m, d, n = (f"{letter}_{name}" for letter in "tmdn")
    if kind in ("day", "instant", "date"):
        return [(d, day_sql(m))], [
            Flaw(f"{t} is not null and {m} is null", "is not a date", DATE_MEND),
            Flaw(f"{m} is not null and {d} is null", "lies outside of the years that can be meant", RANGE_MEND),
        ]
    if kind == "number":
        plain = f"cast(try_cast({t} as decimal(18, 3)) * 1000 as bigint)"
        return [(n, f"coalesce({plain}, w_{name}.thousandths)")], [
            Flaw(f"{t} is not null and {n} is null", "is not a number", NUMBER_MEND)
        ]
    if kind == "seconds":
        whole = f"cast(round(try_cast({t} as decimal(18, 3))) as bigint)"
        return [(n, whole)], [
            Flaw(f"{t} is not null and {n} is null", "is not a number of seconds", SECONDS_MEND),
            Flaw(f"{n} < 0", "is negative", SECONDS_MEND),
        ]
    if kind == "email":
        bare = f"regexp_replace(regexp_replace({t}, '^(?i:mailto:)', ''), '^[^<]*<([^<>]*)>$', '\\1')"
        address = f"lower(case when contains({t}, '<') or contains({t}, ':') then {bare} else {t} end)"
        parts = f"e_{name} not like '%_@_%' or e_{name} like '%@%@%'"
        return [(f"e_{name}", address)], [Flaw(parts, "is not an e-mail address", EMAIL_MEND)]
    if kind == "host":
        return [(f"h_{name}", host_sql(t))], []
    if kind == "address":
        return [(n, address_sql(t))], [_no_address(t, n, "is not an IPv4 address", ADDRESS_MEND)]
    if kind == "network":
        bits = f"coalesce(nullif(split_part({t}, '/', 2), ''), '32')"
        size = f"pow(2, 32 - try_cast({bits} as bigint))::bigint"
        base = address_sql(f"split_part({t}, '/', 1)")
        first = f"case when {bits} in {texts_sql(map(str, range(33)))} then ({base}) // {size} * {size} end"
        return [(n, first), (f"s_{name}", size)], [_no_address(t, n, "is not an IPv4 network", NETWORK_MEND)]
    return [], []


def _no_address(text: str, number: str, reason: str, mend: str) -> Flaw:
    """Addresses of the sixth version, which have colons, are no flaw: they are left out."""
    return Flaw(f"{text} is not null and {number} is null and not contains({text}, ':')", reason, mend)


def text_flaws(text: str) -> tuple[Flaw, ...]:
    """What no cell may be, whatever it holds."""
    return (
        Flaw(f"length({text}) > {LONGEST_CELL}", f"is longer than {LONGEST_CELL:,} characters", LONG_MEND),
        Flaw(f"regexp_matches({text}, {text_sql(CONTROLS)})", "holds control characters", CONTROL_MEND),
    )


def any_sql(column: str, values: tuple[str, ...], columns: Columns) -> str:
    """Whether their cell is one of the values, whatever its case."""
    return f"coalesce(lower({_cell(column, columns)}) in {texts_sql(value.lower() for value in values)}, false)"
