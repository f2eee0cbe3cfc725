"""A workspace, opened: what its file says of sales is at hand, and all that is wrong is told at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connections

from mqa import versions
from mqa.cli.starting import write
from mqa.handoff.agreed import Schedule
from mqa.ledger import agreements
from mqa.terms.problems import Refused
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened, agreement_named, chosen, in_force, live, open_stores, opened


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    write(tmp_path / "first", date(2026, 6, 30))
    yield tmp_path / "first"
    connections.close_all()


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


def test_a_list_that_is_not_there_hides_no_other_problem(folder: Path) -> None:
    file = folder / HARROW
    text = (
        file.read_text(encoding="utf-8").replace("competitors.csv", "competitor.csv").replace("to: owner,", "to: ownr,")
    )
    file.write_text(text.replace("fact: employees", "fact: employes"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        opened(folder)
    assert [(problem.what, problem.mend) for problem in refused.value.problems] == [
        (
            "No source tells the fact “employes”. It is asked for in line 24, 35, too.",
            "Did you mean “employees”?",
        ),
        ("There is no list “lists/competitor.csv” that can be read.", "Did you mean “lists/competitors.csv”?"),
        ("The route “Named accounts” leads to “ownr”, which is nobody.", "Did you mean “owner”?"),
    ]


HARROW = "definitions/harrow.yaml"
PARTNERS = "definitions/lists"


def signed_off(folder: Path, *, required: bool = True) -> Opened:
    """The first workspace, its stores open; what runs must be signed by both teams."""
    settings = "agreement: { sign_off: [marketing, sales] }\n\n" if required else ""
    workspace = with_changes(folder, {"identity:\n": f"{settings}identity:\n"})
    open_stores(workspace)
    return workspace


def activate(agreement: Agreement) -> None:
    versions.keep(agreement)
    agreements.add("activated", agreement.version, who="ada@harrow.example", now=datetime.now(UTC))


def edited(folder: Path, old: str = "points: 40,", new: str = "points: 41,") -> Opened:
    file = folder / HARROW
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return opened(folder)


def test_where_nobody_must_sign_the_file_is_what_runs(folder: Path) -> None:
    workspace = signed_off(folder, required=False)
    activate(chosen(workspace))
    draft = chosen(edited(folder))
    assert live(opened(folder), draft) == draft


def test_where_teams_must_sign_nothing_runs_before_a_version_is_active(folder: Path) -> None:
    workspace = signed_off(folder)
    with pytest.raises(Refused) as refused:
        live(workspace, chosen(workspace))
    (problem,) = refused.value.problems
    assert problem.what == (
        "No version of “Harrow new business” is active, and mqa.yaml asks for the sign-off of marketing and sales."
    )
    assert problem.mend.startswith("mqa definition submit; ")
    assert in_force(workspace, chosen(workspace)) == chosen(workspace)


def test_the_version_that_was_activated_last_runs_whatever_became_of_its_files(folder: Path) -> None:
    workspace = signed_off(folder)
    first = chosen(workspace)
    activate(first)
    for file in (folder / PARTNERS).iterdir():
        file.write_text("domain\nelse.example\n", encoding="utf-8")
    workspace = edited(folder)
    assert chosen(workspace).version != first.version
    found = live(workspace, chosen(workspace))
    assert (found.definition, found.version, found.lists) == (first.definition, first.version, first.lists)
    assert in_force(workspace, chosen(workspace)) == found


def test_before_a_version_is_active_what_ran_last_governs_and_no_draft(harrow: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(harrow, tmp_path / "run")
    first = chosen(opened(folder))
    signed_off(folder)
    workspace = edited(folder)
    open_stores(workspace)
    assert in_force(workspace, chosen(workspace)) == first != chosen(workspace)


@pytest.mark.parametrize("asked", [live, in_force])
def test_an_active_version_that_reads_otherwise_today_is_signed_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch, asked: Callable[[Opened, Agreement], Agreement]
) -> None:
    activate(chosen(signed_off(folder)))
    workspace = edited(folder)
    versions._read.cache_clear()
    monkeypatch.setattr(versions, "identity", lambda _: "0" * 32)
    with pytest.raises(Refused) as refused:
        asked(workspace, chosen(workspace))
    versions._read.cache_clear()
    (problem,) = refused.value.problems
    assert "means something else to this release of mqa, which reads it as 00000000. It is what" in problem.what
    assert problem.mend.startswith("mqa definition submit; then mqa definition sign --as TEAM")


def test_a_comment_that_was_changed_since_changes_nothing(folder: Path) -> None:
    activate(chosen(signed_off(folder)))
    workspace = edited(folder, "definition:", "# new\ndefinition:")
    assert live(workspace, chosen(workspace)) == chosen(workspace)


def test_an_agreement_is_named_by_a_word_a_version_or_a_file(folder: Path) -> None:
    workspace = signed_off(folder)
    first = chosen(workspace)
    activate(first)
    workspace = edited(folder)
    found = {
        word: agreement_named(workspace, "", word).version for word in ("active", first.version[:6], first.version)
    }
    assert found == {"active": first.version, first.version[:6]: first.version, first.version: first.version}
    assert agreement_named(workspace, "harrow", "draft") == agreement_named(workspace, "", HARROW) == chosen(workspace)


@pytest.mark.parametrize("word", ["01234", "0123456", "yesterday"])
def test_a_version_that_is_not_kept_is_refused_with_those_that_are(folder: Path, word: str) -> None:
    workspace = signed_off(folder)
    activate(chosen(workspace))
    with pytest.raises(Refused) as refused:
        agreement_named(workspace, "", word)
    (problem,) = refused.value.problems
    assert problem.what == f"“{word}” is no version of “Harrow new business”."
    assert problem.mend == f"Write at least 6 digits of one that is kept: {chosen(workspace).version[:8]}."


def test_where_nobody_must_sign_the_active_one_is_what_ran_last(harrow: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(harrow, tmp_path / "run")
    first = chosen(opened(folder))
    workspace = edited(folder)
    open_stores(workspace)
    assert agreement_named(workspace, "", "active") == first != chosen(workspace)


def test_before_anything_ran_none_is_active(folder: Path) -> None:
    with pytest.raises(Refused, match="was never run"):
        agreement_named(signed_off(folder, required=False), "", "active")


def test_a_team_that_does_not_sign_is_told_beside_other_problems(folder: Path) -> None:
    with pytest.raises(Refused) as refused:
        with_changes(
            folder, {"opens: 09:00": "opens: early", "identity:\n": "agreement: { sign_off: finance }\nidentity:\n"}
        )
    assert [problem.what for problem in refused.value.problems] == [
        "“finance” is no team that signs a definition.",
        "“early” is not a time of day.",
    ]


def test_two_definitions_in_files_of_one_name_are_refused(folder: Path) -> None:
    text = (folder / "definitions/harrow.yaml").read_text(encoding="utf-8")
    shutil.copytree(folder / "definitions", folder / "renewals")
    (folder / "renewals/harrow.yaml").write_text(text.replace("name: Harrow", "name: Renewal", 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        with_changes(folder, {"[definitions/harrow.yaml]": "[definitions/harrow.yaml, renewals/harrow.yaml]"})
    assert [one.what for one in refused.value.problems if one.weight == "problem"] == [
        "renewals/harrow.yaml has the name of definitions/harrow.yaml: “harrow” would mean either."
    ]
