"""Two thresholds compared on real data: the accounts that two separate runs differ by, and no other."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from mqa import runs, workspaces
from mqa.comparing import compared
from mqa.ledger import runs as ledger
from mqa.line import FOLD_DAYS
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened
from tests.real.test_cncf import AS_OF
from tests.real.test_cncf import cncf as cncf

pytestmark = pytest.mark.real
CHANGED = ("people_at_least: 3", "people_at_least: 2")


def levels(workspace: Opened, agreement: Agreement) -> dict[int, int]:
    """The level of each account that stands at one, by a run of its own that folds anew."""
    runs.run(workspace.warehouse, agreement, AS_OF, fold_from=AS_OF - FOLD_DAYS)
    run = ledger.published(agreement.definition.name, AS_OF)
    assert run is not None
    assert run.version == agreement.version
    files = ", ".join(f"'{workspace.warehouse / file}'" for file in run.tables["standings"])
    found = duckdb.execute(f"select account_id, level from read_parquet([{files}]) where level > 0").fetchall()
    return dict(found)


def test_comparing_two_thresholds_names_the_accounts_that_two_runs_differ_by(cncf: Path) -> None:
    workspace = workspaces.opened(cncf)
    workspaces.open_stores(workspace)
    was = workspaces.chosen(workspace)
    file = cncf / "fewer.yaml"
    assert was.text.count(CHANGED[0]) == 1
    file.write_text(was.text.replace(*CHANGED), encoding="utf-8")
    now = workspaces.agreement_named(workspace, "", str(file))
    found = compared(workspace.warehouse, was, now, first=AS_OF, last=AS_OF, most=200)
    before, after = levels(workspace, was), levels(workspace, now)
    names = {nth: level.name for nth, level in enumerate(was.definition.levels, start=1)} | {0: ""}
    differ = {
        account: (names[before.get(account, 0)], names[after.get(account, 0)])
        for account in {*before, *after}
        if before.get(account, 0) != after.get(account, 0)
    }
    assert len(differ) > 10
    assert {one.account_id: (one.was, one.now) for one in found.accounts} == differ
    assert all(one.why for one in found.accounts if one.handed)
