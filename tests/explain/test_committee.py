"""Who takes part, who could, who is missing."""

from __future__ import annotations

from mqa.explain.committee import committee
from tests.definitions import definition

RULES = definition(
    committee="""
        Buyer: { titles: [CFO], weight: 1, required: true }
        User:  { titles: [analyst], weight: 1, required: false }
    """
)
BUYER, USER = 1, 2
PEOPLE = {1: "ann", 2: "bob", 3: "cem"}


def roles(members, scores=()):
    known = [{"person_id": person, "role": role} for person, role in members]
    seen = [
        {"person_id": person, "role": dict(members).get(person, 0), "engaged": engaged, "seen_age": 3}
        for person, engaged in scores
    ]
    return {role.name: role for role in committee(known, seen, PEOPLE, RULES)}


def test_a_role_is_as_far_as_the_person_who_did_most():
    found = roles([(1, BUYER), (2, BUYER), (3, BUYER)], scores=[(1, 1), (2, 0)])
    assert found["Buyer"].state == "engaged"
    assert (found["Buyer"].engaged, found["Buyer"].seen, found["Buyer"].known) == (("ann",), ("bob",), ("cem",))


def test_a_role_without_anybody_is_missing():
    assert roles([(1, BUYER)])["User"].state == "missing"


def test_people_without_a_role_are_told_too():
    assert roles([(1, 0)])["no role"].known == ("ann",)


def test_nameless_visitors_are_nobody_in_the_committee():
    assert "no role" not in roles([], scores=[(0, 0)])
