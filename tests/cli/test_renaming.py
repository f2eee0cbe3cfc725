"""A definition, and levels, that are renamed after a day, beside ones that are not: nothing but the names differs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from mqa import workspaces
from mqa.answers.behind import behind
from mqa.answers.dashboard import Dashboard, dashboard
from mqa.answers.history import changes
from mqa.delivery import answering
from mqa.ledger.models import Handoff, Transition
from mqa.reporting.periods import month_of
from mqa.terms.durations import day_number
from mqa.workspaces import Opened
from tests.cli.workspace import DAY, answer, done, mqa, written

FILE = "definitions/harrow.yaml"
BEFORE = "2026-06-29"
OLD, NEW = "Harrow new business", "Harrow Europe"
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
JUNE = month_of(day_number(date(2026, 6, 1)))


def renamed(folder: Path, *, formerly: str = OLD) -> None:
    """Calls the definition of a workspace otherwise."""
    file = folder / FILE
    file.write_text(file.read_text().replace(f"name: {OLD}", f"name: {NEW}\n  formerly: [{formerly}]"))


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a day that was run and handed off."""
    folder = written(tmp_path_factory.mktemp("first") / "harrow")
    done(folder, "load")
    done(folder, "run", "--as-of", BEFORE)
    done(folder, "deliver")
    return folder


@pytest.fixture(scope="module")
def both(first_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The day after, run and handed off: with the old name, and with a new one."""
    folders = [shutil.copytree(first_day, tmp_path_factory.mktemp(name) / "harrow") for name in ("kept", "renamed")]
    renamed(folders[1])
    for folder in folders:
        done(folder, "run", "--as-of", DAY)
        done(folder, "deliver")
    yield folders[0], folders[1]
    connections.close_all()


LEVELS = {"Watch": "Looking", "Priority": "Urgent"}


@pytest.fixture(scope="module")
def levels_renamed(first_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The day after, run and handed off, with two levels that are called otherwise."""
    folder = shutil.copytree(first_day, tmp_path_factory.mktemp("levels") / "harrow")
    file = folder / FILE
    text = file.read_text()
    for was, now in LEVELS.items():
        text = text.replace(f"  {was}:", f"  {now}:").replace(f"{was}]", f"{now}]").replace(f"[{was},", f"[{now},")
        (line,) = [line for line in text.splitlines() if line.startswith(f"  {now}:")]
        text = text.replace(line, line.replace(" }", f", formerly: [{was}] }}"))
    file.write_text(text)
    done(folder, "run", "--as-of", DAY)
    done(folder, "deliver")
    return folder


def in_words_of_today(found: object) -> str:
    """What was found, with the levels called as they are called now."""
    text = repr(found)
    for was, now in LEVELS.items():
        text = text.replace(was, now)
    return text


def test_reports_count_levels_that_were_renamed_as_one(both: tuple[Path, Path], levels_renamed: Path) -> None:
    def reports(opened: Opened) -> Dashboard:
        return dashboard(opened, opened.agreements[0], JUNE, NOW)

    kept, other = of_each((both[0], levels_renamed), reports)
    assert all(was in repr(kept) for was in LEVELS)
    assert repr(other) == in_words_of_today(kept)


def test_lists_behind_the_numbers_go_by_the_name_of_today(both: tuple[Path, Path], levels_renamed: Path) -> None:
    def waiting(name: str) -> Callable[[Opened], int]:
        filters = {"kind": "level", "name": name}
        return lambda opened: behind(opened, opened.agreements[0], "standing", JUNE, filters, NOW).in_all

    for was, now in LEVELS.items():
        (kept,) = of_each((both[0],), waiting(was))
        (other,) = of_each((levels_renamed,), waiting(now))
        assert other == kept


def test_the_history_of_an_account_knows_a_level_by_its_name_of_today(
    both: tuple[Path, Path], levels_renamed: Path
) -> None:
    def told(opened: Opened) -> list[Any]:
        numbers = Transition.objects.order_by("account_id").values_list("account_id", flat=True).distinct()
        return [changes(opened.agreements[0].definition, number, day_number(date(2026, 6, 30))) for number in numbers]

    kept, other = of_each((both[0], levels_renamed), told)
    assert repr(other) == in_words_of_today(kept)


def of_each(both: Sequence[Path], look: Callable[[Opened], Any]) -> list[Any]:
    """What is found in the workspace that kept its name, and in the other."""
    found = []
    for folder in both:
        opened = workspaces.opened(folder)
        workspaces.open_stores(opened)
        found.append(look(opened))
    return found


def test_accounts_stand_where_they_stood_since_the_day_they_did(both: tuple[Path, Path]) -> None:
    kept, other = (answer(folder, "accounts", "--limit", "1000")["accounts"] for folder in both)
    assert any(one["level"] and one["since"] < DAY for one in kept)
    assert other == kept


def test_changes_go_on_as_one_history(both: tuple[Path, Path]) -> None:
    def changes(_: Opened) -> list[Any]:
        return list(Transition.objects.order_by("id").values_list("account_id", "day", "to_stage", "to_level", "cause"))

    kept, other = of_each(both, changes)
    assert other == kept


def test_an_account_has_one_open_handoff_whatever_the_definition_is_called(both: tuple[Path, Path]) -> None:
    def work(_: Opened) -> list[Any]:
        return list(Handoff.objects.order_by("id").values_list("account_id", "level", "owner", "state"))

    kept, other = of_each(both, work)
    assert [state for *_, state in kept].count("open") == len({account for account, *_ in kept}) > 0
    assert other == kept


def test_reports_count_one_journey(both: tuple[Path, Path]) -> None:
    def reports(opened: Opened) -> Dashboard:
        return dashboard(opened, opened.agreements[0], JUNE, NOW)

    kept, other = of_each(both, reports)
    assert any(section.rows for section in kept.sections)
    assert other == kept


def test_lists_call_everything_by_the_name_of_today(both: tuple[Path, Path]) -> None:
    _, folder = both
    assert {one["definition"] for one in answer(folder, "handoffs", "--all")["handoffs"]} == {NEW}
    assert {one["definition"] for one in answer(folder, "status")["runs"]} == {NEW}


def test_the_old_name_still_leads_there(both: tuple[Path, Path]) -> None:
    _, folder = both
    assert answer(folder, "handoffs", "--definition", OLD) == answer(folder, "handoffs")


def test_a_handoff_given_under_the_old_name_is_answered_under_the_new_one(first_day: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(first_day, tmp_path / "harrow")
    renamed(folder)
    (waiting,) = answer(folder, "handoffs")["handoffs"]
    opened = workspaces.opened(folder)
    workspaces.open_stores(opened)
    answering.answer(opened, opened.agreements[0], waiting["handoff"], "accepted", by="rita", now=NOW)
    done(folder, "run", "--as-of", DAY)
    stages = {one["domain"]: one["stage"] for one in answer(folder, "accounts", "--limit", "1000")["accounts"]}
    assert stages[waiting["domain"]] == "SAA"
    assert answer(folder, "handoffs")["handoffs"] == []


def test_the_version_that_was_signed_under_the_old_name_runs_until_the_new_one_is_signed(
    first_day: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(first_day, tmp_path / "harrow")
    file = folder / "mqa.yaml"
    file.write_text(file.read_text().replace("identity:\n", "agreement: { sign_off: [sales] }\n\nidentity:\n"))
    signed(folder)
    active = answer(folder, "definition", "history")["active"]
    renamed(folder)
    assert answer(folder, "run", "--as-of", DAY)["version"] == active
    signed(folder)
    found = answer(folder, "definition", "history")
    assert found["active"] == found["draft"] != active
    assert [(one["what"], one["definition"]) for one in found["history"]] == [
        *((what, NEW) for what in ("activated", "signed", "submitted")),
        *((what, OLD) for what in ("activated", "signed", "submitted")),
    ]


def signed(folder: Path) -> None:
    """What the file says becomes what runs live."""
    for words in (["submit"], ["sign", "--as", "sales", "--by", "rita@harrow.example", "--yes"], ["activate"]):
        done(folder, "definition", *words)


def test_a_misspelt_former_name_is_refused_before_anything_is_lost(first_day: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(first_day, tmp_path / "harrow")
    renamed(folder, formerly="Harrow new busines")
    said = mqa(folder, "run", "--as-of", DAY)
    assert said.exit_code == 2
    assert "Did you mean “Harrow new business”?" in said.output


def of_names(folder: Path) -> list[dict[str, str]]:
    """What is remarked on former names."""
    return [one for one in answer(folder, "check")["problems"] if "formerly" in one["what"]]


def test_a_misspelt_former_name_is_remarked_on_and_reading_goes_on(first_day: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(first_day, tmp_path / "harrow")
    renamed(folder, formerly="Harrow new busines")
    (remark,) = of_names(folder)
    assert (remark["weight"], "Did you mean “Harrow new business”?" in remark["mend"]) == ("remark", True)
    said = mqa(folder, "handoffs")
    assert said.exit_code == 0
    assert "Did you mean “Harrow new business”?" in said.stderr


def test_a_former_name_of_a_level_that_no_version_had_is_remarked_on(first_day: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(first_day, tmp_path / "harrow")
    file = folder / FILE
    text = file.read_text()
    file.write_text(text.replace("  Watch:   ", "  Warmed up: ").replace("social_outreach }", "x, formerly: [Wach] }"))
    (remark,) = of_names(folder)
    assert remark["what"] == "“Warmed up” was formerly “Wach”, which no earlier version had."
    assert remark["mend"] == "Did you mean “Watch”?"
    file.write_text(text.replace("  Watch:   ", "  Warmed up: ").replace("social_outreach }", "x, formerly: [Watch] }"))
    assert of_names(folder) == []


def test_two_definitions_that_were_the_same_one_are_refused(first_day: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(first_day, tmp_path / "harrow")
    text = (folder / FILE).read_text()
    renamed(folder)
    (folder / "definitions/other.yaml").write_text(text)
    file = folder / "mqa.yaml"
    file.write_text(file.read_text().replace("[definitions/harrow.yaml]", f"[{FILE}, definitions/other.yaml]"))
    said = mqa(folder, "check")
    assert said.exit_code == 2
    assert f"“{NEW}” was formerly “{OLD}”, which the one in definitions/other.yaml is." in said.output
