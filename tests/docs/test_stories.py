"""docs/reference/stories.md: its example is a story, comes out, and holds every key that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mqa.definition.reading import definition
from mqa.definition.stories import SECTIONS, story
from mqa.stories import judged
from mqa.terms.stories import NUMBERS
from tests.definition.texts import SHIPPED, shipped_lists
from tests.docs.pages import fences
from tests.house.files import ROOT

PAGE = Path(ROOT / "docs" / "reference" / "stories.md").read_text(encoding="utf-8")
EXAMPLE = next(fence.text for fence in fences(PAGE) if fence.kind == "yaml")


def test_the_example_is_a_story_that_comes_out():
    halyard, _ = definition(SHIPPED.read_text(encoding="utf-8"), "halyard.yaml", shipped_lists())
    assert halyard is not None
    one, problems = story(EXAMPLE, "s.yaml", halyard, called=["halyard"])
    assert one is not None, problems
    assert [wrong.words for wrong in judged(halyard, [one])[0].unmet] == []


@pytest.mark.parametrize("key", SECTIONS)
def test_a_section_of_a_story_stands_in_the_example_and_on_the_page(key: str):
    assert re.search(rf"^{key}:", EXAMPLE, re.MULTILINE)
    assert f"`{key}`" in PAGE


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_that_may_be_expected_is_documented(name: str):
    assert f"`{name}`" in PAGE
