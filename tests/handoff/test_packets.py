"""Whom to contact first, what to offer to those who are missing, and the hash of what was told."""

from __future__ import annotations

import pytest

from mqa.handoff.packets import Member, MissingRole, canonical, contact_first, content_for, digest, gaps


def member(name: str, points: int, seen: int | None = 3, **others) -> Member:
    given = {"title": "", "role": "Buyer", **others}
    return Member(f"{name}@acme.com", name, given.pop("title"), given.pop("role"), points, seen, "30 June", **given)


def test_of_those_who_are_ranked_the_first_are_told():
    ranked = [member(name, 5) for name in ("ann", "ben", "cas")]
    assert [one["person"] for one in contact_first(ranked, most=2)] == ["ann@acme.com", "ben@acme.com"]


def test_it_says_why():
    (said,) = contact_first([member("ann", 5, 0, role="", did="asked for a demo on 19 June", reach="do not mail")])
    assert said["why"] == "asked for a demo on 19 June; last active on 30 June; no role in the committee; do not mail"


def test_somebody_known_in_a_missing_role_is_written_to():
    buyer = MissingRole("Economic buyer", ("CFO",), (member("ann", 0, None, title="CFO"),))
    (said,) = gaps([buyer], [])
    assert said["outreach"] == "Write to ann (CFO), who is known but has not been seen yet."


def test_where_nobody_is_known_the_most_active_person_is_asked():
    (said,) = gaps([MissingRole("IT", ("*IT manager*", "CTO"), ())], [member("ben", 9, title="Planner")])
    assert said["outreach"] == "Ask ben (Planner), the most active there, who that is. Look for IT manager, CTO."


@pytest.mark.parametrize(
    ("role", "titles", "content"),
    [
        ("Economic buyer", (), "a business case with the figures of a company of their size"),
        ("Legal and privacy", (), "the data-processing terms, certificates and answers to auditors"),
        ("Technical evaluator", (), "a technical guide and an hour with an engineer"),
        ("Champion", ("*procurement*",), "price list, terms and two references"),
        ("Gardener", ("*gardener*",), "a case study of a company like theirs"),
    ],
)
def test_what_helps_follows_from_the_name_of_the_role_and_its_titles(role, titles, content):
    assert content_for(MissingRole(role, titles, ())) == content


def test_the_hash_does_not_depend_on_the_order_of_keys():
    assert digest({"a": 1, "b": [1, 2]}) == digest({"b": [1, 2], "a": 1})
    assert digest({"b": [2, 1], "a": 1}) != digest({"b": [1, 2], "a": 1})


def test_what_json_cannot_say_is_no_packet():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"score": float("nan")})
