from __future__ import annotations

from mqa.terms.titles import DEPARTMENTS, SENIORITIES, class_number
from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

FINANCE_CHIEF = class_number(1, DEPARTMENTS.index("finance"), SENIORITIES.index("chief"))
ANALYST = class_number(0, DEPARTMENTS.index("data"), 0)
TITLES = table(f"""
    title         set_role  title_number  class            role  weighing
    ''            User      1             20000            2     0
    CFO           ''        2             {FINANCE_CHIEF}  1     3
    Data analyst  ''        3             {ANALYST}        0     0
""")
TODAY = table("""
    as_of  known_at
    30     30
""")


def members(engine: Engine, people: Rows, days: Rows = TODAY) -> list[tuple[Value, ...]]:
    """(person, class, role) of the members of account 1."""
    found = rows(engine, "identity/members.sql", people=people, days=days, titles=TITLES)
    assert all(row[1] == 1 for row in found)
    return [row[2:5] for row in found]


def test_a_member_weighs_what_role_and_title_say(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title         role  known_on  times
        1           7          CFO           ''    5         1
        1           8          CFO           ''    5         1
        1           8          ''            User  6         1
        1           9          Data analyst  ''    5         1
    """)
    found = rows(engine, "identity/members.sql", people=people, days=TODAY, titles=TITLES)
    assert [(row[2], row[5]) for row in found] == [(7, 1003), (8, 2003), (9, 0)]


def test_a_member_has_the_class_and_role_of_the_title(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title  role  known_on  times
        1           7          CFO    ''    5         1
    """)
    assert members(engine, people) == [(7, FINANCE_CHIEF, 1)]


def test_a_person_without_a_title_is_a_member_without_role(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title  role  known_on  times
        1           7          ''     ''    5         1
        1           8          -      -     5         1
    """)
    assert members(engine, people) == [(7, 0, 0), (8, 0, 0)]


def test_a_role_left_out_does_not_hide_the_title(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title  role  known_on  times
        1           7          CFO    -     5         1
    """)
    assert members(engine, people) == [(7, FINANCE_CHIEF, 1)]


def test_nameless_visitors_and_people_of_no_account_are_no_members(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title  role  known_on  times
        1           -7         ''     ''    5         1
        0           8          CFO    ''    5         1
    """)
    assert members(engine, people) == []


def test_the_title_learned_last_counts(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title         role  known_on  times
        1           7          CFO           ''    5         1
        1           7          Data analyst  ''    9         1
    """)
    assert members(engine, people) == [(7, ANALYST, 0)]


def test_a_later_record_without_a_title_does_not_hide_the_title(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title  role  known_on  times
        1           7          CFO    ''    5         1
        1           7          ''     ''    9         1
    """)
    assert members(engine, people) == [(7, FINANCE_CHIEF, 1)]


def test_of_two_titles_learned_on_one_day_the_later_in_the_alphabet_counts(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title         role  known_on  times
        1           7          Data analyst  ''    5         1
        1           7          CFO           ''    5         1
    """)
    assert members(engine, people) == [(7, ANALYST, 0)]


def test_a_title_learned_after_known_at_is_not_seen(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title         role  known_on  times
        1           7          CFO           ''    5         1
        1           7          Data analyst  ''    31        1
    """)
    assert members(engine, people) == [(7, FINANCE_CHIEF, 1)]


def test_a_minus_row_takes_a_membership_back(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title  role  known_on  times
        1           7          CFO    ''    5         1
        1           7          CFO    ''    20        -1
    """)
    days = table("""
        as_of  known_at
        19     19
        20     20
    """)
    found = rows(engine, "identity/members.sql", people=people, days=days, titles=TITLES)
    assert [row[0] for row in found] == [19]


def test_a_tombstone_without_a_title_takes_a_membership_back(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title  role  known_on  times
        1           7          CFO    ''    5         1
        1           7          ''     ''    20        -1
    """)
    assert members(engine, people) == []


def test_who_left_and_came_back_is_a_member(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title         role  known_on  times
        1           7          CFO           ''    5         1
        1           7          CFO           ''    9         -1
        1           7          Data analyst  ''    12        1
    """)
    assert members(engine, people) == [(7, ANALYST, 0)]


def test_a_title_taken_back_leaves_what_was_known_before(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title         role  known_on  times
        1           7          Data analyst  ''    3         1
        1           7          CFO           ''    5         1
        1           7          CFO           ''    9         -1
    """)
    assert members(engine, people) == [(7, ANALYST, 0)]


def test_a_role_set_by_a_person_beats_a_title_learned_later(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title         role  known_on  times
        1           7          ''            User  5         1
        1           7          Data analyst  ''    9         1
    """)
    assert members(engine, people) == [(7, class_number(2, 0, 0) + ANALYST, 2)]


def test_a_role_that_a_person_takes_back_leaves_the_title_to_speak(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title  role  known_on  times
        1           7          CFO    ''    3         1
        1           7          ''     User  5         1
        1           7          ''     User  9         -1
    """)
    assert members(engine, people) == [(7, FINANCE_CHIEF, 1)]


def test_a_person_is_a_member_of_each_account_that_has_them(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title  role  known_on  times
        1           7          CFO    ''    5         1
        2           7          ''     ''    5         1
    """)
    found = rows(engine, "identity/members.sql", people=people, days=TODAY, titles=TITLES)
    assert [row[:5] for row in found] == [(30, 1, 7, FINANCE_CHIEF, 1), (30, 2, 7, 0, 0)]


def test_of_titles_that_moved_on_one_day_the_one_told_last_counts(engine: Engine) -> None:
    people = table("""
        account_id  person_id  title         role  known_on  told_on  times
        1           7          CFO           ''    20        5        1
        1           7          Data analyst  ''    20        4        1
    """)
    assert members(engine, people) == [(7, FINANCE_CHIEF, 1)]


def test_a_role_that_a_person_set_beats_one_that_a_source_sets_later(engine: Engine) -> None:
    titles = table("""
        title  set_role  title_number  class  role  weighing
        ''     User      1             20000  2     0
        ''     Champion  2             30000  3     0
    """)
    people = table("""
        account_id  person_id  title  role      rule                  known_on  times
        1           7          ''     Champion  role set by a person  5         1
        1           7          ''     User      e-mail domain         9         1
    """)
    found = rows(engine, "identity/members.sql", people=people, days=TODAY, titles=titles)
    assert [row[4] for row in found] == [3]
