from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mqa.explain.stories import expected, told
from mqa.terms.durations import day_number
from mqa.terms.stories import Act, Becomes, Fact, Handed, Outcome, Page, Person, Research, Said, Story, Within, World

DAY = day_number(date(2026, 6, 22))


def story(**world: object) -> Story:
    return Story("A story", World("acme.example", **world), (Becomes(DAY, level="Watch"),))  # type: ignore[arg-type]


def test_a_company_is_introduced_by_what_is_known_of_it():
    facts = (Fact("employees", ("5200",), number=Decimal(5200)), Fact("open_roles", ("engineer", "counsel")))
    assert told(story(name="Acme", owner="ada@x.example", facts=facts)) == (
        "Acme (acme.example), owned by ada@x.example: employees 5,200, open roles engineer and counsel.",
    )


def test_people_are_introduced_by_their_titles():
    people = (Person("Eva", "CFO"), Person("Jan"), Person("Kim"))
    assert told(story(people=people))[1:] == ("Eva is CFO.", "Nobody knows the title of Jan and Kim.")


def test_what_several_did_on_one_day_is_one_sentence():
    acts = tuple(Act(DAY - 2, kind, who) for who in ("Eva", "Jan") for kind in ("web.pricing", "form.demo"))
    assert told(story(acts=acts))[1:] == ("On 20 June Eva and Jan looked at the prices and asked for a demo.",)


def test_the_same_act_on_many_days_is_one_sentence():
    acts = tuple(Act(DAY - ago, "web.pricing", "Eva") for ago in (9, 7, 5, 3))
    assert told(story(acts=acts))[1:] == ("On 4 days between 13 June and 19 June Eva looked at the prices.",)


def test_an_act_is_told_with_what_is_said_of_it():
    act = Act(DAY, "form.price_list", times=2, seconds=90, campaign="spring", known_on=DAY + 1)
    assert told(story(acts=(act,)))[1:] == (
        "On 22 June a visitor without a name sent the form “price list” 2 times for 90 seconds through “spring” "
        "(known only on 23 June).",
    )


def test_research_opportunities_and_answers_are_told():
    others = {
        "research": (Research(DAY, "dora", Decimal(80)), Research(DAY, "dora", count=1, provider="North")),
        "outcomes": (Outcome(DAY, "opened"),),
        "answers": (Said(DAY, "deferred", "no budget", DAY + 9),),
    }
    assert told(story(**others))[1:] == (
        "In the week of 22 June it researched “dora” with a strength of 80.",
        "In the week of 22 June it researched “dora” 1 time (North).",
        "On 22 June an opportunity was opened.",
        "On 22 June sales deferred it until 1 July (no budget).",
    )


def test_what_is_expected_is_told():
    numbers = (Within("engagement", Decimal(30), Decimal(40)), Within("engaged", Decimal(1), Decimal(1)))
    one = Becomes(
        DAY,
        level="Watch",
        stage="account of interest",
        fit="A",
        because=("Warm",),
        why_not=("Engaged", "Two people"),
        numbers=numbers,
        handoff=Handed("none"),
    )
    assert expected(Story("A story", World("acme.example"), (one,))) == (
        "On 22 June 2026 it stands at Watch (account of interest) because of “Warm”.",
        "“Engaged” and “Two people” do not hold.",
        "Its fit is A, its engagement is 30 to 40 and its engaged people are 1.",
        "It is not handed off.",
    )


def test_topics_that_should_surge_are_told():
    one = Becomes(DAY, topics=("dora", "hipaa"))
    assert expected(Story("A story", World("acme.example"), (one,))) == ("What surges is dora and hipaa.",)


def test_a_stage_that_is_called_like_the_level_is_not_told_twice():
    one = Becomes(DAY, level="Account of interest", stage="account of interest")
    assert expected(Story("A story", World("acme.example"), (one,))) == (
        "On 22 June 2026 it stands at Account of interest.",
    )


@pytest.mark.parametrize(
    ("fit", "words"),
    [
        ("B", "Its fit is B."),
        ("excluded", "It is excluded."),
        ("outside", "It lacks what is required to fit."),
        ("unknown", "Its fit is not known."),
    ],
)
def test_who_does_not_fit_is_told_why_without_a_grade(fit, words):
    assert expected(Story("A story", World("acme.example"), (Becomes(DAY, fit=fit),))) == (words,)


def test_several_who_got_a_mail_are_several():
    acts = tuple(Act(DAY, "email.delivered", who) for who in ("Eva", "Jan"))
    assert told(story(acts=acts))[1:] == ("On 22 June Eva and Jan got an e-mail.",)


def test_what_the_map_of_content_says_is_told_before_what_was_done():
    content = (Page("/docs/*", "guide", ("docs", "dlp"), "consideration"), Page("/pricing", buying_stage="decision"))
    assert told(story(content=content, acts=(Act(DAY, "form.demo"),)))[1:] == (
        "What is at “/docs/*” and “guide” is about “docs” and “dlp” and of the stage consideration.",
        "What is at “/pricing” is of the stage decision.",
        "On 22 June a visitor without a name asked for a demo.",
    )
