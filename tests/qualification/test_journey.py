from __future__ import annotations

import pytest

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
MEMBER = table("""
    as_of  account_id  person_id
    30     1           7
""")


def stage(engine: Engine, scores: Rows = GRADED, **given: Rows) -> str:
    ((_, _, found),) = rows(engine, "qualification/journey.sql", scores=scores, today=TODAY, levels=LEVELS, **given)
    return str(found)


def standing(level: int, cooling_until: str = "-", asks_evidence_after: str = "-") -> Rows:
    return table(f"""
        as_of  account_id  level    cooling_until    asks_evidence_after
        30     1           {level}  {cooling_until}  {asks_evidence_after}
    """)


def test_an_account_without_people_is_a_suspect(engine: Engine) -> None:
    assert stage(engine) == "suspect"


def test_an_account_that_fits_and_has_a_known_person_is_a_prospect(engine: Engine) -> None:
    assert stage(engine, members=MEMBER) == "prospect"


@pytest.mark.parametrize("state", ["outside", "excluded", "unknown"])
def test_people_make_no_prospect_of_an_account_that_does_not_fit(engine: Engine, state: str) -> None:
    scores = table(f"""
        as_of  account_id  state
        30     1           {state}
    """)
    assert stage(engine, scores, members=MEMBER) == "suspect"


@pytest.mark.parametrize(("level", "expected"), [(1, "account of interest"), (2, "PQA"), (3, "MQA")])
def test_a_level_gives_its_stage(engine: Engine, level: int, expected: str) -> None:
    assert stage(engine, members=MEMBER, standings=standing(level)) == expected


def test_a_level_without_a_stage_leaves_the_account_where_it_is(engine: Engine) -> None:
    assert stage(engine, members=MEMBER, standings=standing(4)) == "prospect"


def test_an_account_that_cools_down_is_recycled_though_it_is_of_interest(engine: Engine) -> None:
    assert stage(engine, standings=standing(1, "40", "20")) == "recycled"


def test_after_the_cooldown_an_account_may_be_of_interest_again(engine: Engine) -> None:
    assert stage(engine, standings=standing(1, "-", "20")) == "account of interest"


def test_an_account_that_waits_for_new_evidence_is_recycled(engine: Engine) -> None:
    assert stage(engine, members=MEMBER, standings=standing(0, "-", "20")) == "recycled"


def outcomes(*steps: str) -> Rows:
    """Steps as `opportunity kind day known_on`."""
    lines = ["  ".join(["1", f"{nth}:{step}".replace(" ", "-"), *step.split()]) for nth, step in enumerate(steps)]
    return table("\n".join(["account_id  outcome_id  opportunity  kind  day  known_on", *lines]))


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["a opened 20 20"], "pipeline"),
        (["a opened 20 20", "a won 25 25"], "won"),
        (["a opened 20 20", "a lost 25 25"], "MQA"),
        (["a opened 20 20", "a lost 20 20"], "MQA"),
        (["a opened 20 20", "a won 20 20"], "won"),
        (["a opened 5 5", "b opened 6 6", "b lost 25 25"], "pipeline"),
        (["a won 20 20", "b opened 25 25"], "pipeline"),
        (["a won 20 20", "b lost 25 25"], "MQA"),
        (["a lost 20 20", "b won 25 25"], "won"),
        (["a lost 20 20", "a opened 25 25"], "pipeline"),
        (["a opened 31 30"], "MQA"),
        (["a opened 30 31"], "MQA"),
        (["a opened 20 20", "a lost 25 31"], "pipeline"),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, list) else value,
)
def test_sales_facts_beat_scores(engine: Engine, steps: list[str], expected: str) -> None:
    assert stage(engine, outcomes=outcomes(*steps), standings=standing(3)) == expected
