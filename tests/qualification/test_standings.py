from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, table

# Level 1 is of interest, 2 and 3 are qualified, 3 is entered at once; today is day 100.
LEVELS = table("""
    level  qualified  enter_after
    1      0          1
    2      1          1
    3      1          0
""")
STABILITY = table("""
    stay_at_least  expire_after  cooldown_rejected  cooldown_deferred  cooldown_expired
    14             45            60                 30                 20
""")
TODAY = table("""
    as_of  known_at
    100    100
""")
FIELDS = (
    *("level", "was", "since", "evidence_on", "cooling_until", "asks_evidence_after", "cause"),
    *("recycled_by", "answers_seen"),
)


def yesterday(
    level: int,
    since: int = 50,
    cooling_until: str = "-",
    asks_evidence_after: str = "-",
    *,
    recycled_by: str = "''",
    answers_seen: int = 0,
) -> Rows:
    """Where the account stood on day 99."""
    return table(f"""
        as_of  account_id  level    since    cooling_until    asks_evidence_after    recycled_by    answers_seen
        99     1           {level}  {since}  {cooling_until}  {asks_evidence_after}  {recycled_by}  {answers_seen}
    """)


def held(*levels: str) -> Rows:
    """Levels that hold today, as `level enters since`: the day its streak began, or `-` where it only stays."""
    lines = [f"100  1  {level}  {int(since != '-')}  1" for level, since in map(str.split, levels)]
    return table("\n".join(["as_of  account_id  level  enters  stays", *lines]))


def streaks(*levels: str) -> Rows:
    lines = [f"100  1  {level}  {since}" for level, since in map(str.split, levels) if since != "-"]
    return table("\n".join(["as_of  account_id  level  since", *lines]))


def standing(
    engine: Engine,
    *levels: str,
    before: Rows | None = None,
    evidence_age: str = "5",
    state: str = "graded",
    stability: Rows = STABILITY,
    today: Rows = TODAY,
    answer: str = "",
    number: int = 1,
) -> dict[str, int | str | None]:
    """Where the account stands today, by field; nothing where it has no row.

    `levels`: those that hold, each with the day since which it holds as entering asks (`-`: it only stays).
    `answer`: what sales said, as `account_id  disposition  day  until  known_on`; `number`: which answer it was.
    """
    scores = table(f"""
        as_of  account_id  state    evidence_age
        100    1           {state}  {evidence_age}
    """)
    told = f"{answer}  {number}" if answer else ""
    dispositions = table(f"account_id  disposition  day  until  known_on  disposition_id\n{told}")
    found = rows(
        engine,
        "qualification/standings.sql",
        levels_held=held(*levels),
        streaks=streaks(*levels),
        standings_yesterday=before or table("as_of  account_id  level"),
        levels=LEVELS,
        stability=stability,
        scores=scores,
        today=today,
        dispositions=dispositions,
    )
    assert len(found) <= 1
    return dict(zip(FIELDS, found[0][2:], strict=True)) if found else {}


def level(found: dict[str, int | str | None]) -> tuple[int | str | None, int | str | None]:
    return found["level"], found["cause"]


# --- entering ------------------------------------------------------------------------------------------------


def test_a_level_is_entered_when_it_has_held_for_the_days_asked_for(engine: Engine) -> None:
    assert standing(engine, "2 99") == {
        "level": 2,
        "was": 0,
        "since": 100,
        "evidence_on": 95,
        "cooling_until": None,
        "asks_evidence_after": None,
        "cause": "entered",
        "recycled_by": "",
        "answers_seen": 0,
    }


def test_a_level_that_began_to_hold_today_is_not_yet_entered(engine: Engine) -> None:
    assert standing(engine, "2 100") == {}


def test_a_level_without_waiting_is_entered_at_once(engine: Engine) -> None:
    assert level(standing(engine, "3 100")) == (3, "entered")


def test_the_last_level_that_holds_wins(engine: Engine) -> None:
    assert level(standing(engine, "1 50", "2 50")) == (2, "entered")


def test_a_level_that_must_wait_leaves_the_one_below(engine: Engine) -> None:
    assert level(standing(engine, "1 50", "2 100")) == (1, "entered")


def test_a_higher_level_is_not_entered_by_staying(engine: Engine) -> None:
    found = standing(engine, "1 50", "2 -", before=yesterday(1))
    assert (level(found), found["since"]) == ((1, "holds"), 50)


def test_a_rise_begins_anew(engine: Engine) -> None:
    found = standing(engine, "1 50", "2 99", before=yesterday(1))
    assert (level(found), found["was"], found["since"]) == ((2, "entered"), 1, 100)


# --- staying and leaving -------------------------------------------------------------------------------------


def test_the_present_level_asks_only_for_staying(engine: Engine) -> None:
    found = standing(engine, "2 -", before=yesterday(2))
    assert (level(found), found["since"]) == ((2, "holds"), 50)


def test_a_level_that_is_lost_falls_to_the_highest_that_still_stays(engine: Engine) -> None:
    found = standing(engine, "1 -", before=yesterday(2))
    assert (level(found), found["since"]) == ((1, "left"), 100)


def test_an_account_that_loses_everything_is_told_once_and_gone(engine: Engine) -> None:
    assert level(standing(engine, before=yesterday(2))) == (0, "left")
    assert standing(engine, before=yesterday(0)) == {}


@pytest.mark.parametrize(("since", "expected"), [(87, (2, "stays at least")), (86, (1, "left"))])
def test_a_level_stays_at_least_so_many_days(engine: Engine, since: int, expected: tuple[int, str]) -> None:
    assert level(standing(engine, "1 50", before=yesterday(2, since))) == expected


@pytest.mark.parametrize("state", ["excluded", "outside"])
def test_exclusion_beats_staying_at_least(engine: Engine, state: str) -> None:
    assert level(standing(engine, before=yesterday(2, 99), state=state)) == (0, "excluded")


def test_an_account_that_is_no_longer_known_stands_nowhere(engine: Engine) -> None:
    before = table("""
        as_of  account_id  level  since
        99     2           2      99
    """)
    found = rows(
        engine,
        "qualification/standings.sql",
        standings_yesterday=before,
        levels=LEVELS,
        stability=STABILITY,
        today=TODAY,
    )
    assert [(row[1], row[2], row[8]) for row in found] == [(2, 0, "excluded")]


def test_unknown_fit_does_not_put_an_account_out(engine: Engine) -> None:
    assert level(standing(engine, "2 -", before=yesterday(2), state="unknown")) == (2, "holds")


# --- expiring ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "evidence_age", "cause"),
    [(55, "-", "expired"), (56, "-", "holds"), (50, "45", "expired"), (50, "44", "holds"), (90, "60", "holds")],
    ids=["no evidence", "a day too early", "old evidence", "evidence a day younger", "a young standing"],
)
def test_a_qualified_standing_expires_without_new_evidence(
    engine: Engine, since: int, evidence_age: str, cause: str
) -> None:
    found = standing(engine, "1 50", "2 50", before=yesterday(2, since), evidence_age=evidence_age)
    assert level(found) == (1 if cause == "expired" else 2, cause)


def test_an_expired_account_cools_down_and_must_show_something_new(engine: Engine) -> None:
    found = standing(engine, "2 50", before=yesterday(2), evidence_age="-")
    assert (found["level"], found["cooling_until"], found["asks_evidence_after"]) == (0, 120, 100)


def test_a_level_that_is_not_qualified_never_expires(engine: Engine) -> None:
    assert level(standing(engine, "1 50", before=yesterday(1), evidence_age="-")) == (1, "holds")


def test_without_a_limit_nothing_expires(engine: Engine) -> None:
    never = table("""
        stay_at_least  expire_after
        0              -
    """)
    assert level(standing(engine, "2 50", before=yesterday(2, 1), evidence_age="-", stability=never)) == (2, "holds")


def test_expiring_waits_until_the_standing_may_be_left(engine: Engine) -> None:
    hasty = table("""
        stay_at_least  expire_after
        14             5
    """)
    found = [
        standing(engine, "2 50", before=yesterday(2, since), evidence_age="-", stability=hasty)["cause"]
        for since in (87, 86)
    ]
    assert found == ["holds", "expired"]


# --- what sales says -----------------------------------------------------------------------------------------


def test_a_rejected_account_loses_its_qualified_level_at_once_and_cools_down(engine: Engine) -> None:
    found = standing(engine, "1 50", "2 50", before=yesterday(2, 99), answer="1  rejected  100  -  100")
    assert (level(found), found["cooling_until"], found["asks_evidence_after"]) == ((1, "rejected"), 160, 100)


def test_rejection_takes_every_qualified_level(engine: Engine) -> None:
    found = standing(engine, "2 50", "3 50", before=yesterday(3), answer="1  rejected  100  -  100")
    assert level(found) == (0, "rejected")


def test_a_deferred_account_cools_down(engine: Engine) -> None:
    found = standing(engine, "2 50", before=yesterday(2), answer="1  deferred  100  -  100")
    assert (level(found), found["cooling_until"]) == ((0, "deferred"), 130)


def test_a_deferred_until_day_beats_the_cooldown(engine: Engine) -> None:
    found = standing(engine, "2 50", before=yesterday(2), answer="1  deferred  100  107  100")
    assert found["cooling_until"] == 107


def test_accepting_changes_nothing(engine: Engine) -> None:
    assert level(standing(engine, "2 50", before=yesterday(2), answer="1  accepted  100  -  100")) == (2, "holds")


def test_an_answer_about_an_account_that_is_not_qualified_changes_nothing(engine: Engine) -> None:
    assert level(standing(engine, "1 50", before=yesterday(1), answer="1  rejected  100  -  100")) == (1, "holds")


@pytest.mark.parametrize(
    ("day", "known_on", "cause"),
    [(90, 100, "rejected"), (99, 99, "holds"), (100, 101, "holds"), (101, 100, "holds")],
    ids=["learned late", "known yesterday", "not yet known", "not yet said"],
)
def test_an_answer_counts_on_the_day_it_is_learned(engine: Engine, day: int, known_on: int, cause: str) -> None:
    before = yesterday(2, answers_seen=1)
    found = standing(engine, "2 50", before=before, answer=f"1  rejected  {day}  -  {known_on}")
    assert found["cause"] == cause


def test_an_answer_given_after_the_days_run_is_heard_by_the_next(engine: Engine) -> None:
    before = yesterday(2, answers_seen=6)
    found = standing(engine, "2 50", before=before, answer="1  rejected  99  -  99", number=7)
    assert (found["cause"], found["answers_seen"]) == ("rejected", 7)


def test_an_answer_is_heard_once(engine: Engine) -> None:
    before = yesterday(2, answers_seen=7)
    found = standing(engine, "2 50", before=before, answer="1  rejected  99  -  99", number=7)
    assert (found["cause"], found["answers_seen"]) == ("holds", 7)


def test_an_answer_from_before_the_level_was_entered_does_not_end_it(engine: Engine) -> None:
    before = yesterday(2, since=60)
    assert standing(engine, "2 50", before=before, answer="1  rejected  59  -  59")["cause"] == "holds"


@pytest.mark.parametrize("answer", ["accepted", "qualified"])
def test_a_yes_ends_nothing(engine: Engine, answer: str) -> None:
    found = standing(engine, "2 50", before=yesterday(2), answer=f"1  {answer}  100  -  100")
    assert (found["cause"], found["recycled_by"], found["answers_seen"]) == ("holds", "", 1)


@pytest.mark.parametrize("answer", ["rejected", "deferred"])
def test_what_took_a_qualified_level_is_kept(engine: Engine, answer: str) -> None:
    found = standing(engine, "1 50", "2 50", before=yesterday(2), answer=f"1  {answer}  100  -  100")
    assert found["recycled_by"] == answer


def test_what_took_a_qualified_level_is_kept_while_something_new_is_waited_for(engine: Engine) -> None:
    assert standing(engine, before=yesterday(0, 50, "-", "60", recycled_by="expired"))["recycled_by"] == "expired"


def test_what_took_a_qualified_level_is_forgotten_when_one_is_entered_again(engine: Engine) -> None:
    before = yesterday(0, 50, "-", "60", recycled_by="expired")
    assert standing(engine, "2 90", before=before)["recycled_by"] == ""


def test_a_day_that_may_know_more_hears_every_answer_since_the_day_before(engine: Engine) -> None:
    knowing = table("""
        as_of  known_at
        100    105
    """)
    found = standing(engine, "2 50", before=yesterday(2), today=knowing, answer="1  rejected  100  -  103")
    assert found["cause"] == "rejected"


@pytest.mark.parametrize("answer", ["rejected", "deferred"])
def test_an_answer_on_the_day_a_qualified_level_is_entered_takes_it(engine: Engine, answer: str) -> None:
    found = standing(engine, "1 50", "3 100", answer=f"1  {answer}  100  -  100", number=7)
    assert (level(found), found["asks_evidence_after"], found["recycled_by"]) == ((1, answer), 100, answer)
    assert found["cooling_until"] == (160 if answer == "rejected" else 130)


def test_an_answer_of_an_earlier_day_does_not_keep_a_qualified_level_from_being_entered(engine: Engine) -> None:
    assert level(standing(engine, "3 100", answer="1  rejected  99  -  100")) == (3, "entered")


def test_of_two_answers_rejection_counts(engine: Engine) -> None:
    answers = "1  deferred  100  -  100  1\n1  rejected  100  -  100"
    assert standing(engine, "2 50", before=yesterday(2), answer=answers)["cooling_until"] == 160


# --- coming back ---------------------------------------------------------------------------------------------


def test_an_account_that_cools_down_does_not_qualify(engine: Engine) -> None:
    found = standing(engine, "1 50", "2 50", before=yesterday(1, 50, "101", "60"), evidence_age="0")
    assert (level(found), found["cooling_until"], found["asks_evidence_after"]) == ((1, "holds"), 101, 60)


def test_after_the_cooldown_an_account_qualifies_on_new_evidence_only(engine: Engine) -> None:
    old = standing(engine, "2 50", before=yesterday(0, 60, "100", "60"), evidence_age="40")
    new = standing(engine, "2 50", before=yesterday(0, 60, "100", "60"), evidence_age="39")
    assert (level(old), old["cooling_until"], old["asks_evidence_after"]) == ((0, "holds"), None, 60)
    assert (level(new), new["asks_evidence_after"]) == ((2, "entered"), None)


def test_an_account_that_waits_is_remembered(engine: Engine) -> None:
    found = standing(engine, before=yesterday(0, 60, "-", "60"))
    assert (found["level"], found["since"], found["asks_evidence_after"]) == (0, 60, 60)


def test_cooling_down_leaves_levels_that_are_not_qualified_free(engine: Engine) -> None:
    found = standing(engine, "1 99", before=yesterday(0, 60, "150", "60"))
    assert (level(found), found["cooling_until"]) == ((1, "entered"), 150)
