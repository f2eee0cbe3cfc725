from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mqa.definition.reading import definition
from mqa.terms.documents import Items, Mapping, Node, Text, document
from tests.definition.texts import SHIPPED, shipped_lists

STORIES = sorted((SHIPPED.parents[1] / "stories" / "halyard").glob("*.yaml"))


def plain(node: Node | None) -> Any:
    """A document as Python's own lists and dictionaries."""
    match node:
        case Mapping(entries):
            return {key.value: plain(value) for key, value in entries}
        case Items(values):
            return [plain(value) for value in values]
        case Text(value):
            return value
    return None


def test_there_is_a_story():
    assert STORIES


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_speaks_of_people_levels_and_conditions_that_exist(path: Path):
    node, problems = document(path.read_text(encoding="utf-8"), path.name)
    assert problems == ()
    story = plain(node)
    halyard, _ = definition(SHIPPED.read_text(encoding="utf-8"), "halyard.yaml", shipped_lists())
    assert halyard is not None
    stages = {level.name: level.stage for level in halyard.levels}
    conditions = {condition.name for condition in halyard.conditions}
    asked = {test.fact for test in (criterion.test for criterion in halyard.criteria)}
    assert stages[story["becomes"]["level"]] == story["becomes"]["stage"]
    assert {*story["becomes"]["because"], *story["becomes"].get("why_not", [])} <= conditions
    assert {act["person"] for act in story["acts"]} <= set(story["people"])
    assert set(story["account"]["facts"]) <= asked
