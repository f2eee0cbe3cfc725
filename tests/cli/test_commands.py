"""Each command on a small workspace: what it says to people and to programs."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from django.db import connections

from mqa.cli import COMMANDS
from tests.cli.workspace import DAY, answer, done, mqa

BEST = "brightport-example.com"


def files_of(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


# --- the command line itself


def test_help_needs_none_of_the_heavy_libraries():
    heavy = "{'django', 'duckdb', 'pyarrow', 'sqlglot', 'rich', 'ruamel'}"
    code = f"import sys, mqa.cli; sys.exit(len({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_help_names_every_command(tmp_path):
    said = mqa(tmp_path, "--help")
    assert said.exit_code == 0
    assert [name for name in COMMANDS if f"  {name} " not in said.stdout] == []


def test_a_reader_who_has_enough_is_no_error(made):
    words = [sys.executable, "-m", "mqa.cli", "--workspace", str(made), "export", "verdicts"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


def test_a_command_finds_the_workspace_above_the_folder_it_is_called_in(made, monkeypatch):
    monkeypatch.chdir(made / "data" / "web")
    assert answer(Path(), "accounts")["in_all"] == 8


def test_a_command_finds_the_workspace_that_the_environment_names(made, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MQA_WORKSPACE", str(made))
    from click.testing import CliRunner

    from mqa.cli import main

    assert json.loads(CliRunner().invoke(main, ["accounts", "--json"]).stdout)["in_all"] == 8


# --- init, check, load, run


def test_init_says_what_it_wrote_and_what_comes_next(tmp_path):
    said = mqa(tmp_path, "init", str(tmp_path / "new"), "--as-of", DAY)
    assert said.exit_code == 0
    assert "mqa.yaml" in said.stdout
    assert "Next: cd" in said.stdout


def test_init_moves_its_data_so_that_they_end_on_the_day(tmp_path):
    mqa(tmp_path, "init", str(tmp_path / "new"), "--as-of", "2027-01-10")
    assert "2027-01-09" in (tmp_path / "new/data/web/visits.csv").read_text()


def test_init_overwrites_nothing(workspace):
    (workspace / "mqa.yaml").write_text("mine")
    said = mqa(workspace, "init", str(workspace))
    assert said.exit_code == 2
    assert (workspace / "mqa.yaml").read_text() == "mine"


def test_check_has_nothing_to_say_against_a_first_workspace(workspace):
    before = files_of(workspace)
    assert "No problems" in done(workspace, "check")
    assert files_of(workspace) == before


def test_check_says_what_it_read_to_programs(workspace):
    (definition,) = answer(workspace, "check")["read"]["definitions"]
    assert definition["levels"] == ["Account of interest", "Watch", "Qualified", "Priority"]


def test_remarks_alone_are_an_error_only_where_that_is_asked(workspace):
    file = workspace / "definitions/harrow.yaml"
    file.write_text(file.read_text().replace("review_on: 2026-09-28", "review_on: 2001-01-01"))
    assert mqa(workspace, "check").exit_code == 0
    assert mqa(workspace, "check", "--strict").exit_code == 1


def test_load_says_what_became_of_every_row(workspace):
    loaded = {one["source"]: one["counts"] for one in answer(workspace, "load")["sources"]}
    assert loaded["CRM contacts"]["read"] == 11
    assert (loaded["CRM contacts"]["loaded"], loaded["CRM contacts"]["skipped"]) == (10, 1)


def test_loading_again_loads_nothing(workspace):
    done(workspace, "load")
    assert [one["new_files"] for one in answer(workspace, "load")["sources"]] == [0] * 5


def test_load_shows_the_first_rejected_rows_with_place_reason_and_mend(workspace):
    forms = workspace / "data/forms.csv"
    forms.write_text(forms.read_text() + "F-9,20223-06-01T10:00:00,demo,,ann@calderon-example.com\n")
    said = done(workspace, "load")
    assert "data/forms.csv:9" in said
    assert "20223-06-01T10:00:00" in said


def test_run_says_how_many_stand_where(made):
    again = answer(made, "run", "--as-of", DAY)
    assert {row["level"]: row["accounts"] for row in again["levels"]} == {
        "Priority": 1,
        "Qualified": 0,
        "Watch": 2,
        "Account of interest": 1,
    }


def test_a_run_cannot_fold_from_the_future(made):
    assert mqa(made, "run", "--as-of", DAY, "--fold-from", "2026-07-01").exit_code == 2


# --- accounts, explain


def test_accounts_come_by_level_then_engagement(made):
    rows = answer(made, "accounts")["accounts"]
    assert [row["domain"].split("-")[0] for row in rows[:4]] == ["brightport", "calderon", "fennmark", "tidewater"]
    assert rows[0]["level"] == "Priority"


def test_accounts_of_one_level_only(made):
    rows = answer(made, "accounts", "--level", "watch")["accounts"]
    assert {row["level"] for row in rows} == {"Watch"}


def test_accounts_of_one_stage_only(made):
    (row,) = answer(made, "accounts", "--stage", "pipeline")["accounts"]
    assert row["domain"] == "fennmark-example.com"


def test_a_limit_says_how_many_there_are_in_all(made):
    found = answer(made, "accounts", "--limit", "2")
    assert (len(found["accounts"]), found["in_all"]) == (2, 8)


def test_no_line_of_a_table_is_wider_than_100_columns(made):
    said = done(made, "accounts") + done(made, "status") + done(made, "explain", BEST, "--all")
    tables = [line for line in said.splitlines() if not line.startswith("  ")]
    assert [line for line in tables if len(line.rstrip()) > 100] == []


def test_there_is_nothing_to_list_before_the_first_run(workspace):
    said = mqa(workspace, "accounts")
    assert said.exit_code == 3
    assert "mqa run" in said.stderr


def leaves(share):
    return [leaf for part in share["parts"] for leaf in leaves(part)] if share["parts"] else [share]


@pytest.mark.parametrize("account", [BEST, "calderon-example.com", "kestrel-example.com", "tidewater-example.com"])
def test_the_shares_of_a_score_add_up_to_it_exactly(made, account):
    said = answer(made, "explain", account)
    assert sum(leaf["share_micro"] for leaf in leaves(said["engagement"])) == said["scores"]["engagement"]


@pytest.mark.parametrize("account", [BEST, "calderon-example.com", "fennmark-example.com"])
def test_what_is_shown_of_a_score_adds_up_to_what_is_shown_as_score(made, account):
    def tenths(share):
        return round(float(share["shown"]) * 10)

    said = answer(made, "explain", account)["engagement"]
    assert tenths(said) == sum(tenths(leaf) for leaf in leaves(said))
    assert tenths(said) == (said["share_micro"] + 50_000) // 100_000


@pytest.mark.parametrize("typed", ["https://www.brightport-example.com/x", "brightport-example.nl", "Brightport", BEST])
def test_an_account_is_found_by_whatever_names_it(made, typed):
    assert answer(made, "explain", typed)["account"]["domain"] == BEST


def test_a_misspelt_account_is_guessed(made):
    said = mqa(made, "explain", "brihtport")
    assert said.exit_code == 2
    assert "Did you mean brightport-example.com (Brightport Logistics)?" in said.stderr


def test_an_explanation_says_what_is_short_of_the_next_level(made):
    said = done(made, "explain", "calderon-example.com")
    assert "Why not Qualified" in said
    assert "needs 2 more people" in said


def test_an_explanation_leads_to_the_acts(made):
    (act,) = [
        act
        for leaf in leaves(answer(made, "explain", BEST)["engagement"])
        for act in leaf["acts"]
        if act["kind"] == "form.demo"
    ]
    assert (act["day"], act["person"]) == ("2026-06-19", "eva.smit@brightport-example.com")


def test_a_role_that_nobody_has_is_missing(made):
    roles = {role["name"]: role["state"] for role in answer(made, "explain", "calderon-example.com")["committee"]}
    assert roles == {"Economic buyer": "known", "Head of planning": "missing", "IT": "missing", "Planner": "engaged"}


def test_the_smallest_changes_that_would_be_enough_are_told_and_those_that_would_not(made):
    said = done(made, "explain", "fennmark-example.com")
    assert "if 1 new person as Head of planning" in said
    assert "What would not be enough" in said

    ahead = answer(made, "explain", "fennmark-example.com")["ahead"]
    first = ahead["what_would"]["enough"][0]
    assert (first["level"], first["on"], first["effort"]) == ("Qualified", "2026-07-02", 2)
    assert ahead["ends"] == {"level": "Watch", "on": "2026-07-19", "to": "Account of interest", "rises": False}


def test_why_nothing_would_be_enough_is_told(made):
    would = answer(made, "explain", "ostrava-example.com")["ahead"]["what_would"]
    assert would["enough"] == []
    assert would["why_none"][0] == "It is outside the ICP, however busy it is."


def test_a_day_without_a_run_is_explained_as_a_run_of_it_would_be(workspace):
    done(workspace, "load")
    alone = answer(workspace, "explain", BEST, "--as-of", "2026-06-20")
    stored = files_of(workspace)
    done(workspace, "run", "--as-of", "2026-06-20")
    run = answer(workspace, "explain", BEST, "--as-of", "2026-06-20")
    assert (alone["run"], run["run"]) == (None, 1)
    for one in (alone, run):
        one["committee_numbers"].pop("contact_ratio_of_segment")  # only a run knows all accounts of a segment
    assert {**alone, "run": 1} == run
    assert not [name for name in stored if "scores" in name]


def test_an_account_is_not_known_before_its_first_day(made):
    said = mqa(made, "explain", BEST, "--as-of", "2026-01-01")
    assert said.exit_code == 2
    assert "was not known on 2026-01-01" in said.stderr


# --- replay, export, status


def test_a_replay_ends_where_a_run_from_its_first_day_stands(made):
    days = answer(made, "replay", "--from", "2026-06-01", "--to", DAY)
    assert len(days["days"]) == 30
    assert days["days"][-1]["levels"] == {"Account of interest": 1, "Watch": 2, "Qualified": 0, "Priority": 1}
    assert days["transitions"][0]["domain"].endswith("-example.com")


def test_a_replay_of_weeks_says_that_it_is_an_approximation(made):
    assert answer(made, "replay", "--from", "2026-06-01", "--to", DAY, "--every", "week")["approximation"]


def test_a_replay_does_not_run_backwards(made):
    assert mqa(made, "replay", "--from", DAY, "--to", "2026-06-01").exit_code == 2


def test_an_export_names_what_rows_call_by_number(made):
    rows = list(csv.DictReader(io.StringIO(done(made, "export", "verdicts"))))
    assert {"as_of": DAY, "domain": BEST, "condition_name": "Good fit", "enters": "1"}.items() <= next(
        row for row in rows if row["domain"] == BEST and row["condition_name"] == "Good fit"
    ).items()


@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
def test_an_export_is_the_same_in_every_format(made, tmp_path, kind):
    file = tmp_path / f"scores.{kind}"
    assert answer(made, "export", "scores", "--output", str(file))["rows"] == 8
    total = duckdb.sql(f"select sum(engagement)::bigint from '{file}'").fetchall()
    assert total == [(sum(row["engagement"] for row in answer(made, "accounts")["accounts"]),)]


def test_parquet_is_not_printed(made):
    assert mqa(made, "export", "scores", "--format", "parquet").exit_code == 2


def test_status_says_how_fresh_everything_is(made):
    said = answer(made, "status")
    assert {one["source"] for one in said["sources"]} >= {"CRM accounts", "Website"}
    assert said["runs"][0]["state"] == "published"
    assert said["at_work"] is None


def test_status_tells_the_active_version_of_a_definition_and_a_draft_that_differs(harrow, tmp_path):
    folder = shutil.copytree(harrow, tmp_path / "harrow")
    (before,) = answer(folder, "status")["definitions"]
    assert (before["active"], before["draft"]) == (before["version"], False)
    file = folder / "definitions" / "harrow.yaml"
    file.write_text(file.read_text().replace("engagement_at_least: 55", "engagement_at_least: 50"))
    (after,) = answer(folder, "status")["definitions"]
    assert (after["active"], after["draft"]) == (before["version"], True)
    assert "a draft differs" in done(folder, "status")


def test_status_says_that_no_version_is_active_before_one_is(workspace):
    assert "none yet" in done(workspace, "status")


def test_status_names_the_process_at_work(made):
    from mqa.ledger import leases, opening

    opening.open_ledger(made / ".mqa/ledger.sqlite3")
    with leases.held():
        assert f"process {os.getpid()}" in answer(made, "status")["at_work"]
    connections.close_all()


def test_help_is_quick():
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "mqa.cli", "--help"], check=True, capture_output=True)
    assert time.perf_counter() - began < 3  # a tenth of it on a quiet machine; a heavy import would show
