"""A definition that we ship has stories: all of them come out, and every level, gate and route is shown by one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from mqa.definition.parts.lists import listed_files
from mqa.definition.reading import definition
from mqa.definition.stories import story
from mqa.stories import Judged, judged, shown
from mqa.terms.rules import Definition
from tests.house.files import ROOT

SHIPPED = {  # a definition, and the folder of its stories
    file: ROOT / "stories" / file.stem for file in sorted((ROOT / "definitions").glob("*.yaml"))
} | {
    file: ROOT / "src" / "mqa" / "initial" / "stories" / file.stem
    for file in sorted((ROOT / "src" / "mqa" / "initial" / "definitions").glob("*.yaml"))
}
each = pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)


@cache
def judgement(file: Path) -> tuple[Definition, tuple[Judged, ...]]:
    """A shipped definition and its stories, judged."""
    text = file.read_text(encoding="utf-8")
    lists = {path: (file.parent / path).read_text(encoding="utf-8") for path in listed_files(text)}
    agreed, problems = definition(text, file.name, lists)
    assert agreed is not None, problems
    read = [
        story(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)), agreed, called=[file.stem])
        for path in sorted(SHIPPED[file].glob("*.yaml"))
    ]
    assert not [problem for _, found in read for problem in found]
    return agreed, judged(agreed, [one for one, _ in read if one])


@each
def test_every_story_of_a_shipped_definition_comes_out(file: Path):
    _, found = judgement(file)
    assert {one.story.title: one.unmet for one in found if not one.passed} == {}


@each
def test_every_level_gate_and_route_of_a_shipped_definition_is_shown_by_a_story(file: Path):
    agreed, found = judgement(file)
    assert [(part.kind, part.name) for part in shown(agreed, found) if not part.stories] == []


@each
def test_no_two_stories_of_a_definition_have_one_title(file: Path):
    _, found = judgement(file)
    titles = [one.story.title for one in found]
    assert sorted(set(titles)) == sorted(titles)
