"""What a channel is given for a message: its words, its readers, its link; and the channel's settings, with secrets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from mqa.handoff.agreed import Channel
from mqa.handoff.wording import words
from mqa.ledger.models import Message
from mqa.terms.notices import CouldNotSend, Notice
from mqa.workspaces import Opened

Send = Callable[[Mapping[str, str], Notice], None]
FROM_ENVIRONMENT = re.compile(r"\$\{([A-Za-z_]\w*)\}")
PATHS = ("folder", "certificate")  # settings that are relative to the workspace


def notice(opened: Opened, channel: Channel, message: Message, sent_at: datetime) -> Notice:
    """A message as its channel tells it. Only mail speaks to its reader; the others speak to a room."""
    body, about = message.body, message.body.get("account") or {}
    owner = str(body.get("owner") or about.get("owner") or "")
    to = tuple(opened.sales.address(str(one)) for one in body.get("to") or (owner,) if one)
    reader = (
        to[0] if channel.kind == "email" and channel.settings.get("to", "owner") == "owner" and len(to) == 1 else ""
    )
    told = body | {name: opened.sales.address(str(body[name])) for name in ("owner", "from", "by") if body.get(name)}
    said = words(message.event, told, message.entered_at, opened.sales.calendar.time_zone, reader=reader)
    return Notice(message.key, message.event, message.entered_at, sent_at, said, to, link(opened, message), body)


def link(opened: Opened, message: Message) -> str:
    """Where a message can be read and answered; empty where the workspace names no address of its pages."""
    address = opened.agreed.address.rstrip("/")
    if not address:
        return ""
    if message.body.get("handoff"):
        return f"{address}/inbox/{message.body['handoff']}"
    account = message.body.get("account") or {}
    handle = account.get("domain") or account.get("id")
    return f"{address}/accounts/{quote(str(handle), safe='')}" if handle else address


def settings(channel: Channel, folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The settings of a channel, secrets taken from the environment, paths relative to the workspace's folder.

    Raises CouldNotSend where the environment lacks one: that can be mended, and no attempt is counted.
    """
    named = {name for value in channel.settings.values() for name in FROM_ENVIRONMENT.findall(value)}
    if missing := sorted(name for name in named if not environment.get(name)):
        raise CouldNotSend(f"The environment has no {' and no '.join(missing)}, which it needs.", retry=True)
    found = {
        name: FROM_ENVIRONMENT.sub(lambda said: environment[said[1]], value) for name, value in channel.settings.items()
    }
    return found | {name: str(folder / found[name]) for name in PATHS if found.get(name)}


def sender(channel: Channel) -> Send:
    """The function that sends through a kind of channel; its libraries are only imported where it is used."""
    match channel.kind:
        case "file":
            from mqa.connectors import outbox_files

            return outbox_files.send
        case "webhook":
            from mqa.connectors import webhook

            return webhook.send
        case "slack":
            from mqa.connectors import slack

            return slack.send
        case "email":
            from mqa.connectors import mail

            return mail.send
