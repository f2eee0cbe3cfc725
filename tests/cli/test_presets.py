"""A workspace that begins with a preset."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mqa.cli.presets import presets, with_teams
from tests.cli.workspace import DAY, done, mqa


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the preset of three of five, loaded and run."""
    written = tmp_path_factory.mktemp("presets") / "new"
    done(written.parent, "init", str(written), "--preset", "three-of-five", "--as-of", DAY)
    done(written, "load")
    done(written, "run", "--as-of", DAY)
    return written


def test_presets_are_listed_each_with_its_title(tmp_path: Path) -> None:
    said = done(tmp_path, "init", "--list-presets")
    assert "three-of-five           Three of five in 60 days, after fit" in said
    listed = json.loads(done(tmp_path, "init", "--list-presets", "--json"))
    assert {"preset": "half-a-month", "title": "Half of it gone after a month, in a straight line"} in listed


ASKS_FOR = {  # what the made-up data do not tell, and a preset asks for
    "content-map": {
        "No source tells a topic of content, and “Evaluates” asks for one.",
        "No source tells the buying stage of what counts for “Any page”.",
        "No source tells the buying stage of what counts for “Download”.",
    },
    "journey-stages": {"No source tells the fact “pipeline_score”."},
    "three-of-five": {
        "No source gives acts that count for “Event”.",
        "No source gives acts that count for “Answer to an e-mail”.",
    },
}


@pytest.mark.parametrize("preset", presets())
def test_a_workspace_begun_with_any_preset_has_what_its_definition_names_and_its_stories_come_out(
    preset: str, tmp_path: Path
) -> None:
    done(tmp_path, "init", str(tmp_path / "new"), "--preset", preset)
    checked = json.loads(done(tmp_path / "new", "check", "--json"))
    said = {remark["what"] for remark in checked["problems"] if "Opens and visits alone" not in remark["what"]}
    assert said == ASKS_FOR.get(preset, set())
    assert mqa(tmp_path / "new", "stories", "--coverage").exit_code == 0


def test_a_preset_takes_the_place_of_the_definition_and_its_stories(folder: Path) -> None:
    assert [file.name for file in (folder / "definitions").glob("*.yaml")] == ["three-of-five.yaml"]
    assert [file.name for file in (folder / "stories").iterdir()] == ["three-of-five"]
    assert "harrow.yaml" not in (folder / "mqa.yaml").read_text(encoding="utf-8")


def test_teams_that_only_the_preset_names_are_pairs_to_be_replaced() -> None:
    workspace = "  teams:  # who\n    sales development: [a@b.example]\n"
    routes = '{ to: "pair: regulated" } { to: "round robin: sales development" } { to: "pair: regulated" }'
    pair = "[mila@harrow-example.com, noor@harrow-example.com]"
    assert with_teams(workspace, routes) == workspace.replace("# who\n", f"# who\n    regulated: {pair}\n")


def test_a_workspace_with_a_preset_works_at_once(folder: Path) -> None:
    assert "No problems" in done(folder, "check")
    assert json.loads(done(folder, "accounts", "--json"))
    assert mqa(folder, "stories").exit_code == 0


def test_a_preset_that_there_is_not_is_refused_with_one_that_is_like_it(tmp_path: Path) -> None:
    said = mqa(tmp_path, "init", str(tmp_path / "new"), "--preset", "three-of-fife")
    assert said.exit_code == 2
    assert "There is no preset “three-of-fife”." in said.stderr
    assert "Did you mean “three-of-five”?" in said.stderr
    assert not (tmp_path / "new").exists()


def test_a_preset_of_another_world_is_told_which_there_are(tmp_path: Path) -> None:
    assert "Choose from: committee-and-gate, " in mqa(tmp_path, "init", "new", "--preset", "zzz").stderr


def test_without_a_folder_there_is_nowhere_to_write(tmp_path: Path) -> None:
    said = mqa(tmp_path, "init", "--preset", "three-of-five")
    assert said.exit_code == 2
    assert "Missing argument 'DIR'" in said.stderr
