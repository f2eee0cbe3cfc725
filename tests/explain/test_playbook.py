"""The playbook tells everything a definition says, in an order in which two teams can be trained."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from mqa.definition.reading import definition
from mqa.explain.agreement import in_words
from mqa.explain.playbook import playbook
from mqa.terms.durations import day_number
from mqa.terms.rules import Definition
from mqa.terms.stories import Becomes, Story, World
from tests.definition.texts import SHIPPED, shipped_lists

DAY = day_number(date(2026, 6, 22))


@pytest.fixture(scope="module")
def halyard() -> Definition:
    read, _ = definition(SHIPPED.read_text(encoding="utf-8"), "halyard.yaml", shipped_lists())
    assert read is not None
    return read


@pytest.fixture(scope="module")
def told(halyard: Definition) -> str:
    return playbook(halyard, "01234567")


def chapter(text: str, heading: str) -> str:
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def story(title: str, *levels: str) -> Story:
    return Story(title, World("acme.example"), tuple(Becomes(DAY + nth, level=one) for nth, one in enumerate(levels)))


def test_every_sentence_of_the_definition_stands_in_it(halyard: Definition, told: str) -> None:
    as_read = told.replace("\\", "")
    in_a_table = {"signals", "product_signals"}
    asked = [part for section, parts in in_words(halyard).items() if section not in in_a_table for part in parts]
    used = {one.name for one in halyard.conditions if f"**{one.name}**" in told}
    assert [one.words for one in asked if one.words not in as_read and one.name in used | {""}] == []


def test_every_signal_is_a_line_of_a_table(halyard: Definition, told: str) -> None:
    counts = chapter(told, "What counts")
    assert [one.name for one in halyard.signals if f"\n| {one.name} | " not in counts] == []
    assert (
        "| Pricing page visit | 8 | half in 14 days | 40 in all, 3 times a person and day | decision | web.pricing |"
        in counts
    )


def test_it_begins_with_what_everybody_should_remember(told: str) -> None:
    first = chapter(told, "In one minute")
    assert "**Priority** is handed to sales at once, when “Act now” or “Priority by committee” holds." in first
    assert (
        "**Qualified** is handed to sales every Monday at 08:00, when “Committee engaged” or “Act now” holds." in first
    )
    assert "**Sales** answers every handoff within 24 hours or 48 hours: accepted, deferred or rejected." in first
    assert "**Marketing** keeps “Watch”: research and social outreach." in first


def test_the_highest_level_stands_first_with_all_that_it_asks_for(halyard: Definition, told: str) -> None:
    enough = chapter(told, "When it is enough")
    levels = [name for name in re.findall(r"^### (.+)$", enough, re.MULTILINE) if "flicker" not in name]
    assert levels == [level.name for level in reversed(halyard.levels)]
    assert "    - **Two people asked**: 2 people with acts of form.demo within 30 days." in enough


def test_what_a_higher_level_asked_for_is_told_once(told: str) -> None:
    enough = chapter(told, "When it is enough")
    assert enough.count("**Three of the committee**: ") == 1
    assert "  - **Committee engaged**: as told above, under “Priority”." in enough


def test_sales_reads_by_when_without_multiplying(told: str) -> None:
    assert (
        "- **48 hours**: reminded after 24 hours; the sales manager is told after 48 hours; the next gets it after "
        "144 hours." in chapter(told, "What sales does")
    )


def test_each_team_reads_what_it_does(told: str) -> None:
    assert "- **Named accounts**: Tier 1: to the account's owner, answer within 24 hours." in chapter(
        told, "What sales does"
    )
    assert "- **Watch**: research and social outreach." in chapter(told, "What marketing does")


def test_what_a_definition_does_not_say_has_no_heading(halyard: Definition) -> None:
    nobody = replace(halyard.handoff, levels=(), at_once=())
    told = playbook(replace(halyard, mql=None, roles=(), handoff=nobody), "01234567")
    assert not [heading for heading in ("The old measure", "Who must be there", "What sales does") if heading in told]


def test_where_fit_decides_nothing_nobody_must_fit(halyard: Definition) -> None:
    only_points = tuple(one for one in halyard.criteria if one.purpose == "points")
    of_grades = tuple(replace(one, grades=()) for one in halyard.conditions)
    assert "a company must fit" in playbook(replace(halyard, criteria=only_points), "01234567")
    assert "must fit" not in playbook(replace(halyard, criteria=only_points, conditions=of_grades), "01234567")


def test_names_that_look_like_markdown_are_read_as_written(halyard: Definition) -> None:
    spiteful = replace(halyard, name="*A* <b>_b_</b> [c](d) | e_f")
    assert playbook(spiteful, "01234567").startswith(
        "# \\*A\\* \\<b\\>\\_b\\_\\</b\\> \\[c\\](d) \\| e_f: the playbook\n"
    )


def test_examples_are_told_by_the_level_they_end_at_the_highest_first(halyard: Definition) -> None:
    stories = [
        story("Out", "none"),
        story("Warm", "Watch"),
        story("Fallen", "Priority", "Watch"),
        story("Up", "Priority"),
    ]
    told = chapter(playbook(halyard, "01234567", stories, left_out=2), "Examples")
    assert re.findall(r"^####? (.+)$", told, re.MULTILINE) == [
        *("Priority", "Up", "Watch", "Warm", "Fallen", "No level", "Out"),
    ]
    assert "4 stories that came out as told; 2 more did not: “mqa stories” says why. " in told
    assert "> On 22 June 2026 it stands at Priority.\n\n> On 23 June 2026 it stands at Watch." in told
