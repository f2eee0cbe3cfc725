"""Messages in Slack: by a bot's token into a channel, or through an incoming webhook."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackApiError, SlackClientError

from mqa.connectors.http_answers import require_taken, seconds
from mqa.connectors.reasons import reason
from mqa.terms.notices import CouldNotSend, Notice

SECONDS = 10
HEADER, SECTION = 150, 3000  # characters that Slack takes at most
MAY_PASS = {
    *("ratelimited", "rate_limited", "internal_error", "fatal_error"),
    *("service_unavailable", "request_timeout", "team_added_to_org"),
}


def send(settings: Mapping[str, str], notice: Notice) -> None:
    """Post the message with `token` into `channel`, or to the incoming webhook `webhook`. Raises CouldNotSend.

    With a token it carries an id made of the key, by which two copies can be told to be one. `url`: where Slack's API
    is, if not at Slack.
    """
    try:
        if settings.get("webhook"):
            _by_webhook(settings["webhook"], notice)
        else:
            _by_token(settings, notice)
    except SlackApiError as error:
        raise _not_taken(error, notice) from error
    except (OSError, HTTPException) as error:
        raise CouldNotSend(f"Slack cannot be reached: {reason(error)}.", retry=True) from error
    except (SlackClientError, ValueError) as error:
        raise CouldNotSend(f"Slack cannot be used: {reason(error)}.", retry=False) from error


def blocks(notice: Notice) -> list[dict[str, Any]]:
    """The message as Slack lays it out: what happened, why now, until when, and where to answer."""
    words = notice.words
    found: list[dict[str, Any]] = [{"type": "header", "text": _plain(_short(words.subject, HEADER))}]
    if words.sentences:
        lines = "\n".join(f"• {escaped(sentence)}" for sentence in words.sentences)
        found.append({"type": "section", "text": _mrkdwn(_short(lines, SECTION))})
    if words.answer_by:
        found.append({"type": "context", "elements": [_mrkdwn(f":alarm_clock: *{escaped(words.answer_by)}*")]})
    if notice.link:
        button = {"type": "button", "text": _plain("Open and answer" if words.answer_by else "Open")}
        found.append({"type": "actions", "elements": [{**button, "url": notice.link, "action_id": "open"}]})
    return found


def client_message_id(key: str) -> str:
    """The id of a message: a UUID made of its key, the same at every attempt.

    >>> client_message_id("chat/handed off 12") == client_message_id("chat/handed off 12")
    True
    """
    return str(uuid5(NAMESPACE_URL, key))


def escaped(text: str) -> str:
    """A text whose signs Slack does not read as its own marks.

    >>> escaped("R&D <all>")
    'R&amp;D &lt;all&gt;'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _by_token(settings: Mapping[str, str], notice: Notice) -> None:
    url = settings.get("url") or WebClient.BASE_URL
    client = WebClient(settings["token"], base_url=url, timeout=SECONDS, retry_handlers=[])
    client.chat_postMessage(
        channel=settings["channel"],
        text=escaped(notice.words.subject),
        blocks=blocks(notice),
        unfurl_links=False,
        metadata={"event_type": f"mqa_{notice.event.replace(' ', '_')}", "event_payload": {"key": notice.key}},
        client_msg_id=client_message_id(notice.key),
    )


def _by_webhook(url: str, notice: Notice) -> None:
    client = WebhookClient(url, timeout=SECONDS, retry_handlers=[])
    answer = client.send(text=escaped(notice.words.subject), blocks=blocks(notice), unfurl_links=False)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    require_taken("Slack's webhook", answer.status_code, headers.get("retry-after"), notice.sent_at)


def _not_taken(error: SlackApiError, notice: Notice) -> CouldNotSend:
    """What Slack's refusal means; it answers 200 to most of what it refuses, and says why in a word."""
    answer = error.response
    status = getattr(answer, "status_code", None) or answer.get("status") or 0
    headers = getattr(answer, "headers", None) or answer.get("headers") or {}
    after = {str(name).lower(): value for name, value in headers.items()}.get("retry-after")
    word = answer.get("error") if status < 500 else None
    why = f"Slack answered {word or status}."
    retry = word in MAY_PASS or status == 429 or status >= 500
    return CouldNotSend(why, retry=retry, after=seconds(str(after) if after else None, notice.sent_at))


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def _mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
