from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Value, table

TODAY = table("""
    as_of  known_at
    30     30
""")
STOPS = table("""
    pattern_set  reach
    4            unsubscribed
    5            bounced
    6            unsubscribed
""")


def unreachable(engine: Engine, acts: str) -> list[tuple[Value, ...]]:
    """Who is not reached; a line an act: person, pattern set, day, known on, times."""
    lines = "\n".join(f"1  {line}" for line in acts.strip().splitlines())
    days = table(f"account_id  person_id  pattern_set  day  known_on  times\n{lines}")
    found = rows(engine, "qualification/unreachable.sql", today=TODAY, activity_days=days, mail_stops=STOPS)
    return [row[2:] for row in found]


def test_who_unsubscribed_is_not_reached_however_long_ago(engine: Engine) -> None:
    assert unreachable(engine, "8  4  -900  -900  1") == [(8, "unsubscribed")]


def test_of_both_reasons_a_bounce_is_told(engine: Engine) -> None:
    assert unreachable(engine, "8  4  3  3  1\n8  5  2  2  1") == [(8, "bounced")]


def test_other_acts_and_nameless_visitors_stop_nothing(engine: Engine) -> None:
    assert unreachable(engine, "8  3  3  3  1\n-8  4  3  3  1") == []


def test_an_act_that_was_taken_back_stops_nothing(engine: Engine) -> None:
    assert unreachable(engine, "8  4  3  3  1\n8  4  3  9  -1") == []


def test_what_comes_later_or_is_learned_later_stops_nothing_yet(engine: Engine) -> None:
    assert unreachable(engine, "8  4  31  31  1\n9  4  3  31  1") == []


def test_an_act_that_was_taken_back_in_another_pattern_set_stops_nothing(engine: Engine) -> None:
    assert unreachable(engine, "8  4  3  3  1\n8  6  3  9  -1") == []
