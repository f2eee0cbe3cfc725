"""Who would stand elsewhere under another definition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest
from django.db import connections

from mqa import runs, workspaces
from mqa.comparing import Compared, Flow, LevelChange, Part, compared
from mqa.definition.succession import called_today, successors
from mqa.ledger import runs as ledger
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


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Four companies, loaded."""
    folder = tmp_path_factory.mktemp("small")
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
    yield workspace
    connections.close_all()


def rewritten(workspace: Opened, name: str, *changes: tuple[str, str]) -> Agreement:
    """The definition with some pieces of its text replaced, each of which stands in it once."""
    text = WAS
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (workspace.folder / name).write_text(text, encoding="utf-8")
    return workspaces.agreement_named(workspace, "", str(workspace.folder / name))


@pytest.fixture(scope="module")
def easier(small: Opened) -> Compared:
    """What becomes of them where two acts are enough, from May to June."""
    now, first = rewritten(small, "easier.yaml", *EASIER), day_number(date(2026, 5, 1))
    return compared(small.warehouse, workspaces.chosen(small), now, first=first, last=AS_OF)


def test_it_says_how_many_stand_where_and_enter_and_leave(easier):
    assert easier.levels == (
        LevelChange("Qualified", handed=True, was=1, now=2, enter=1, leave=0),
        LevelChange("Watch", handed=False, was=3, now=2, enter=0, leave=1),
    )
    assert easier.flows == (Flow("Watch", "Qualified", 1),)


def test_it_names_the_accounts_whose_they_are_and_whether_an_opportunity_is_open(easier):
    (one,) = easier.accounts
    assert (one.domain, one.name, one.owner, one.segment, one.open_pipeline) == (
        "cedar.com",
        "Cedar",
        "bob",
        "Large",
        True,
    )
    assert (one.was, one.now, one.handed) == ("Watch", "Qualified", 1)


def test_it_says_since_when_and_which_condition_decides(easier):
    (one,) = easier.accounts
    assert one.since == day_number(date(2026, 6, 25))
    assert [why.words for why in one.why] == ["Busy: has 2, needs 3 → 2"]


def test_it_breaks_down_whom_sales_would_get(easier):
    assert [part for part in easier.parts if part.kind != "tier"] == [
        Part("segment", "Large", 1, 0),
        Part("owner", "bob", 1, 0),
        Part("pipeline", "an opportunity is open", 1, 0),
    ]


def test_it_counts_month_by_month_who_was_new_for_sales_beside_what_sales_can_take(easier):
    may, june = easier.periods
    assert (may.was, may.now, may.only_now, may.capacity) == (0, 1, ("acme.com",), 1)
    assert (june.was, june.now, june.only_was, june.only_now) == (1, 2, (), ("cedar.com",))


def test_a_level_that_goes_to_sales_no_more_is_lost_for_them_though_all_stand_where_they_stood(small):
    now = rewritten(small, "kept.yaml", ('handoff: { levels: [Qualified], cadence: "monday 08:00" }\n', ""))
    found = compared(small.warehouse, workspaces.chosen(small), now, first=AS_OF, last=AS_OF)
    (acme,) = found.accounts
    assert (acme.domain, acme.was, acme.now, acme.handed) == ("acme.com", "Qualified", "Qualified", -1)
    assert acme.cause == "this level goes to sales only by the one that was"


def test_a_further_level_that_goes_to_sales_is_told_with_all_who_stand_there(small):
    changes = ("stage: account of interest", "stage: MQA"), ("levels: [Qualified]", "levels: [Watch, Qualified]")
    now = rewritten(small, "more.yaml", *changes)
    found = compared(small.warehouse, workspaces.chosen(small), now, first=AS_OF, last=AS_OF)
    assert {(one.domain, one.handed) for one in found.accounts} == {
        ("birch.com", 1),
        ("cedar.com", 1),
        ("dune.com", 1),
    }


def test_under_the_same_meaning_nobody_stands_elsewhere(small):
    was = workspaces.chosen(small)
    found = compared(small.warehouse, was, was, first=AS_OF, last=AS_OF)
    assert (found.differences, found.accounts, found.anybody) == ((), (), False)


def test_nothing_is_published(easier):
    assert easier.anybody
    assert ledger.published("Small", easier.last) is None


def names(workspace: Opened, agreement: Agreement, as_of: int) -> dict[int, str]:
    """The level of each account that stands at one, by a first run of its own."""
    runs.run(workspace.warehouse, agreement, as_of, fold_from=as_of - runs.FOLD_DAYS)
    run = ledger.published("Small", as_of)
    assert run is not None
    assert run.version == agreement.version
    files = ", ".join(f"'{workspace.warehouse / file}'" for file in run.tables["standings"])
    found = duckdb.execute(f"select account_id, level from read_parquet([{files}]) where level > 0").fetchall()
    return {account: agreement.definition.levels[level - 1].name for account, level in found}


@pytest.mark.parametrize(
    ("changes", "as_of"),
    [
        pytest.param(EASIER, AS_OF, id="a threshold"),
        pytest.param((("within: 20 days }\n  Lively", "within: 40 days }\n  Lively"),), AS_OF, id="a window"),
        pytest.param((("when: Busy", "when: Lively"),), AS_OF - 3, id="another condition"),
        pytest.param(
            (("Qualified: { when: Busy,", "Hot: { formerly: Qualified, when: Lively,"), ("[Qualified]", "[Hot]")),
            AS_OF,
            id="a level that was called otherwise",
        ),
        pytest.param((("Watch: { when: Active,", "Early: { when: Active,"),), AS_OF, id="a new name for a level"),
        pytest.param(
            (("handoff:", "stability: { stay_at_least: 30 days, enter_after: 2 days }\nhandoff:"),),
            AS_OF + 12,
            id="how long a level is kept",
        ),
        pytest.param(
            (
                (
                    "segments:",
                    "fit: { required: { Small: { fact: employees, at_most: 100 } } }\nsegments:",
                ),
            ),
            AS_OF,
            id="who fits",
        ),
    ],
)
def test_comparing_tells_what_two_runs_differ_by(small, changes, as_of):
    was, now = workspaces.chosen(small), rewritten(small, "now.yaml", *changes)
    found = compared(small.warehouse, was, now, first=as_of, last=as_of)
    before, after = names(small, was, as_of), names(small, now, as_of)
    levels = now.definition.levels
    became = successors([level.name for level in was.definition.levels], levels, called_today(levels))
    called = {
        level.name: now.definition.levels[became[nth] - 1].name if nth in became else level.name
        for nth, level in enumerate(was.definition.levels, start=1)
    }
    stood = {account: called[level] for account, level in before.items()}
    differ = {
        account: (stood.get(account, ""), after.get(account, ""))
        for account in {*stood, *after}
        if stood.get(account, "") != after.get(account, "")
    }
    assert {one.account_id: (one.was, one.now) for one in found.accounts} == differ
