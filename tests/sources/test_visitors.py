"""Visitors of a website: what acts tell of who they are, whose they are from when until when, of whom there is news."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mqa.identity.visitors import SEVERAL, turns
from mqa.terms.keys import number_of
from tests.sources.steps import EVER, NO_END, made
from tests.tables import Rows, table

NO_NAMES = table("origin  person_id  person_key  address  since  until")
NOBODY_SAID = table("visitor  person_key  since  until")
COLUMNS = "acts_from acts_until person_key since until stays_until"
ANN, BO = "ann@acme.com", "bo@other.com"
VISITOR = number_of("visitor:web:v")


def periods(named: str, names: Rows = NO_NAMES, said: Rows = NOBODY_SAID) -> list[tuple[object, ...]]:
    """Whose the visitor v is by what was named beside it on which day."""
    asked = table(f"""
        source  visitor  person_id  person_key  known_on
        {named}
    """)
    given = {"asked_visitors": asked, "name_periods": names, "said_visitors": said}
    return [row[1:] for row in made("visitor_periods", f"origin {COLUMNS}", **given) if row[0] == VISITOR]


def row(day: int, person: str) -> str:
    return f"web  v  {person}  {person}  {day}\n        "


def test_a_visitor_is_nobody_before_they_are_named():
    assert periods(row(5, ANN) + row(9, ANN)) == [
        (EVER, NO_END, ANN, 5, NO_END, NO_END),
        (EVER, NO_END, None, EVER, 5, 5),
    ]


def test_the_next_one_has_what_becomes_known_from_the_day_they_are_named():
    assert periods(row(5, ANN) + row(9, BO)) == [
        (EVER, 9, ANN, 5, NO_END, NO_END),
        (EVER, 9, None, EVER, 5, 5),
        (9, NO_END, BO, 9, NO_END, NO_END),
    ]


def test_of_several_on_one_day_it_is_nobodys_from_then_on():
    assert periods(row(5, ANN) + row(9, ANN) + row(9, BO) + row(11, BO)) == [
        (EVER, NO_END, ANN, 5, 9, 9),
        (EVER, NO_END, None, EVER, 5, 5),
        (EVER, NO_END, None, 9, NO_END, NO_END),
    ]


def test_what_a_person_says_holds_for_all_acts_while_it_is_in_force():
    said = table("""
        visitor  person_key    since  until
        web:v    -             -100   20
        web:v    ''            20     30
        web:v    -             30     1000
    """)
    assert periods(row(5, ANN), said=said) == [
        (EVER, NO_END, ANN, 5, 20, 20),
        (EVER, NO_END, ANN, 30, NO_END, NO_END),
        (EVER, NO_END, None, EVER, 5, 5),
        (EVER, NO_END, None, 20, 30, 30),
    ]


def test_a_name_that_becomes_known_later_is_the_same_person():
    names = table("""
        origin  person_id     person_key    address       since  until
        crm:c1  crm:c1        crm:c1        -             -100   9
        crm:c1  ann@acme.com  ann@acme.com  ann@acme.com  9      1000
    """)
    assert periods(row(5, "crm:c1"), names) == [
        (EVER, NO_END, ANN, 9, NO_END, NO_END),
        (EVER, NO_END, "crm:c1", 5, 9, NO_END),
        (EVER, NO_END, None, EVER, 5, 5),
    ]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from((ANN, BO, "cy@acme.com", "di@acme.com"))), min_size=1))
def test_many_are_found_as_one_is(named):
    found = periods("".join(row(*one) for one in sorted(set(named))))
    by_day = {max(since, acts_from): person or SEVERAL for acts_from, _, person, since, _, _ in found if since != EVER}
    assert sorted(by_day.items()) == (turns(named) if turns(named)[0].person != SEVERAL else [])


SHOWN = "person_key known_on activity_id"
NOTHING_KNOWN = table("visitor_id  person_id  known_on")
HOSTS = table("""
    host         network
    www.acme.de  acme.de
""")


def shown(*acts: tuple[str, str, str, str], known: Rows = NOTHING_KNOWN) -> list[tuple[object, ...]]:
    """What acts of day 5 tell of the visitor v: (address, contact's id, network, `nobody` or nothing)."""
    columns = ("row", "fate", "visitor", "actor", "known_on", "occurred_at", "id")
    actors = [
        chr(31).join((email, who, "" if email or who else "v", "", net, nobody, "")) for email, who, net, nobody in acts
    ]
    staged = Rows(columns, tuple((nth, 0, "v", actor, 5, nth, f"a{nth}") for nth, actor in enumerate(actors)))
    return made("new_visitors", SHOWN, staged=staged, hosts=HOSTS, shown_before=known)


def test_a_visitor_is_shown_beside_a_name_or_at_a_network():
    acts = (("", "", "www.acme.de", ""), (ANN, "c1", "", ""), ("", "c1", "", ""), (ANN, "", "", ""))
    assert shown(*acts) == [(ANN, 5, "a1"), ("crm:c1", 5, "a2"), ("visitor:crm:v@acme.de", 5, "a0")]


def test_what_is_marked_as_nobodys_names_nobody():
    assert shown((ANN, "", "", "nobody")) == []


def test_what_was_shown_before_is_no_news():
    known = table(f"""
        visitor_id                    person_id     known_on
        {number_of("visitor:crm:v")}  ann@acme.com  5
    """)
    assert shown((ANN, "", "", ""), ("", "c1", "", ""), known=known) == [("crm:c1", 5, "a1")]


def taught(learned: str, earlier: str) -> bool:
    """Whether there is news of a visitor, by what this load learned and what was known."""
    head = "visitor_id  person_id  known_on\n        "
    found = made(
        "taught_visitors",
        "visitor_id",
        visitors=table(f"{head}{earlier}\n        {learned}"),
        earlier_visitors=table(f"{head}{earlier}"),
        learned_visitors=table(f"{head}{learned}"),
        corrected_visitors=table("visitor"),
    )
    return bool(found)


@pytest.mark.parametrize(
    ("learned", "earlier", "news"),
    [
        ("1  ann  9", "2  ann  5", True),
        ("1  ann  9", "1  ann  5", False),
        ("1  ann  3", "1  ann  5", True),
        ("1  bo   9", "1  ann  5", True),
    ],
)
def test_a_visitor_of_whom_nothing_new_was_said_is_left_alone(learned, earlier, news):
    assert taught(learned, earlier) == news


def test_a_visitor_is_linked_to_those_whose_it_may_have_been_and_not_to_all_of_a_kiosk():
    people = "".join(f"1  p{nth}  {nth + 1}\n        " for nth in range(9))
    visitors = table(f"""
        visitor_id  person_id        known_on
        {people}1   visitor:web:v@  1
        2           p9               1
    """)
    linked = [
        person for (person,) in made("one_visitor", "person_id", shown_visitors=visitors, said_visitors=NOBODY_SAID)
    ]
    assert sorted(map(str, linked)) == ["p0", "p1", "p2", "p3", "p4", "p5"]


def test_who_was_shown_under_an_id_is_found_with_all_others_that_were():
    visitors = table(f"""
        visitor_id                    person_id       known_on
        1                             ann             1
        1                             visitor:web:1@  1
        2                             bo              2
        {number_of("visitor:web:3")}  cy              3
    """)
    said = table("""
        visitor  person_key
        web:3    ann
    """)
    asked = table("person_id\n        ann")
    given = {"visitors": visitors, "said_visitors": said, "asked_kin": asked}
    assert made("shown_visitors", "known_on", **given) == [(1,), (1,), (3,)]


def test_an_act_without_a_name_is_its_visitor_s_wherever_it_stands():
    activities = table("""
        activity_id  account_id  person_id       visitor_key     known_on  times
        theirs       acme.com    ann@acme.com    visitor:web:v@  5         1
        hers         acme.com    ann@acme.com    -               5         1
    """)
    columns = tuple("visitor" if name == "visitor_key" else name for name in activities.columns)
    numbered = tuple((*row[:3], -number_of(str(row[3])) if row[3] else 0, *row[4:]) for row in activities.rows)
    standing = {"activities": Rows(columns, numbered), "taught": table("person_id\n        visitor:web:v@")}
    assert made("standing_acts", "activity_id", **standing) == [("theirs",)]
