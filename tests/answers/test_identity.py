"""By what the people of an account came to be there, on literal rows."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from mqa import line
from mqa.answers.identity import identity_sql
from mqa.terms.tables import WORLD
from tests.tables import table


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def placed(connection: duckdb.DuckDBPyConnection, text: str, known_at: int = 30) -> list[tuple[object, ...]]:
    """Rule, source, people, first and last day of each way in which people came."""
    told = table(text)
    named = [dict(zip(told.columns, row, strict=True)) for row in told.rows]
    line.fill(connection, "people", [[row.get(column) for column in WORLD["people"].columns] for row in named])
    return connection.execute(identity_sql(known_at, {"cy@acme.com"})["placed"]).fetchall()


def test_a_role_that_somebody_was_given_places_nobody_a_second_time(connection):
    found = """
        account_id  person_id  rule                    source       known_on  times
        1           7          account of the contact  CRM          10        1
        1           7          role set by a person    corrections  20        1
        1           8          account of the contact  CRM          12        1
    """
    assert placed(connection, found) == [("account of the contact", "CRM", 2, 10, 12)]


def test_somebody_whom_two_sources_tell_of_is_one_person_by_what_placed_them_last(connection):
    found = """
        account_id  person_id  rule                    source   known_on  times
        1           7          e-mail domain           Website  10        1
        1           7          account of the contact  CRM      20        1
    """
    assert placed(connection, found) == [("account of the contact", "CRM", 1, 10, 10)]
    assert placed(connection, found, known_at=19) == [("e-mail domain", "Website", 1, 10, 10)]


def test_who_was_taken_elsewhere_or_has_no_name_is_not_counted(connection):
    found = """
        account_id  person_id  person_key   rule                    source   known_on  times
        1           7          ann@acme.com  account of the contact  CRM      10        1
        1           7          ann@acme.com  account of the contact  CRM      20        -1
        1           8          bo@acme.com   account of the contact  CRM      10        1
        1           -9         visitor:9     network                 Website  10        1
    """
    assert placed(connection, found) == [("account of the contact", "CRM", 1, 10, 10)]


def test_whom_people_assigned_is_there_by_their_word_also_where_it_moved_nobody(connection):
    found = """
        account_id  person_id  person_key   rule                    source  known_on  times
        1           7          cy@acme.com  account of the contact  CRM     10        1
    """
    assert placed(connection, found) == [("set by a person", "CRM", 1, 10, 10)]


def test_somebodys_source_is_the_first_that_told_what_placed_them_not_a_visit_that_came_after(connection):
    found = """
        account_id  person_id  title  rule                    source   known_on  times
        1           7          CFO    account of the contact  CRM      10        1
        1           7          ''     account of the contact  Website  20        1
        1           8          ''     account of the contact  App      10        1
        1           8          CTO    account of the contact  CRM      10        1
    """
    assert placed(connection, found) == [("account of the contact", "CRM", 2, 10, 10)]


def test_who_left_is_not_counted_though_the_row_that_takes_them_away_has_another_rule(connection):
    found = """
        account_id  person_id  rule                        source   known_on  times
        1           7          created from e-mail domain  Website  10        1
        1           7          e-mail domain               Website  20        -1
        1           8          e-mail domain               Forms    11        1
    """
    assert placed(connection, found) == [("e-mail domain", "Forms", 1, 11, 11)]
