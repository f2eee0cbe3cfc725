"""Several definitions side by side, and one that changed since it was last run."""

from __future__ import annotations

import json

import pytest

from tests.cli.workspace import DAY, answer, done, mqa

FIRST, SECOND = "definitions/harrow.yaml", "definitions/renewal.yaml"


@pytest.fixture
def two(workspace):
    """A workspace with a second definition, in which nobody can reach the highest level."""
    text = (workspace / FIRST).read_text()
    (workspace / SECOND).write_text(text.replace("name: Harrow new business", "name: Renewal"))
    agreed = workspace / "mqa.yaml"
    agreed.write_text(agreed.read_text().replace(f"[{FIRST}]", f"[{FIRST}, {SECOND}]"))
    return workspace


def test_where_there_are_several_one_must_be_named(two):
    said = mqa(two, "accounts")
    assert said.exit_code == 2
    assert "“Harrow new business”, “Renewal”" in said.stderr


@pytest.mark.parametrize("name", ["Renewal", "renewal"])
def test_one_is_named_by_its_name_or_its_file(two, name):
    done(two, "load")
    assert answer(two, "run", "--as-of", DAY, "--definition", name)["definition"] == "Renewal"
    assert mqa(two, "accounts", "--definition", "harrow").exit_code == 3


def test_two_of_one_name_would_take_each_others_place(two):
    (two / SECOND).write_text((two / FIRST).read_text())
    said = mqa(two, "check", "--json")
    assert said.exit_code == 2
    assert any(FIRST in problem["what"] for problem in json.loads(said.stdout)["problems"])


def test_a_run_is_told_in_the_names_of_its_own_day(workspace):
    done(workspace, "load")
    done(workspace, "run", "--as-of", DAY)
    before = answer(workspace, "explain", "brightport-example.com")
    file = workspace / FIRST
    file.write_text(file.read_text().replace("Priority", "Call now").replace("points: 40,", "points: 80,"))
    assert answer(workspace, "explain", "brightport-example.com") == before
    assert before["level"] == "Priority"


def test_another_writer_at_work_is_waited_for(made):
    from django.db import connections

    from mqa.ledger import leases, opening

    opening.open_ledger(made / ".mqa/ledger.sqlite3")
    with leases.held():
        said = [mqa(made, *words) for words in (("load",), ("run", "--as-of", DAY), ("accounts",))]
    connections.close_all()
    assert [one.exit_code for one in said] == [4, 4, 0]
