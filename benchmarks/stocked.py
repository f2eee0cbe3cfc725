"""A workspace that has loaded any number of acts, made at once: segments of `benchmarks.segments`, listed in a ledger.

Its acts end today, and its one source is a folder into which more may be put.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.segments import write
from mqa import workspaces
from mqa.ledger import leases
from mqa.ledger.segments import list_load
from mqa.loads.storing import TABLES
from mqa.terms.stored import AFTER_LOAD, StoredFile
from mqa.terms.tables import ENGINE_TYPE
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.storing import store
from mqa.workspaces import Opened

DEFINITIONS = Path(__file__).parent.parent / "definitions"
FEED = "data/feed"
WORKSPACE = f"""
workspace: {{ name: Stocked, time_zone: UTC, definitions: [definitions/halyard.yaml] }}
stores: {{ warehouse: .mqa/warehouse, ledger: .mqa/ledger.sqlite3 }}
sources:
  Feed:
    table: activities
    files: {FEED}/
    columns: {{ id: id, occurred_at: at, known_on: at, kind: kind, email: email, url: url, seconds: seconds }}
"""
HEADER = "id,at,kind,email,url,seconds"
BESIDE = {  # what loads keep beside the columns that runs read
    "first_account": "account_id",
    "first_person": "person_id",
    "domain_id": "account_id",
    "said": "0",
    "visitor": "0",
}
ALIASES = "select domain, account_id, rule, source, known_on, told_on, times from {accounts}"


def stocked(folder: Path, accounts: int, acts: int) -> Opened:
    """The workspace in a folder, made where there is none yet; its stores are open."""
    if not (folder / workspaces.FILE).exists():
        (folder / FEED).mkdir(parents=True)
        shutil.copytree(DEFINITIONS, folder / "definitions")
        (folder / FEED / "first.csv").write_text(f"{HEADER}\n", "utf-8")
        (folder / workspaces.FILE).write_text(WORKSPACE, "utf-8")
        opened = workspaces.opened(folder)
        workspaces.open_stores(opened)
        made = folder / "made"
        write(made, accounts, acts, end=opened.today)
        _list(opened, made)
        shutil.rmtree(made)
    opened = workspaces.opened(folder)
    workspaces.open_stores(opened)
    return opened


def _list(opened: Opened, made: Path) -> None:
    found: list[StoredFile] = []
    with open_warehouse(opened.warehouse) as connection:
        for file in sorted(made.glob("*.parquet")):
            table = file.stem.split("-")[0]
            found += _stored(connection, opened, table, f"select * from '{file}'")
        found += _stored(connection, opened, "aliases", ALIASES.format(accounts=f"'{made}/accounts.parquet'"))
    with leases.held() as token:
        list_load("Stock", "stock", "stock", "stock", {"loaded": 0}, found, token=token, told_on=(opened.today,))


def _stored(connection: object, opened: Opened, table: str, rows: str) -> list[StoredFile]:
    """Rows of a table, which lie in order, as a file of the warehouse."""
    columns = TABLES[table].columns
    beside = "".join(f", {BESIDE[name]} as {name}" for name in columns if name in BESIDE)
    typed = ", ".join(f"cast({name} as {ENGINE_TYPE[kind]}) as {name}" for name, kind in columns.items())
    query = f"select {typed}, cast(0 as bigint) as {AFTER_LOAD} from (select *{beside} from ({rows}))"
    file = store(connection, query, opened.warehouse, table)  # type: ignore[arg-type]
    return [file] if file else []
