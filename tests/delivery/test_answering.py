from __future__ import annotations

from pathlib import Path

import pytest

from mqa.delivery.answering import answer
from mqa.delivery.following import follow
from mqa.delivery.handing import hand_off
from mqa.delivery.retrying import try_again
from mqa.ledger.audit import Wanted, changes, kinds, things_of
from mqa.ledger.models import AuditEntry, Disposition, Handoff, Message, Run
from mqa.terms.durations import day_number
from mqa.terms.problems import Refused
from mqa.workspaces import Opened
from tests.delivery.company import AGREEMENT, DAY, MONDAY, company, found, lived, packets_without_a_warehouse, told

ANN = "ann@halyard.example"
TODAY = day_number(MONDAY.date())
pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """One account is handed off, as handoff 1."""
    packets_without_a_warehouse(monkeypatch)
    workspace = company(tmp_path)
    lived(workspace, "1 Priority MQA", MONDAY)
    return workspace


def say(opened: Opened, what: str, **given) -> Disposition:
    return answer(opened, AGREEMENT, given.pop("handoff", 1), what, **{"by": ANN, "now": MONDAY, **given})


def refused(opened: Opened, what: str, **given) -> str:
    with pytest.raises(Refused) as refusal:
        say(opened, what, **given)
    return " ".join(f"{problem.what} {problem.mend}" for problem in refusal.value.problems)


def test_an_answer_closes_the_handoff_and_is_told(opened):
    said = say(opened, "rejected", reason="wrong size", note="Twelve people.")
    one = Handoff.objects.get()
    assert (said.told, said.day, said.note) == ("fit", TODAY, "Twelve people.")
    assert (one.state, one.reason, one.closed_at) == ("rejected", "wrong size", MONDAY)
    assert told() == ["handed off", "answered"]


def test_the_day_of_an_answer_is_the_day_where_the_workspace_lies(opened):
    late = MONDAY.replace(hour=22, minute=30)  # half past midnight in Amsterdam
    assert say(opened, "accepted", now=late).day == TODAY + 1


def test_an_answer_is_audited(opened):
    say(opened, "accepted")
    entry = AuditEntry.objects.get()
    assert (entry.who, entry.what, entry.about) == (ANN, "answered accepted", "handoff 1 of a1.example")
    assert (entry.before["state"], entry.after["state"]) == ("open", "accepted")


def test_a_deferred_account_may_come_back_on_a_day(opened):
    said = say(opened, "deferred", reason="No budget this year", until=TODAY + 30)
    assert (said.reason, said.told, Handoff.objects.get().until) == ("no budget this year", "timing", TODAY + 30)


def test_the_same_answer_under_the_same_key_is_entered_once(opened):
    first = say(opened, "rejected", reason="wrong size", key="k1")
    assert say(opened, "rejected", reason="wrong size", key="k1", now=MONDAY + DAY).pk == first.pk
    assert Disposition.objects.count() == 1
    assert told() == ["handed off", "answered"]


def test_another_answer_under_the_same_key_is_refused(opened):
    say(opened, "rejected", reason="wrong size", key="k1")
    assert "key of its own" in refused(opened, "accepted", key="k1")


def test_a_key_is_of_whoever_says_it(opened):
    say(opened, "accepted", key="k1")
    assert say(opened, "qualified", key="k1", by="bob@halyard.example").answer == "qualified"


def test_what_was_done_with_an_account_is_found_and_not_what_was_done_with_another_that_is_called_alike(opened):
    lived(opened, "1 Priority MQA\n11 Priority MQA", MONDAY + DAY, 101)
    theirs, other = (Handoff.objects.get(account_id=number).pk for number in (1, 11))
    say(opened, "accepted", handoff=theirs)
    say(opened, "rejected", handoff=other, reason="no project")
    Message.objects.update(dead_at=MONDAY)
    (told,) = Message.objects.filter(handoff=theirs, event="answered").values_list("key", flat=True)
    try_again([told], who=ANN, now=MONDAY)

    found, _ = changes(Wanted(things=things_of(1, ["a1.example"])))
    assert [one.what for one in found] == ["sent again", "answered accepted"]
    assert [one.what for one in changes(Wanted(what="answered rejected"))[0]] == ["answered rejected"]
    assert kinds() == ["answered accepted", "answered rejected", "sent again"]


def test_an_answered_handoff_says_who_answered_and_when(opened):
    say(opened, "accepted")
    assert "a1.example was answered by ann@halyard.example on 2026-07-06: accepted." in refused(opened, "accepted")


def test_an_answered_handoff_is_called_that_before_its_reason_is_looked_at(opened):
    say(opened, "rejected", reason="no project")
    assert refused(opened, "deferred").startswith("a1.example was answered by ann@halyard.example")


def test_willing_to_talk_is_said_once_and_after_accepting(opened):
    assert "was not accepted yet" in refused(opened, "qualified")
    say(opened, "accepted")
    assert say(opened, "qualified").answer == "qualified"
    assert Handoff.objects.get().state == "accepted"
    assert "was answered" in refused(opened, "qualified")


# --- an accepted account that sales takes back


@pytest.mark.parametrize(("what", "reason"), [("rejected", "no project"), ("deferred", "no budget this year")])
@pytest.mark.parametrize("between", [[], ["qualified"]])
def test_an_accepted_account_may_be_rejected_or_deferred_later(opened, what, reason, between):
    for each in ["accepted", *between]:
        say(opened, each)
    said = say(opened, what, reason=reason, now=MONDAY + 9 * DAY)
    one = Handoff.objects.get()
    assert (one.state, one.reason, one.closed_at) == (what, reason, MONDAY)
    assert (said.day, said.told) == (TODAY + 9, "timing")
    assert told() == ["handed off", *["answered"] * (2 + len(between))]


def test_the_audit_says_that_it_was_accepted_before(opened):
    say(opened, "accepted")
    say(opened, "rejected", reason="no project")
    last = AuditEntry.objects.latest("id")
    assert (last.before["state"], last.after["state"], last.after["reason"]) == ("accepted", "rejected", "no project")


def test_taking_back_needs_a_reason_like_any_rejection(opened):
    say(opened, "accepted")
    assert "“rejected” needs a reason" in refused(opened, "rejected")
    assert Handoff.objects.get().state == "accepted"


def test_what_was_taken_back_stays_so(opened):
    say(opened, "accepted")
    say(opened, "rejected", reason="no project")
    for what in ("accepted", "qualified", "rejected", "deferred"):
        assert "It stays so" in refused(opened, what, reason="no project")


def test_an_accepted_account_that_was_handed_off_again_is_answered_there(opened):
    say(opened, "accepted")
    run = found("1 Priority MQA", 170)
    Run.objects.filter(pk=run).update(answers_seen=1)
    follow(opened, AGREEMENT, MONDAY + 70 * DAY)
    hand_off(opened, AGREEMENT, MONDAY + 70 * DAY)
    assert "It was handed off again since: answer that handoff." in refused(opened, "rejected", reason="no project")
    assert say(opened, "accepted", handoff=2).answer == "accepted"


def test_a_search_of_the_audit_for_an_accounts_domain_finds_its_answers(opened):
    say(opened, "accepted")
    assert [one.what for one in changes(Wanted(about="a1.example"))[0]] == ["answered accepted"]


@pytest.mark.parametrize(
    ("what", "given", "says"),
    [
        ("rejected", {}, "“rejected” needs a reason. Say one of: wrong size, no project."),
        ("rejected", {"reason": "wrong sise"}, "Did you mean “wrong size”?"),
        ("rejected", {"reason": "no budget this year"}, "is not agreed on as a reason"),
        ("accepted", {"reason": "wrong size"}, "“accepted” takes no reason. Write it as a note."),
        ("accept", {}, "Did you mean “accepted”?"),
        ("accepted", {"until": TODAY + 9}, "“accepted” takes no day. Only “deferred” is until a day."),
        ("deferred", {"reason": "no budget this year", "until": TODAY}, "It cannot be deferred until 2026-07-06."),
        ("deferred", {"reason": "no budget this year", "until": 99_999}, "That day is too far."),
        ("accepted", {"note": "x" * 5_000}, "Write at most 4,000."),
        ("accepted", {"handoff": 7}, "There is no handoff 7"),
    ],
)
def test_what_is_not_agreed_on_is_refused_and_changes_nothing(opened, what, given, says):
    assert says in refused(opened, what, **given)
    assert (Handoff.objects.get().state, Disposition.objects.count(), AuditEntry.objects.count()) == ("open", 0, 0)


def test_all_that_is_wrong_is_said_at_once(opened):
    said = refused(opened, "rejected", until=TODAY + 1, note="x" * 5_000)
    assert said.count("needs a reason") + said.count("takes no day") + said.count("at most 4,000") == 3


def test_a_withdrawn_handoff_need_not_be_answered(opened):
    lived(opened, "1 Watch account of interest", MONDAY + DAY, 101)
    assert "was withdrawn on 2026-07-07. Nothing needs to be answered." in refused(opened, "accepted")


def test_the_day_on_which_it_was_withdrawn_is_the_day_where_the_workspace_lies(opened):
    late = MONDAY.replace(hour=22, minute=30)  # half past midnight in Amsterdam
    lived(opened, "1 Watch account of interest", late, 101)
    assert "was withdrawn on 2026-07-07." in refused(opened, "accepted")
