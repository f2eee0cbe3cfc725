from __future__ import annotations

import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from mqa.delivery import amending, giving, handing, packing
from mqa.delivery.answering import answer
from mqa.delivery.following import follow
from mqa.delivery.handing import HandedOff, hand_off
from mqa.ledger import outbox
from mqa.ledger.models import AuditEntry, CadenceMoment, Correction, Handoff, Packet, Run, ServedAccount
from mqa.terms.keys import number_of
from mqa.workspaces import Opened
from tests.delivery.company import (
    AGREEMENT,
    DAY,
    HOUR,
    MONDAY,
    company,
    found,
    lived,
    open_ones,
    packets_without_a_warehouse,
    told,
)

ANN, CAS, DEE = "ann@halyard.example", "cas@halyard.example", "dee@halyard.example"
pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    packets_without_a_warehouse(monkeypatch)
    return company(tmp_path)


def at(day: int, hour: int = 9) -> datetime:
    """A moment that many days after the Monday, by the clock of Amsterdam."""
    return MONDAY + day * DAY + (hour - 9) * HOUR


def reject(opened: Opened, account: int, now: datetime, what: str = "rejected") -> None:
    number = Handoff.objects.get(account_id=account, closed_at=None).pk
    reason = {"rejected": "wrong size", "deferred": "no budget this year"}.get(what, "")
    answer(opened, AGREEMENT, number, what, reason=reason, by=ANN, now=now)


# --- who is handed off, and when


def test_the_first_time_all_who_qualify_are_handed_off(opened):
    lived(opened, "1 Qualified MQA\n2 Priority MQA\n3 Watch account of interest", at(2))
    assert open_ones() == [(1, "Qualified", CAS), (2, "Priority", ANN)]


def test_later_ones_wait_for_the_cadence_but_not_those_handed_off_at_once(opened):
    lived(opened, "1 Watch account of interest", at(0))
    lived(opened, "1 Qualified MQA\n2 Priority MQA", at(1), 101)
    assert open_ones() == [(2, "Priority", ANN)]
    hand_off(opened, AGREEMENT, at(7, hour=7))
    assert len(open_ones()) == 1
    hand_off(opened, AGREEMENT, at(7, hour=8))
    assert open_ones() == [(1, "Qualified", CAS), (2, "Priority", ANN)]


def test_each_moment_of_the_cadence_is_written_down_once_with_how_many_it_handed_off(opened):
    lived(opened, "1 Qualified MQA\n2 Qualified MQA", at(0))
    hand_off(opened, AGREEMENT, at(1))
    assert list(CadenceMoment.objects.values_list("handed_off", flat=True)) == [2]


def test_handing_off_again_changes_nothing(opened):
    lived(opened, "1 Qualified MQA\n2 Priority MQA", at(0))
    before = (open_ones(), Packet.objects.count(), told())
    assert hand_off(opened, AGREEMENT, at(0)) == HandedOff()
    assert hand_off(opened, AGREEMENT, at(7)) == HandedOff()
    assert (open_ones(), Packet.objects.count(), told()) == before


def test_a_further_run_that_finds_the_same_changes_nothing(opened):
    lived(opened, "1 Qualified MQA", at(0))
    lived(opened, "1 Qualified MQA", at(7), 107)
    assert (Handoff.objects.count(), Packet.objects.count(), told()) == (1, 1, ["handed off"])


@pytest.mark.parametrize("stage", ["SAA", "SQA", "pipeline", "won", "lost", "recycled"])
def test_who_is_with_sales_already_is_not_handed_off(opened, stage):
    assert lived(opened, f"1 Qualified {stage}", at(0)) == HandedOff()


def test_nobody_is_handed_off_by_a_run_that_was_not_followed(opened):
    found("1 Qualified MQA")
    assert hand_off(opened, AGREEMENT, at(0)) == HandedOff()


def test_round_robin_goes_on_where_it_stopped(opened):
    lived(opened, "1 Qualified MQA\n2 Qualified MQA\n3 Qualified MQA", at(0))
    assert [owner for _, _, owner in open_ones()] == [CAS, DEE, CAS]


def test_a_handoff_is_due_when_its_route_says(opened):
    lived(opened, "1 Priority MQA", at(0))
    one = Handoff.objects.get()
    assert (one.remind_at, one.due_at, one.reclaim_at) == (at(0, 21), at(1), at(3))
    assert one.path == f"Urgent: {ANN}, who owns the account."


def test_its_owner_is_told_why_with_the_packets_hash(opened):
    lived(opened, "1 Priority MQA", at(0))
    (message,) = [one for one in outbox.waiting() if one.event == "handed off"]
    packet = Packet.objects.get()
    assert message.body["owner"] == ANN
    assert message.body["packet"] == {"version": 1, "hash": packet.hash}
    assert message.key == "Files/handed off/handoff 1"


def test_who_waits_is_handed_off_in_parts_and_the_round_robin_goes_on_over_them(opened, monkeypatch):
    monkeypatch.setattr(handing, "AT_ONCE", 2)
    lived(opened, "\n".join(f"{nth} Qualified MQA" for nth in range(1, 6)), at(0))
    assert [owner for _, _, owner in open_ones()] == [CAS, DEE, CAS, DEE, CAS]


def test_who_hands_off_at_the_same_time_counts_what_the_other_gave(opened, monkeypatch):
    """Another process has opened two handoffs, for Cas and Dee, after ours has read what everybody has."""
    found("1 Qualified MQA\n2 Qualified MQA\n3 Qualified MQA")
    follow(opened, AGREEMENT, at(0))
    ours = giving.workload()
    hand_off(opened, AGREEMENT, at(0))
    found("1 Qualified MQA\n2 Qualified MQA\n3 Qualified MQA\n4 Qualified MQA", 101)
    follow(opened, AGREEMENT, at(7))
    monkeypatch.setattr(handing, "workload", lambda: ours)
    hand_off(opened, AGREEMENT, at(7))
    assert [owner for _, _, owner in open_ones()] == [CAS, DEE, CAS, DEE]


def test_what_everybody_has_is_read_once_however_many_are_handed_off(opened, monkeypatch):
    read = []
    monkeypatch.setattr(giving.handoffs, "turn", lambda: read.append("turn") or {})
    found("\n".join(f"{nth} Qualified MQA" for nth in range(1, 6)))
    follow(opened, AGREEMENT, at(0))
    read.clear()
    hand_off(opened, AGREEMENT, at(0))
    assert read == ["turn"]


# --- accounts that cannot be handed off


@pytest.fixture
def without_evidence(opened, monkeypatch):  # noqa: ARG001 (first its packets, then ours)
    """Account 2 is in the list of its run, but there is nothing to make a packet from."""
    made = packing.packets
    monkeypatch.setattr(packing, "packets", lambda *given, **named: _without(made(*given, **named), 2))


def _without(packets, account):
    return {number: body for number, body in packets.items() if number != account}


@pytest.mark.usefixtures("without_evidence")
def test_who_cannot_be_handed_off_is_named_with_the_reason_and_the_others_are_handed_off(opened):
    handed = lived(opened, "1 Qualified MQA\n2 Qualified MQA\n3 Qualified MQA", at(0))
    (one,) = handed.left_out
    assert (one.account_id, one.domain) == (2, "a2.example")
    assert one.why == "run 1 has no evidence of it to make a packet from"
    assert [account for account, _, _ in open_ones()] == [1, 3]


@pytest.mark.usefixtures("without_evidence")
def test_an_account_without_a_domain_is_named_in_the_audit_by_its_number(opened, monkeypatch):
    monkeypatch.setattr(handing, "AT_ONCE", 1)
    run = found("1 Qualified MQA\n2 Qualified MQA")
    ServedAccount.objects.filter(run=run, account_id=2).update(domain="")
    follow(opened, AGREEMENT, at(0))
    assert [one.called for one in hand_off(opened, AGREEMENT, at(0)).left_out] == ["account 2"]
    assert AuditEntry.objects.get(what=handing.LEFT_OUT).about == "account 2"


@pytest.mark.usefixtures("without_evidence")
def test_who_cannot_be_handed_off_stands_in_the_audit_once_a_run(opened):
    lived(opened, "1 Qualified MQA\n2 Priority MQA", at(0))
    assert len(hand_off(opened, AGREEMENT, at(1)).left_out) == 1
    (entry,) = AuditEntry.objects.filter(about="a2.example")
    assert (entry.what, entry.after["run"]) == ("could not hand off", 1)


def test_what_rose_beyond_what_is_prepared_is_amended_by_handing_off(opened, monkeypatch):
    monkeypatch.setattr(amending, "MOST_PREPARED", 1)
    lived(opened, "1 Qualified MQA\n2 Qualified MQA", at(0))
    found("1 Priority MQA\n2 Priority MQA", 101)
    assert len(follow(opened, AGREEMENT, at(1)).amended) == 1
    assert len(hand_off(opened, AGREEMENT, at(1)).amended) == 1


# --- answers


def test_an_answer_during_a_run_does_not_lead_to_a_second_handoff(opened):
    lived(opened, "1 Qualified MQA", at(0))
    reject(opened, 1, at(1))
    lived(opened, "1 Qualified MQA", at(7), 107)  # its run began before the answer, and did not see it
    assert Handoff.objects.count() == 1


def test_a_rejected_account_is_handed_off_again_when_a_run_that_saw_the_answer_finds_it_qualified(opened):
    lived(opened, "1 Qualified MQA", at(0))
    reject(opened, 1, at(1))
    lived(opened, "1 Watch recycled", at(7), 107)
    assert Handoff.objects.count() == 1
    run = found("1 Qualified MQA", 170)
    Run.objects.filter(pk=run).update(answers_seen=1)
    follow(opened, AGREEMENT, at(70))
    hand_off(opened, AGREEMENT, at(70))
    assert list(Handoff.objects.order_by("id").values_list("state", flat=True)) == ["rejected", "open"]


# --- following a run


def test_a_rise_in_level_amends_with_a_new_packet_and_the_earlier_due_time(opened):
    lived(opened, "1 Qualified MQA", at(0))
    lived(opened, "1 Priority MQA", at(0, 12), 101)
    one = Handoff.objects.get()
    assert (one.level, one.owner, one.due_at) == ("Priority", CAS, at(1, 12))
    assert list(one.packets.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert told() == ["handed off", "amended"]


def test_a_rise_never_makes_the_due_time_later(opened):
    lived(opened, "1 Qualified MQA", at(0))
    lived(opened, "1 Priority MQA", at(1, 12), 101)
    assert Handoff.objects.get().due_at == at(2)


def test_a_fall_to_a_level_that_is_handed_off_too_changes_nothing(opened):
    lived(opened, "1 Priority MQA", at(0))
    lived(opened, "1 Qualified MQA", at(1), 101)
    assert (open_ones(), told()) == ([(1, "Priority", ANN)], ["handed off"])


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ("1 Watch account of interest", "it stands at Watch, which is not handed off"),
        ("1 Qualified pipeline", "an opportunity is open"),
        ("1 Qualified won", "an opportunity was won"),
        ("2 Qualified MQA", "it is no account of its own any more"),
    ],
)
def test_a_handoff_is_withdrawn_when_there_is_nothing_more_to_answer(opened, now, why):
    lived(opened, "1 Qualified MQA", at(0))
    lived(opened, now, at(1), 101)
    one = Handoff.objects.get(account_id=1)
    assert (one.state, one.reason, one.closed_at) == ("withdrawn", why, at(1))
    assert "withdrawn" in told()


def test_who_is_excluded_is_withdrawn(opened):
    lived(opened, "1 Qualified MQA", at(0))
    run = found("1 Qualified MQA", 101)
    Run.objects.get(pk=run).served.update(state="excluded", level="", stage="suspect")
    assert follow(opened, AGREEMENT, at(1)).withdrawn == (1,)
    assert Handoff.objects.get().reason == "it is excluded"


def test_following_twice_changes_nothing(opened):
    lived(opened, "1 Qualified MQA\n2 Qualified MQA", at(0))
    found("1 Priority MQA\n2 Watch account of interest", 101)
    follow(opened, AGREEMENT, at(1))
    before = (open_ones(), Packet.objects.count(), told())
    follow(opened, AGREEMENT, at(1))
    assert (open_ones(), Packet.objects.count(), told()) == before


def test_what_was_opened_while_a_run_was_followed_is_amended_afterwards(opened):
    lived(opened, "1 Priority MQA", at(0))
    Handoff.objects.update(level="Qualified", level_rank=2)
    assert hand_off(opened, AGREEMENT, at(1)).amended == (1,)
    assert hand_off(opened, AGREEMENT, at(1)).amended == ()


def test_a_run_that_is_followed_meanwhile_leaves_the_moment_to_the_next_call(opened, monkeypatch):
    found("1 Qualified MQA")
    follow(opened, AGREEMENT, at(0))
    quick = packing.packets

    def overtaken(*given, **named):
        monkeypatch.setattr(packing, "packets", quick)
        found("1 Qualified MQA\n2 Qualified MQA", 101)
        follow(opened, AGREEMENT, at(0))
        return quick(*given, **named)

    monkeypatch.setattr(packing, "packets", overtaken)
    assert hand_off(opened, AGREEMENT, at(0)) == HandedOff()
    assert len(hand_off(opened, AGREEMENT, at(0)).opened) == 2


# --- crashes

CHILD = """
import os, signal, sys
from pathlib import Path
import pytest
from mqa.delivery import telling
from mqa.delivery.handing import hand_off
from mqa.ledger import handoffs
from mqa.ledger.opening import open_ledger
from tests.delivery.company import AGREEMENT, MONDAY, company, packets_without_a_warehouse

packets_without_a_warehouse(pytest.MonkeyPatch())
where, name, after = {"telling": telling, "handoffs": handoffs}[sys.argv[2]], sys.argv[3], int(sys.argv[4])
done, calls = getattr(where, name), []

def die(*given, **named):
    calls.append(1)
    if len(calls) > after:
        os.kill(os.getpid(), signal.SIGKILL)
    return done(*given, **named)

setattr(where, name, die)
open_ledger(Path(sys.argv[1]))
hand_off(company(Path(sys.argv[1]).parent), AGREEMENT, MONDAY)
"""


@pytest.mark.parametrize(
    ("module", "moment", "after"),
    [("handoffs", "add_packet", 0), ("telling", "handed_off", 1), ("handoffs", "enter_moment", 0)],
)
def test_a_process_killed_in_the_middle_loses_and_doubles_nothing(opened, ledger, module, moment, after):
    found("1 Qualified MQA\n2 Qualified MQA\n3 Priority MQA")
    follow(opened, AGREEMENT, MONDAY)
    words = [sys.executable, "-c", CHILD, str(ledger), module, moment, str(after)]
    assert subprocess.run(words, cwd=Path(__file__).parents[2], check=False).returncode == -signal.SIGKILL
    hand_off(opened, AGREEMENT, MONDAY)
    assert [account for account, _, _ in open_ones()] == [1, 2, 3]
    assert (Packet.objects.count(), told()) == (3, ["handed off"] * 3)


def test_a_handoff_of_an_account_that_was_merged_says_into_which(opened):
    merged, into = number_of("b.com"), number_of("a.com")
    lived(opened, f"{merged} Qualified MQA\n{into} Qualified MQA", at(0))
    Correction.objects.create(kind="merge", subject="b.com", object="a.com", day=101, by="ada@example.com", at=at(1))
    lived(opened, f"{into} Qualified MQA", at(1), 101)
    assert Handoff.objects.get(account_id=merged).reason == "it was merged into a.com"
    assert [account for account, *_ in open_ones()] == [into]
