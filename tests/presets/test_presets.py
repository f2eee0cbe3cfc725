"""Each preset can be read and is wise, its stories show all of it, and its published numbers come out of the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from mqa.definition.checking.remarks import remarks
from mqa.definition.parts.lists import listed_files
from mqa.definition.reading import definition
from mqa.definition.stories import story
from mqa.evidence import Evidence
from mqa.explain.standing import level_name
from mqa.stories import explained, judged, shown
from mqa.supposing import supposed
from mqa.terms.durations import day_number
from mqa.terms.rules import Definition
from mqa.terms.stories import Act, Fact, Outcome, Page, Person, Research, World
from tests.house.files import ROOT

FOLDER = ROOT / "definitions" / "presets"
PRESETS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
PAGE = (ROOT / "docs" / "reference" / "presets.md").read_text(encoding="utf-8")
TODAY = day_number(date(2026, 6, 22))
NORTHHAUL = World(
    "northhaul.example",
    facts=(
        Fact("country", ("DE",)),
        Fact("industry", ("logistics",)),
        Fact("employees", ("800",), number=Decimal(800)),
    ),
    people=(Person("Eva", "CFO"), Person("Jonas", "Head of Planning"), Person("Piet", "Dispatcher")),
)


@cache
def preset(name: str) -> Definition:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    lists = {path: (FOLDER / path).read_text(encoding="utf-8") for path in listed_files(text)}
    found, problems = definition(text, f"{name}.yaml", lists)
    assert found is not None, problems
    return found


def becomes(name: str, *acts: Act, world: World = NORTHHAUL, as_of: int = TODAY) -> Evidence:
    """What becomes of a company that did this."""
    return supposed(preset(name), replace(world, acts=acts), as_of)


def micro(found: Evidence, column: str = "engagement") -> int:
    return int(found.tables["scores"][0][column])


def level(name: str, found: Evidence) -> str:
    standing = found.tables["standings"]
    return level_name(standing[0]["level"] if standing else 0, preset(name))


def visits(times: int, age: int = 0, person: str = "Eva", activity: str = "web.home") -> Act:
    return Act(TODAY - age, activity, person, times=times)


def test_there_are_presets():
    assert len(PRESETS) == 13


BY_VISITS_ALONE = {"journey-stages", "linear-likelihood", "multiplying-weights", "role-weighted-score"}


@pytest.mark.parametrize("name", PRESETS)
def test_the_only_unwise_thing_in_a_preset_is_what_its_description_says(name: str):
    found = [remark.what for remark in remarks(preset(name), date(2026, 6, 22))]
    assert len(found) == (name in BY_VISITS_ALONE)
    assert all(what.startswith("Opens and visits alone could bring an account to") for what in found)


@pytest.mark.parametrize("name", PRESETS)
def test_the_header_says_what_is_published_and_what_differs(name: str):
    header = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8").partition("\n\n")[0]
    assert all(line.startswith("#") for line in header.splitlines())
    assert all(word in header for word in ("After descriptions of", "Published:", "What differs:"))


@pytest.mark.parametrize("name", PRESETS)
def test_the_page_of_presets_names_it(name: str):
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("name", PRESETS)
def test_its_stories_come_out_as_told_and_show_every_level_gate_and_route(name: str):
    rules = preset(name)
    read = [story(path.read_text(encoding="utf-8"), path.name, rules, called=[name]) for path in _stories(name)]
    assert [problem for _, problems in read for problem in problems] == []
    found = judged(rules, [one for one, _ in read if one])
    assert [(one.story.title, *one.unmet) for one in found if not one.passed] == []
    assert [(one.kind, one.name) for one in shown(rules, found) if not one.stories] == []


def _stories(name: str) -> list[Path]:
    return sorted((FOLDER / "stories" / name).glob("*.yaml"))


# --- published numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("age", "worth"), [(0, 9_000_000), (3, 8_700_000), (45, 4_500_000), (89, 100_000), (90, 0)])
def test_an_act_of_importance_nine_and_a_lifespan_of_ninety_days_fades_in_a_straight_line(age: int, worth: int):
    assert micro(becomes("linear-likelihood", Act(TODAY - age, "form.demo", "Eva")), "points") == worth


@pytest.mark.parametrize(
    ("demos", "pages", "band"),
    [
        (9, 4, "Very high likelihood"),
        (9, 3, "High likelihood"),
        (7, 7, "High likelihood"),
        (7, 6, "Medium likelihood"),
        (5, 5, "Medium likelihood"),
        (5, 4, "no level"),
    ],
)
def test_likelihoods_have_bands_from_85_70_and_50(demos: int, pages: int, band: str):
    found = becomes("linear-likelihood", visits(demos, activity="form.demo"), visits(pages))
    assert level("linear-likelihood", found) == band
    assert micro(found) == (9 * demos + pages) * 1_000_000


def test_of_37_visits_yesterday_and_15_today_35_count():
    assert micro(becomes("role-weighted-score", visits(37, age=1), visits(15)), "points") == 35_000_000


def test_the_cap_of_a_day_is_for_each_activity_and_person():
    acts = [visits(30), visits(30, person="Jonas"), visits(7, activity="form.guide")]
    assert micro(becomes("role-weighted-score", *acts), "points") == 20_000_000 + 16_000_000 + 20_000_000


def test_roles_with_52_28_and_17_points_make_a_score_of_35_25():
    eva = [visits(20, age=3), visits(20, age=2), visits(12, age=1)]
    jonas = [visits(20, age=3, person="Jonas"), visits(8, age=2, person="Jonas")]
    found = becomes("role-weighted-score", *eva, *jonas, visits(17, age=1, person="Piet"))
    assert micro(found) == 35_250_000


@pytest.mark.parametrize(
    ("prediction", "points", "stage"),
    [(85, 0, "Qualified"), (84, 0, "no level"), (84, 99, "Engaged"), (84, 100, "Qualified"), (0, 9, "Aware")],
)
def test_a_prediction_of_85_or_a_hundred_points_qualify(prediction: int, points: int, stage: str):
    world = replace(NORTHHAUL, facts=(Fact("pipeline_score", (str(prediction),), number=Decimal(prediction)),))
    acts = [visits(points, age=89)] if points else []
    assert level("journey-stages", becomes("journey-stages", *acts, world=world)) == stage


def test_points_of_more_than_three_months_ago_are_gone():
    assert level("journey-stages", becomes("journey-stages", visits(100, age=90))) == "no level"


def test_an_open_opportunity_is_further_on_than_qualified():
    world = replace(NORTHHAUL, outcomes=(Outcome(TODAY - 5, "opened"),))
    found = becomes("journey-stages", visits(100), world=world)
    assert found.tables["journey"][0]["stage"] == "pipeline"


def test_three_hundred_and_two_hundred_percent_count_six_times():
    by_title = {"CFO": 6, "Head of Finance": 4.5, "Financial Analyst": 3, "Chief Marketing Officer": 2, "Gardener": 1}
    for title, times in by_title.items():
        world = replace(NORTHHAUL, people=(Person("Eva", title),))
        assert micro(becomes("multiplying-weights", visits(1), world=world), "points") == times * 1_000_000, title


@pytest.mark.parametrize(("age", "points"), [(0, 10_000_000), (15, 7_500_000), (30, 5_000_000), (59, 166_667), (60, 0)])
def test_ten_points_are_five_after_a_month(age: int, points: int):
    assert micro(becomes("half-a-month", visits(1, age=age, activity="form.guide")), "points") == points


def lift(name: str, condition: str, found: Evidence) -> int:
    number = [one.name for one in preset(name).conditions].index(condition) + 1
    seen = [row["seen"] for row in found.tables["verdicts"] if row["condition"] == number]
    return int(seen[0]) if seen else 0


def test_momentum_compares_a_week_with_the_three_weeks_before():
    before = [
        visits(1, age=age) for age in (7, 10, 13, 16, 20, 27)
    ]  # six visits in three weeks, the oldest day its last
    found = becomes("momentum", *before, *(visits(1, age=age) for age in (0, 2, 4, 6)), visits(9, age=28))
    assert lift("momentum", "More than before", found) == 2_000_000


def test_a_spike_compares_four_weeks_with_the_four_weeks_before():
    found = becomes("spike", visits(12), visits(5, age=28), visits(3, age=55), visits(50, age=56))
    assert lift("spike", "Twice as much", found) == 1_500_000


@pytest.mark.parametrize(
    ("strengths", "in_market"),
    [((60, 60, 60), True), ((60, 60), False), ((60, 60, 59), False), ((99, 99), False), ((60, 70, 80, 90), True)],
)
def test_of_twelve_topics_three_at_sixty_are_a_quarter(strengths: tuple[int, ...], in_market: bool):
    topics = preset("topic-surge").intent.topics
    assert len(topics) == 12
    research = tuple(Research(TODAY - 7, topics[nth], Decimal(strength)) for nth, strength in enumerate(strengths))
    found = becomes("topic-surge", world=replace(NORTHHAUL, research=research))
    assert (level("topic-surge", found) == "In market") is in_market


FIVE = {
    "ten visits": [visits(1, age=age) for age in range(10)],
    "two downloads": [Act(TODAY, "form.guide", "Eva", asset="one"), Act(TODAY, "form.guide", "Eva", asset="two")],
    "an event": [Act(TODAY, "event.attended", "Eva")],
    "e-mail": [visits(10, activity="email.delivered"), visits(4, activity="email.open")],
    "a request": [Act(TODAY, "form.demo", "Eva")],
}


@pytest.mark.parametrize("left_out", FIVE)
def test_three_of_five_qualify_and_two_do_not(left_out: str):
    others = [acts for name, acts in FIVE.items() if name != left_out]
    three, two = (becomes("three-of-five", *(act for acts in others[:n] for act in acts)) for n in (3, 2))
    assert (level("three-of-five", three), level("three-of-five", two)) == ("Qualified", "Interested")


def test_three_of_five_look_back_sixty_days():
    of_old = [replace(act, on=TODAY - 59) for name in ("two downloads", "an event", "a request") for act in FIVE[name]]
    older = [replace(act, on=TODAY - 60) for act in of_old]
    found = [level("three-of-five", becomes("three-of-five", *acts)) for acts in (of_old, older)]
    assert found == ["Qualified", "no level"]


COMMITTEE = [visits(1, person=person, activity="form.guide") for person in ("Eva", "Jonas", "Piet")]


def test_an_engagement_of_75_is_not_above_75():
    exactly, above = (becomes("committee-and-gate", *COMMITTEE, visits(times)) for times in (1, 2))
    assert (micro(exactly), level("committee-and-gate", exactly)) == (75_000_000, "Watch")
    assert (micro(above) > 75_000_000, level("committee-and-gate", above)) == (True, "Qualified")


@pytest.mark.parametrize(("age", "reached"), [(13, "Qualified"), (14, "Watch")])
def test_three_of_the_committee_are_those_of_the_last_14_days(age: int, reached: str):
    acts = [visits(1, activity="form.demo"), visits(1, person="Jonas", activity="form.demo")]
    found = becomes("committee-and-gate", *acts, visits(3, age=age, person="Piet", activity="form.guide"))
    assert micro(found) > 75_000_000
    assert level("committee-and-gate", found) == reached


@pytest.mark.parametrize(
    ("industry", "employees", "grade", "reached"),
    [("logistics", 800, "A", "Qualified"), ("logistics", 6000, "B", "Qualified"), ("retail", 800, "C", "no level")],
)
def test_the_committee_of_an_account_of_fit_a_or_b_qualifies_it(
    industry: str, employees: int, grade: str, reached: str
):
    facts = (
        Fact("country", ("DE",)),
        Fact("industry", (industry,)),
        Fact("employees", (str(employees),), number=Decimal(employees)),
    )
    found = becomes("committee-and-gate", *COMMITTEE, visits(2), world=replace(NORTHHAUL, facts=facts))
    said = explained(found, preset("committee-and-gate"))
    assert said
    assert (said.grade, level("committee-and-gate", found)) == (grade, reached)


@pytest.mark.parametrize(("strength", "reached"), [(None, "Watch"), (69, "Watch"), (70, "Qualified")])
def test_a_regulated_industry_is_besides_to_be_seen_researching(strength: int | None, reached: str):
    facts = (*NORTHHAUL.facts[:1], Fact("industry", ("banking",)), *NORTHHAUL.facts[2:])
    research = (Research(TODAY - 7, "route planning", Decimal(strength)),) if strength else ()
    bank = replace(NORTHHAUL, facts=facts, research=research)
    assert level("committee-and-gate", becomes("committee-and-gate", *COMMITTEE, visits(2), world=bank)) == reached


def test_pairs_of_sellers_take_what_committee_and_gate_hands_off():
    assert [route.to for route in preset("committee-and-gate").handoff.routes] == ["pair: regulated", "pair: general"]


@pytest.mark.parametrize(
    ("name", "named", "usual", "rest"), [("tiers-ask-more", 75, 60, 48), ("tiers-ask-less", 48, 60, 75)]
)
def test_tiers_ask_for_more_or_for_less_of_whom_we_want_most(name: str, named: int, usual: int, rest: int):
    big = replace(NORTHHAUL, facts=(Fact("industry", ("logistics",)),))
    worlds = {named: replace(NORTHHAUL, domain="brightport-example.com"), usual: NORTHHAUL, rest: big}
    condition = [one.name for one in preset(name).conditions].index("Engaged") + 1
    for needed, world in worlds.items():
        verdicts = becomes(name, visits(1), world=world).tables["verdicts"]
        assert [row["needed_to_enter"] for row in verdicts if row["condition"] == condition] == [needed * 1_000_000]


PAGES = {"documentation": "/docs/api", "pricing": "/pricing", "comparison": "/compare/us", "blog": "/blog/news"}
SITE = tuple(Page(path, topics=(topic,), buying_stage="decision") for topic, path in PAGES.items())


@pytest.mark.parametrize("left_out", ["documentation", "pricing", "comparison", "blog"])
def test_documentation_comparisons_and_prices_together_are_an_evaluation(left_out: str):
    acts = [Act(TODAY, "web.page", who, url=PAGES[one]) for one in PAGES if one != left_out for who in ("Eva", "Jonas")]
    found = becomes("content-map", *acts, world=replace(NORTHHAUL, content=SITE))
    assert (level("content-map", found) == "Active evaluation") is (left_out == "blog")
