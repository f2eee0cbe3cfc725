"""`mqa compare`: what another version changes, and who would enter and leave."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from tests.cli.workspace import DAY, answer, done, mqa

EASIER = (
    ("engagement_at_least: 55", "engagement_at_least: 50"),
    ("people_at_least: 3, within: 30", "people_at_least: 1, within: 30"),
)


def rewritten(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def both(harrow: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace that was run, whose file now says something easier; beside it the same in other words."""
    folder = shutil.copytree(harrow, tmp_path_factory.mktemp("compared") / "harrow")
    file = folder / "definitions" / "harrow.yaml"
    text = file.read_text(encoding="utf-8")
    file.with_name("same.yaml").write_text(f"# a comment\n{text}", encoding="utf-8")
    file.write_text(rewritten(text, *EASIER), encoding="utf-8")
    yield folder
    connections.close_all()


def test_a_draft_is_compared_with_what_runs(both):
    said = done(both, "compare")
    assert "Sales would get 1 account and lose 0; 1 account would stand elsewhere." in said
    assert "engagement_at_least: 55 → 50" in said
    assert "Engaged: has 51.2, needs 55.0 → 50.0" in said


def test_it_can_be_read_on_a_narrow_screen(both, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    said = done(both, "compare")
    assert max(map(len, said.splitlines())) <= 80
    assert "no room" not in said


def test_what_is_compared_with_what_can_be_said_in_two_ways(both):
    assert answer(both, "compare", "active", "draft") == answer(both, "compare", "draft", "--against", "active")


def test_a_program_gets_every_account_with_what_decides(both):
    found = answer(both, "compare", "active", "draft", "--as-of", DAY)
    (account,) = found["accounts"]
    assert (account["domain"], account["from"], account["to"]) == ("calderon-example.com", "Watch", "Qualified")
    assert [(why["condition"], why["was_needed"], why["now_needed"]) for why in account["why"]] == [
        ("Engaged", "55.0", "50.0"),
        ("Three people", "3", "1"),
    ]
    assert (found["enter"], found["leave"]) == (1, 0)


def test_the_other_way_round_who_entered_leaves(both):
    found = answer(both, "compare", "draft", "active")
    assert (found["enter"], found["leave"]) == (0, 1)


def test_months_are_compared_by_who_was_new_for_sales(both):
    found = answer(both, "compare", "--from", "2026-05-15", "--to", DAY)
    assert [(one["first"], one["last"]) for one in found["periods"]] == [
        ("2026-05-15", "2026-05-31"),
        ("2026-06-01", "2026-06-30"),
    ]
    assert found["periods"][1]["only_now"] == ["calderon-example.com"]


def test_a_job_can_stop_where_anybody_would_enter_or_leave(both):
    assert mqa(both, "compare", "--exit-code").exit_code == 1
    assert mqa(both, "compare").exit_code == 0
    assert mqa(both, "compare", "active", "definitions/same.yaml", "--exit-code").exit_code == 0


def test_other_words_of_the_same_change_nothing(both):
    assert "Both mean the same." in done(both, "compare", "active", "definitions/same.yaml")


def test_a_comment_of_a_proposed_change_shows_names_as_they_are(both, tmp_path):
    text = (both / "definitions" / "harrow.yaml").read_text(encoding="utf-8")
    file = tmp_path / "odd.yaml"
    file.write_text(text.replace("Three people", "Three | <b>people</b> @all"), encoding="utf-8")
    shutil.copytree(both / "definitions" / "lists", tmp_path / "lists")
    said = done(both, "compare", "draft", str(file), "--markdown")
    assert "Three &#124; &#60;b&#62;people&#60;/b&#62; &#64;all" in said
    assert said.startswith("### “Harrow new business”")


def test_a_comment_holds_the_accounts_and_why(both):
    said = done(both, "compare", "--against", "active", "--markdown")
    assert "**Sales would get 1 account and lose 0; 1 account would stand elsewhere.**" in said
    assert "| calderon-example.com | Watch | Qualified |" in said
    assert "<details>" in said


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("active", "draft", "--against", "active"), id="three versions"),
        pytest.param(("--to", DAY), id="no beginning"),
        pytest.param(("--as-of", DAY, "--from", DAY), id="a day and days"),
        pytest.param(("--from", DAY, "--to", "2026-06-01"), id="days that end before they begin"),
        pytest.param(("nothing.yaml",), id="a file that is not there"),
        pytest.param(("abcdef12",), id="a version that nobody kept"),
        pytest.param(("--as-of", "2099-01-01"), id="a day that is yet to come"),
    ],
)
def test_what_cannot_be_compared_is_refused(both, words):
    result = mqa(both, "compare", *words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_program_gets_refusals_as_problems(both):
    assert json.loads(mqa(both, "compare", "abcdef12", "--json").stdout)["problems"]
