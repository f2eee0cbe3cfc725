"""What the two stores promise together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mqa.ledger.files import listed
from mqa.ledger.leases import held
from mqa.ledger.runs import begin, publish, published
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import scan_sql
from mqa.warehouse.storing import store, sweep

KILLED_BEFORE_PUBLISHING = """
import os, signal, sys
from pathlib import Path
from mqa.ledger import leases, opening, runs
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.storing import store

folder = Path(sys.argv[2])
opening.open_ledger(Path(sys.argv[1]))
runs.begin("Halyard", "v1", 100, 100, 10, token=leases.acquire())
store(open_warehouse(folder), "select 2::bigint as account_id", folder, "scores")
os.kill(os.getpid(), signal.SIGKILL)
"""


def run_over(folder: Path, account: int) -> None:
    """Publish a run whose only account is `account`."""
    with held() as token, open_warehouse(folder) as connection:
        run = begin("Halyard", "v1", 100, 100, 10, token=token)
        stored = store(connection, f"select {account}::bigint as account_id", folder, "scores")
        publish(run, {"scores": [stored] if stored else []})


def accounts_seen(folder: Path) -> list[int]:
    """The accounts in the scores that a reader sees."""
    run = published("Halyard")
    assert run
    with open_warehouse(folder) as connection:
        rows = connection.execute(scan_sql(folder, run.tables["scores"], {"account_id": "bigint"})).fetchall()
    return [account for (account,) in rows]


def test_a_run_killed_between_storing_and_publishing_is_never_seen_and_its_files_are_swept(
    ledger: Path, tmp_path: Path
) -> None:
    run_over(tmp_path, 1)
    killed = subprocess.run([sys.executable, "-c", KILLED_BEFORE_PUBLISHING, str(ledger), str(tmp_path)])
    assert killed.returncode == -9
    assert len(list(tmp_path.glob("scores/*.parquet"))) == 2
    assert accounts_seen(tmp_path) == [1]
    sweep(tmp_path, listed(), older_than_hours=-1)
    assert len(list(tmp_path.glob("scores/*.parquet"))) == 1
    assert accounts_seen(tmp_path) == [1]


def test_a_reader_of_the_replaced_run_can_read_on_until_the_next_day(tmp_path: Path) -> None:
    run_over(tmp_path, 1)
    old = published("Halyard")
    assert old
    run_over(tmp_path, 2)
    sweep(tmp_path, listed(), older_than_hours=-1)
    assert (tmp_path / old.tables["scores"][0]).exists()
    sweep(tmp_path, listed(retired_hours=0), older_than_hours=-1)
    assert not (tmp_path / old.tables["scores"][0]).exists()
    assert accounts_seen(tmp_path) == [2]
