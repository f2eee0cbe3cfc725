"""`mqa demo`: a company that has a past, made once, and never over a workspace of somebody's own."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from mqa.cli.demonstrating import typed
from tests.cli.workspace import done, mqa

SMALL = ("--accounts", "120", "--days", "120", "--history", "15", "--end", "2026-06-30", "--json")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, dict]:
    """A small company with three weeks behind it, and what was said of it."""
    folder = tmp_path_factory.mktemp("demo") / "halyard"
    return folder, json.loads(done(folder.parent, "demo", str(folder), *SMALL))


@pytest.fixture(scope="module")
def ask(made):
    """Rows of a query of its ledger."""
    ledger = sqlite3.connect(made[0] / ".mqa" / "ledger.sqlite3")
    return lambda query: ledger.execute(query).fetchall()


def test_it_has_a_run_on_each_of_the_last_days(made, ask):
    days = [day for (day,) in ask("select as_of from ledger_run where published_at is not null order by as_of")]

    assert days[-10:] == list(range(days[-1] - 9, days[-1] + 1))
    assert made[1]["lived"]["runs"] == len(days)


def test_every_run_was_followed_on_its_own_day(ask):
    gaps = ask("select julianday(date(followed_at)) - julianday(date('2000-01-01', as_of || ' days')) from ledger_run")

    assert {gap for (gap,) in gaps} <= {0.0, -1.0}


def test_handoffs_were_answered_by_those_who_had_them(made, ask):
    assert made[1]["lived"]["handoffs"] > 0
    assert ask("select count(*) from ledger_disposition where by not like '%@halyard.example'") == [(0,)]


def test_four_people_may_sign_in(made, ask):
    assert sorted(ask("select role, email from ledger_user")) == sorted(
        (one["role"], one["email"]) for one in made[1]["logins"]
    )


def test_its_stories_come_out_and_are_the_examples_of_its_playbook(made):
    folder, _ = made
    assert "Every level, gate and route has a story." in done(folder, "stories", "--coverage")
    assert "A competitor looks at everything we have" in done(folder, "describe")


def test_its_files_say_where_their_schemas_are(made):
    folder, _ = made
    for file in (folder / "mqa.yaml", folder / "definitions" / "halyard.yaml"):
        _, said, path = file.read_text(encoding="utf-8").partition("\n")[0].partition("yaml-language-server: $schema=")
        assert said
        assert (file.parent / path).is_file()


def test_a_second_call_makes_nothing_anew(made):
    folder, said = made
    before = (folder / ".mqa" / "ledger.sqlite3").stat().st_mtime_ns

    assert json.loads(done(folder.parent, "demo", str(folder), *SMALL)) == said
    assert (folder / ".mqa" / "ledger.sqlite3").stat().st_mtime_ns == before


def test_what_was_stopped_half_way_is_made_from_the_beginning(tmp_path):
    (tmp_path / "demo.json").write_text('{"finished": false}')
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "half.csv").write_text("x")

    smallest = ("--accounts", "20", "--days", "30", "--history", "1", "--end", "2026-06-30", "--json")
    assert json.loads(done(tmp_path, "demo", str(tmp_path), *smallest))["finished"]
    assert not (tmp_path / "data" / "half.csv").exists()


def test_a_workspace_of_somebody_s_own_is_left_alone(tmp_path):
    (tmp_path / "mqa.yaml").write_text("workspace: {name: Ours}")

    refused = mqa(tmp_path, "demo", str(tmp_path))

    assert (refused.exit_code, "Choose another folder" in refused.output) == (2, True)
    assert (tmp_path / "mqa.yaml").read_text() == "workspace: {name: Ours}"


def test_what_comes_next_can_be_typed_where_mqa_is_no_command_of_the_shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [str(tmp_path / ".venv/bin/mqa")])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert typed() == ".venv/bin/mqa"


def test_where_the_shell_finds_mqa_its_name_is_enough(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", [str(tmp_path / "mqa")])
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "mqa").touch(mode=0o755)
    assert typed() == "mqa"
