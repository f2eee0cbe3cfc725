"""Each report on rows that can be counted by hand."""

from __future__ import annotations

from mqa.terms.tables import REPORTS
from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

JULY = table("""
    period  first_day   last_day
    this    2026-07-01  2026-07-31
""")
WEEKS = table("""
    period  bucket  first_day   last_day
    this    1       2026-07-01  2026-07-05
    this    2       2026-07-06  2026-07-12
""")
OCTOBER = table("""
    as_of       now
    2026-10-01  1000
""")


def moment(day: str, now: int = 1000) -> Rows:
    return table(f"""
        as_of  now
        {day}  {now}
    """)


def made(engine: Engine, report: str, **given: Rows) -> list[tuple[Value, ...]]:
    return rows(engine, f"reporting/{report}.sql", **given)


def stays_of(engine: Engine, **given: Rows) -> list[tuple[Value, ...]]:
    """The stays that changes in the ledger make."""
    return made(engine, "stays", moves=Rows(tuple(REPORTS["moves"].columns), tuple(made(engine, "moves", **given))))


def reached(engine: Engine, **given: Rows) -> Rows:
    """The entries beside each stage that they may come to."""
    return Rows(tuple(REPORTS["reached"].columns), tuple(made(engine, "reached", **given)))


def days(text: str) -> list[Value]:
    return [cell for (cell,) in table("day\n" + "\n".join(text.split())).rows]


def test_a_change_of_stage_ends_one_stay_and_begins_the_next(engine: Engine) -> None:
    transitions = table("""
        transition_id  account_id  day         from_stage  to_stage  from_level  to_level   cause
        1              7           2026-07-01  ''          prospect  ''          ''         scores
        2              7           2026-07-04  prospect    MQA       ''          Qualified  scores
        3              7           2026-07-09  MQA         SAA       Qualified   Qualified  accepted
    """)
    first, fourth, ninth = days("2026-07-01 2026-07-04 2026-07-09")
    assert stays_of(engine, transitions=transitions) == [
        (1, "stage", 7, "prospect", "", "scores", first, fourth, "MQA"),
        (2, "level", 7, "Qualified", "", "scores", fourth, None, ""),
        (2, "stage", 7, "MQA", "prospect", "scores", fourth, ninth, "SAA"),
        (3, "stage", 7, "SAA", "MQA", "accepted", ninth, None, ""),
    ]


def test_a_rise_in_level_does_not_interrupt_a_stage(engine: Engine) -> None:
    transitions = table("""
        transition_id  account_id  day  from_stage  to_stage  from_level  to_level   cause
        1              7           10   ''          MQA       ''          Qualified  scores
        2              7           12   MQA         MQA       Qualified   Priority   scores
    """)
    stages = [row for row in stays_of(engine, transitions=transitions) if row[1] == "stage"]
    assert stages == [(1, "stage", 7, "MQA", "", "scores", 10, None, "")]


def test_leaving_every_level_is_no_stay(engine: Engine) -> None:
    transitions = table("""
        transition_id  account_id  day  from_stage  to_stage  from_level  to_level  cause
        1              7           10   ''          prospect  ''          Watch     scores
        2              7           12   prospect    prospect  Watch       ''        scores
    """)
    levels = [row for row in stays_of(engine, transitions=transitions) if row[1] == "level"]
    assert levels == [(1, "level", 7, "Watch", "", "scores", 10, 12, "")]


RENAMED = table("""
    name  today
    Hot   Call now
    Warm  Call now
""")


def test_a_level_that_was_renamed_is_one_stay_under_its_name_of_today(engine: Engine) -> None:
    transitions = table("""
        transition_id  account_id  day  from_stage  to_stage  from_level  to_level  cause
        1              7           10   ''          MQA       ''          Hot       scores
        2              7           20   MQA         MQA       Hot         Call now  renamed
        3              7           30   MQA         MQA       Call now    Priority  scores
    """)
    levels = [row for row in stays_of(engine, transitions=transitions, level_names=RENAMED) if row[1] == "level"]
    assert levels == [
        (1, "level", 7, "Call now", "", "scores", 10, 30, "Priority"),
        (3, "level", 7, "Priority", "Call now", "scores", 30, None, ""),
    ]


def test_between_levels_that_became_one_nothing_changed(engine: Engine) -> None:
    transitions = table("""
        transition_id  account_id  day  from_stage  to_stage  from_level  to_level  cause
        1              7           10   ''          MQA       ''          Warm      scores
        2              7           20   MQA         MQA       Warm        Hot       scores
    """)
    levels = [row for row in stays_of(engine, transitions=transitions, level_names=RENAMED) if row[1] == "level"]
    assert levels == [(1, "level", 7, "Call now", "", "scores", 10, None, "")]


STAYS = """
    transition_id  kind   account_id  name      came_from  since  until
"""


def stays(*lines: str) -> Rows:
    """Stays of account 7 as `transition name came_from since until`."""
    split = [line.rsplit(maxsplit=4) for line in lines]
    written = [f"{t}  stage  7  {name}  {was}  {since}  {until}" for t, name, was, since, until in split]
    return table("\n".join([STAYS.strip(), *written]))


def test_an_account_that_comes_to_mqa_is_an_entry_with_the_days_it_went_on(engine: Engine) -> None:
    given = stays("1 MQA prospect 10 12", "2 SAA MQA 12 20", "3 pipeline SAA 20 50", "4 won pipeline 50 -")
    assert made(engine, "entries", stays=given) == [(1, 7, "MQA", 1, 10, None, 12, 20, 20, 50, "won", 50)]


def test_an_opportunity_that_was_lost_had_come_to_pipeline(engine: Engine) -> None:
    given = stays("1 MQA prospect 10 12", "2 lost MQA 12 -")
    assert made(engine, "entries", stays=given) == [(1, 7, "MQA", 1, 10, None, 12, 12, 12, None, "lost", 12)]


def test_from_pqa_to_mqa_is_no_second_entry(engine: Engine) -> None:
    given = stays("1 PQA prospect 10 12", "2 MQA PQA 12 -")
    assert made(engine, "entries", stays=given) == [(1, 7, "PQA", 1, 10, None, None, None, None, None, "MQA", 12)]


def test_what_follows_a_second_entry_belongs_to_it_alone(engine: Engine) -> None:
    given = stays("1 MQA prospect 10 12", "2 recycled MQA 12 40", "3 MQA recycled 40 41", "4 SAA MQA 41 -")
    assert made(engine, "entries", stays=given) == [
        (1, 7, "MQA", 1, 10, None, None, None, None, None, "recycled", 12),
        (3, 7, "MQA", 2, 40, None, 41, None, None, None, "SAA", 41),
    ]


def test_volume_counts_entries_by_week_and_tells_those_who_come_again(engine: Engine) -> None:
    entries = table("""
        transition_id  account_id  nth  day
        1              7           1    2026-07-01
        2              7           2    2026-07-05
        3              8           1    2026-07-05
        4              9           1    2026-07-06
        5              9           2    2026-07-13
    """)
    assert made(engine, "volume", buckets=WEEKS, entries=entries) == [
        ("this", 1, 0, 2, 2),
        ("this", 1, 1, 1, 1),
        ("this", 2, 0, 1, 1),
    ]


def test_an_account_stands_where_it_is_at_the_end_of_the_last_day(engine: Engine) -> None:
    given = table("""
        kind   account_id  name  since       until
        stage  7           MQA   2026-07-01  2026-07-31
        stage  7           SAA   2026-07-31  2026-08-02
        stage  8           MQA   2026-08-01  -
    """)
    assert made(engine, "standing", periods=JULY, moment=OCTOBER, stays=given) == [("this", "stage", "SAA", 1)]


def test_a_period_that_is_not_over_ends_on_the_last_day_that_is_known(engine: Engine) -> None:
    given = table("""
        kind   account_id  name  since       until
        stage  7           MQA   2026-07-01  -
        stage  8           MQA   2026-07-20  -
    """)
    found = made(engine, "standing", periods=JULY, moment=moment("2026-07-10"), stays=given)
    assert found == [("this", "stage", "MQA", 1)]


WITHIN_THIRTY = table("""
    stage  within
    SAA    30
""")


def test_who_is_too_young_is_no_failure(engine: Engine) -> None:
    entries = table("""
        transition_id  account_id  day         saa_on
        1              1           2026-07-01  2026-07-31
        2              2           2026-07-01  2026-08-01
        3              3           2026-07-01  -
        4              4           2026-07-09  2026-07-10
        5              5           2026-07-09  -
    """)
    given = {"horizons": WITHIN_THIRTY, "moment": moment("2026-08-07"), "entries": entries}
    assert made(engine, "conversion", buckets=WEEKS, reached=reached(engine, **given)) == [
        ("this", 1, "SAA", 30, 3, 2, 3, 1),  # one came on day 30, one a day too late
        ("this", 2, "SAA", 30, 2, 1, 0, 0),  # 29 days old: in no share, converted or not
    ]


def test_where_the_accounts_of_a_period_stand_counts_each_entry_once(engine: Engine) -> None:
    entries = table("""
        transition_id  account_id  day         stands
        1              7           2026-07-01  recycled
        2              8           2026-07-31  SAA
        3              9           2026-08-01  SAA
    """)
    assert made(engine, "whereabouts", periods=JULY, entries=entries) == [("this", "SAA", 1), ("this", "recycled", 1)]


def test_a_stay_that_lasts_counts_as_there_for_as_long_as_it_is_known(engine: Engine) -> None:
    given = table("""
        kind   account_id  name      since       until
        stage  7           MQA       2026-07-01  2026-07-05
        stage  8           MQA       2026-07-28  -
        stage  9           prospect  2026-07-28  -
        level  9           MQA       2026-07-28  -
    """)
    assert made(engine, "durations", periods=JULY, moment=moment("2026-08-01"), stays=given) == [
        ("this", "MQA", 4, 1, 1)
    ]


def handoffs(state: str, due_at: int = 500) -> Rows:
    return table(f"""
        handoff_id  account_id  level      opened_on   state    due_at
        1           7           Qualified  2026-07-01  {state}  {due_at}
    """)


def fate(engine: Engine, given: Rows, answers: Rows | None = None) -> tuple[Value, Value, Value]:
    ((_, _, _, _, _, _, said, reason, _, _, kept),) = made(
        engine, "handoff_fates", handoffs=given, answers=answers or table("answer_id"), moment=OCTOBER
    )
    return said, reason, kept


def test_an_open_handoff_waits_until_its_time_is_over(engine: Engine) -> None:
    assert fate(engine, handoffs("open", due_at=1000)) == ("waiting", "", None)
    assert fate(engine, handoffs("open", due_at=999)) == ("unanswered", "", 0)


def test_a_withdrawn_handoff_is_in_no_sla(engine: Engine) -> None:
    assert fate(engine, handoffs("withdrawn", due_at=999)) == ("withdrawn", "", None)


def test_the_first_answer_counts_and_whether_it_came_in_time(engine: Engine) -> None:
    answers = table("""
        answer_id  handoff_id  answer     reason      answered_at
        1          1           rejected   wrong size  500
        2          1           qualified  ''          501
    """)
    assert fate(engine, handoffs("rejected", due_at=500), answers) == ("rejected", "wrong size", 1)
    assert fate(engine, handoffs("rejected", due_at=499), answers) == ("rejected", "wrong size", 0)


def test_a_handoff_of_a_level_that_was_renamed_is_one_of_todays(engine: Engine) -> None:
    names = table("""
        name       today
        Qualified  Ready
    """)
    given = {"handoffs": handoffs("open"), "answers": table("answer_id"), "moment": OCTOBER, "level_names": names}
    assert [row[2] for row in made(engine, "handoff_fates", **given)] == ["Ready"]


ANSWERED = table("""
    handoff_id  level      opened_on   fate        told  reason      kept
    1           Qualified  2026-07-01  accepted    ''    ''          1
    2           Qualified  2026-07-31  accepted    ''    ''          0
    3           Qualified  2026-07-31  rejected    fit   wrong size  1
    4           Qualified  2026-07-31  waiting     ''    ''          -
    5           Qualified  2026-08-01  accepted    ''    ''          1
    6           Priority   2026-07-02  unanswered  ''    ''          0
""")


def test_acceptance_counts_fates_and_times_kept_by_level(engine: Engine) -> None:
    assert made(engine, "acceptance", periods=JULY, handoff_fates=ANSWERED) == [
        ("this", "Priority", "unanswered", 1, 0, 1),
        ("this", "Qualified", "accepted", 2, 1, 1),
        ("this", "Qualified", "rejected", 1, 1, 0),
        ("this", "Qualified", "waiting", 1, 0, 0),
    ]


def test_reasons_are_counted_with_what_they_tell(engine: Engine) -> None:
    assert made(engine, "reasons", periods=JULY, handoff_fates=ANSWERED) == [
        ("this", "rejected", "fit", "wrong size", 1)
    ]


WITHIN_NINETY = table("""
    stage     within
    pipeline  90
""")


def part(engine: Engine, qualified_on: int, *steps: str) -> tuple[Value, ...]:
    """State, amount and part of an opportunity whose steps are `kind day amount`."""
    lines = [f"7  o  {nth}  {'  '.join(step.split())}  EUR  1" for nth, step in enumerate(steps)]
    outcomes = table(
        "\n".join(["account_id  opportunity  outcome_id  kind  day  amount_milli  currency  known_on", *lines])
    )
    entries = table(f"""
        account_id  day
        7           {qualified_on}
    """)
    ((_, _, _, _, state, amount, _, of_marketing),) = made(
        engine, "opportunities", outcomes=outcomes, moment=moment("300"), horizons=WITHIN_NINETY, entries=entries
    )
    return state, amount, of_marketing


def test_marketing_sourced_what_opened_after_the_account_qualified(engine: Engine) -> None:
    assert part(engine, 110, "opened 200 5000") == ("open", 5000, "sourced")
    assert part(engine, 109, "opened 200 5000") == ("open", 5000, "neither")


def test_marketing_influenced_what_was_open_when_the_account_qualified(engine: Engine) -> None:
    assert part(engine, 220, "opened 200 5000", "won 220 6000") == ("won", 6000, "influenced")
    assert part(engine, 221, "opened 200 5000", "won 220 6000") == ("won", 6000, "neither")


def test_an_opportunity_that_was_taken_back_is_none(engine: Engine) -> None:
    outcomes = table("""
        account_id  opportunity  outcome_id  kind    day  amount_milli  currency  known_on  told_on  times
        7           o            0           opened  200  5000          EUR       200       200      1
        7           o            0           opened  200  5000          EUR       210       200      -1
        8           o            0           opened  200  5000          EUR       210       200      1
    """)
    found = made(engine, "opportunities", outcomes=outcomes, moment=moment("300"), horizons=WITHIN_NINETY)
    assert [row[0] for row in found] == [8]


def test_an_outcome_without_an_amount_leaves_the_last_that_was_told(engine: Engine) -> None:
    assert part(engine, 190, "opened 200 5000", "lost 220 -") == ("lost", 5000, "sourced")


def test_amounts_of_two_currencies_are_never_added(engine: Engine) -> None:
    opportunities = table("""
        account_id  opportunity  opened_on   closed_on   state  amount_milli  currency  part
        7           a            2026-07-01  -           open   1000          EUR       sourced
        8           b            2026-07-02  2026-07-30  won    2000          USD       sourced
        9           c            2026-07-03  -           open   -             EUR       sourced
    """)
    assert made(engine, "amounts", periods=JULY, opportunities=opportunities) == [
        ("this", "opened", "EUR", "sourced", 2, 1000),
        ("this", "opened", "USD", "sourced", 1, 2000),
        ("this", "won", "USD", "sourced", 1, 2000),
    ]


def reversals(engine: Engine, *lines: str) -> list[tuple[Value, ...]]:
    """(day, undone on) of each change of level of account 7, of lines `came_from name cause day`."""
    moves = "\n".join(f"{nth}  level  7  {'  '.join(line.split())}" for nth, line in enumerate(lines, start=1))
    given = table(f"transition_id  kind  account_id  came_from  name  cause  day\n{moves}")
    return [row[4:] for row in made(engine, "reversals", moves=given)]


def test_a_change_that_the_next_one_takes_back_is_undone(engine: Engine) -> None:
    assert reversals(engine, "'' Watch scores 10", "Watch Hot scores 20", "Hot Watch scores 50") == [
        (10, None),
        (20, 50),
        (50, None),
    ]


def test_a_change_that_leads_elsewhere_takes_nothing_back(engine: Engine) -> None:
    assert reversals(engine, "Watch Hot scores 20", "Hot '' scores 25") == [(20, None), (25, None)]


def test_what_sales_answers_is_no_flapping(engine: Engine) -> None:
    assert reversals(engine, "'' Hot scores 20", "Hot '' rejected 25") == [(20, None)]


def test_of_changes_old_enough_those_taken_back_are_counted(engine: Engine) -> None:
    given = table("""
        transition_id  account_id  came_from  name   day         undone_on
        1              7           Watch      Hot    2026-07-01  2026-07-05
        2              7           Watch      Hot    2026-07-09  2026-07-12
        3              8           Watch      Hot    2026-07-03  -
        4              9           Watch      Hot    2026-07-20  2026-07-22
        5              9           Hot        Watch  2026-07-22  -
        6              9           Watch      Hot    2026-06-30  2026-07-01
        7              8           Watch      Hot    2026-07-04  2026-08-04
    """)
    within = table("stage  within\nlevel  30\nSAA    3")
    found = made(engine, "flapping", periods=JULY, horizons=within, moment=moment("2026-08-12"), reversals=given)
    assert found == [
        ("this", "Hot", "Watch", 1, 0, 0, 0),
        ("this", "Watch", "Hot", 5, 4, 2, 1),
    ]  # one went back on day 31


def test_an_entry_keeps_how_many_people_were_engaged_then(engine: Engine) -> None:
    transitions = table("""
        transition_id  account_id  engaged
        1              7           3
        2              7           5
    """)
    (found,) = made(engine, "entries", stays=stays("1 MQA prospect 10 12", "2 SAA MQA 12 -"), transitions=transitions)
    assert found[:6] == (1, 7, "MQA", 1, 10, 3)


def test_conversion_is_told_by_how_many_people_were_engaged(engine: Engine) -> None:
    entries = table("""
        transition_id  account_id  day         engaged  saa_on
        1              1           2026-07-01  1        -
        2              2           2026-07-01  4        2026-07-03
        3              3           2026-07-02  7        2026-07-30
        4              4           2026-07-20  4        2026-07-21
        5              5           2026-07-02  -        -
        6              6           2026-08-02  1        2026-08-03
    """)
    given = {"horizons": WITHIN_THIRTY, "moment": moment("2026-08-07"), "entries": entries}
    assert made(engine, "conversion_by_people", periods=JULY, reached=reached(engine, **given)) == [
        ("this", None, "SAA", 30, 1, 0, 1, 0),
        ("this", 1, "SAA", 30, 1, 0, 1, 0),
        ("this", 4, "SAA", 30, 3, 3, 2, 2),  # four and seven count together; who is 18 days old is in no share
    ]
