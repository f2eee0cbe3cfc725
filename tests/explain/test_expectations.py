"""What came out otherwise than a story expects is told so that a marketer understands it."""

from __future__ import annotations

from datetime import date

from mqa.definition.stories import story
from mqa.stories import judged
from mqa.terms.durations import day_number
from tests.definition.texts import SMALL, read

ROUTES = """
handoff: { levels: [Qualified] }
routes:
  Named: { where: { tier: Named }, to: owner, respond_within: 24 hours }
  Everyone: { where: {}, to: "round robin: sales", respond_within: 24 hours }
"""
AGREED = read(SMALL + ROUTES)
DAY = day_number(date(2026, 6, 22))
TOLD = """
story: Two people of a bank ask for a demo
as_of: 2026-06-22
account: { domain: acme.example, facts: { employees: 5200, industry: banking } }
people: { Femke: CFO, Bram: Analyst }
acts:
  - { on: 2026-06-20, person: [Femke, Bram], activity: form.demo }
becomes:
"""


def said(*expected: str, told: str = TOLD) -> list[str]:
    """What came out otherwise, each with what brought it about."""
    text = told + "".join(f"  {line}\n" for line in expected)
    one, problems = story(text, "s.yaml", AGREED)
    assert one is not None, problems
    return ["\n".join((wrong.words, *wrong.why)) for wrong in judged(AGREED, [one])[0].unmet]


def test_what_comes_out_as_expected_is_not_told():
    assert said("level: Qualified", "stage: MQA", "because: [Ready]", "handoff: { route: Everyone, to: sales }") == []


def test_a_lower_level_than_expected_is_told_with_what_is_short():
    told = TOLD.replace("[Femke, Bram]", "Femke")
    assert said("level: Qualified", told=told) == [
        "On 22 June 2026 it should stand at Qualified; it stands at Watch.\n"
        "Two people: needs 1 more person within 14 days (has 1 of 2)"
    ]


def test_a_higher_level_than_expected_is_told_with_what_brought_it_there():
    assert said("level: Watch") == [
        "On 22 June 2026 it should stand at Watch; it stands at Qualified.\n"
        "“Ready” holds because of “Good fit”, “Warm” and “Two people”\n"
        "20 June 2026: Watch -> Qualified, entered\n"
        "24 March 2026: no level -> Watch, entered"
    ]


def test_a_condition_that_should_hold_is_told_with_what_is_short():
    told = TOLD.replace("[Femke, Bram]", "Femke")
    assert said("because: [Two people]", told=told) == [
        "“Two people” should hold; it does not.\nTwo people: needs 1 more person within 14 days (has 1 of 2)"
    ]


def test_a_condition_that_should_not_hold_is_told_with_what_was_seen():
    assert said("why_not: [Two people]") == ["“Two people” should not hold; it does (has 2, needs 2)."]


def test_a_number_is_told_with_what_it_is_made_of():
    words, made_of = said("engagement: [10, 20]")[0].splitlines()
    assert words.startswith("Its engagement should be 10 to 20; it is ")
    assert "of which breadth" in made_of


def test_an_exact_number_is_met_to_as_many_decimals_as_it_is_written_with():
    assert said("fit_score: 100", "engaged: 2") == []


def test_the_fit_is_told_with_what_is_missing_or_not_known():
    told = TOLD.replace("industry: banking", "industry: retail")
    assert said("fit: A", told=told) == ["Its fit should be A; it is D.\nBank: industry banking (has retail)"]


def test_a_handoff_by_another_route_is_told_with_how_it_led_there():
    assert said("handoff: Named") == [
        "It should be handed off by “Named”; it is, by “Everyone” to sales.\n"
        "“Everyone” is the first route that matches; it leads to the team “sales”"
    ]


def test_no_handoff_is_told_with_why_it_is_kept():
    told = TOLD.replace("[Femke, Bram]", "Femke")
    assert said("handoff: Everyone", told=told) == [
        "It should be handed off by “Everyone”; it is not: Watch is not among the levels that are handed off."
    ]


def test_a_handoff_that_should_not_be_is_told():
    assert said("handoff: none") == ["It should not be handed off; it is, by “Everyone” to sales."]


def test_topics_that_surge_are_told_beside_those_that_should():
    seen = "research:\n  - { on: 2026-06-15, topic: dora, strength: 80 }\nbecomes:\n"
    assert said("topics: dora", told=TOLD.replace("becomes:\n", seen)) == []
    assert said("topics: dora") == ["What surges should be dora; it is nothing."]


def test_a_company_not_known_yet_is_told_so():
    told = TOLD.replace("domain: acme.example,", "domain: acme.example, known_on: 2026-07-01,")
    assert said("level: none", told=told) == ["On 22 June 2026 the company was not known yet."]


def test_each_day_is_told_apart():
    told = TOLD.rstrip().removesuffix("becomes:") + "becomes:\n"
    wrong = said("- { on: 2026-06-19, level: none }", "- { on: 2026-06-22, level: Qualified }", told=told)
    assert [words.splitlines()[0] for words in wrong] == [
        "On 19 June 2026 it should stand at no level; it stands at Watch."
    ]
