"""Comparisons that are asked for: noted, carried out, kept, and known to be stale."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections

from mqa import agreeing, runs, workspaces
from mqa.comparing import asked as asking
from mqa.comparing.asked import ask, carry_out
from mqa.comparing.beside import SAME, Beside, all_beside, beside, stale
from mqa.ledger import audit, comparisons, leases
from mqa.ledger import runs as ledger
from mqa.terms.problems import Refused, Unavailable
from mqa.workspaces import Opened
from tests.comparing.small import AS_OF, EASIER, WAS, filled

NOW = datetime(2026, 6, 30, 9, tzinfo=UTC)
MO = "mo@small.example"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four companies, with a run of the last day."""
    workspace = filled(tmp_path_factory.mktemp("once"))
    runs.run(workspace.warehouse, workspaces.chosen(workspace), AS_OF)
    connections.close_all()
    return workspace.folder


@pytest.fixture
def ran(once: Path, tmp_path: Path) -> Iterator[Opened]:
    """The same, a copy of its own."""
    yield reopened(shutil.copytree(once, tmp_path / "small"))
    connections.close_all()


def reopened(folder: Path) -> Opened:
    workspace = workspaces.opened(folder)
    workspaces.open_stores(workspace)
    return workspace


def rewritten(workspace: Opened, *changes: tuple[str, str]) -> Opened:
    """The workspace after its file was changed."""
    text = WAS
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (workspace.folder / "was.yaml").write_text(text, encoding="utf-8")
    return reopened(workspace.folder)


def told(workspace: Opened) -> Beside:
    """What is said of what the file says."""
    return all_beside(workspace, workspaces.chosen(workspace))[0]


def answered(workspace: Opened) -> None:
    """Whoever asks of what the file says has been answered, though nobody was judged."""
    asked = ask(workspace, workspaces.chosen(workspace), by=MO, at=NOW)
    run = ledger.published("Small")
    assert run is not None
    with leases.held() as token:
        comparisons.begin(asked.number, run.run_id, token=token)
        comparisons.finish(asked.number, {"enter": 1, "leave": 0, "periods": [{"now": 2, "capacity": 1}]})


def run_of_the_next_day(workspace: Opened) -> None:
    """A run of the version that ran, though nobody was judged."""
    run = ledger.published("Small")
    assert run is not None
    with leases.held() as token:
        days = (run.as_of + 1, run.as_of + 1, run.fold_from)
        ledger.publish(ledger.begin("Small", run.version, *days, token=token), {})
    assert workspaces.active(workspace, workspaces.chosen(workspace)) == run.version


def test_a_draft_is_asked_for_carried_out_and_told(ran):
    draft = rewritten(ran, *EASIER)
    states = [told(draft).state]
    asked = ask(draft, workspaces.chosen(draft), by=MO, at=NOW)
    states.append(told(draft).state)
    carry_out(asked.number, draft)
    found = told(draft)
    assert [*states, found.state] == ["not asked", "waiting", "done"]
    assert found.line == "1 enter, 0 leave, 2 a month against a capacity of 1"
    assert [one.words for one in found.changes] == ["times at least 3 → 2"]


def test_an_answer_that_holds_is_given_again(ran):
    draft = rewritten(ran, *EASIER)
    answered(draft)
    assert ask(draft, workspaces.chosen(draft), by=MO, at=NOW) == told(draft).done


def test_another_run_makes_an_answer_stale(ran):
    draft = rewritten(ran, *EASIER)
    answered(draft)
    run_of_the_next_day(draft)
    found = told(draft)
    assert (found.state, found.stale) == ("stale", "Another run was made since, of 1 July 2026.")
    assert stale(draft, workspaces.chosen(draft), found.done) == found.stale
    assert ask(draft, workspaces.chosen(draft), by=MO, at=NOW).number > found.done.number


def test_another_draft_makes_an_answer_stale(ran):
    answered(rewritten(ran, *EASIER))
    found = told(rewritten(ran, ("times_at_least: 3", "times_at_least: 1")))
    assert found.stale.startswith("The file has changed since")


def test_what_is_kept_holds_the_accounts_what_decides_and_nothing_is_published(ran, monkeypatch):
    draft = rewritten(ran, *EASIER)
    before = ledger.published("Small")
    asked = ask(draft, workspaces.chosen(draft), by=MO, at=NOW)
    carry_out(asked.number, draft)
    result = comparisons.result(asked.number)
    assert result is not None
    assert [(one["domain"], one["because"]) for one in comparisons.accounts(asked.number)] == [
        ("cedar.com", "since 25 June 2026: Busy: has 2, needs 3 → 2. An opportunity is open.")
    ]
    assert (result["deciding"], result["elsewhere"]) == ([{"condition": "Busy", "enter": 1, "leave": 0}], 1)
    assert ledger.published("Small") == before
    monkeypatch.setattr(asking, "MOST_KEPT", 0)
    once_more = rewritten(ran, *EASIER, ("within: 20 days }\n  Busy", "within: 21 days }\n  Busy"))
    asked = ask(once_more, workspaces.chosen(once_more), by=MO, at=NOW)
    carry_out(asked.number, once_more)
    result = comparisons.result(asked.number)
    assert result is not None
    assert (comparisons.accounts(asked.number), result["elsewhere"], result["enter"]) == ([], 1, 1)


def test_whoever_asks_while_it_waits_is_given_the_same_and_the_audit_has_it_once(ran):
    draft = rewritten(ran, *EASIER)
    first, again = (ask(draft, workspaces.chosen(draft), by=who, at=NOW) for who in (MO, "rita@small.example"))
    assert first == again
    (noted,) = audit.latest_of("asked for a comparison", 9)
    assert (noted.who, noted.about) == (MO, "definition Small")
    assert noted.after == {"comparison": first.number, "was": first.was, "now": first.now}


def test_while_another_writer_is_at_work_it_goes_on_to_wait(ran):
    draft = rewritten(ran, *EASIER)
    asked = ask(draft, workspaces.chosen(draft), by=MO, at=NOW)
    with leases.held(), pytest.raises(Unavailable, match="at work"):
        carry_out(asked.number, draft)
    assert told(draft).state == "waiting"


@pytest.mark.parametrize(
    ("error", "why"),
    [
        pytest.param(MemoryError("8 GB wanted"), "MemoryError: 8 GB wanted", id="an error"),
        pytest.param(Unavailable("A segment is missing."), "A segment is missing.", id="a store"),
        pytest.param(KeyboardInterrupt(), "It was stopped before it was done.", id="ctrl-c"),
    ],
)
def test_one_that_comes_to_nothing_says_why_and_may_be_asked_for_again(ran, monkeypatch, error, why):
    def compared(*_, **__):
        raise error

    monkeypatch.setattr(asking, "compared", compared)
    draft = rewritten(ran, *EASIER)
    asked = ask(draft, workspaces.chosen(draft), by=MO, at=NOW)
    with pytest.raises(type(error)):
        carry_out(asked.number, draft)
    found = told(draft)
    assert (found.state, found.last.why) == ("failed", why)
    assert ask(draft, workspaces.chosen(draft), by=MO, at=NOW).number > asked.number


def test_where_nothing_differs_there_is_nothing_to_compare(ran):
    assert told(ran).nothing == SAME
    with pytest.raises(Refused, match="nobody would enter or leave"):
        ask(ran, workspaces.chosen(ran), by=MO, at=NOW)


def test_before_the_first_run_there_is_nothing_to_compare_with(small):
    assert beside(small, workspaces.chosen(small)).nothing.startswith("“Small” was never run")


def test_what_was_submitted_is_told_beside_what_the_file_says(ran):
    file = ran.folder / "mqa.yaml"
    file.write_text(f"{file.read_text()}agreement: {{ sign_off: [marketing, sales] }}\n", encoding="utf-8")
    first = reopened(ran.folder)
    agree(first, "submit", "marketing", "sales", "activate")
    second = rewritten(first, *EASIER)
    agree(second, "submit", "marketing")
    third = rewritten(second, ("times_at_least: 3", "times_at_least: 1"))
    assert [one.now for one in all_beside(third, workspaces.chosen(third))] == [
        workspaces.chosen(third).version,
        workspaces.chosen(second).version,
    ]
    back = rewritten(third)
    (submitted,) = all_beside(back, workspaces.chosen(back))
    assert submitted.now == workspaces.chosen(second).version


def agree(workspace: Opened, *steps: str) -> None:
    """Takes steps with what the file says."""
    agreement = workspaces.chosen(workspace)
    for step in steps:
        if step == "submit":
            agreeing.submit(agreement, by=MO, now=NOW)
        elif step == "activate":
            agreeing.activate(workspace, agreement, by=MO, now=NOW)
        else:
            agreeing.sign(agreement, step, by=f"{step}@small.example", now=NOW)
