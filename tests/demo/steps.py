"""One step of the making on literal rows, with dice that always show the same, so that nothing is left to chance."""

from __future__ import annotations

import duckdb

from mqa.demo.making import prepare, set_number, text_of
from mqa.demo.size import Size
from tests.tables import Rows, Value

TYPES = {  # of columns that are neither whole numbers nor texts; days are written '2026-06-01', so that they stay texts
    **dict.fromkeys(("fit", "interest", "intensity", "detail", "strength", "probability", "breadth"), "double"),
    **dict.fromkeys(
        ("in_crm", "named", "looking", "freemail", "bounced", "subscribed", "crawler", "repeated"), "boolean"
    ),
    **dict.fromkeys(("technology", "open_roles"), "varchar[]"),
    **dict.fromkeys(("week", "last_funding", "timestamp", "ts", "happened_at"), "date"),
}


def made(step: str, columns: str, /, *, dice: float = 0.5, **given: Rows) -> list[tuple[object, ...]]:
    """Some columns (SQL) of what a step makes of these tables, in its own order; days as texts.

    The world is of three accounts and of the year until 2026-06-30; every die shows `dice` (0 to 1).
    """
    with duckdb.connect() as connection:
        prepare(connection, Size(accounts=3, days=365, seed=7), tables=())
        connection.execute(f"create or replace macro dice(thing, question) as {dice}::double")
        set_number(connection, "low", 1)
        set_number(connection, "high", 3)
        for name, literal in given.items():
            shape = ", ".join(f"{column} {_type(column, literal, at)}" for at, column in enumerate(literal.columns))
            connection.execute(f"create table {name} ({shape})")
            for row in literal.rows:
                connection.execute(f"insert into {name} values ({', '.join('?' * len(row))})", row)
        found = connection.execute(f"select {columns} from ({text_of(step)})").fetchall()
    return [tuple(str(cell) if hasattr(cell, "isoformat") else cell for cell in row) for row in found]


def _type(column: str, literal: Rows, at: int) -> str:
    if column in TYPES or column.endswith("_on"):
        return TYPES.get(column, "date")
    cells: list[Value] = [row[at] for row in literal.rows]
    return "bigint" if any(isinstance(cell, int) for cell in cells) else "varchar"
