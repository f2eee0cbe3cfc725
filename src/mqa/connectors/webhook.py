"""Messages as signed webhooks, by the Standard Webhooks specification (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from math import floor
from urllib.parse import quote

import httpx2
from standardwebhooks.webhooks import Webhook

from mqa.connectors.http_answers import require_taken
from mqa.connectors.reasons import reason
from mqa.terms.notices import CouldNotSend, Notice

SECONDS = 10.0  # for connecting, and for each part of the answer
LEAST_SECRET = 24  # bytes, as the specification asks for


def send(settings: Mapping[str, str], notice: Notice) -> None:
    """Post the message to `url`, signed with `secret` (base64, after “whsec_”). Raises CouldNotSend.

    `webhook-id` is the key: a receiver that knows it drops the second copy. The answer's text is not read.
    """
    text = payload(notice)
    headers = {"content-type": "application/json", "user-agent": "mqa"} | signed(settings["secret"], notice, text)
    try:
        with (
            httpx2.Client(timeout=SECONDS) as client,
            client.stream("POST", settings["url"], content=text.encode(), headers=headers) as answer,
        ):
            status, retry_after = answer.status_code, answer.headers.get("retry-after")
    except httpx2.TimeoutException as error:
        raise CouldNotSend(f"The webhook did not answer within {SECONDS:.0f} seconds.", retry=True) from error
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
        raise CouldNotSend(f"The webhook's url cannot be used: {reason(error)}.", retry=False) from error
    except httpx2.TransportError as error:
        raise CouldNotSend(f"The webhook cannot be reached: {reason(error)}.", retry=True) from error
    require_taken("The webhook", status, retry_after, notice.sent_at)


def payload(notice: Notice) -> str:
    """What is posted: type, time of the event, and data; the same text at every attempt."""
    words = {"subject": notice.words.subject, "sentences": notice.words.sentences, "answer_by": notice.words.answer_by}
    data = {**notice.body, **words, "to": notice.to, "link": notice.link}
    told = {"type": notice.event.replace(" ", "_"), "timestamp": notice.entered_at.isoformat(), "data": data}
    return json.dumps(told, separators=(",", ":"))


def signed(secret: str, notice: Notice, text: str) -> dict[str, str]:
    """The headers by which the receiver knows the message, its sender, and that it is not an old one sent anew."""
    key = webhook_id(notice.key)
    signature = Webhook(_bytes_of(secret)).sign(key, notice.sent_at, text)
    moment = str(floor(notice.sent_at.timestamp()))
    return {"webhook-id": key, "webhook-timestamp": moment, "webhook-signature": signature}


def _bytes_of(secret: str) -> bytes:
    """The secret's bytes; the library reads what is no base64 as something, and signs with that."""
    written = secret.strip().removeprefix("whsec_").rstrip("=")
    try:
        found = base64.b64decode(written + "=" * (-len(written) % 4), validate=True)
    except binascii.Error:
        found = b""
    if len(found) < LEAST_SECRET:
        mend = "it must be base64 of at least 24 bytes, as “openssl rand -base64 32” writes it"
        raise CouldNotSend(f"The webhook's secret cannot be used: {mend}.", retry=False)
    return found


def webhook_id(key: str) -> str:
    """The key as a header can carry it, and without the dot that parts what is signed.

    >>> webhook_id("crm/handed off 12")
    'crm/handed%20off%2012'
    """
    return quote(key, safe="/:+@-_").replace(".", "%2E")
