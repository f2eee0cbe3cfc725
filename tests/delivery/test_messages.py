from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mqa.delivery.messages import tell
from mqa.handoff.agreed import Channel
from mqa.ledger import outbox

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("ledger")


def test_every_channel_that_listens_gets_one_message_under_a_key_of_its_own():
    chat = Channel("chat", "slack", events=("handed off", "answered"))
    mail = Channel("mail", "email", events=("handed off",))
    for _ in range(2):
        tell([chat, mail], "handed off", {"owner": "ann@x.example"}, key="handed off 1", now=NOON)
        tell([chat, mail], "answered", {"owner": "ann@x.example"}, key="answered 1", now=NOON)
    assert [(message.channel, message.key) for message in outbox.waiting()] == [
        ("chat", "chat/handed off 1"),
        ("mail", "mail/handed off 1"),
        ("chat", "chat/answered 1"),
    ]


def test_a_channel_for_some_levels_or_actions_hears_of_no_other():
    hot = Channel("hot", "slack", levels=("Priority",))
    nurture = Channel("nurture", "webhook", actions=("nurture",))
    tell([hot, nurture], "level entered", {"level": "Priority", "action": "call"}, key="a", now=NOON)
    tell([hot, nurture], "level entered", {"level": "Watch", "action": "nurture"}, key="b", now=NOON)
    assert [message.key for message in outbox.waiting()] == ["hot/a", "nurture/b"]


def test_mail_to_whom_it_concerns_is_not_entered_where_that_is_nobody():
    owners, lead = Channel("owners", "email"), Channel("lead", "email", settings={"to": "lead@halyard.example"})
    tell([owners, lead], "level entered", {"owner": ""}, key="a", now=NOON)
    tell([owners, lead], "escalated", {"owner": "", "to": ["boss@halyard.example"]}, key="b", now=NOON)
    assert [message.key for message in outbox.waiting()] == ["lead/a", "owners/b", "lead/b"]
