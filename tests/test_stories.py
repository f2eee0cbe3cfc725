"""Stories of a workspace: whose they are, what they show, and that many are tried as one is."""

from __future__ import annotations

from pathlib import Path

import pytest

from mqa import stories, workspaces
from mqa.cli.starting import write
from mqa.stories import judged, shown, stories_of
from mqa.terms.problems import Refused
from mqa.workspaces import Opened
from tests.cli.workspace import TODAY

STORY = "story: {title}\n{more}as_of: 2026-06-30\naccount: {{ domain: a.example }}\nbecomes: {{ level: none }}\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write(tmp_path, TODAY)
    return tmp_path


def opened(folder: Path, *files: str) -> Opened:
    """The workspace with these definitions, the second being a copy of the first by another name."""
    first = folder / "definitions" / "harrow.yaml"
    for file in files:
        text = first.read_text(encoding="utf-8").replace("Harrow new business", file)
        (folder / "definitions" / f"{file}.yaml").write_text(text, encoding="utf-8")
    settings = folder / "mqa.yaml"
    listed = ", ".join(f"definitions/{name}.yaml" for name in ("harrow", *files))
    text = settings.read_text(encoding="utf-8").replace("[definitions/harrow.yaml]", f"[{listed}]")
    settings.write_text(text, encoding="utf-8")
    return workspaces.opened(folder)


def told(folder: Path, path: str, title: str, more: str = "") -> Path:
    file = folder / "stories" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(STORY.format(title=title, more=more), encoding="utf-8")
    return file


def titles(found: Opened, **given: object) -> dict[str, list[str]]:
    read = stories_of(found, **given)  # type: ignore[arg-type]
    return {one.agreement.definition.name: [story.title for story in one.stories] for one in read}


def test_a_story_is_of_the_definition_that_its_folder_is_named_like(workspace: Path):
    told(workspace, "other/one.yaml", "One")
    assert titles(opened(workspace, "other"))["other"] == ["One"]


def test_a_story_elsewhere_is_of_the_definition_that_it_names(workspace: Path):
    told(workspace, "all/one.yaml", "One", "definition: other\n")
    assert titles(opened(workspace, "other"))["other"] == ["One"]


def test_a_story_elsewhere_that_names_none_is_of_the_only_one(workspace: Path):
    told(workspace, "one.yaml", "One")
    assert "One" in titles(opened(workspace))["Harrow new business"]


def test_a_story_that_may_be_of_several_definitions_is_refused(workspace: Path):
    told(workspace, "one.yaml", "One")
    with pytest.raises(Refused, match="It is not said which definition this is of"):
        stories_of(opened(workspace, "other"))


def test_stories_of_some_definitions_only(workspace: Path):
    told(workspace, "other/one.yaml", "One")
    assert list(titles(opened(workspace, "other"), only=["other"])) == ["other"]


def test_a_story_that_does_not_come_out_shows_nothing(workspace: Path):
    file = workspace / "stories" / "harrow" / "a-named-account-is-ready-to-buy.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("tier: Named", "tier: Usual"), encoding="utf-8")
    read = stories_of(opened(workspace))[0]
    agreed = read.agreement.definition
    bare = [part.name for part in shown(agreed, judged(agreed, read.stories)) if not part.stories]
    assert bare == ["Priority", "Named accounts"]


def test_all_stories_are_judged_together_so_that_fifty_take_hardly_longer_than_one(workspace: Path, monkeypatch):
    read, times = stories_of(opened(workspace))[0], []
    together = stories.supposed_together
    monkeypatch.setattr(stories, "supposed_together", lambda *some: times.append(1) or together(*some))
    assert all(one.passed for one in judged(read.agreement.definition, (read.stories * 9)[:50]))
    assert times == [1]
