"""Stories are read for the definition they speak of: every name checked, all problems at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mqa.definition.stories import definition_named_in, story
from mqa.terms.durations import day_number
from mqa.terms.stories import Act, Fact, Handed, Page, Person, Story, Within
from tests.definition.texts import SMALL, changed, read

ROUTES = "handoff: { levels: [Qualified] }\nroutes: { Everyone: { where: {}, to: owner, respond_within: 24 hours } }\n"
AGREED = read(SMALL + ROUTES)
TOLD = """\
story: One person of a bank asks for a demo
definition: small
as_of: 2026-06-22
account:
  domain: Acme.example
  facts: { employees: 5200, industry: Banking }
people:
  Femke: CFO
acts:
  - { on: 2026-06-20, person: Femke, activity: form.demo }
becomes:
  level: Watch
"""


def found(text: str = TOLD) -> Story:
    """A story without problems."""
    one, problems = story(text, "s.yaml", AGREED, called=["small"])
    assert one is not None, problems
    return one


def said(old: str, new: str) -> list[str]:
    """What is wrong with the story when a piece of it is changed."""
    _, problems = story(changed(old, new, TOLD), "s.yaml", AGREED, called=["small"])
    return [f"{p.place.line}:{p.place.column} {p.what} | {p.mend}" for p in problems]


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def test_a_story_is_a_company_and_what_it_becomes():
    one = found()
    assert one.title == "One person of a bank asks for a demo"
    assert one.world.domain == "acme.example"
    assert one.world.people == (Person("Femke", "CFO"),)
    assert one.world.acts == (Act(day("2026-06-20"), "form.demo", "Femke"),)
    assert [(becomes.on, becomes.level) for becomes in one.becomes] == [(day("2026-06-22"), "Watch")]


def test_a_fact_that_is_compared_with_numbers_is_a_number():
    assert found().world.facts[0] == Fact("employees", ("5200",), number=Decimal(5200))


def test_a_fact_may_be_so_from_a_day_on():
    told = changed("industry: Banking", "industry: { value: banking, on: 2026-06-01 }", TOLD)
    assert found(told).world.facts[1] == Fact("industry", ("banking",), on=day("2026-06-01"))


def test_a_fact_may_be_told_again_when_it_changes():
    told = changed("employees: 5200", "employees: [{ value: 900 }, { value: 1200, on: 2026-06-01 }]", TOLD)
    assert found(told).world.facts[:2] == (
        Fact("employees", ("900",), number=Decimal(900)),
        Fact("employees", ("1200",), number=Decimal(1200), on=day("2026-06-01")),
    )


def test_an_act_may_be_done_by_several_people_on_several_days():
    told = changed("  Femke: CFO\n", "  Femke: CFO\n  Bram:\n", TOLD)
    told = changed("{ on: 2026-06-20, person: Femke,", "{ on: [2026-06-20, 2026-06-21], person: [Femke, Bram],", told)
    assert [(act.person, act.on - day("2026-06-20")) for act in found(told).world.acts] == [
        ("Femke", 0),
        ("Bram", 0),
        ("Femke", 1),
        ("Bram", 1),
    ]


def test_an_act_without_a_person_is_a_nameless_visitor():
    assert found(changed("person: Femke, ", "", TOLD)).world.acts[0].person == ""


def test_several_days_may_be_looked_at():
    becomes = "becomes:\n  - { on: 2026-06-25, level: none }\n  - { on: 2026-06-20, level: Watch }\n"
    one = found(changed("becomes:\n  level: Watch\n", becomes, TOLD))
    assert [(becomes.on, becomes.level) for becomes in one.becomes] == [
        (day("2026-06-20"), "Watch"),
        (day("2026-06-25"), "none"),
    ]


def test_a_number_may_be_exact_or_between_two():
    one = found(TOLD + "  engagement: [30, 40.5]\n  engaged: 1\n")
    assert one.becomes[0].numbers == (
        Within("engagement", Decimal(30), Decimal("40.5")),
        Within("engaged", Decimal(1), Decimal(1)),
    )


def test_a_handoff_is_a_route_or_a_route_and_whom_it_leads_to():
    assert found(TOLD + "  handoff: Everyone\n").becomes[0].handoff == Handed("Everyone")
    assert found(TOLD + "  handoff: { route: Everyone, to: x }\n").becomes[0].handoff == Handed("Everyone", "x")
    assert found(TOLD + "  handoff: none\n").becomes[0].handoff == Handed("none")


def test_where_an_expectation_stands_is_known():
    assert found().becomes[0].places["level"].line == 12


def test_the_definition_that_a_story_names_can_be_read_before_the_story():
    assert definition_named_in(TOLD) == "small"


BROKEN = {
    "level": (
        "level: Watch",
        "level: Wach",
        "12:10 becomes asks for “Wach”, which is not a level. | Did you mean “Watch”?",
    ),
    "condition": (
        "level: Watch",
        "because: [Godo fit]",
        "12:13 becomes asks for “Godo fit”, which is not a condition. | Did you mean “Good fit”?",
    ),
    "route": (
        "level: Watch",
        "handoff: Everybody else",
        "12:12 becomes asks for “Everybody else”, which is not a route. | Choose from: “Everyone”.",
    ),
    "stage": (
        "level: Watch",
        "stage: mqa",
        "12:10 becomes: “stage” is “mqa”, not a word that may stand here. | Did you mean “MQA”?",
    ),
    "key": (
        "level: Watch",
        "levle: Watch",
        "12:3 becomes has an unknown key “levle”. | Did you mean “level”?",
    ),
    "range": (
        "level: Watch",
        "engagement: [40, 30]",
        "12:15 becomes: “engagement” is not two numbers, the lower one first. | Write them as [40, 60].",
    ),
    "person": (
        "person: Femke",
        "person: Femk",
        "10:31 An act asks for “Femk”, which is not a person. | Did you mean “Femke” (line 8)?",
    ),
    "day": (
        "on: 2026-06-20",
        "on: 20 June",
        "10:11 An act: “on” is “20 June”, not a date. | Write it as 2026-07-01, between 1970 and 2100.",
    ),
    "kind of act": (
        "activity: form.demo",
        "kind: form.demo",
        "10:5 An act has no “activity”. | Add “activity: …”.",
    ),
    "fact": (
        "employees: 5200",
        "employes: 5200",
        "6:12 The definition asks nothing of the fact “employes”. | Did you mean “employees”?",
    ),
    "number": (
        "employees: 5200",
        "employees: many",
        "6:23 “employees” is “many”, not a number. | Write a number from -1,000,000,000,000 to 1,000,000,000,000; "
        "decimals follow a point, at most six of them.",
    ),
    "definition": (
        "definition: small",
        "definition: smal",
        "2:13 This story is of the definition “smal”, but lies with those of “Small”. | Did you mean “Small”?",
    ),
    "years apart": (
        "  level: Watch",
        "  - { on: 2020-01-01, level: Watch }\n  - { on: 2026-01-01, level: Watch }",
        "12:3 The days of this story lie more than 800 days apart. | Make two stories of it.",
    ),
    "no day": (
        "as_of: 2026-06-22\n",
        "",
        "11:3 It is not said on which day this is expected. | Write “as_of: 2026-07-01”.",
    ),
    "nothing expected": (
        "  level: Watch",
        "  on: 2026-06-22",
        "12:3 becomes expects nothing. | Write at least “level: …”.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_said_with_its_place_and_mend(name: str):
    old, new, expected = BROKEN[name]
    assert expected in said(old, new)


def test_all_that_is_wrong_is_said_at_once():
    text = TOLD.replace("Watch", "Wach").replace("employees", "employes").replace("person: Femke", "person: Eva")
    one, problems = story(text, "s.yaml", AGREED, called=["small"])
    assert one is None
    assert [problem.place.line for problem in problems] == [6, 10, 12]


def test_an_act_that_nothing_looks_at_is_remarked_upon():
    one, problems = story(changed("form.demo", "form.dmo", TOLD), "s.yaml", AGREED, called=["small"])
    assert one is not None
    assert [(problem.weight, problem.mend) for problem in problems] == [("remark", "Did you mean “form.demo”?")]


@pytest.mark.parametrize(
    "text", ["", "- 1", "story: x", "becomes: []", "acts: x\nbecomes: {}", "account: []\nbecomes: [1]"]
)
def test_what_is_no_story_is_refused_and_nothing_else_happens(text: str):
    one, problems = story(text, "s.yaml", AGREED)
    assert one is None
    assert problems


def test_a_level_by_its_former_name_is_understood_and_said_to_be_called_otherwise():
    renamed = read((SMALL + ROUTES).replace("  Watch: {", "  Early: { formerly: [Watch],"))
    one, (remark,) = story(TOLD, "s.yaml", renamed, called=["small"])
    assert one is not None
    assert one.becomes[0].level == "Early"
    assert (remark.what, remark.weight) == ("“Watch” is now called “Early”.", "remark")


def test_research_is_told_as_a_strength_or_as_counts_of_several_weeks():
    told = "acts:\n  - { on: 2026-06-20, person: Femke, activity: form.demo }\n"
    counts = "research:\n  - { on: [2026-06-08, 2026-06-15], topic: dora, count: 4, provider: North }\n"
    one = found(changed(told, counts, TOLD))
    assert [(seen.on, seen.strength, seen.count) for seen in one.world.research] == [
        (day("2026-06-08"), None, 4),
        (day("2026-06-15"), None, 4),
    ]
    both = counts.replace("count: 4", "count: 4, strength: 80")
    needs = "Research needs either a strength or a count."
    mend = "Write “strength: 80” (0 to 100), or “count: 12” where the provider counts."
    assert said(told, both) == said(told, counts.replace(", count: 4", "")) == [f"10:5 {needs} | {mend}"]


PAGES = """\
content:
  - { path: "https://acme.example/Docs/*?x=1", topic: [Docs, DLP], buying_stage: consideration }
  - { asset: Guide, topic: docs }
"""


def test_a_story_says_what_pages_and_assets_are_about():
    one = found(changed("acts:\n", PAGES.replace("https://acme.example/Docs/*?x=1", "/docs/*") + "acts:\n", TOLD))
    assert one.world.content == (
        Page("/docs/*", "", ("docs", "dlp"), "consideration"),
        Page("", "Guide", ("docs",), ""),
    )


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("topic: docs", "10:5 A page has neither path nor asset. | Write “path: …”."),
        ("path: /x", "10:5 A page has neither topic nor buying_stage. | Write “topic: …”."),
        ("path: docs, topic: docs", "10:13 “docs” is no path. | Write it as in /docs/*."),
        (
            "path: /x, buying_stage: none",
            "10:31 A page: “buying_stage” is “none”, not a word that may stand here. | "
            "Choose from: awareness, consideration, decision.",
        ),
    ],
)
def test_a_page_of_a_story_needs_a_path_or_an_asset_and_a_topic_or_a_stage(page: str, problem: str):
    assert said("acts:\n", f"content:\n  - {{ {page} }}\nacts:\n") == [problem]
