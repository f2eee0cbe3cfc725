"""A fold goes on from the run before, whichever version of the definition made it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from django.db import connections

from mqa import runs, workspaces
from mqa.answers.evidence import evidence
from mqa.answers.finding import Account
from mqa.carried import renumbered
from mqa.ledger import definitions
from mqa.ledger import runs as published
from mqa.ledger.models import DefinitionVersion, ServedAccount
from mqa.terms.durations import day_number
from mqa.workspaces import Opened, chosen
from tests.cli.workspace import TODAY

DAY = day_number(TODAY)
ENGAGED = "Engaged:              { engagement_at_least: 55 }"
# Nobody ever reached this, though the account at Priority does three quarters of it.
HARDER = {
    ENGAGED: ENGAGED.replace("55", "100"),
    "Named:     { bar: 0.8": "Named:     { bar: 1.0",
    "stay_at_least: 14 days": "stay_at_least: 0 days",
}
LISTED = {
    "levels: [Qualified, Priority]": "levels: [Qualified, Call now]",
    "at_once: [Priority]": "at_once: [Call now]",
}
PRIORITY = "Priority:             { when: Ready to buy, "


@pytest.fixture
def folder(harrow: Path, tmp_path: Path) -> Iterator[Path]:
    """A first workspace with a run of DAY."""
    yield shutil.copytree(harrow, tmp_path / "harrow")
    connections.close_all()


def edited(folder: Path, changes: dict[str, str]) -> Opened:
    """The workspace after changes to its definition."""
    file = folder / "definitions" / "harrow.yaml"
    text = file.read_text(encoding="utf-8")
    for before, after in changes.items():
        assert text.count(before) >= 1, before
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")
    workspace = workspaces.opened(folder)
    workspaces.open_stores(workspace)
    return workspace


def stands(workspace: Opened) -> ServedAccount:
    """The account at Priority with the lowest engagement, as the run of DAY left it."""
    workspaces.open_stores(workspace)
    return ServedAccount.objects.filter(level="Priority").order_by("engagement")[0]


def run(workspace: Opened, day: int = DAY + 1, **given: int) -> int:
    return runs.run(workspace.warehouse, chosen(workspace), day, **given).run_id


def standing(run_id: int, one: ServedAccount) -> tuple[str, int | None]:
    found = ServedAccount.objects.get(run=run_id, account_id=one.account_id)
    return found.level, found.since


def test_who_stood_at_a_level_stands_there_still_where_they_stay_by_the_changed_threshold(folder: Path) -> None:
    one = stands(workspaces.opened(folder))
    workspace = edited(folder, HARDER)
    assert standing(run(workspace), one) == ("Priority", one.since)


def test_folded_anew_they_would_never_have_entered(folder: Path) -> None:
    one = stands(workspaces.opened(folder))
    workspace = edited(folder, HARDER)
    assert standing(run(workspace, fold_from=DAY - 60), one)[0] != "Priority"


def test_a_renamed_level_goes_on_since_the_same_day(folder: Path) -> None:
    one = stands(workspaces.opened(folder))
    renamed = {
        PRIORITY: "Call now: { formerly: [Priority], when: Ready to buy, ",
        **LISTED,
    }
    assert standing(run(edited(folder, renamed)), one) == ("Call now", one.since)


def test_a_level_that_has_nothing_to_do_with_an_earlier_one_begins_anew(folder: Path) -> None:
    one = stands(workspaces.opened(folder))
    renamed = {PRIORITY: "Call now: { when: Ready to buy, ", **LISTED}
    level, since = standing(run(edited(folder, renamed)), one)
    assert level != "Call now" or since == DAY + 1


def test_the_names_of_levels_suffice_to_go_on_where_the_rest_cannot_be_read_today(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = stands(workspaces.opened(folder))
    text = definitions.text_of(DefinitionVersion.objects.get().version)
    other = f"written: for another release\n\n{text[text.index('levels:') :]}"
    monkeypatch.setattr(definitions, "text_of", lambda _: other)
    assert standing(run(edited(folder, HARDER)), one) == ("Priority", one.since)


def test_a_day_without_a_run_is_told_as_its_run_would_be(folder: Path) -> None:
    one = stands(workspaces.opened(folder))
    workspace = edited(folder, HARDER)
    agreement = chosen(workspace)
    asked = {"as_of": DAY + 1, "most": None, "memory_limit": "500MB"}
    who = (Account(one.account_id, one.domain, one.name, one.owner), ())
    told = [
        evidence(workspace.warehouse, agreement.definition, agreement.version, who, run=made, **asked)
        for made in (None, run(workspace) and published.published(agreement.definition.name))
    ]
    for table in ("standings", "transitions"):
        first, second = (sorted(map(repr, one.tables[table])) for one in told)
        assert first == second != [], table


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        pytest.param({1: 2, 2: 3}, [(7, 2, 0), (8, 3, 2), (9, 0, 3)], id="a new level below"),
        pytest.param({2: 1}, [(7, 0, 0), (8, 1, 0), (9, 0, 1)], id="one that is gone"),
        pytest.param({}, [(7, 0, 0), (8, 0, 0), (9, 0, 0)], id="none is left"),
    ],
)
def test_levels_are_told_in_todays_numbers(levels: dict[int, int], found: list[tuple[int, int, int]]) -> None:
    given = "select * from (values (7, 1::bigint, 0::bigint), (8, 2, 1), (9, 0, 2)) as t (account_id, level, was)"
    assert duckdb.sql(renumbered(given, levels, "level", "was")).fetchall() == found
