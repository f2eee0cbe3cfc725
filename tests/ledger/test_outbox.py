from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mqa.ledger import outbox
from mqa.ledger.models import Message

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def entered(*keys: str, channel: str = "chat", handoff_id: int | None = None) -> None:
    for key in keys:
        outbox.enter(channel, "handed off", {"domain": key}, key=key, now=NOON, handoff_id=handoff_id)


def leased(now: datetime = NOON, most: int = 10, seconds: float = 60) -> list[str]:
    return [message.key for message in outbox.lease(now, most, seconds)]


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def handoff_id() -> int:
    """An open handoff."""
    from mqa.ledger.models import DefinitionVersion, Handoff, Run

    version = DefinitionVersion.objects.create(version="v1", name="Halyard", text="")
    run = Run.objects.create(definition="Halyard", version="v1", kind="live", as_of=1, known_at=1, fold_from=1, token=1)
    times = dict.fromkeys(("opened_at", "due_at", "remind_at", "escalate_at", "reclaim_at"), NOON)
    words = dict.fromkeys(("domain", "name", "level", "tier", "segment", "route", "owner", "path"), "x")
    handoff = Handoff.objects.create(
        definition="Halyard", version=version, account_id=1, level_rank=1, respond_within="", run=run, **times, **words
    )
    return int(handoff.pk)


def test_a_message_is_entered_once_whatever_is_said_later() -> None:
    entered("a")
    outbox.enter("mail", "withdrawn", {}, key="a", now=after(5))
    message = Message.objects.get()
    assert (message.channel, message.event, message.body) == ("chat", "handed off", {"domain": "a"})


def test_a_message_is_leased_to_one_sender_at_a_time() -> None:
    entered("a", "b", "c")
    assert leased(most=2) == ["a", "b"]
    assert leased() == ["c"]
    assert leased() == []


def test_a_lease_that_has_ended_is_given_to_the_next() -> None:
    entered("a")
    assert leased(seconds=60) == ["a"]
    assert leased(now=after(59)) == []
    assert leased(now=after(60)) == ["a"]


def test_a_message_waits_for_its_time() -> None:
    outbox.enter("chat", "reminded", {}, key="later", now=NOON, not_before=after(100))
    assert leased(now=after(99)) == []
    assert leased(now=after(100)) == ["later"]


def test_only_the_messages_of_a_channel_are_leased_where_one_is_named() -> None:
    entered("a", channel="chat")
    entered("b", channel="mail")
    assert [message.key for message in outbox.lease(NOON, 10, 60, channel="mail")] == ["b"]
    assert outbox.channels_due(NOON) == ["chat"]


def test_a_sent_message_is_never_leased_again() -> None:
    entered("a")
    [message] = outbox.lease(NOON, 1, 60)
    outbox.sent(message, after(1))
    assert leased(now=after(1000)) == []
    assert outbox.counts() == {"waiting": 0, "sent": 1, "dead": 0}


def test_a_failed_message_is_tried_again_after_a_wait_that_doubles() -> None:
    entered("a")
    now, waits = NOON, []
    for _ in range(4):
        [message] = outbox.lease(now, 1, 60)
        outbox.failed(message, now, "refused", retry=True)
        message.refresh_from_db()
        waits.append((message.not_before - now).total_seconds())
        now = message.not_before
    assert waits == [60, 120, 240, 480]


def test_no_wait_is_longer_than_six_hours_and_a_quarter() -> None:
    assert outbox.wait(1000) == 6 * 3600
    assert outbox.wait(1000, jitter=1.0) == 6 * 3600 * 1.25


def test_a_receiver_that_names_a_later_moment_is_heeded() -> None:
    entered("a")
    [message] = outbox.lease(NOON, 1, 60)
    outbox.failed(message, NOON, "too many", retry=True, after=300)
    assert Message.objects.get().not_before == after(300)


def test_what_no_other_attempt_can_help_is_dead_at_once() -> None:
    entered("a")
    [message] = outbox.lease(NOON, 1, 60)
    assert outbox.failed(message, NOON, "no such address", retry=False)
    assert [(one.key, one.last_error) for one in outbox.dead()] == [("a", "no such address")]
    assert leased(now=after(10**6)) == []


def test_after_twelve_attempts_a_message_is_dead() -> None:
    entered("a")
    dead = []
    now = NOON
    for _ in range(outbox.MOST_ATTEMPTS):
        [message] = outbox.lease(now, 1, 60)
        dead.append(outbox.failed(message, now, "refused", retry=True))
        now += timedelta(days=1)
    assert dead == [False] * 11 + [True]
    assert Message.objects.get().attempts == 12


def test_who_lost_the_lease_cannot_say_that_it_failed() -> None:
    entered("a")
    [lost] = outbox.lease(NOON, 1, 60)
    [ours] = outbox.lease(after(60), 1, 60)
    outbox.failed(lost, after(61), "refused", retry=False)
    outbox.give_back(lost)
    message = Message.objects.get()
    assert (message.lease, message.dead_at, message.attempts) == (ours.lease, None, 0)


def test_who_lost_the_lease_may_still_say_that_it_was_sent() -> None:
    entered("a")
    [lost] = outbox.lease(NOON, 1, 60)
    outbox.lease(after(60), 1, 60)
    outbox.sent(lost, after(61))
    assert leased(now=after(1000)) == []


def test_a_message_given_back_is_free_at_once_and_counts_no_attempt() -> None:
    entered("a")
    [message] = outbox.lease(NOON, 1, 60)
    outbox.give_back(message)
    assert leased() == ["a"]
    assert Message.objects.get().attempts == 0


def test_a_dead_message_can_be_tried_again_from_the_beginning() -> None:
    entered("a", "b")
    for message in outbox.lease(NOON, 2, 60):
        outbox.failed(message, NOON, "refused", retry=False)
    assert outbox.retry(["a", "unknown"], after(5)) == ["a"]
    assert leased(now=after(5)) == ["a"]
    assert outbox.retry(None, after(5)) == ["b"]


def test_what_is_told_of_a_handoff_keeps_its_order(handoff_id: int) -> None:
    entered("handed", "withdrawn", handoff_id=handoff_id)
    entered("of another")
    [first] = outbox.lease(NOON, 1, 60)
    assert leased(seconds=1000) == ["of another"]
    outbox.failed(first, NOON, "refused", retry=True)
    assert leased(now=after(59)) == []
    [first] = outbox.lease(after(60), 10, 60)
    assert first.key == "handed"
    outbox.sent(first, after(61))
    assert leased(now=after(62)) == ["withdrawn"]


def test_what_is_told_through_another_channel_does_not_wait(handoff_id: int) -> None:
    entered("by chat", handoff_id=handoff_id)
    entered("by mail", channel="mail", handoff_id=handoff_id)
    outbox.lease(NOON, 1, 60, channel="chat")
    assert leased() == ["by mail"]


def test_an_earlier_message_that_is_dead_holds_up_nothing(handoff_id: int) -> None:
    entered("first", "second", handoff_id=handoff_id)
    [first] = outbox.lease(NOON, 1, 60)
    outbox.failed(first, NOON, "refused", retry=False)
    assert leased() == ["second"]


def test_what_is_due_for_a_channel_that_is_gone_is_buried(handoff_id: int) -> None:
    entered("a", "b", channel="gone", handoff_id=handoff_id)
    entered("c")
    assert outbox.bury("gone", NOON, "no such channel") == 2
    assert [message.key for message in outbox.dead()] == ["a", "b"]
    assert leased() == ["c"]
