"""A definition in words: every rule of the file is said, beside its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mqa.definition.parts.lists import listed_files
from mqa.definition.reading import definition
from mqa.explain.agreement import in_words
from tests.definition.texts import SMALL, read
from tests.definitions import definition as small

FILE = Path(__file__).parents[2] / "definitions" / "halyard.yaml"


@pytest.fixture(scope="module")
def said():
    text = FILE.read_text(encoding="utf-8")
    halyard, problems = definition(text, FILE.name, dict.fromkeys(listed_files(text), "domain\nacme.example\n"))
    assert halyard, problems
    return in_words(halyard)


def words(said, section, name):
    return next(one.words for one in said[section] if one.name == name)


@pytest.mark.parametrize(
    ("section", "name", "expected"),
    [
        (
            "fit",
            "Large enough",
            "Needed: employees at least 200; who misses it stays a suspect, which nobody works on.",
        ),
        ("fit", "Regulated industry", "+30 of 100 points: industry banking, energy, healthcare or insurance."),
        ("fit", "Competitor", "Out: domain in lists/competitors.csv."),
        ("segments", "Mid-market", "All others. Typical when an opportunity opens: 90 points and 3 people."),
        (
            "fit",
            "In a market we serve",
            "Needed: country CA, DE, GB, IE, NL, NO, SE or US; who misses it stays a suspect, which nobody works on.",
        ),
        ("tiers", "Tier 2", "Fit grade A. Needs 100 % of each engagement threshold."),
        ("tiers", "Tier 1", "Domain in lists/named-accounts.csv. Needs 80 % of each engagement threshold."),
        ("conditions", "Engaged", "Engagement of at least 60.0, times the tier’s bar."),
        ("conditions", "Heavy product use", "Product score of at least 60.0."),
        ("conditions", "Half the committee", "50 % of the required roles seen within 90 days."),
        ("conditions", "Two downloads", "2 assets of content.* within 60 days."),
        ("conditions", "Intent gate", "All of: In market. Only asked of Enterprise regulated; holds for all others."),
        ("levels", "Priority", "When “Priority” holds. Stage MQA. Entered at once. Then: priority response."),
        ("routes", "Everyone else", "All others: to sales development in turn, answer within 48 hours."),
        ("routes", "Regulated pair", "Enterprise regulated: to the pair “regulated”, answer within 24 hours."),
        ("routes", "Named accounts", "Tier 1: to the account's owner, answer within 24 hours."),
        ("dispositions", "accepted", "No reason is asked for."),
        (
            "dispositions",
            "deferred",
            "For a reason of timing (no budget this year, contract elsewhere or call back on a date).",
        ),
    ],
)
def test_a_rule_in_words(said, section, name, expected):
    assert words(said, section, name) == expected


def test_a_signal_says_what_it_is_worth_and_how_it_fades(said):
    assert words(said, "signals", "Pricing page visit") == (
        "8 points for web.pricing; half of it is gone after 14 days; at most 40 in all; "
        "at most 3 times a person and day; shows decision."
    )


def test_sentences_about_a_whole_section(said):
    about = {section: [one.words for one in sentences if not one.name] for section, sentences in said.items()}
    assert about["definition"][1] == "To be looked at again on 1 July 2027."
    assert about["committee"] == ["In a title * stands for any words."]
    assert about["handoff"] == [
        "Product-qualified and Qualified go to sales every Monday at 08:00.",
        "Priority goes to sales at once.",
    ]
    assert about["calibration"][1] == "Sales can take 100 handoffs a month: 10 reps with 10 each."


def test_limits_of_a_day_topics_and_weights_of_titles_are_said():
    found = in_words(
        small(
            signals="Prices: { activity: web.page, where: { topic: [prices] }, points: 8, most_per_day: 20 }",
            engagement="department_weights: { finance: 3 }\nseniority_weights: { chief: 2 }",
        )
    )
    assert words(found, "signals", "Prices") == (
        "8 points for web.page (topic prices); it does not fade; at most 20 a person and day."
    )
    engagement = [one.words for one in found["engagement"]]
    assert "What titles show multiplies that: finance 300 % and chief 200 %." in engagement


def test_numbers_that_are_given_for_some_segments_or_tiers_are_said_with_their_names():
    found = in_words(
        small(
            segments="""
                Large: { benchmark: { points: 100, people: 4 }, where: [{ fact: employees, at_least: 1000 }] }
                Small: { benchmark: { points: 50, people: 2 }, where: [] }
            """,
            signals="Demo: { activity: a.b, points: { default: 40, Large: 50 }, cap: { default: 80, Large: 90 } }",
            product_signals="Scan: { activity: product.scan, points: 4 }",
            product="most_per_person: { default: 60, Large: 90 }",
            engagement="engaged_at: { default: 5, Large: 8 }\nmost_per_person: { default: 60, Large: 70 }",
            intent="{ topics: [dora], surge: { default: 70, Large: 60 }, baseline: { within: 2 weeks } }",
            mql="points_at_least: { default: 50, Small: 40 }",
        )
    )
    assert words(found, "signals", "Demo") == (
        "40 points (50 for Large) for a.b; it does not fade; at most 80 (90 for Large) in all."
    )
    assert "A person counts as engaged from 5 points (8 for Large) and adds at most 60 (70 for Large)." in [
        one.words for one in found["engagement"]
    ]
    assert found["product"][-1].words == "A person adds at most 60 points (90 for Large)."
    assert found["intent"][0].words.endswith("A topic surges at 70 of 100 (60 for Large), for 21 days.")
    assert found["intent"][1].words == (
        "Of counts, 14 days are compared with the 84 days before; fewer than 5 counts are too few."
    )
    assert found["mql"][0].words == "Reported beside: a person with 50 points (40 for Small)."


def test_every_named_rule_stands_on_its_line(said):
    lines = FILE.read_text(encoding="utf-8").splitlines()
    named = [one for section in said.values() for one in section if one.name and one.line]
    assert len(named) > 60
    assert [one.name for one in named if one.name not in lines[one.line - 1]] == []


def test_every_section_of_the_file_is_said(said):
    keys = [line.split(":")[0] for line in FILE.read_text(encoding="utf-8").splitlines() if line[:1].isalpha()]
    assert [key for key in keys if key not in said] == []


def test_what_only_some_rules_have_is_said():
    found = in_words(
        small(
            conditions="""
                Clicks:
                  rate_of: [email.click]
                  to: email.delivered
                  rate_above: 0.3
                  within: 60 days
                  at_least_in_denominator: 9
                Warm: { engagement_at_least: 30, leave_at: 0.5 }
            """,
            levels="Hot: { when: Warm, stage: MQA, action: call, formerly: [Red, Glowing] }",
            calibration="accepted_at_least: 0.5\npropose: monthly",
        )
    )
    assert words(found, "conditions", "Clicks").endswith("Asked from 9 on; with fewer it does not hold.")
    assert words(found, "conditions", "Warm").endswith("Who is in stays in from 50 % of it.")
    assert words(found, "levels", "Hot").endswith("Then: call. It was called “Red” and “Glowing” before.")
    assert [one.words for one in found["calibration"]][-2:] == [
        "Sales should accept at least 50 % of them.",
        "What was measured is looked at again monthly.",
    ]


@pytest.mark.parametrize(
    ("agreed", "signed", "says"),
    [
        ("agreed_on: 2026-06-01, agreed_by: [sales]", "", "The file says it was agreed on 1 June 2026 by sales."),
        ("agreed_on: 2026-06-01", "Not signed yet by sales.", "Not signed yet by sales."),
        ("agreed_by: [sales]", "", "The file says it was agreed by sales."),
    ],
)
def test_who_agreed_is_what_was_signed_else_what_the_file_says(agreed, signed, says):
    found = in_words(read(SMALL.replace("name: Small", f"name: Small, {agreed}")), signed)
    assert found["definition"][0].words == f"“Small”. {says}"


def test_a_signal_that_takes_points_says_what_it_takes_at_most():
    found = in_words(small(signals="Careers: { activity: web.careers, points: -1, cap: 20, per_day: 1 }"))
    assert words(found, "signals", "Careers") == (
        "-1 point for web.careers; it does not fade; at most 20 taken in all; at most 1 time a person and day."
    )


def test_nothing_is_measured_where_the_file_does_not_say_by_what():
    assert "calibration" not in in_words(read(SMALL))


def test_a_stage_by_content_is_said_in_words():
    found = in_words(small(signals="Page: { activity: web.page, points: 1, stage: by content }"))
    assert words(found, "signals", "Page").endswith("; shows the stage of what was looked at.")
