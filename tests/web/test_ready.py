"""The engine that stands ready says the same as one that is opened for the question."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mqa.answers import evidence, ready
from mqa.explain.standing import history
from mqa.ledger import runs, served
from mqa.ledger.models import ServedAccount
from mqa.terms.durations import date_of
from tests.cli.workspace import done
from tests.laws.test_runs_again import reopened


def rows_as_text(rows):
    return sorted(str(sorted(row.items())) for row in rows)


@pytest.mark.parametrize("rank", [1, 7, 30, 55])
def test_the_evidence_of_an_account_is_the_same_in_both_ways(configured, rank):
    agreement = configured.agreements[0]
    rules, version, folder = agreement.definition, agreement.version, configured.warehouse
    run = runs.published(rules.name)
    domain = ServedAccount.objects.get(run=run.run_id, rank=rank).domain
    given = {"run": run, "most": 20, "memory_limit": "500MB"}
    who = evidence.found(folder, domain, run.known_at, memory_limit="500MB")
    slow = evidence.evidence(folder, rules, version, who, as_of=run.as_of, **given)
    quick = ready.evidence(folder, rules, version, served.account_id(run.run_id, domain), **given)
    assert (quick.account, quick.aliases, quick.people, quick.occasions) == (
        slow.account,
        slow.aliases,
        slow.people,
        slow.occasions,
    )
    for table in slow.tables.keys() - {"transitions"}:
        assert rows_as_text(quick.tables[table]) == rows_as_text(slow.tables[table]), table


def test_an_account_that_the_run_does_not_know_has_no_evidence(configured):
    agreement = configured.agreements[0]
    run = runs.published(agreement.definition.name)
    found = ready.evidence(
        configured.warehouse, agreement.definition, agreement.version, 5, run=run, most=20, memory_limit="500MB"
    )
    assert found is None


def test_an_account_of_a_workspace_that_nobody_gave_research_has_evidence(harrow, tmp_path):
    """What the run keeps is read from its tables, also where they can have no rows."""
    opened = reopened(shutil.copytree(harrow, tmp_path / "harrow"))
    agreement = opened.agreements[0]
    run = runs.published(agreement.definition.name)
    account_id = ServedAccount.objects.get(run=run.run_id, rank=1).account_id
    given = {"run": run, "most": 20, "memory_limit": "500MB"}
    found = ready.evidence(opened.warehouse, agreement.definition, agreement.version, account_id, **given)
    assert (len(found.tables["scores"]), found.tables["surges"]) == (1, [])


def test_of_a_run_in_many_files_those_of_the_account_are_read(harrow, tmp_path, monkeypatch):
    monkeypatch.setattr("mqa.runs.shard_count", lambda _: 5)
    folder = Path(shutil.copytree(harrow, tmp_path / "harrow"))
    done(folder, "run")
    opened = reopened(folder)
    agreement = opened.agreements[0]
    run = runs.published(agreement.definition.name)
    assert len(run.tables["scores"]) > 1
    for account_id, engagement in ServedAccount.objects.filter(run=run.run_id).values_list("account_id", "engagement"):
        given = {"run": run, "most": 20, "memory_limit": "500MB"}
        found = ready.evidence(opened.warehouse, agreement.definition, agreement.version, account_id, **given)
        assert (found.account.account_id, found.tables["scores"][0]["engagement"]) == (account_id, engagement)
        assert {row["account_id"] for row in found.tables["journey"]} == {account_id}
        (engine,) = (one for key, one in ready._ready.items() if key[1] == run.run_id)
        assert engine.beside.execute("select len(getvariable('run_scores'))").fetchall() == [(1,)]


def test_a_document_tells_the_changes_of_level_that_explain_tells(configured, client):
    agreement = configured.agreements[0]
    run = runs.published(agreement.definition.name)
    domain = ServedAccount.objects.get(run=run.run_id, rank=1).domain
    who = evidence.found(configured.warehouse, domain, run.known_at, memory_limit="500MB")
    by = {"run": run, "as_of": run.as_of, "most": 20, "memory_limit": "500MB"}
    found = evidence.evidence(configured.warehouse, agreement.definition, agreement.version, who, **by)
    told = client("viewer").get(f"/accounts/{domain}.json").json()["history"]
    assert [(one["level"], one["was"], one["day"]) for one in told] == [
        (one.level, one.was, date_of(one.day).isoformat())
        for one in history(found.tables["transitions"], agreement.definition)
    ]
    assert told
