"""How strongly an account researches a topic: as a provider says, or by its counts against what is usual for it."""

from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

DAYS = table("""
    as_of  known_at
    100    100
""")
TOPICS = table("""
    topic  topic_name  counts_for  within  against  at_least
    1      dora        21          14      28       5
    2      hipaa       21          14      28       5
""")


def strengths(engine: Engine, intent: Rows) -> list[tuple[Value, ...]]:
    """(topic, provider, week, strength, counted, counted before, days before)."""
    return [row[2:] for row in rows(engine, "scoring/strengths.sql", days=DAYS, topics=TOPICS, intent=intent)]


def latest(engine: Engine, intent: Rows) -> tuple[Value, ...]:
    """(strength, counted, counted before, days before) of the latest week of topic 1."""
    return max(one for one in strengths(engine, intent) if one[0] == 1)[3:]


def weekly(counts: dict[int, int], topic: str = "dora") -> Rows:
    """The counts of weeks, as one provider told them in time."""
    told = "\n".join(f"1  {topic}  {week}  {count}  north  {week + 7}" for week, count in counts.items())
    return table(f"account_id  topic  week  counted  provider  known_on\n{told}")


def test_a_strength_that_the_provider_says_is_the_strength(engine: Engine) -> None:
    intent = table("""
        account_id  topic  week  strength_milli  provider  known_on
        1           dora   93    82500           north     99
    """)
    assert strengths(engine, intent) == [(1, "north", 93, 82_500, None, None, None)]


def test_a_week_counts_while_its_age_is_below_the_window(engine: Engine) -> None:
    intent = table("""
        account_id  topic  week  strength_milli  provider  known_on
        1           dora   80    90000           north     80
        1           hipaa  79    90000           north     79
    """)
    assert [one[:3] for one in strengths(engine, intent)] == [(1, "north", 80)]


@pytest.mark.parametrize(
    ("recent", "strength"),
    [
        pytest.param(10, 50_000, id="as usual"),
        pytest.param(20, 66_666, id="twice as much"),
        pytest.param(30, 75_000, id="three times as much"),
        pytest.param(5, 33_333, id="half as much"),
    ],
)
def test_counts_are_compared_with_what_is_usual_for_the_account(engine: Engine, recent: int, strength: int) -> None:
    before = {51: 5, 58: 5, 65: 5, 72: 5}
    assert latest(engine, weekly({**before, 79: 0, 86: recent})) == (strength, recent, 20, 28)


def test_a_topic_of_which_nothing_was_counted_before_is_as_strong_as_can_be(engine: Engine) -> None:
    dora, hipaa = weekly({86: 6}), weekly({51: 3}, "hipaa")
    assert latest(engine, Rows(dora.columns, (*dora.rows, *hipaa.rows))) == (100_000, 6, 0, 28)


def test_fewer_counts_than_asked_for_are_no_strength(engine: Engine) -> None:
    assert latest(engine, weekly({51: 0, 86: 4})) == (0, 4, 0, 28)


def test_what_is_usual_is_known_only_since_the_provider_counts_the_account(engine: Engine) -> None:
    assert latest(engine, weekly({72: 5, 79: 10, 86: 20})) == (75_000, 30, 5, 7)


def test_an_account_that_was_never_counted_before_the_period_has_no_strength(engine: Engine) -> None:
    assert latest(engine, weekly({79: 10, 86: 20})) == (0, 30, 0, 0)


def test_a_period_ends_with_its_week_and_is_not_diluted_by_weeks_that_are_not_told_yet(engine: Engine) -> None:
    assert latest(engine, weekly({51: 5, 58: 5, 65: 5, 72: 5, 79: 15, 86: 15})) == (75_000, 30, 20, 28)


def test_each_provider_is_compared_with_itself(engine: Engine) -> None:
    intent = table("""
        account_id  topic  week  counted  provider  known_on
        1           dora   65    9        south     70
        1           dora   86    9        north     93
    """)
    assert strengths(engine, intent) == [(1, "north", 86, 0, 9, 0, 0)]


def test_of_a_week_that_is_told_again_what_was_told_last_counts(engine: Engine) -> None:
    intent = table("""
        account_id  told_of  topic  week  counted  provider  known_on  told_on
        1           1        dora   65    20       north     70        70
        1           1        dora   86    50       north     93        93
        1           1        dora   86    10       north     95        95
    """)
    assert latest(engine, intent)[1] == 10


def test_companies_of_one_account_add_up_each_as_it_was_told_last(engine: Engine) -> None:
    intent = table("""
        account_id  told_of  topic  week  counted  provider  known_on  told_on
        1           1        dora   65    20       north     70        70
        1           1        dora   86    10       north     93        93
        1           2        dora   86    7        north     93        93
        1           2        dora   86    8        north     95        95
    """)
    assert latest(engine, intent)[1] == 18


def test_a_strength_that_is_told_again_lower_is_the_lower_one(engine: Engine) -> None:
    intent = table("""
        account_id  told_of  topic  week  strength_milli  provider  known_on  told_on
        1           1        dora   93    90000           north     95        95
        1           1        dora   93    40000           north     97        97
    """)
    assert latest(engine, intent)[0] == 40_000


def test_what_is_not_yet_known_and_what_was_taken_back_counts_for_nothing(engine: Engine) -> None:
    intent = table("""
        account_id  topic  week  strength_milli  provider  known_on  told_on  times
        1           dora   93    90000           north     101       101      1
        1           dora   93    80000           south     94        94       1
        1           dora   93    80000           south     96        94       -1
    """)
    assert strengths(engine, intent) == []


def test_the_largest_counts_stay_within_64_bits(engine: Engine) -> None:
    topics = table("""
        topic  topic_name  counts_for  within  against  at_least
        1      dora        3650        3647    3647     5
    """)
    intent = table("""
        account_id  topic  week   counted           provider  known_on
        1           dora   -7193  9000000000000000  north     0
        1           dora   100    9000000000000000  north     100
    """)
    found = rows(engine, "scoring/strengths.sql", days=DAYS, topics=topics, intent=intent)
    assert [row[5] for row in found] == [50_000]


def test_topics_nobody_asked_for_and_accounts_of_nobody_are_left_out(engine: Engine) -> None:
    intent = table("""
        account_id  topic    week  strength_milli  provider  known_on
        1           cooking  93    90000           north     93
        0           dora     93    90000           north     93
    """)
    assert strengths(engine, intent) == []


def test_days_on_which_the_same_was_told_differ_only_in_what_is_too_old(engine: Engine) -> None:
    days = table("""
        as_of  known_at
        98     98
        99     99
        105    105
        107    107
    """)
    intent = table("""
        account_id  topic  week  strength_milli  provider  known_on
        1           dora   86    90000           north     94
        1           dora   93    80000           north     99
    """)
    found = rows(engine, "scoring/strengths.sql", days=days, topics=TOPICS, intent=intent)
    assert [(row[0], row[4]) for row in found] == [(98, 86), (99, 86), (99, 93), (105, 86), (105, 93), (107, 93)]
