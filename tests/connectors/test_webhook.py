from __future__ import annotations

import base64
import socket
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook

from mqa.connectors import webhook
from mqa.terms.notices import CouldNotSend
from tests.connectors.receivers import Answer, notice, receiver

SECRET = "whsec_" + base64.b64encode(b"a secret for the tests only, 32.").decode()


def refusal(url: str, secret: str = SECRET) -> CouldNotSend:
    with pytest.raises(CouldNotSend) as error:
        webhook.send({"url": url, "secret": secret}, notice())
    return error.value


def test_a_receiver_can_verify_what_it_gets():
    with receiver() as at:
        webhook.send({"url": f"{at.url}/hook", "secret": SECRET}, notice(sent_at=datetime.now(UTC)))
    [got] = at.received
    found = Webhook(SECRET).verify(got.text, got.headers)
    assert (got.path, found["type"], found["timestamp"]) == ("/hook", "handed_off", "2026-07-01T12:00:00+00:00")
    assert found["data"]["account"] == {"domain": "acme.example", "name": "Acme"}
    assert found["data"]["answer_by"] == "Answer by Tuesday 14:00."


def test_the_id_is_the_key_and_the_text_the_same_at_every_attempt():
    with receiver() as at:
        for minute in (0, 9):
            webhook.send(
                {"url": at.url, "secret": SECRET}, notice(sent_at=datetime(2026, 7, 1, 12, minute, tzinfo=UTC))
            )
    first, second = at.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == "chat/handed%20off%2012"
    assert first.text == second.text
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]


@pytest.mark.parametrize("status", [200, 202, 204])
def test_what_the_receiver_takes_is_sent(status: int):
    with receiver(Answer(status)) as at:
        webhook.send({"url": at.url, "secret": SECRET}, notice())
    assert len(at.received) == 1


@pytest.mark.parametrize(
    ("status", "retry"),
    [(301, False), (400, False), (401, False), (404, False), (408, True), (410, False), (429, True), (500, True)],
)
def test_trying_again_can_help_where_the_trouble_may_pass(status: int, retry: bool):
    with receiver(Answer(status, headers={"location": "https://elsewhere.example"})) as at:
        error = refusal(at.url)
    assert error.retry is retry
    assert f"answered {status}" in error.why


@pytest.mark.parametrize("after", ["90", "Wed, 01 Jul 2026 12:01:30 GMT"])
def test_a_receiver_may_say_when_to_come_back(after: str):
    with receiver(Answer(503, headers={"retry-after": after})) as at:
        assert refusal(at.url).after == 90


@pytest.mark.parametrize("after", ["soon", "-5", "Wed, 99 Jul"])
def test_a_wait_that_cannot_be_read_is_none(after: str):
    with receiver(Answer(429, headers={"retry-after": after})) as at:
        assert refusal(at.url).after is None


def test_a_receiver_that_is_not_there_may_come_back():
    with receiver() as at:
        pass
    assert refusal(at.url).retry


def test_a_receiver_that_says_nothing_is_left_after_a_while(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(webhook, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = refusal(f"http://127.0.0.1:{silent.getsockname()[1]}")
    assert (error.retry, "did not answer" in error.why) == (True, True)


@pytest.mark.parametrize("url", ["ftp://example.com", "nothing", "http://"])
def test_an_address_that_is_none_is_not_tried_again(url: str):
    assert not refusal(url).retry


@pytest.mark.parametrize("secret", ["", "whsec_", "not base64 at all!"])
def test_a_secret_that_is_none_is_not_tried_again(secret: str):
    assert not refusal("http://127.0.0.1:9", secret).retry
