"""`mqa compare`: what another version changes, and who would enter and leave."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections

from mqa import workspaces
from mqa.cli import compared as shown
from mqa.comparing import Compared, compared, words
from mqa.definition.differing import Difference
from mqa.terms.durations import day_number
from tests.cli import workspace as written
from tests.cli.workspace import DAY, answer, mqa

TODAY = day_number(written.TODAY)

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


@pytest.fixture(scope="module")
def found(both: Path) -> Compared:
    """The draft beside what runs, compared once for all who only read it."""
    workspace = workspaces.opened(both)
    workspaces.open_stores(workspace)
    was, now = (workspaces.agreement_named(workspace, "", word) for word in ("active", "draft"))
    return compared(workspace.warehouse, was, now, first=TODAY, last=TODAY)


def printed(found: Compared, capsys: pytest.CaptureFixture[str]) -> str:
    shown.show(found, 20)
    return capsys.readouterr().out


def test_the_screen_says_what_changes_who_moves_and_why(found, capsys):
    said = printed(found, capsys)
    assert "1 account would stand elsewhere: sales would get 1 and lose 0." in said
    assert "engagement of at least 55 → 50" in said
    assert "since 28 June 2026: Engaged: has 51.2, needs 55.0 → 50.0; Three people: has 1, needs 3 → 1." in said


def test_it_can_be_read_on_a_narrow_screen(found, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    said = printed(found, capsys)
    assert max(map(len, said.splitlines())) <= 80
    assert "no room" not in said


def test_a_program_gets_every_account_with_what_decides(found):
    document = words.document(found)
    (account,) = document["accounts"]
    assert (account["domain"], account["from"], account["to"]) == ("calderon-example.com", "Watch", "Qualified")
    assert [(why["condition"], why["was_needed"], why["now_needed"]) for why in account["why"]] == [
        ("Engaged", "55.0", "50.0"),
        ("Three people", "3", "1"),
    ]
    assert (document["enter"], document["leave"]) == (1, 0)
    assert account["account"] == str(account["account_id"])


def test_what_nobody_said_is_null_to_programs(found):
    silent = replace(found, periods=tuple(replace(one, capacity=0) for one in found.periods))
    assert [one["capacity"] for one in words.document(silent)["periods"]] == [None]


def test_a_day_before_there_was_anybody_is_said_to_be_one(both):
    result = mqa(both, "compare", "--as-of", "2001-01-01")
    assert "No account is known by 1 January 2001: there is nobody to compare." in result.stdout


def test_a_comment_of_a_proposed_change_holds_the_accounts_and_why(found):
    said = shown.markdown(found, 20)
    assert "**1 account would stand elsewhere: sales would get 1 and lose 0.**" in said
    assert "| calderon-example.com | Watch | Qualified |" in said
    assert "<details>" in said


def test_a_comment_shows_names_as_they_are(found):
    odd = Difference("conditions", "Three | <b>people</b> @all", "changed", "of: with “A”")
    said = shown.markdown(replace(found, differences=(odd,)), 20)
    assert "| Three &#124; &#60;b&#62;people&#60;/b&#62; &#64;all |" in said


def test_only_the_first_changes_are_shown_where_there_are_many(found, capsys):
    many = tuple(Difference("conditions", f"No. {nth}", "changed", "of: with “A”") for nth in range(40))
    assert "… and 10 more; --json has them." in printed(replace(found, differences=many), capsys)


def test_more_than_sales_can_take_is_said(found, capsys):
    over = replace(found, periods=tuple(replace(one, capacity=1, now=2) for one in found.periods))
    assert "More than sales can take in 1 period of 1." in printed(over, capsys)


def test_left_out_the_draft_is_compared_with_what_runs_on_the_day_of_the_last_run(both):
    said = answer(both, "compare")
    assert (said["enter"], said["leave"], said["from"], said["to"]) == (1, 0, DAY, DAY)


def test_months_are_compared_by_who_was_new_for_sales_and_the_other_way_round_who_entered_is_missing(both):
    said = answer(both, "compare", "active", "--against", "draft", "--from", "2026-05-15", "--to", DAY)
    assert (said["enter"], said["leave"]) == (0, 1)
    assert [(one["first"], one["last"]) for one in said["periods"]] == [
        ("2026-05-15", "2026-05-31"),
        ("2026-06-01", "2026-06-30"),
    ]
    assert said["periods"][1]["only_was"] == ["calderon-example.com"]


def test_a_job_can_stop_where_anybody_would_enter_or_leave(both):
    result = mqa(both, "compare", "--against", "active", "--markdown", "--exit-code")
    assert result.exit_code == 1
    assert result.stdout.startswith("### “Harrow new business”")


def test_other_words_of_the_same_stop_no_job(both):
    result = mqa(both, "compare", "active", "definitions/same.yaml", "--exit-code")
    assert result.exit_code == 0
    assert "Both mean the same." in result.stdout


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
