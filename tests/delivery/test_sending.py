from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from mqa.connectors import webhook
from mqa.delivery.messages import tell
from mqa.delivery.sending import Sent, send_due
from mqa.ledger import outbox
from mqa.workspaces import Opened
from tests.connectors.receivers import Answer, Received, receiver
from tests.delivery.workspace import delivering

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
SECRETS = {"SECRET": "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cywgYW5kIG9mIG5vdGhpbmc="}
pytestmark = pytest.mark.usefixtures("ledger")


def told(opened: Opened, count: int, **body: Any) -> None:
    for nth in range(1, count + 1):
        said = {"account": {"name": "Acme", "domain": "acme.example"}, "owner": "Ann Lee"} | body
        tell(opened.channels, "handed off", said, key=f"handed off {nth}", now=NOON)


def sent(opened: Opened, minutes: float = 0, **options: Any) -> Sent:
    now = NOON + timedelta(minutes=minutes)
    return send_due(opened, now, jitter=lambda: 0.0, environment=SECRETS, **options)


def hook(url: str) -> str:
    return f'{{ kind: webhook, url: "{url}", secret: "${{SECRET}}" }}'


def test_everything_that_is_due_is_sent_once(tmp_path: Path):
    opened = delivering(tmp_path, Files="{ kind: file, folder: out }")
    told(opened, 25)
    assert (sent(opened), sent(opened)) == (Sent(sent=25), Sent())
    assert len(list((tmp_path / "out").glob("*.json"))) == 25


def test_no_more_is_sent_than_asked_for(tmp_path: Path):
    opened = delivering(tmp_path, Files="{ kind: file, folder: out }")
    told(opened, 25)
    assert sent(opened, most=12).sent == 12


def test_a_message_names_the_owner_by_address_and_links_to_its_page(tmp_path: Path):
    opened = delivering(tmp_path, Files="{ kind: file, folder: out }")
    told(opened, 1, handoff=7, due_at="2026-07-02T14:00:00+02:00")
    sent(opened)
    [file] = (tmp_path / "out").glob("*.json")
    found = json.loads(file.read_text())
    assert (found["to"], found["subject"]) == (["ann@halyard.example"], "Acme was handed to ann@halyard.example")
    assert (found["answer_by"], found["link"]) == (
        "Answer by Thursday 14:00.",
        "https://mqa.halyard.example/inbox/7",
    )


def test_a_message_that_fails_is_tried_again_when_its_time_has_come(tmp_path: Path):
    answers = [Answer(503), Answer(200)]
    with receiver(lambda _: answers.pop(0)) as at:
        opened = delivering(tmp_path, Hook=hook(at.url))
        told(opened, 1)
        first, early, later = sent(opened), sent(opened, minutes=0.5), sent(opened, minutes=1.5)
    assert first == Sent(failed=1, trouble={"Hook": "The webhook answered 503."})
    assert (early, later) == (Sent(), Sent(sent=1))


def test_a_message_that_will_never_be_taken_is_dead_at_once_and_others_go_on(tmp_path: Path):
    def answer(got: Received) -> Answer:
        return Answer(400 if got.headers["webhook-id"].endswith("2") else 200)

    with receiver(answer) as at:
        opened = delivering(tmp_path, Hook=hook(at.url))
        told(opened, 3)
        assert sent(opened) == Sent(sent=2, dead=1, trouble={"Hook": "The webhook answered 400."})
    assert [message.key for message in outbox.dead()] == ["Hook/handed off 2"]


def test_a_channel_that_is_down_is_left_alone_after_three_failures(tmp_path: Path):
    with receiver(Answer(500)) as at:
        opened = delivering(tmp_path, Hook=hook(at.url))
        told(opened, 30)
        assert sent(opened).failed == 3
        assert len(at.received) == 3
        assert sent(opened).failed == 3
        assert len(at.received) == 6


def test_one_broken_channel_does_not_hold_up_another(tmp_path: Path):
    with receiver() as gone:
        pass
    opened = delivering(tmp_path, Hook=hook(gone.url), Files="{ kind: file, folder: out }")
    told(opened, 20)
    found = sent(opened)
    assert (found.sent, found.failed) == (20, 3)


def test_one_silent_channel_does_not_hold_up_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(webhook, "SECONDS", 30.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = hook(f"http://127.0.0.1:{silent.getsockname()[1]}")
        opened = delivering(tmp_path, Hook=slow, Files="{ kind: file, folder: out }")
        told(opened, 20)
        began = monotonic()
        found = sent(opened, patience=0.5, lease=0.5)
    assert monotonic() - began < 15  # not the thirty seconds of the silent one
    assert (found.sent, found.trouble) == (20, {"Hook": "It takes too long."})


def test_what_another_sender_holds_is_left_to_it(tmp_path: Path):
    opened = delivering(tmp_path, Files="{ kind: file, folder: out }")
    told(opened, 15)
    held = outbox.lease(NOON, 10, 60)
    assert sent(opened).sent == 5
    for message in held:
        outbox.give_back(message)
    assert sent(opened).sent == 10


def test_a_channel_whose_secret_is_not_set_waits_and_says_so(tmp_path: Path):
    opened = delivering(tmp_path, Hook=hook("http://127.0.0.1:9"))
    told(opened, 2)
    found = send_due(opened, NOON, environment={})
    assert found == Sent(trouble={"Hook": "The environment has no SECRET, which it needs."})
    assert [(message.attempts, message.lease) for message in outbox.waiting()] == [(0, ""), (0, "")]


def test_what_waits_for_a_channel_that_is_gone_is_dead_and_says_why(tmp_path: Path):
    told(delivering(tmp_path, Files="{ kind: file, folder: out }"), 2)
    assert sent(delivering(tmp_path, Other="{ kind: file, folder: out }")).dead == 2
    assert outbox.dead()[0].last_error == "mqa.yaml has no delivery “Files” any more."


def test_a_message_that_cannot_be_told_does_not_end_the_others(tmp_path: Path):
    opened = delivering(tmp_path, Files="{ kind: file, folder: out }")
    told(opened, 1, due_at="no time at all")
    tell(opened.channels, "handed off", {}, key="another", now=NOON)
    found = sent(opened)
    assert (found.sent, found.failed) == (1, 1)
    assert "Something unforeseen happened: ValueError" in outbox.waiting()[0].last_error
