"""`python -m benchmarks.resolving`: a million companies and five million people, and then a thousand more.

A made-up CRM: every company has a domain and a name. Of the people nine in ten write from their company's domain, the
others from a mail provider; of those three in five state a company by its name, as people write names (with another
legal form, in capitals, cut off, misspelt), and seven of ten such names are a company's we know. What is timed is `mqa
load` from start to end, in a process of its own whose memory is measured; then 1,000 companies and 1,000 people are
added, and loaded. --companies takes fewer, with as many people for each.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.name_making import names

PEOPLE, STATED = 5, 10  # people for each company; companies for each distinct name that is stated
LIMIT, LIMIT_MORE, MEMORY = 180, 5, "2500MB"
MORE = 1_000
WORKSPACE = """
workspace: { name: Large, time_zone: UTC, definitions: [definitions/harrow.yaml] }
identity: { create_accounts: true }
sources:
  CRM accounts:
    table: companies
    files: companies
    columns: { id: id, domain: domain, name: name, known_on: { static: true } }
  CRM contacts:
    table: people
    files: people
    columns: { id: id, email: email, title: title, company: company, known_on: { static: true } }
"""
PERSON = """
    select
        i as id,
        case when i % 10 = 0 then 'p' || i || '@gmail.com' else 'p' || i || '@c' || (i % {companies}) || '-corp.com' end
            as email,
        (['CFO', 'Data engineer', 'Head of sales', 'Leiter Einkauf', 'VP Marketing', ''])[1 + i % 6] as title,
        case when i % 10 = 0 and i % 50 < 30 then s.name end as company
    from range({first}, {last}) as t (i)
    left join stated as s on s.nth = (i // 10) % {stated}
"""


def written(folder: Path, companies: int) -> None:
    """The workspace with its first files."""
    mqa("init", str(folder))
    (folder / "mqa.yaml").write_text(WORKSPACE)
    known, wanted, _ = names(companies + MORE, seed=7)
    for name in ("companies", "people"):
        (folder / name).mkdir()
    _companies(folder / "companies" / "first.parquet", known[:companies], 0)
    with duckdb.connect() as connection:
        many = companies // STATED
        connection.register("stated", pa.table({"nth": range(many), "name": wanted[:many]}))
        for name, first, last in (("first", 0, companies * PEOPLE), ("later", companies * PEOPLE, 0)):
            last = last or first + MORE
            query = PERSON.format(companies=companies, stated=many, first=first, last=last)
            connection.execute(f"copy ({query}) to '{folder / name}.parquet' (format parquet)")
    (folder / "first.parquet").rename(folder / "people" / "first.parquet")
    _companies(folder / "later-companies.parquet", known[companies:], companies)


def _companies(file: Path, some: list[str], first: int) -> None:
    numbers = range(first, first + len(some))
    domains = [f"c{number}-corp.com" for number in numbers]
    pq.write_table(pa.table({"id": [f"A{number}" for number in numbers], "domain": domains, "name": some}), file)


def add_more(folder: Path) -> None:
    """Lay the further files where the next load finds them."""
    (folder / "later-companies.parquet").rename(folder / "companies" / "later.parquet")
    (folder / "later.parquet").rename(folder / "people" / "later.parquet")


def mqa(*words: str) -> tuple[float, float, int]:
    """Seconds by the clock, processor seconds and the most memory (bytes) of a command."""
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "mqa.cli", *words], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"mqa {' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def main() -> int:
    """Print both loads; 1 where one of them is beyond its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=1_000_000)
    asked = parser.parse_args()
    fine = True
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "large"
        written(folder, asked.companies)
        for what, limit in (("first load", LIMIT), ("1,000 companies and 1,000 people more", LIMIT_MORE)):
            seconds, work, memory = mqa("load", "--workspace", str(folder), "--memory", MEMORY)
            print(
                f"{what}: {seconds:.1f} s, {work:.1f} processor s, {memory / 1e9:.2f} GB (limit {limit} s)", flush=True
            )
            fine &= seconds <= limit
            if what == "first load":
                add_more(folder)
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
