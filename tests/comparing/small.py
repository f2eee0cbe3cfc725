"""Four companies, what they did, and a definition whose text tests rewrite."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mqa import workspaces
from mqa.loads import load
from mqa.terms.durations import day_number
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

AS_OF = day_number(date(2026, 6, 30))
WORKSPACE = """
workspace: { name: Small, time_zone: UTC, definitions: [was.yaml] }
stores: { warehouse: .mqa/warehouse, ledger: .mqa/ledger.sqlite3 }
identity: { create_accounts: false }
sources:
  Companies:
    table: companies
    files: companies.csv
    columns: { id: domain, domain: domain, name: name, owner: owner, known_on: known_on }
    facts: { employees: { column: employees, type: number } }
    observed_on: known_on
  Website:
    table: activities
    files: acts.csv
    columns: { id: id, occurred_at: on, known_on: on, kind: { value: web.page }, email: email }
  Opportunities:
    table: outcomes
    files: opportunities.csv
    columns: { id: id, account: domain, opportunity: id, kind: { value: opened }, occurred_on: on, known_on: on }
"""
COMPANIES = """\
domain,name,owner,known_on,employees
acme.com,Acme,ann,2026-01-01,50
birch.com,Birch,ann,2026-01-01,50
cedar.com,Cedar,bob,2026-01-01,5000
dune.com,Dune,,2026-01-01,50
"""
ACTS = {  # who did something on which days
    "acme.com": ("2026-05-28", "2026-05-29", "2026-06-20", "2026-06-21", "2026-06-22"),
    "birch.com": ("2026-05-20", "2026-06-20"),
    "cedar.com": ("2026-06-24", "2026-06-25"),
    "dune.com": ("2026-06-24",),
}
WAS = """
definition: { name: Small }
segments:
  Large: { benchmark: { points: 10, people: 2 }, where: [{ fact: employees, at_least: 1000 }] }
  Others: { benchmark: { points: 10, people: 2 }, where: [] }
signals: { Page: { activity: web.page, points: 10 } }
engagement:
  { breadth: 0.4, depth: 0.4, recency: 0.2, recency_half_life: 10 days, counts_for: 30 days, engaged_at: 5,
    without_role: 1, anonymous: 1 }
conditions:
  Active: { activity: web.page, times_at_least: 1, within: 20 days }
  Busy: { activity: web.page, times_at_least: 3, within: 20 days }
  Lively: { engagement_at_least: 40 }
levels:
  Watch: { when: Active, stage: account of interest, action: nurture }
  Qualified: { when: Busy, stage: MQA, action: call }
handoff: { levels: [Qualified], cadence: "monday 08:00" }
calibration: { capacity: { reps: 1, handoffs_per_rep: 1, each: month } }
"""
EASIER = (("times_at_least: 3", "times_at_least: 2"),)


def filled(folder: Path) -> Opened:
    """A workspace in a folder, loaded, its stores open."""
    acts = [f"{nth}{domain},{on},eve@{domain}" for domain, days in ACTS.items() for nth, on in enumerate(days)]
    files = {
        "mqa.yaml": WORKSPACE,
        "was.yaml": WAS,
        "companies.csv": COMPANIES,
        "acts.csv": "\n".join(["id,on,email", *acts]),
        "opportunities.csv": "id,domain,on\nO-1,cedar.com,2026-06-26\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    load(folder, today=AS_OF)
    workspace = workspaces.opened(folder)
    workspaces.open_stores(workspace)
    return workspace


def rewritten(workspace: Opened, name: str, *changes: tuple[str, str]) -> Agreement:
    """The definition with some pieces of its text replaced, each of which stands in it once."""
    text = WAS
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (workspace.folder / name).write_text(text, encoding="utf-8")
    return workspaces.agreement_named(workspace, "", str(workspace.folder / name))
