"""Acts step by step: which were loaded before, what a new one becomes, and whose acts may stand elsewhere."""

from __future__ import annotations

import pytest

from mqa.terms.keys import number_of
from tests.sources.steps import made
from tests.tables import Rows, table

STAGED = table("""
    row  fate  id  actor  kind      path  source  campaign  topic  asset  day  occurred_at  known_on  seconds  url
    1    0     a1  ann    web.page  /     ''      ''        ''     ''     4    400          5         30       u
    2    0     a2  ann    web.page  /     ''      ''        ''     guide  4    500          5         0        u
    3    2     a3  ann    web.rest  /     ''      ''        ''     ''     4    600          5         0        u
""")
NONE = table("row")
SECOND = table("""
    row
    2
""")


def test_a_row_is_suspected_where_an_index_finds_its_id():
    seen = table("""
        row  file  stored_row
        2    7     40
        2    9     50
    """)
    assert made("suspects", "row id file stored_row", staged=STAGED, seen_ids=seen) == [
        (2, "a2", 7, 40),
        (2, "a2", 9, 50),
    ]


def test_a_suspect_was_loaded_before_only_by_its_own_source():
    suspects = table("""
        row  id
        1    a1
        2    a2
    """)
    suspected = table("""
        activity_id  source
        a1           shop
        a2           crm
    """)
    assert made("already_loaded", "row", suspects=suspects, suspected=suspected) == [(2,)]


def test_an_id_that_stands_twice_in_a_file_is_repeated_by_the_later_row():
    staged = table("""
        row  fate  id
        1    0     a1
        2    0     a2
        3    0     a1
        4    2     a2
    """)
    assert made("repeated_in_file", "row id", staged=staged) == [(3, "a1")]


def test_a_duplicate_was_loaded_before_or_stood_earlier_in_the_file():
    first = table("""
        row
        1
        2
    """)
    assert made("duplicates", "row", already_loaded=first, repeated_in_file=SECOND) == [(1,), (2,)]


ACTORS = table("""
    subject  actor
    1        ann
""")


def settled(since: int = -100) -> Rows:
    return table(f"""
        subject  account_id  person_id     said  visitor_id  since    until
        1        acme.com    ann@acme.com  0     0           {since}  1000
    """)


def test_a_new_act_is_at_the_account_that_was_known_with_it():
    columns = "account_id person_id activity_id day known_on seconds times source"
    given = {"staged": STAGED, "actors": ACTORS, "duplicates": NONE}
    assert made("new_activities", columns, settled=settled(), **given) == [
        ("acme.com", "ann@acme.com", "a1", 4, 5, 30, 1, "crm"),
        ("acme.com", "ann@acme.com", "a2", 4, 5, 0, 1, "crm"),
    ]
    assert made("new_activities", columns, settled=settled(since=6), **given) == []


def test_a_duplicate_is_no_new_act():
    found = made("new_activities", "activity_id", staged=STAGED, actors=ACTORS, settled=settled(), duplicates=SECOND)
    assert found == [("a1",)]


def test_an_act_keeps_its_asset_where_it_names_one():
    found = made(
        "new_activities", "activity_id asset_id", staged=STAGED, actors=ACTORS, settled=settled(), duplicates=NONE
    )
    assert found == [("a1", "nobody"), ("a2", number_of("guide"))]


SHAPE = "kind path source campaign topic"


def test_a_shape_is_new_once_however_many_acts_have_it():
    assert made("new_shapes", SHAPE, staged=STAGED, duplicates=NONE) == [("web.page", "/", "", "", "")]


def test_a_shape_that_acts_had_before_is_not_new():
    key = "\x1f".join(("web.page", "/", "", "", ""))
    stored = Rows(("shape_id", *SHAPE.split()), ((key, "web.page", "/", "", "", ""),))
    assert made("new_shapes", SHAPE, staged=STAGED, duplicates=NONE, shapes=stored) == []


def test_of_whom_a_file_told_before_is_who_its_rows_are_of_and_who_its_duplicates_were_of():
    resolved = table("""
        person_id
        ann@acme.com
    """)
    stored = table("""
        activity_id  person_id     source
        a2           bo@acme.com   crm
        a2           cy@acme.com   shop
        a1           dee@acme.com  crm
    """)
    found = made("told_again", "person_id", resolved=resolved, activities=stored, staged=STAGED, duplicates=SECOND)
    assert found == [("ann@acme.com",), ("bo@acme.com",)]


NO_PARTS = table("origin  acts_from  acts_until")


def standing(*rows: str) -> Rows:
    some = "\n".join(rows)
    return table(f"""
        activity_id  account_id  person_id  said  visitor  day  known_on  times
        {some}
    """)


FIRST = "a1  acme.com  ann@acme.com  0  0  4  5  1"
ACT = "activity_id person_id known_on times acts_from"


def test_an_act_is_told_once_as_it_became_known_however_it_was_moved_since():
    moved = ("a1  acme.com  ann@acme.com  0  0  4  9  -1", "a1  other.com  ann@acme.com  0  0  4  9  1")
    told = made("acts_told", ACT, standing_acts=standing(FIRST, *moved), visitor_periods=NO_PARTS, name_parts=NO_PARTS)
    assert told == [("a1", "ann@acme.com", 5, 1, -100)]


def test_an_act_that_was_taken_back_is_not_told():
    taken_back = "a1  acme.com  ann@acme.com  0  0  4  9  -1"
    assert (
        made("acts_told", ACT, standing_acts=standing(FIRST, taken_back), visitor_periods=NO_PARTS, name_parts=NO_PARTS)
        == []
    )


def test_an_act_of_a_visitor_is_of_the_part_in_which_it_became_known():
    parts = table("""
        origin  acts_from  acts_until
        -77     -100       9
        -77     9          1000
    """)
    acts = standing("a1  acme.com  ann@acme.com  0  -77  4  5  1", "a2  acme.com  ann@acme.com  0  -77  4  9  1")
    found = made("acts_told", "activity_id acts_from", standing_acts=acts, visitor_periods=parts, name_parts=NO_PARTS)
    assert found == [("a1", -100), ("a2", 9)]


def test_an_act_that_names_a_contact_by_its_id_is_of_that_id_wherever_it_stands():
    parts = table("""
        origin  acts_from  acts_until
        77      -100       9
        77      9          1000
    """)
    acts = standing("a1  acme.com  ann@acme.com  0  77  4  5  1", "a2  acme.com  bo@acme.com  0  77  4  9  1")
    told = made("acts_told", ACT, standing_acts=acts, visitor_periods=NO_PARTS, name_parts=parts)
    assert told == [("a1", 77, 5, 1, -100), ("a2", 77, 9, 1, 9)]


TAUGHT = table("""
    person_id
    ann@acme.com
""")
MEMBERSHIP = "title role known_on ends set_rule"


def test_what_told_of_a_membership_is_told_again_and_a_role_that_a_person_set_by_itself():
    members = table("""
        account_id  title  role      rule                  source       said  first_person  told_on  times
        acme.com    CFO    ''        e-mail domain         crm          0     ann@acme.com  5        1
        acme.com    ''     Champion  role set by a person  corrections  0     ann@acme.com  9        1
    """)
    roles = table("""
        person_id     role      since  until
        ann@acme.com  Champion  9      20
        bo@acme.com   Sponsor   9      20
    """)
    given = {
        "standing_people": members,
        "given_roles": roles,
        "taught": TAUGHT,
        "visitor_periods": NO_PARTS,
        "name_parts": NO_PARTS,
    }
    assert made("people_told", MEMBERSHIP, **given) == [
        ("", "Champion", 9, 20, "role set by a person"),
        ("CFO", "", 5, 1000, None),
    ]


def test_memberships_of_taught_people_stand_added_up():
    people = table("""
        account_id  person_id     title  rule           source  known_on  told_on  said  first_person  times
        acme.com    ann@acme.com  CFO    e-mail domain  crm     5         5        0     ann@acme.com  1
        acme.com    ann@acme.com  CFO    e-mail domain  crm     5         5        0     ann@acme.com  1
        gone.com    ann@acme.com  CFO    e-mail domain  crm     5         5        0     ann@acme.com  1
        gone.com    ann@acme.com  CFO    e-mail domain  crm     5         5        0     ann@acme.com  -1
        acme.com    bo@acme.com   CEO    e-mail domain  crm     5         5        0     bo@acme.com   1
    """)
    assert made("standing_people", "account_id title times", people=people, taught=TAUGHT) == [("acme.com", "CFO", 2)]


def taught(**given: Rows) -> set[object]:
    """Who may stand elsewhere by what a load said; where a test says nothing, nothing was said."""
    shapes = {
        "learned_records": "kind  source  record  record_id  person_id",
        "one_person": "origin  person_id",
        "kin": "person_id",
        "moving": "person_id",
        "corrected_people": "person_id",
        "assigned": "account_id  person_id",
        "corrected_accounts": "account_id",
        "earlier_people": "person_id  domain_id",
        "earlier_records": "kind  person_id  said",
        "earlier_activities": "person_id  said",
        "taught_companies": "said",
        "taught_visitors": "visitor_id",
        "taught_domains": "domain",
    }
    return {
        person for (person,) in made("news", "person_id", **{name: table(of) for name, of in shapes.items()} | given)
    }


MET_BEFORE = table("""
    person_id     domain_id
    ann@acme.com  acme.com
    bo@acme.com   acme.com
    cy@big.com    big.com
""")


def test_nobody_is_taught_by_a_load_that_says_nothing_of_them():
    assert taught(earlier_people=MET_BEFORE) == set()


def test_a_record_teaches_whom_it_names_if_they_were_met_before():
    record = table("""
        kind    source  record  record_id  person_id
        person  crm     c1      crm:c1     ann@acme.com
        person  crm     c9      crm:c9     new@acme.com
    """)
    assert taught(learned_records=record, earlier_people=MET_BEFORE) == {"ann@acme.com"}


def test_an_id_that_means_another_than_before_is_taught_also_where_it_had_no_name_before():
    records = """
        kind    source  record  record_id  person_id
        person  crm     c1      crm:c1     crm:c1
        person  crm     c1      crm:c1     ann@acme.com
        person  crm     c9      crm:c9     new@acme.com
    """
    assert taught(learned_records=table(records), records=table(records)) == {"crm:c1"}


def test_a_domain_teaches_all_who_write_from_it():
    domains = table("""
        domain
        acme.com
    """)
    assert taught(taught_domains=domains, earlier_people=MET_BEFORE) == {"ann@acme.com", "bo@acme.com"}


def test_an_id_of_a_company_teaches_those_whose_records_or_acts_name_it():
    ids = table("""
        said
        A-1
    """)
    records = table("""
        kind    person_id     said
        person  ann@acme.com  A-1
        person  bo@acme.com   B-1
    """)
    acts = table("""
        person_id   said
        cy@big.com  A-1
    """)
    assert taught(taught_companies=ids, earlier_records=records, earlier_activities=acts) == {
        "ann@acme.com",
        "cy@big.com",
    }


@pytest.mark.parametrize("said", ["moving", "corrected_people"])
def test_who_is_moved_or_corrected_is_taught(said: str):
    assert taught(**{said: TAUGHT}) == {"ann@acme.com"}


def test_a_record_teaches_the_other_names_of_whom_it_names_if_they_were_met_before():
    kin = table("""
        person_id
        cy@big.com
        new@big.com
    """)
    assert taught(kin=kin, earlier_people=MET_BEFORE) == {"cy@big.com"}


CONTACTS = table("""
    origin  person_id
    crm:c1  ann@acme.com
    crm:c2  bo@acme.com
""")
VISITOR = table(f"""
    visitor                         person_id
    {-number_of("visitor:web:v@")}  ann@acme.com
""")


def kin(asked: str, visitors: Rows = VISITOR) -> set[object]:
    """Who else somebody is by another name."""
    given = {"one_person": CONTACTS, "one_visitor": visitors, "asked_kin": table(f"person_id\n        {asked}")}
    return {person for (person,) in made("kin", "person_id", **given)}


@pytest.mark.parametrize("asked", ["crm:c1", "visitor:web:v@"])
def test_an_id_and_a_visitor_are_of_the_kin_of_whose_they_are(asked: str):
    assert kin(asked) == {"ann@acme.com"}


def test_a_person_is_of_the_kin_of_their_ids_and_visitors():
    assert kin("bo@acme.com") == {"crm:c2"}
    assert kin("cy@big.com", table("visitor  person_id\n        7  cy@big.com")) == {7}
