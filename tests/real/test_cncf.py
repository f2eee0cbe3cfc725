"""The line on real data: companies, people and dated purchases of a foundation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from benchmarks.conversion import conversion, month_ends, undated_members
from mqa import rolling, runs, workspaces
from mqa.ledger import runs as ledger
from mqa.ledger.runs import PublishedRun
from mqa.loads import load
from mqa.terms.durations import day_number
from tests.prepared import prepared

ROOT = Path(__file__).parents[2]
WORKSPACE = Path("workspaces", "cncf")
AS_OF = day_number(date(2023, 6, 30))

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def cncf(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Iterator[Path]:
    """The shipped workspace, loaded."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MQA_CNCF", str(real_data / "cncf"))
        made = prepared("cncf", loaded, tmp_path_factory)
        yield shutil.copytree(made, tmp_path_factory.mktemp("real"), dirs_exist_ok=True) / WORKSPACE


def loaded(folder: Path) -> None:
    """Fills a folder with the shipped definitions and the workspace that is loaded."""
    shutil.copytree(ROOT / "definitions", folder / "definitions")
    (folder / WORKSPACE).mkdir(parents=True)
    shutil.copy(ROOT / WORKSPACE / "mqa.yaml", folder / WORKSPACE)
    load(folder / WORKSPACE, today=day_number(date(2024, 1, 1)))


@pytest.fixture(scope="module")
def published(cncf: Path) -> PublishedRun:
    """A run as of the end of June 2023."""
    return run(cncf)


def run(cncf: Path) -> PublishedRun:
    workspace = workspaces.opened(cncf)
    workspaces.open_stores(workspace)
    runs.run(workspace.warehouse, workspaces.chosen(workspace), AS_OF)
    found = ledger.published("Foundation membership", AS_OF)
    assert found is not None
    return found


def rows(cncf: Path, run: PublishedRun, table: str) -> str:
    """A table of a run as SQL."""
    paths = ", ".join(f"'{cncf / '.mqa' / 'warehouse' / file}'" for file in run.tables[table])
    return f"read_parquet([{paths}])"


def test_shares_sum_to_every_accounts_score_exactly(cncf: Path, published: PublishedRun) -> None:
    contributions, scores = rows(cncf, published, "contributions"), rows(cncf, published, "scores")
    off = duckdb.execute(f"""
        select count(*), count(*) filter (where coalesce(c.share, 0) <> s.engagement) from {scores} as s
        left join (select account_id, sum(share) as share from {contributions} where score = 'engagement'
            group by account_id) as c on c.account_id = s.account_id
    """).fetchall()[0]
    assert off[0] > 5000
    assert off[1] == 0


def test_running_twice_gives_the_same_tables(cncf: Path, published: PublishedRun) -> None:
    again = run(cncf)
    assert again.run_id != published.run_id
    assert [table for table, files in again.tables.items() if files] == [
        t for t, files in published.tables.items() if files
    ]
    for table in (table for table, files in published.tables.items() if files):
        differing = duckdb.execute(f"""
            select count(*) from (
                (select * from {rows(cncf, published, table)} except all select * from {rows(cncf, again, table)})
                union all
                (select * from {rows(cncf, again, table)} except all select * from {rows(cncf, published, table)})
            )
        """).fetchall()
        assert (table, differing) == (table, [(0,)])


def test_no_seller_is_an_account(cncf: Path) -> None:
    workspace = workspaces.opened(cncf)
    world = rolling.segments_for(workspaces.chosen(workspace).definition)
    files = ", ".join(f"'{workspace.warehouse / file}'" for file in world["accounts"])
    sellers = "('linuxfoundation.org', 'cncf.io')"
    assert duckdb.execute(
        f"select count(*) from read_parquet([{files}]) where account_id > 0 and domain in {sellers}"
    ).fetchall() == [(0,)]


def test_accounts_with_three_active_people_convert_fifteen_times_as_often(cncf: Path, real_data: Path) -> None:
    undated = undated_members(real_data / "cncf" / "memberships.parquet")
    base, one, two, three = conversion(cncf, list(month_ends("2021-01", "2023-09")), undated)
    assert base.accounts > 140_000
    assert base.conversions > 200
    assert 1 < one.lift < two.lift < three.lift
    assert three.lift >= 15
