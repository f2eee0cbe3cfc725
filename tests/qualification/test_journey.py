from __future__ import annotations

import pytest

from mqa.terms.stages import CHANGES
from tests.engines.steps import Engine, rows
from tests.tables import Rows, table

TODAY = table("""
    as_of  known_at
    30     30
""")
LEVELS = table("""
    level  stage                qualified
    1      account of interest  0
    2      PQA                  1
    3      MQA                  1
    4      none                 0
""")
GRADED = table("""
    as_of  account_id  state
    30     1           graded
""")
WITH_PEOPLE = table("""
    as_of  account_id  state   known
    30     1           graded  1
""")


def stage(engine: Engine, scores: Rows = GRADED, **given: Rows) -> tuple[str, str]:
    """The stage of the account and its cause."""
    ((_, _, found, cause),) = rows(
        engine, "qualification/journey.sql", scores=scores, today=TODAY, levels=LEVELS, **given
    )
    assert cause in {change.cause for change in CHANGES if change.to == found}
    return str(found), str(cause)


def standing(
    level: int,
    cooling_until: str = "-",
    asks_evidence_after: str = "-",
    *,
    since: int = 10,
    evidence_on: int = 10,
    recycled_by: str = "''",
) -> Rows:
    return table(f"""
        as_of  account_id  level    since    evidence_on    cooling_until    asks_evidence_after    recycled_by
        30     1           {level}  {since}  {evidence_on}  {cooling_until}  {asks_evidence_after}  {recycled_by}
    """)


def test_an_account_without_people_is_a_suspect(engine: Engine) -> None:
    assert stage(engine) == ("suspect", "scores")


def test_an_account_that_fits_and_has_a_known_person_is_a_prospect(engine: Engine) -> None:
    assert stage(engine, WITH_PEOPLE) == ("prospect", "scores")


@pytest.mark.parametrize("state", ["outside", "excluded", "unknown"])
def test_people_make_no_prospect_of_an_account_that_does_not_fit(engine: Engine, state: str) -> None:
    scores = table(f"""
        as_of  account_id  state    known
        30     1           {state}  1
    """)
    assert stage(engine, scores) == ("suspect", "scores")


@pytest.mark.parametrize(("level", "expected"), [(1, "account of interest"), (2, "PQA"), (3, "MQA")])
def test_a_level_gives_its_stage(engine: Engine, level: int, expected: str) -> None:
    assert stage(engine, WITH_PEOPLE, standings=standing(level)) == (expected, "scores")


def test_a_level_without_a_stage_leaves_the_account_where_it_is(engine: Engine) -> None:
    assert stage(engine, WITH_PEOPLE, standings=standing(4)) == ("prospect", "scores")


@pytest.mark.parametrize("why", ["rejected", "deferred", "expired"])
def test_an_account_that_cools_down_is_recycled_though_it_is_of_interest(engine: Engine, why: str) -> None:
    assert stage(engine, standings=standing(1, "40", "20", recycled_by=why)) == ("recycled", why)


def test_after_the_cooldown_an_account_may_be_of_interest_again(engine: Engine) -> None:
    assert stage(engine, standings=standing(1, "-", "20", recycled_by="expired")) == ("account of interest", "scores")


def test_an_account_that_waits_for_new_evidence_is_recycled(engine: Engine) -> None:
    waiting = standing(0, "-", "20", recycled_by="expired")
    assert stage(engine, WITH_PEOPLE, standings=waiting) == ("recycled", "expired")


# --- opportunities -------------------------------------------------------------------------------------------


def outcomes(*steps: str) -> Rows:
    """Steps as `opportunity kind day known_on`."""
    lines = ["  ".join(["1", f"{nth}:{step}".replace(" ", "-"), *step.split()]) for nth, step in enumerate(steps)]
    return table("\n".join(["account_id  outcome_id  opportunity  kind  day  known_on", *lines]))


PIPELINE = ("pipeline", "opportunity opened")
WON = ("won", "opportunity won")
LOST = ("lost", "opportunity lost")
MQA = ("MQA", "scores")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["a opened 20 20"], PIPELINE),
        (["a opened 20 20", "a won 25 25"], WON),
        (["a opened 20 20", "a lost 25 25"], LOST),
        (["a opened 20 20", "a lost 20 20"], LOST),
        (["a opened 20 20", "a won 20 20"], WON),
        (["a opened 5 5", "b opened 6 6", "b lost 25 25"], PIPELINE),
        (["a won 20 20", "b opened 25 25"], PIPELINE),
        (["a won 20 20", "b lost 25 25"], LOST),
        (["a lost 20 20", "b won 25 25"], WON),
        (["a lost 20 20", "a opened 25 25"], PIPELINE),
        (["a opened 31 30"], MQA),
        (["a opened 30 31"], MQA),
        (["a opened 20 20", "a lost 25 31"], PIPELINE),
    ],
    ids=lambda value: ", ".join(value),
)
def test_sales_facts_beat_scores(engine: Engine, steps: list[str], expected: tuple[str, str]) -> None:
    assert stage(engine, outcomes=outcomes(*steps), standings=standing(3)) == expected


@pytest.mark.parametrize(
    ("since", "evidence_on", "expected"),
    [(26, 26, MQA), (25, 26, LOST), (26, 25, LOST), (10, 29, LOST)],
    ids=["on something new", "on the day it was lost", "on nothing new", "it only stayed"],
)
def test_a_lost_account_stays_lost_until_it_qualifies_again(
    engine: Engine, since: int, evidence_on: int, expected: tuple[str, str]
) -> None:
    standings = standing(3, since=since, evidence_on=evidence_on)
    assert stage(engine, outcomes=outcomes("a opened 20 20", "a lost 25 25"), standings=standings) == expected


def test_a_level_that_is_not_qualified_leaves_a_lost_account_lost(engine: Engine) -> None:
    standings = standing(1, since=28, evidence_on=28)
    assert stage(engine, outcomes=outcomes("a lost 25 25"), standings=standings) == LOST


# --- answers of sales ----------------------------------------------------------------------------------------


def answers(*said: str) -> Rows:
    """Answers as `disposition day known_on`, in the order in which they were given."""
    lines = [f"1  {nth}  " + "  ".join(one.split()) for nth, one in enumerate(said, start=1)]
    return table("\n".join(["account_id  disposition_id  disposition  day  known_on", *lines]))


SAA = ("SAA", "accepted")
SQA = ("SQA", "willing to talk")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["accepted 20 20"], SAA),
        (["accepted 20 20", "qualified 25 25"], SQA),
        (["accepted 20 20", "qualified 20 20"], SQA),
        (["accepted 20 20", "rejected 25 25"], MQA),
        (["rejected 20 20", "accepted 20 20"], SAA),
        (["accepted 31 30"], MQA),
        (["accepted 30 31"], MQA),
        (["accepted 20 20", "qualified 25 31"], SAA),
    ],
    ids=lambda value: ", ".join(value),
)
def test_the_last_answer_of_sales_beats_scores(engine: Engine, said: list[str], expected: tuple[str, str]) -> None:
    assert stage(engine, dispositions=answers(*said), standings=standing(3)) == expected


def test_an_accepted_account_stays_accepted_however_its_score_fades(engine: Engine) -> None:
    faded = standing(0, "40", "25", recycled_by="expired")
    assert stage(engine, dispositions=answers("accepted 20 20"), standings=faded) == SAA


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["a opened 25 25"], PIPELINE),
        (["a opened 20 20", "a won 25 25"], WON),
        (["a opened 21 21", "a lost 25 25"], LOST),
        (["a opened 5 5", "a lost 20 20"], LOST),
        (["a opened 5 5", "a lost 19 19"], SAA),
    ],
    ids=lambda value: ", ".join(value),
)
def test_an_outcome_ends_what_was_accepted_before(engine: Engine, steps: list[str], expected: tuple[str, str]) -> None:
    found = stage(engine, dispositions=answers("accepted 20 20"), outcomes=outcomes(*steps), standings=standing(3))
    assert found == expected


def test_an_account_rejected_after_it_was_lost_is_recycled(engine: Engine) -> None:
    standings = standing(0, "40", "28", recycled_by="rejected")
    said, lost = answers("rejected 28 28"), outcomes("a lost 20 20")
    assert stage(engine, dispositions=said, outcomes=lost, standings=standings) == ("recycled", "rejected")


def test_an_opportunity_that_is_now_another_accounts_is_none_of_it(engine: Engine) -> None:
    outcomes = table("""
        account_id  opportunity  outcome_id  kind    day  known_on  told_on  times
        1           a            a1          opened  20   20        20       1
        1           a            a1          opened  20   25        20       -1
    """)
    assert stage(engine, outcomes=outcomes) == ("suspect", "scores")
