"""The evidence of many accounts, read at once, is what each alone would be read as."""

from __future__ import annotations

import shutil

import pytest
from django.db import connections

from mqa import evidence, grounds, workspaces
from mqa.answers import evidence as answers
from mqa.ledger import runs
from mqa.ledger.models import ServedAccount

TABLES = (*grounds.OF_THE_ACCOUNT, "dated_facts", "research")


@pytest.fixture
def at_once(harrow, tmp_path):
    """The workspace, its run, and the evidence of all of its accounts."""
    workspace = workspaces.opened(shutil.copytree(harrow, tmp_path / "harrow"))
    workspaces.open_stores(workspace)
    agreement = workspace.agreements[0]
    run = runs.published(agreement.definition.name)
    numbers = ServedAccount.objects.filter(run=run.run_id).values_list("account_id", flat=True)
    found = evidence.of_many(workspace.warehouse, agreement.definition, run, numbers, most=None, memory_limit="500MB")
    yield workspace, agreement, run, list(found)
    connections.close_all()


def in_order(rows):
    return sorted(map(repr, rows))


def test_many_at_once_are_what_each_is_alone(at_once):
    workspace, agreement, run, found = at_once
    assert len(found) == 8
    for one in found:
        alone = answers.evidence(
            workspace.warehouse,
            agreement.definition,
            agreement.version,
            (one.account, ()),
            as_of=run.as_of,
            run=run,
            most=None,
            memory_limit="500MB",
        )
        assert (alone.people, alone.occasions) == (one.people, one.occasions)
        for table in TABLES:
            if table != "transitions":  # alone, all of its history is there
                assert in_order(alone.tables[table]) == in_order(one.tables[table]), table


def test_an_account_that_the_run_does_not_know_is_left_out(at_once):
    workspace, agreement, run, found = at_once
    numbers = [found[0].account.account_id, 123]
    some = evidence.of_many(workspace.warehouse, agreement.definition, run, numbers, most=1, memory_limit="500MB")
    assert [one.account for one in some] == [found[0].account]


def test_more_than_can_be_held_at_once_come_in_parts(at_once, monkeypatch):
    workspace, agreement, run, found = at_once
    monkeypatch.setattr(evidence, "AT_ONCE", 3)
    numbers = [one.account.account_id for one in found]
    some = evidence.of_many(workspace.warehouse, agreement.definition, run, numbers, most=None, memory_limit="500MB")
    assert [one.occasions for one in some] == [one.occasions for one in found]
