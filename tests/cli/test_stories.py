"""`mqa stories`: what stories tell, whether they come out, what none of them shows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from mqa import workspaces
from mqa.definition.stories import story
from mqa.stories import explained
from mqa.supposing import supposed
from mqa.terms.durations import day_number, iso_day
from tests.cli.workspace import DAY, answer, done, mqa

STORY = "stories/harrow/one-person-is-not-a-committee.yaml"


@pytest.fixture
def changed(workspace: Path) -> Path:
    """A workspace of which one story no longer comes out."""
    file = workspace / STORY
    file.write_text(file.read_text(encoding="utf-8").replace("level: Watch", "level: Qualified"), encoding="utf-8")
    return workspace


def test_the_stories_of_a_new_workspace_come_out_and_show_everything(workspace):
    printed = done(workspace, "stories", "--coverage")
    assert "Every level, gate and route has a story." in printed
    assert "none yet" not in printed


def test_a_story_is_told_as_prose(workspace):
    printed = done(workspace, "stories", str(workspace / STORY))
    assert "passed  One keen planner of a carrier that fits is watched, not called" in printed
    assert "On 27 June Ines looked at the prices for 140 seconds and asked for a demo." in printed
    assert "What the stories show" not in printed


def test_a_story_that_does_not_come_out_ends_with_1_and_says_where_and_why(changed):
    result = mqa(changed, "stories")
    assert result.exit_code == 1
    assert f"{STORY}:18:3: On 30 June" in result.output
    assert "Three people: needs 2 more people" in result.output


def test_only_failed_stories_are_told_where_that_is_asked(changed):
    result = mqa(changed, "stories", "--failed")
    assert result.output.count("FAILED") == 1
    assert "\npassed" not in result.output


def test_programs_get_what_came_out_otherwise_and_the_coverage(changed):
    result = mqa(changed, "stories", "--json", str(changed / STORY))
    assert result.exit_code == 1
    found = json.loads(result.stdout)["definitions"][0]
    story = found["stories"][0]
    assert found["definition"] == "Harrow new business"
    assert (story["file"], story["passed"], story["unmet"][0]["line"]) == (STORY, False, 18)
    assert {part["kind"] for part in found["coverage"]} == {"level", "gate", "route"}


def test_what_no_story_shows_ends_with_1_only_where_everything_is_asked_for(workspace):
    for file in (workspace / "stories").rglob("*.yaml"):
        if file.name != Path(STORY).name:
            file.unlink()
    assert "No story shows the level" in done(workspace, "stories")
    assert mqa(workspace, "stories", "--coverage").exit_code == 1


def test_all_that_is_wrong_in_stories_is_said_at_once(workspace):
    (workspace / "stories" / "harrow" / "a.yaml").write_text("story: A\nlevle: Watch\n", encoding="utf-8")
    (workspace / "stories" / "harow").mkdir()
    (workspace / "stories" / "harow" / "b.yaml").write_text("story: B\ndefinition: harow\n", encoding="utf-8")
    result = mqa(workspace, "stories")
    assert result.exit_code == 2
    assert "unknown key “levle”" in result.output
    assert "Did you mean “harrow”?" in result.output


def test_a_file_that_is_not_there_is_refused(workspace):
    result = mqa(workspace, "stories", "nowhere.yaml")
    assert result.exit_code == 2
    assert "nowhere.yaml cannot be read: no such file or directory" in result.output


def test_stories_may_lie_in_another_folder(workspace):
    (workspace / "stories").rename(workspace / "examples")
    settings = workspace / "mqa.yaml"
    text = settings.read_text(encoding="utf-8").replace("workspace:\n", "workspace:\n  stories: examples\n", 1)
    settings.write_text(text, encoding="utf-8")
    assert answer(workspace, "stories")["definitions"][0]["stories"]


def test_a_workspace_without_stories_says_so(workspace):
    (workspace / "stories").rename(workspace / "elsewhere")
    assert "There is no story in stories/ yet" in done(workspace, "stories")
    assert mqa(workspace, "stories", "--coverage").exit_code == 1


SAME_AS_LOADED = """
story: Calderon Freight, as the CRM, the website and the forms tell of it
as_of: 2026-06-30
account:
  domain: calderon-example.com
  known_on: 2026-03-15
  facts: { country: DE, employees: 800, industry: logistics, technology: [spreadsheets] }
people:
  Ines: { title: Senior Planner, known_on: 2026-05-20 }
  Otto: { title: Managing Director, known_on: 2026-05-20 }
acts:
  - { on: 2026-06-26, person: Ines, activity: web.product, url: "https://harrow-example.com/product", seconds: 180 }
  - { on: 2026-06-27, person: Ines, activity: web.pricing, url: "https://harrow-example.com/pricing", seconds: 140 }
  - { on: 2026-06-29, person: Ines, activity: web.pricing, url: "https://harrow-example.com/pricing", seconds: 65 }
  - { on: 2026-06-27, person: Ines, activity: form.demo }
becomes: { level: Watch }
"""


def test_a_company_of_a_story_becomes_what_a_loaded_one_becomes(made):
    found = workspaces.opened(made)
    agreed = found.agreements[0].definition
    one, problems = story(SAME_AS_LOADED, "s.yaml", agreed)
    assert one is not None, problems
    said = explained(supposed(agreed, one.world, day_number(date.fromisoformat(DAY))), agreed)
    loaded = answer(made, "explain", "calderon", "--as-of", DAY)
    assert said is not None
    assert (said.level, said.stage) == (loaded["level"], loaded["stage"])
    assert said.since is not None
    assert iso_day(said.since) == loaded["since"]
    assert {name: said.score[name] for name in loaded["scores"]} == loaded["scores"]
    assert [(step.was, step.level) for step in said.history] == [
        (one["was"], one["level"]) for one in loaded["history"]
    ]
