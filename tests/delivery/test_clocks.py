from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mqa.delivery.answering import answer
from mqa.delivery.clocks import Kept, keep
from mqa.handoff.agreed import Absence, Team
from mqa.ledger import outbox
from mqa.ledger.models import Handoff
from mqa.workspaces import Opened
from tests.delivery.company import AGREEMENT, MONDAY, company, lived, open_ones, packets_without_a_warehouse, told

ANN, CAS, DEE = "ann@halyard.example", "cas@halyard.example", "dee@halyard.example"
pytestmark = pytest.mark.usefixtures("ledger")


def at(day: int, hour: int) -> datetime:
    """A moment of July 2026 by the clock of Amsterdam; the 6th is a Monday."""
    return datetime(2026, 7, day, hour - 2, tzinfo=UTC)


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """On Monday at nine an account is handed to Cas, who has 48 hours."""
    packets_without_a_warehouse(monkeypatch)
    workspace = company(tmp_path)
    lived(workspace, "1 Qualified MQA", MONDAY)
    return workspace


def kept(opened: Opened, now: datetime) -> Kept:
    return keep(opened, AGREEMENT, now)


def test_before_half_of_the_time_nothing_is_said(opened):
    assert kept(opened, at(6, 16)) == Kept()


def test_the_owner_is_reminded_once(opened):
    assert kept(opened, at(7, 10)) == Kept(reminded=(1,))
    assert kept(opened, at(7, 11)) == Kept()
    assert told() == ["handed off", "reminded"]


def test_what_is_overdue_is_escalated_once_to_whom_the_definition_names(opened):
    assert kept(opened, at(8, 10)) == Kept(escalated=(1,))
    assert kept(opened, at(8, 11)) == Kept()
    (message,) = [one for one in outbox.waiting() if one.event == "escalated"]
    assert message.body["to"] == ["sales manager"]


def test_an_escalation_to_a_team_is_told_to_its_members(opened):
    sales = replace(opened.sales, teams=(*opened.sales.teams, Team("sales manager", ("boss@halyard.example",))))
    kept(replace(opened, settings=replace(opened.settings, sales=sales)), at(8, 10))
    (message,) = [one for one in outbox.waiting() if one.event == "escalated"]
    assert message.body["to"] == ["boss@halyard.example"]


def test_what_lies_for_three_times_its_time_goes_to_the_next_with_a_new_clock(opened):
    assert kept(opened, at(14, 10)) == Kept(reclaimed=(1,))  # the weekend does not count
    one = Handoff.objects.get()
    assert (one.owner, one.tried, one.reclaims, one.due_at) == (DEE, [CAS], 1, at(16, 10))
    assert kept(opened, at(14, 11)) == Kept()
    assert kept(opened, at(15, 11)) == Kept(reminded=(1,))


def test_the_one_it_was_taken_from_is_told_of(opened):
    kept(opened, at(14, 10))
    (message,) = [one for one in outbox.waiting() if one.event == "reclaimed"]
    assert (message.body["owner"], message.body["from"]) == (DEE, CAS)


def test_where_nobody_else_can_take_it_it_stays(opened):
    away = Absence(DEE, at(1, 9).date(), at(31, 9).date())
    alone = _with(opened, away)
    kept(alone, at(8, 10))
    assert kept(alone, at(14, 10)) == Kept()
    assert open_ones() == [(1, "Qualified", CAS)]


@pytest.mark.parametrize("moment", [at(7, 8), at(7, 18), at(11, 10)])
def test_nobody_is_reminded_outside_of_working_hours(opened, moment):
    assert kept(opened, moment) == Kept()


def test_an_answered_handoff_has_no_clock(opened):
    answer(opened, AGREEMENT, 1, "accepted", by=CAS, now=at(6, 10))
    assert kept(opened, at(14, 10)) == Kept()


def test_a_handoff_nobody_could_take_goes_to_somebody_once_one_is_there(tmp_path, monkeypatch):
    packets_without_a_warehouse(monkeypatch)
    workspace = company(tmp_path)
    both = [Absence(one, at(1, 9).date(), at(7, 9).date()) for one in (CAS, DEE)]
    lived(_with(workspace, *both), "1 Qualified MQA", MONDAY)
    assert open_ones() == [(1, "Qualified", "")]
    assert kept(_with(workspace, *both), at(8, 10)) == Kept(reclaimed=(1,))
    assert open_ones() == [(1, "Qualified", CAS)]


def _with(opened: Opened, *absences: Absence) -> Opened:
    sales = replace(opened.sales, absences=absences)
    return replace(opened, settings=replace(opened.settings, sales=sales))
