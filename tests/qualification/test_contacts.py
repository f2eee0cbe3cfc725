from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

MEMBERS = table("""
    as_of  account_id  person_id
    30     1           7
    30     1           8
    30     1           9
""")
NOBODY = table("""
    as_of  account_id  person_id  reach
""")
PEOPLE = "as_of  account_id  person_id  role  gains  penalties  seen_age  engaged  mql"


def ranked(engine: Engine, people: str, unreachable: Rows = NOBODY) -> list[Value]:
    """The people of account 1 in the order in which sales should contact them; each line: person, role, ... ."""
    lines = "\n".join(f"30  1  {line}" for line in people.strip().splitlines())
    given = {"person_scores": table(f"{PEOPLE}\n{lines}"), "members": MEMBERS, "unreachable": unreachable}
    found = rows(engine, "qualification/contacts.sql", **given)
    return [row[2] for row in sorted(found, key=lambda row: row[3] or 0)]


def test_the_most_points_come_first(engine: Engine) -> None:
    people = """
        7  1  50  0   3  1  0
        8  1  90  10  3  1  0
        9  1  70  0   3  1  0
    """
    assert ranked(engine, people) == [8, 9, 7]


def test_who_has_a_role_in_the_committee_comes_before_who_has_none(engine: Engine) -> None:
    people = """
        7  0  90  0  3  1  0
        8  2  50  0  3  1  0
    """
    assert ranked(engine, people) == [8, 7]


def test_of_equals_who_was_seen_last_comes_first_then_the_lower_number(engine: Engine) -> None:
    people = """
        7  1  50  0  3  1  0
        9  1  50  0  3  1  0
        8  1  50  0  0  1  0
    """
    assert ranked(engine, people) == [8, 7, 9]


def test_whose_mail_came_back_comes_last_and_who_unsubscribed_keeps_their_place(engine: Engine) -> None:
    people = """
        7  1  90  0  3  1  0
        8  1  70  0  3  1  0
        9  0  50  0  3  1  0
    """
    unreachable = table("""
        as_of  account_id  person_id  reach
        30     1           7          bounced
        30     1           8          unsubscribed
    """)
    assert ranked(engine, people, unreachable) == [8, 9, 7]


@pytest.mark.parametrize(
    "nobody",
    [
        "7  1  5  5  3  1  0",  # as much harm as good
        "7  1  5  0  -  1  0",  # never seen
        "6  1  5  0  3  1  0",  # does not belong to the account
        "0  0  5  0  3  0  0",  # nameless
    ],
)
def test_who_did_nothing_good_or_does_not_belong_there_is_not_contacted(engine: Engine, nobody: str) -> None:
    assert ranked(engine, nobody) == []
