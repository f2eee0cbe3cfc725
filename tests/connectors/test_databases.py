"""A database is read by the user's own SQL and arrives as text."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import pytest

from mqa.connectors.databases import copied, shown_name
from mqa.terms.problems import Place


@pytest.fixture
def database(tmp_path: Path) -> Path:
    connection = sqlite3.connect(tmp_path / "crm.db")
    connection.execute("create table t (id integer, name text, amount real, note blob)")
    connection.executemany("insert into t values (?, ?, ?, ?)", [(1, "Ann", 1.5, b"x"), (2, None, None, None)])
    connection.commit()
    connection.close()
    return tmp_path


def test_rows_arrive_as_text_and_nothing_as_null(database: Path) -> None:
    target = database / "out.parquet"
    assert copied("sqlite:///crm.db", "select * from t order by id", database, target, Place("mqa.yaml")) == ()
    with duckdb.connect() as connection:
        rows = connection.execute(f"select * from '{target}'").fetchall()
    assert rows == [("1", "Ann", "1.5", "x"), ("2", None, None, None)]


@pytest.mark.parametrize(
    ("url", "sql", "said"),
    [
        ("sqlite:///crm.db", "select * from missing", "no such table: missing"),
        ("sqlite:///crm.db", "delete from t", "attempt to write a readonly database"),
        ("sqlite:///crm.db", "select id, name as id from t", "two columns of the sql have one name"),
        ("sqlite:///other.db", "select 1", "there is no file other.db"),
        ("postgresql://127.0.0.1:1/none", "select 1", "127.0.0.1"),
    ],
)
def test_what_stops_the_reading_is_a_problem(database: Path, url: str, sql: str, said: str) -> None:
    [problem] = copied(url, sql, database, database / "out.parquet", Place("mqa.yaml", 4))
    assert said in problem.what
    assert problem.place == Place("mqa.yaml", 4)


def test_a_password_is_never_shown() -> None:
    assert shown_name("postgresql://ann:secret@db.example:5432/crm") == "postgresql://db.example:5432/crm"
