from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

COLUMNS = ("engaged", "known", "required", "covered", "gaps", "points", "coverage", "concentration", "contact_ratio")
SCORES = table("""
    as_of  account_id  engaged  known  points
    30     1           2        4      9000000
""")
TWO_REQUIRED = table("""
    role
    1
    3
""")
# Person 8 is engaged in role 1, person 9 in role 2, which is not required; 10 was seen in role 3.
PEOPLE = table("""
    as_of  account_id  person_id  role  gains     penalties  engaged
    30     1           8          1     60000000  0          1
    30     1           9          2     25000000  5000000    1
    30     1           10         3     0         0          0
    30     1           0          0     99000000  0          0
""")


def committee(
    engine: Engine, *, scores: Rows = SCORES, people: Rows = PEOPLE, required: Rows = TWO_REQUIRED
) -> dict[str, Value]:
    """What is found of account 1, by column."""
    given = {"scores": scores, "person_scores": people, "required_roles": required}
    ((_, _, *found),) = rows(engine, "scoring/committee.sql", **given)
    return dict(zip(COLUMNS, found, strict=True))


def test_a_required_role_is_covered_when_somebody_in_it_is_engaged(engine: Engine) -> None:
    found = committee(engine)
    assert [found[name] for name in ("required", "covered", "gaps", "coverage")] == [2, 1, 1, 500_000]


def test_two_engaged_people_in_one_role_cover_it_once(engine: Engine) -> None:
    people = table("""
        as_of  account_id  person_id  role  gains     penalties  engaged
        30     1           8          1     60000000  0          1
        30     1           9          1     60000000  0          1
    """)
    assert committee(engine, people=people)["covered"] == 1


def test_concentration_is_the_share_of_the_most_active_person_known_by_name(engine: Engine) -> None:
    assert committee(engine)["concentration"] == 750_000  # 60 of 60 + (25 - 5); nameless visits have no part


@pytest.mark.parametrize(("most", "share"), [(1, 1_000_000), (9_000_000_000_000_000, 1_000_000)])
def test_one_person_alone_is_all_of_it_however_many_points(engine: Engine, most: int, share: int) -> None:
    people = table(f"""
        as_of  account_id  person_id  role  gains   penalties  engaged
        30     1           8          1     {most}  0          1
    """)
    assert committee(engine, people=people)["concentration"] == share


def test_who_does_more_harm_than_good_has_no_share(engine: Engine) -> None:
    people = table("""
        as_of  account_id  person_id  role  gains    penalties  engaged
        30     1           8          1     6000000  0          1
        30     1           9          2     1000000  4000000    0
    """)
    assert committee(engine, people=people)["concentration"] == 1_000_000


def test_the_contact_ratio_is_of_the_people_who_are_known(engine: Engine) -> None:
    assert committee(engine)["contact_ratio"] == 500_000


def test_an_account_of_which_nobody_is_known_has_no_shares(engine: Engine) -> None:
    scores = table("""
        as_of  account_id  engaged  known  points
        30     1           0        0      0
    """)
    nobody = table("""
        as_of  account_id  person_id
    """)
    found = committee(engine, scores=scores, people=nobody, required=table("role\n"))
    assert [found[name] for name in ("coverage", "concentration", "contact_ratio")] == [None, None, None]
