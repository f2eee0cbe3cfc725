"""The playbook tells everything a definition says, in an order in which two teams can be trained."""

from __future__ import annotations

import re

import pytest

from mqa.definition.reading import definition
from mqa.explain.agreement import in_words
from mqa.explain.playbook import playbook
from mqa.terms.rules import Definition
from tests.definition.texts import SHIPPED, shipped_lists


@pytest.fixture(scope="module")
def halyard() -> Definition:
    read, _ = definition(SHIPPED.read_text(encoding="utf-8"), "halyard.yaml", shipped_lists())
    assert read is not None
    return read


def test_every_sentence_of_the_definition_stands_in_it(halyard: Definition) -> None:
    told = playbook(halyard, "01234567")
    asked = {part for section in in_words(halyard).values() for part in section}
    used = {one.name for one in halyard.conditions if f"**{one.name}**" in told}
    left_out = [one.words for one in asked if one.words not in told and one.name in used | {""}]
    assert left_out == []


def test_it_begins_with_what_everybody_should_remember(halyard: Definition) -> None:
    told = playbook(halyard, "01234567")
    first = told[told.index("## In one minute") : told.index("## Who fits")]
    assert "**Priority** is handed to sales at once when “Priority” holds." in first
    assert "**Sales** answers every handoff within 24 hours or 48 hours" in first


def test_the_highest_level_stands_first_with_all_that_it_asks_for(halyard: Definition) -> None:
    told = playbook(halyard, "01234567")
    enough = told[told.index("## When it is enough") : told.index("## What happens next")]
    levels = [name for name in re.findall(r"^### (.+)$", enough, re.MULTILINE) if "flicker" not in name]
    assert levels == [level.name for level in reversed(halyard.levels)]
    assert "    - **Two people asked**: 2 people with acts of form.demo within 30 days." in enough


def test_what_a_definition_does_not_say_has_no_heading(halyard: Definition) -> None:
    from dataclasses import replace

    told = playbook(replace(halyard, mql=None), "01234567")
    assert "The old measure" not in told
