"""Who would stand elsewhere under another definition."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from mqa import runs, workspaces
from mqa.comparing import Compared, Flow, LevelChange, Part, compared
from mqa.definition.succession import called_today, successors
from mqa.ledger import runs as ledger
from mqa.line import FOLD_DAYS
from mqa.terms.durations import day_number
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened
from tests.comparing.small import AS_OF, EASIER, rewritten


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


def test_a_level_by_another_name_that_does_not_say_its_former_one_is_gone_and_a_new_one(small):
    now = rewritten(small, "early.yaml", ("  Watch: {", "  Early: {"))
    found = compared(small.warehouse, workspaces.chosen(small), now, first=AS_OF, last=AS_OF)
    assert {one.cause for one in found.accounts} == {"no level goes on from “Watch” and “Early” is a new level"}


def test_under_the_same_meaning_nobody_stands_elsewhere(small):
    was = workspaces.chosen(small)
    found = compared(small.warehouse, was, was, first=AS_OF, last=AS_OF)
    assert (found.differences, found.accounts, found.anybody) == ((), (), False)


def test_nothing_is_published(easier):
    assert easier.anybody
    assert ledger.published("Small", easier.last) is None


def names(workspace: Opened, agreement: Agreement, as_of: int) -> dict[int, str]:
    """The level of each account that stands at one, by a first run of its own."""
    runs.run(workspace.warehouse, agreement, as_of, fold_from=as_of - FOLD_DAYS)
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
