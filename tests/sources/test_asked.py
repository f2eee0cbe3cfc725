"""Who is asked for: the records of those ids and people that rows speak of, and no others."""

from __future__ import annotations

from tests.sources.steps import made
from tests.tables import table

RECORDS = table("""
    kind     source  record  record_id  person_id     said  rule  known_on  learned_on
    person   crm     c7      crm:c7     ann@acme.com  A-1   -     5         5
    person   crm     c8      crm:c8     bo@acme.com   A-1   -     5         5
    person   shop    c7      shop:c7    cem@acme.com  A-1   -     5         5
    company  crm     A-1     A-1        -             -     -     5         5
""")


def test_the_id_of_a_contact_is_asked_of_its_own_source_and_that_of_an_act_of_the_first_source():
    asked = table("""
        origin
        crm:c7
        shop:c7
    """)
    found = made("contacts_asked", "origin person_id", records=RECORDS, asked_contacts=asked)
    assert found == [("crm:c7", "ann@acme.com"), ("crm:c7", "cem@acme.com"), ("shop:c7", "cem@acme.com")]


def test_an_id_and_the_person_it_stands_for_are_one_person():
    assert made("one_person", "origin person_id", records=RECORDS) == [
        ("crm:c7", "ann@acme.com"),
        ("crm:c7", "cem@acme.com"),
        ("crm:c8", "bo@acme.com"),
        ("shop:c7", "cem@acme.com"),
    ]


def test_of_those_who_are_not_asked_for_nothing_is_looked_up():
    nobody, one = table("person_id"), table("person_id\nann@acme.com")
    assert made("people_asked", "person_id", records=RECORDS, asked_people=nobody) == []
    assert made("people_asked", "source record_id", records=RECORDS, asked_people=one) == [("crm", "crm:c7")]
