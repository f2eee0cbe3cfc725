from __future__ import annotations

import json

import pytest

from mqa.connectors import slack
from mqa.terms.notices import CouldNotSend, Words
from tests.connectors.receivers import Answer, Received, Receiver, notice, receiver

OK = Answer(text='{"ok": true, "ts": "1"}')


def settings(at: Receiver) -> dict[str, str]:
    return {"token": "xoxb-test", "channel": "#sales", "url": f"{at.url}/api/"}


def posted(got: Received) -> dict[str, str]:
    """The fields of a post, however they were sent."""
    if "json" not in got.headers["content-type"]:
        return got.form
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in got.document.items()}


def refusal(answer: Answer) -> CouldNotSend:
    with receiver(answer) as at, pytest.raises(CouldNotSend) as error:
        slack.send(settings(at), notice())
    return error.value


def test_a_handoff_is_posted_with_why_now_the_clock_and_a_button():
    with receiver(OK) as at:
        slack.send(settings(at), notice())
    [got] = at.received
    sent = posted(got)
    assert (got.path, got.headers["authorization"]) == ("/api/chat.postMessage", "Bearer xoxb-test")
    assert (sent["channel"], sent["text"]) == ("#sales", "Acme was handed to you: 3 people came")
    blocks = {block["type"]: block for block in json.loads(sent["blocks"])}
    assert blocks["section"]["text"]["text"] == "• 3 people came within 14 days.\n• R&amp;D &lt;asked&gt; for a demo."
    assert blocks["context"]["elements"][0]["text"] == ":alarm_clock: *Answer by Tuesday 14:00.*"
    assert blocks["actions"]["elements"][0]["url"] == "https://mqa.halyard.example/inbox/12"


def test_a_post_sent_again_carries_the_same_id():
    with receiver(OK) as at:
        slack.send(settings(at), notice())
        slack.send(settings(at), notice())
        slack.send(settings(at), notice(key="chat/handed off 13"))
    first, second, other = (posted(got)["client_msg_id"] for got in at.received)
    assert first == second != other
    assert json.loads(posted(at.received[0])["metadata"])["event_payload"] == {"key": "chat/handed off 12"}


def test_what_slack_cannot_show_in_full_is_cut():
    long = Words("A" * 400, tuple("sentence" * 100 for _ in range(10)))
    header, section = slack.blocks(notice(words=long, link=""))
    assert len(header["text"]["text"]) == 150
    assert len(section["text"]["text"]) == 3000


@pytest.mark.parametrize(
    ("word", "retry"),
    [("channel_not_found", False), ("invalid_auth", False), ("internal_error", True), ("ratelimited", True)],
)
def test_slack_says_in_a_word_why_not(word: str, retry: bool):
    error = refusal(Answer(text=json.dumps({"ok": False, "error": word})))
    assert (error.why, error.retry) == (f"Slack answered {word}.", retry)


def test_too_many_posts_wait_as_long_as_slack_says():
    error = refusal(Answer(429, '{"ok": false, "error": "ratelimited"}', {"retry-after": "30"}))
    assert (error.retry, error.after) == (True, 30)


@pytest.mark.parametrize("text", ["", "<html>down</html>", '{"ok": false}'])
def test_a_slack_that_is_down_may_come_back(text: str):
    assert refusal(Answer(503, text)).retry


def test_a_slack_that_cannot_be_reached_may_come_back():
    with receiver() as at:
        pass
    with pytest.raises(CouldNotSend, match="cannot be reached") as error:
        slack.send(settings(at), notice())
    assert error.value.retry


def test_an_incoming_webhook_gets_the_same_blocks():
    with receiver(Answer(text="ok")) as at:
        slack.send({"webhook": f"{at.url}/services/T/B/x"}, notice())
    [got] = at.received
    assert got.path == "/services/T/B/x"
    assert got.document["blocks"] == slack.blocks(notice())


@pytest.mark.parametrize(("status", "retry"), [(404, False), (429, True), (500, True)])
def test_an_incoming_webhook_that_refuses(status: int, retry: bool):
    with receiver(Answer(status, "no_service")) as at, pytest.raises(CouldNotSend) as error:
        slack.send({"webhook": at.url}, notice())
    assert error.value.retry is retry


def test_an_incoming_webhook_whose_address_is_none_is_not_tried_again():
    with pytest.raises(CouldNotSend) as error:
        slack.send({"webhook": "nothing"}, notice())
    assert not error.value.retry
