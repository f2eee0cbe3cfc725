"""A workspace, opened: what its file says of sales is at hand, and all that is wrong is told at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mqa.cli.starting import write
from mqa.handoff.agreed import Schedule
from mqa.terms.problems import Refused
from mqa.workspaces import Opened, opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "first", date(2026, 6, 30))
    return tmp_path / "first"


def with_changes(folder: Path, changes: dict[str, str]) -> Opened:
    file = folder / "mqa.yaml"
    text = file.read_text(encoding="utf-8")
    for before, after in changes.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")
    return opened(folder)


def told(workspace: Opened) -> list[str]:
    return [remark.what for remark in workspace.remarks if "review" not in remark.what]


def test_the_first_workspace_has_a_team_for_its_routes_and_sends_nothing(folder: Path) -> None:
    workspace = opened(folder)
    assert [team.name for team in workspace.sales.teams] == ["sales development"]
    assert workspace.sales.calendar.time_zone == "Europe/Amsterdam"
    assert (workspace.schedule, workspace.channels, told(workspace)) == (Schedule(), (), [])


def test_what_is_commented_out_in_the_first_workspace_can_be_read(folder: Path) -> None:
    file = folder / "mqa.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    begins = lines.index(next(line for line in lines if line.startswith("# schedule:")))
    ends = lines.index(next(line for line in lines if line.startswith("sources:")))
    file.write_text(
        "\n".join(
            line.removeprefix("# ") if begins <= nth < ends and not line.startswith("# Where") else line
            for nth, line in enumerate(lines)
        )
        .replace("#   Marketing", "  Marketing")
        .replace("#   Sales", "  Sales"),
        encoding="utf-8",
    )
    workspace = opened(folder)
    assert workspace.schedule.run == "daily 06:30"
    assert [channel.kind for channel in workspace.channels] == ["file", "slack"]


def test_holidays_are_read_from_a_file_beside_the_workspace(folder: Path) -> None:
    (folder / "lists").mkdir()
    (folder / "lists" / "holidays.csv").write_text("2026-05-14\n", encoding="utf-8")
    workspace = with_changes(folder, {"holidays: []": "holidays: [lists/holidays.csv]"})
    assert workspace.sales.calendar.holidays == {date(2026, 5, 14)}


def test_a_team_that_a_route_names_and_mqa_yaml_does_not_is_a_remark(folder: Path) -> None:
    workspace = with_changes(folder, {"    sales development: [": "    sales developers: ["})
    assert told(workspace) == [
        "The route “Everyone else” leads to the team “sales development”, which mqa.yaml does not have."
    ]


def test_what_is_wrong_with_sales_is_told_beside_what_is_wrong_with_the_sources(folder: Path) -> None:
    with pytest.raises(Refused) as refused:
        with_changes(folder, {"opens: 09:00": "opens: early", "create_accounts: true": "create_accounts: perhaps"})
    assert [problem.what for problem in refused.value.problems] == [
        "“perhaps” is neither true nor false.",
        "“early” is not a time of day.",
    ]
