"""What becomes of made-up companies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from mqa.evidence import Evidence
from mqa.explain.standing import level_name
from mqa.supposing import supposed, supposed_together
from mqa.terms.durations import day_number
from mqa.terms.stories import Act, Fact, Outcome, Page, Person, Research, Said, World
from tests.definitions import definition

DAY = day_number(date(2026, 6, 30))
AGREED = definition(
    fit="""
        required: { Large: { fact: employees, at_least: 100 } }
        points:
          Young: { fact: founded, within: 3 years, points: 1 }
          Bank: { fact: industry, any_of: [banking], points: 1 }
        grades: { A: 50 }
    """,
    signals="""
        Prices: { activity: web.page, where: { path: /prices }, points: 30 }
        Demo: { activity: form.demo, points: 40 }
    """,
    intent="topics: [routes]",
    committee="Buyer: { titles: [CFO], required: true }",
    conditions="""
        Buyer seen: { role: Buyer, within: 30 days }
        Researching: { surging_topics_at_least: 1 }
        Fits: { fit_grade: [A] }
        Ready: { all_of: [Fits, Buyer seen] }
    """,
    levels="""
        Watch: { when: Fits, stage: account of interest, action: nurture }
        Qualified: { when: Ready, stage: MQA, action: call }
    """,
    stability="{ enter_after: 1 day, stay_at_least: 5 days, expire_after: 20 days, cooldown: { rejected: 10 days } }",
)
BANK = World(
    "bank.example",
    facts=(Fact("employees", ("500",), number=Decimal(500)), Fact("industry", ("Banking",))),
    people=(Person("Femke", "Chief Financial Officer"),),
)


def asked_for_demo(*days: int) -> World:
    return replace(BANK, acts=tuple(Act(day, "form.demo", "Femke") for day in days))


def level(found: Evidence) -> str:
    return level_name(found.tables["standings"][0]["level"] if found.tables["standings"] else 0, AGREED)


def test_facts_and_titles_are_compared_as_loaded_ones_are():
    found = supposed(AGREED, asked_for_demo(DAY), DAY)
    assert found.tables["scores"][0]["state"] == "graded"
    assert [row["role"] for row in found.tables["members"]] == [1]


def test_a_level_is_entered_only_when_it_holds_as_long_as_is_agreed():
    found = supposed_together(AGREED, [(asked_for_demo(DAY), (DAY, DAY + 1))])[0]
    assert [level(found[day]) for day in (DAY, DAY + 1)] == ["Watch", "Qualified"]


def test_days_of_what_comes_out_are_those_of_the_company():
    early, late = supposed_together(
        AGREED, [(asked_for_demo(DAY - 300), (DAY - 299,)), (asked_for_demo(DAY), (DAY + 1,))]
    )
    assert early[DAY - 299].tables["standings"][0]["since"] == DAY - 299
    assert late[DAY + 1].tables["standings"][0]["since"] == DAY + 1
    assert [one.day for one in early[DAY - 299].occasions] == [DAY - 300]


def test_what_becomes_of_one_company_does_not_depend_on_the_others():
    alone = supposed(AGREED, asked_for_demo(DAY - 1), DAY)
    beside = supposed_together(AGREED, [(asked_for_demo(DAY - 1), (DAY,)), (BANK, (DAY - 40, DAY + 70))])[0][DAY]
    assert beside == alone


def test_a_company_is_folded_from_as_many_days_before_as_a_first_run_is():
    found = supposed(AGREED, BANK, DAY)
    assert [row["as_of"] for row in found.tables["transitions"]] == [DAY - 90 + 1]


def test_a_standing_expires_without_anything_new():
    found = supposed_together(AGREED, [(asked_for_demo(DAY), (DAY + 19, DAY + 21))])[0]
    assert [level(found[day]) for day in (DAY + 19, DAY + 21)] == ["Qualified", "Watch"]


def test_what_sales_said_sends_an_account_back():
    world = replace(asked_for_demo(DAY), answers=(Said(DAY + 3, "rejected"),))
    found = supposed_together(AGREED, [(world, (DAY + 2, DAY + 3))])[0]
    assert [level(found[day]) for day in (DAY + 2, DAY + 3)] == ["Qualified", "Watch"]
    assert found[DAY + 3].tables["journey"][0]["stage"] == "recycled"


def test_an_open_opportunity_is_pipeline():
    found = supposed(AGREED, replace(BANK, outcomes=(Outcome(DAY, "opened"),)), DAY)
    assert found.tables["journey"][0]["stage"] == "pipeline"


def test_the_path_of_an_address_decides_what_a_visit_counts_for():
    visits = (Act(DAY, "web.page", "Femke", url="https://mqa.example/Prices?x=1"), Act(DAY, "web.page", "Femke"))
    found = supposed(AGREED, replace(BANK, acts=visits), DAY)
    assert [(one.signal, one.times) for one in found.occasions] == [("Prices", 1)]


def test_nameless_visitors_are_nobody():
    visit = Act(DAY, "form.demo", visitor="one")
    found = supposed(AGREED, replace(BANK, acts=(visit,)), DAY)
    assert [row["seen"] for row in found.tables["scores"]] == [0]


def test_research_elsewhere_surges():
    found = supposed(AGREED, replace(BANK, research=(Research(DAY, "Routes", Decimal(90)),)), DAY)
    assert [row["strength_milli"] for row in found.tables["surges"]] == [90_000]


LONG = definition(
    signals='Page: { activity: "web.*", points: 1 }',
    conditions="Long: { activity: web.*, visits_at_least: 1, pages_at_least: 3, seconds_at_least: 120, within: 1 day }",
    levels="Watch: { when: Long, stage: account of interest, action: call }",
)


@pytest.mark.parametrize(("pages", "seconds", "holds"), [(3, 40, 1), (2, 60, 0), (3, 39, 0)])
def test_a_visit_is_as_long_as_all_its_pages(pages: int, seconds: int, holds: int):
    acts = tuple(Act(DAY, f"web.{nth}", "Femke", seconds=seconds) for nth in range(pages))
    found = supposed(LONG, replace(BANK, facts=(), acts=acts), DAY)
    assert sum(row["enters"] for row in found.tables["verdicts"]) == holds


def test_counts_surge_against_what_is_usual_for_the_account():
    usual = tuple(Research(DAY - 7 * weeks, "Routes", count=4, provider="North") for weeks in range(3, 15))
    latest = tuple(Research(DAY - 7 * weeks, "Routes", count=12, provider="North") for weeks in range(3))

    def found(research: tuple[Research, ...]) -> list[tuple[str, int]]:
        tables = supposed(AGREED, replace(BANK, research=research), DAY).tables
        return [(row["provider"], row["strength_milli"]) for row in tables["surges"]]

    assert (found(usual), found(usual + latest)) == ([], [("North", 75_000)])


def test_a_date_ages():
    young = replace(BANK, facts=(*BANK.facts, Fact("founded", ("2024-07-01",), date=day_number(date(2024, 7, 1)))))
    found = supposed_together(AGREED, [(young, (DAY, DAY + 400))])[0]
    assert [found[day].tables["scores"][0]["fit_score"] for day in (DAY, DAY + 400)] == [100_000_000, 50_000_000]


def test_what_is_known_late_counts_late():
    late = replace(BANK, acts=(Act(DAY, "form.demo", "Femke", known_on=DAY + 3),))
    found = supposed_together(AGREED, [(late, (DAY + 2, DAY + 3))])[0]
    assert [len(found[day].occasions) for day in (DAY + 2, DAY + 3)] == [0, 1]


def test_nothing_supposed_is_nothing_found():
    assert supposed_together(AGREED, []) == []


BY_CONTENT = definition(
    signals='Page: { activity: "web.*", points: 1, stage: by content }',
    conditions="Warm: { topics_at_least: 1, topics: [pricing], within: 9 days }",
)


def test_a_map_of_content_is_that_of_its_company_alone():
    looked = Act(DAY, "web.page", "Femke", url="https://mqa.example/Prices/team")
    pages = [(), (Page("/prices/*", "", ("pricing",), "decision"),), (Page("*", "", (), "awareness"),)]
    worlds = [replace(BANK, acts=(looked,), content=content) for content in pages]
    found = supposed_together(BY_CONTENT, [(world, (DAY,)) for world in worlds])
    assert [[row["stage"] for row in one[DAY].tables["buying_stages"]] for one in found] == [[], [3], [1]]
    assert [(one.topics, one.stage) for some in found for one in some[DAY].occasions] == [
        ("", 0),
        ("pricing", 3),
        ("", 1),
    ]
    assert [len(one[DAY].tables["standings"]) for one in found] == [0, 1, 0]


def test_an_asset_is_what_the_map_says_of_it_wherever_it_is_read():
    acts = (Act(DAY, "web.page", "Femke", url="/x", asset="Guide"), Act(DAY, "web.page", "Femke", url="/x"))
    pages = (Page("", "Guide", ("pricing",), "decision"), Page("/x", "", (), "awareness"))
    found = supposed(BY_CONTENT, replace(BANK, acts=acts, content=pages), DAY)
    assert sorted((one.topics, one.stage, one.times) for one in found.occasions) == [("", 1, 1), ("pricing", 3, 1)]
