"""Whom at an account sales could turn to."""

from __future__ import annotations

from mqa.explain.contacts import contacts
from tests.definitions import definition

RULES = definition(committee="Buyer: { titles: [CFO], weight: 1, required: true }")
PEOPLE = {7: {"person_key": "ann@acme.com", "title": "CFO"}, 8: {"person_key": "ben@acme.com", "title": ""}}
ROW = {"as_of": 9678, "role": 1, "points": 5_000_000, "seen_age": 1, "engaged": 1, "mql": 0, "reach": "mail"}
ROWS = [{**ROW, "person_id": 8, "rank": 2, "role": 0}, {**ROW, "person_id": 7, "rank": 1}]


def test_they_stand_in_their_order_with_names_roles_and_days():
    first, second = contacts({"contacts": ROWS, "aqls": []}, PEOPLE, RULES)
    assert (first["person"], first["title"], first["role"]) == ("ann@acme.com", "CFO", "Buyer")
    assert (first["last_act"], first["aql"]) == ("2026-06-30", False)
    assert (second["person"], second["role"]) == ("ben@acme.com", "")


def test_those_of_the_table_aqls_are_aqls():
    assert [one["aql"] for one in contacts({"contacts": ROWS, "aqls": ROWS}, PEOPLE, RULES)] == [True, True]
