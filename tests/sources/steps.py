"""One step of loading on literal rows. Accounts and persons are written by their keys, and read back by them."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from mqa.identity.addresses import MACHINE, ROBOT, ROLE, patterns
from mqa.identity.domains import KEPT_OUT
from mqa.loads.storing import TABLES
from mqa.sources.steps import KEY_NUMBER_SQL, step_sql
from mqa.terms.keys import NOBODY, number_of, person_number
from mqa.terms.placing import SURE_RULES
from mqa.terms.quoting import name_sql
from tests.engines.steps import read_by
from tests.loads.desk import ordered
from tests.tables import Rows, Value

EVER, NO_END = -100, 1000
VARIABLES = {
    "ever": EVER,
    "no_end": NO_END,
    "source": "crm",
    "source_names": ["crm", "shop"],
    "of_table": "activities",
    "today": 7,
    "contact_source": "crm",
    "create_accounts": True,
    "account_rule": "account of the act",
    "families": "each",
    "most_people": 3,
    "sure_rules": [*SURE_RULES],
    "names_are_new": False,
    "copied": -2,
    "kept_out": [*KEPT_OUT],
    "role_address_pattern": patterns()[ROLE],
    "no_reply_pattern": patterns()[MACHINE],
    "robot_pattern": patterns()[ROBOT],
}
KEYS = frozenset(
    {
        "account_id",
        "leads_to",
        "claimed",
        "first_account",
        "person_id",
        "first_person",
        "origin",
        "domain_id",
        "own_id",
        "first_id",
        "wanted_id",
        "said",
        "name_id",
        "record_id",
        "shape_id",
        "asset_id",
        "parent_id",
        "told_of",
        "top_id",
        "unit_id",
        "family_id",
        "named_account",
        "visitor_id",
    }
)
NAMES = frozenset({"domain", "host", "parent"})  # whose numbers steps make themselves
NUMBERS = dict.fromkeys(("since", "until", "stays_until", "acts_from", "acts_until", "row", "contact_id"), "bigint")
KNOWN = NUMBERS | {column: kind for table in TABLES.values() for column, kind in table.columns.items()}
ALWAYS = {"country_words": "name varchar, code varchar"}  # empty where a test says nothing of countries
TYPES = {  # of columns that are neither numbers nor texts; a list is written [acme.com, acme.de]
    "hosts": "varchar[]",
    "texts": "varchar[]",
    "topics": "varchar[]",
    "flaws": "struct(column_name varchar, value varchar, reason varchar, mend varchar)[]",
    "dated": "boolean",
    "observed": "boolean",
}
SHAPES: dict[str, dict[str, str]] = {  # tables of which a test names only the columns it is about; the others are null
    **{name: dict(table.columns) for name, table in TABLES.items()},
    "acts_told": TABLES["activities"].columns,
    "standing_acts": TABLES["activities"].columns,
    "standing_people": TABLES["people"].columns,
    "said_leads": {"apart": "text"},
    "staged": {"country": "text", "nobody": "text", "parent": "text", "parent_host": "text"},
    "one_visitor": {"visitor": "bigint"},
    "told_facts": dict(TABLES["facts"].columns),
    "told_intent": dict(TABLES["intent"].columns),
    "network_owners": {"country": "text"},
    "earlier_accounts": {"rule": "text"},
    "resolved": {
        "person_key": "text",
        "domain_id": "bigint",
        "stays_until": "bigint",
        "sticks": "boolean",
        "sticks_people": "boolean",
    },
}


def made(
    step: str, columns: str, /, *, load: Mapping[str, object] | None = None, **given: Rows
) -> list[tuple[Value, ...]]:
    """Some columns of the rows that a step makes of the tables given, sorted. All days lie between EVER and NO_END.

    Where a key belongs stands one (acme.com, ann@acme.com), or `nobody`, which is account 0. A stored table that the
    step reads and the test leaves out is empty. `load`: variables that are other than VARIABLES say.
    """
    tables = {name: Rows((), ()) for name in read_by(step_sql(step)) & TABLES.keys()} | given
    keys = {NOBODY: "nobody"}
    wanted = columns.split()
    with duckdb.connect() as connection:
        connection.execute(KEY_NUMBER_SQL)
        for name, value in {**VARIABLES, **(load or {})}.items():
            connection.execute(f"set variable {name} = {_variable(value)}")
        for name, columns_of in ALWAYS.items():
            if name not in tables:
                connection.execute(f"create temp table {name} ({columns_of})")
        for name, literal in tables.items():
            _fill(connection, name, literal, keys)
        selected = ", ".join(map(name_sql, wanted))
        found = connection.execute(f"select {selected} from ({step_sql(step)})").fetchall()
    return ordered(
        tuple(keys.get(cell, cell) if column in KEYS else cell for column, cell in zip(wanted, row, strict=True))
        for row in found
    )


def _variable(value: object) -> str:
    return f"{value}::bigint" if isinstance(value, int) and not isinstance(value, bool) else repr(value)


def _fill(connection: duckdb.DuckDBPyConnection, name: str, literal: Rows, keys: dict[int, str]) -> None:
    shaped = SHAPES.get(name, {})
    columns = dict.fromkeys([*shaped, *literal.columns])
    rows = literal.named()
    shape = ", ".join(
        f"{name_sql(one)} {_type(one, shaped.get(one), [row.get(one) for row in rows])}" for one in columns
    )
    connection.execute(f"create temp table {name_sql(name)} ({shape})")
    for row in rows:
        keys |= {number_of(str(row[one])): str(row[one]) for one in NAMES & row.keys()}
        cells = [_numbered(row.get(one), keys) if one in KEYS else row.get(one) for one in columns]
        connection.execute(f"insert into {name_sql(name)} values ({', '.join('?' * len(cells))})", cells)


def _type(column: str, declared: str | None, cells: list[Value]) -> str:
    if column in TYPES:
        return TYPES[column]
    if column == "apart" or {"true", "false"} & set(cells):
        return "boolean"
    number = (declared or KNOWN.get(column)) == "bigint"
    is_number = column in KEYS or number or any(isinstance(cell, int) for cell in cells)
    return "bigint" if is_number else "varchar"


def _numbered(key: Value, keys: dict[int, str]) -> int | None:
    """The number of a key (below 0 of a `visitor:`), kept so that it can be read back."""
    if key is None or isinstance(key, int):
        return key
    nameless = str(key).startswith("visitor:")
    number = NOBODY if key == "nobody" else person_number(str(key), nameless=nameless)
    keys[number] = str(key)
    return number
