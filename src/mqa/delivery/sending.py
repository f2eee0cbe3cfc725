"""Sending what the outbox holds: leased in short transactions, sent outside of any, marked one by one.

Each channel is served by a thread of its own that only sends; the ledger is touched by the caller's thread alone. A
process that dies between sending and marking leaves a lease; when that has ended the message is sent again under the
same key, and whoever knows the key drops the second copy.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from mqa.delivery.notices import Send, notice, sender, settings
from mqa.handoff.agreed import Channel
from mqa.ledger import outbox
from mqa.ledger.models import Message
from mqa.terms.notices import CouldNotSend
from mqa.workspaces import Opened

MOST, BATCH = 1_000, 10
LEASE, PATIENCE = 120.0, 60.0  # seconds: how long a batch is ours; how long new batches are begun
TROUBLES = 3  # failures in a row after which a channel is left alone until the next time

Moment = Callable[[], datetime]


@dataclass(frozen=True)
class Sent:
    """What became of the messages that were due, and per channel what kept it from sending.

    `failed` wait for another attempt; `dead` will not be tried again by themselves.
    """

    sent: int = 0
    failed: int = 0
    dead: int = 0
    trouble: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of one leased message: `error` None: sent; `tried` false: it is given back."""

    channel: str
    message: Message
    tried: bool = True
    error: CouldNotSend | None = None


@dataclass
class Line:
    """One channel while it is served: its thread reads `batches` (None: no more), `under_way` counts what it holds.

    `left_alone`: it failed too often in a row to be given more this time.
    """

    channel: Channel
    send: Send
    settings: Mapping[str, str]
    batches: SimpleQueue[list[Message] | None] = field(default_factory=SimpleQueue)
    under_way: int = 0
    left_alone: bool = False


def send_due(
    opened: Opened,
    now: datetime,
    *,
    most: int = MOST,
    lease: float = LEASE,
    patience: float = PATIENCE,
    jitter: Callable[[], float] = random.random,
    environment: Mapping[str, str] | None = None,
) -> Sent:
    """Send at most so many due messages through the workspace's channels, all channels side by side.

    Returns when all are dealt with; a channel that takes longer than `patience` and a lease is not waited for. What
    is due for a channel that the workspace no longer has is dead. `jitter` gives 0 to 1 for the wait after a failure.
    """
    began = monotonic()

    def moment() -> datetime:
        return now + timedelta(seconds=monotonic() - began)

    counts = {"sent": 0, "failed": 0, "dead": _bury_the_homeless(opened, now)}
    outcomes: SimpleQueue[Outcome] = SimpleQueue()
    lines, trouble = _lines(opened, now, os.environ if environment is None else environment)
    left = most
    for line in lines.values():
        Thread(target=_serve, args=(opened, line, moment, lease, outcomes), daemon=True).start()
        left -= _next_batch(line, left, moment(), lease)
    try:
        while any(line.under_way for line in lines.values()):
            outcome = outcomes.get(timeout=max(0.0, patience + lease - (monotonic() - began)))
            if outcome.tried:
                counts[_mark(outcome, moment(), jitter)] += 1
            else:
                outbox.give_back(outcome.message)
            if outcome.error:
                trouble[outcome.channel] = outcome.error.why
            line = lines[outcome.channel]
            line.under_way -= 1
            if not line.under_way and not line.left_alone and monotonic() - began < patience:
                left -= _next_batch(line, left, moment(), lease)
    except Empty:
        trouble |= {name: "It takes too long." for name, line in lines.items() if line.under_way}
    finally:
        for line in lines.values():
            line.batches.put(None)
    return Sent(**counts, trouble=trouble)


def _bury_the_homeless(opened: Opened, now: datetime) -> int:
    """Messages for channels that the workspace no longer has are dead; returns how many."""
    gone = set(outbox.channels_due(now)) - {channel.name for channel in opened.channels}
    return sum(outbox.bury(name, now, f"mqa.yaml has no delivery “{name}” any more.") for name in sorted(gone))


def _lines(opened: Opened, now: datetime, environment: Mapping[str, str]) -> tuple[dict[str, Line], dict[str, str]]:
    """A line for each channel for which something is due, and why a channel cannot have one."""
    due, lines, trouble = set(outbox.channels_due(now)), {}, {}
    for channel in opened.channels:
        if channel.name in due:
            try:
                given = settings(channel, opened.folder, environment)
                lines[channel.name] = Line(channel, sender(channel), given)
            except CouldNotSend as error:
                trouble[channel.name] = error.why
    return lines, trouble


def _next_batch(line: Line, left: int, now: datetime, seconds: float) -> int:
    """Lease the next messages of a channel and give them to its thread; returns how many."""
    batch = outbox.lease(now, min(BATCH, left), seconds, channel=line.channel.name) if left > 0 else []
    line.under_way = len(batch)
    if batch:
        line.batches.put(batch)
    return len(batch)


def _mark(outcome: Outcome, now: datetime, jitter: Callable[[], float]) -> str:
    """Write down what became of a message; returns as what it counts."""
    if outcome.error is None:
        outbox.sent(outcome.message, now)
        return "sent"
    error = outcome.error
    dead = outbox.failed(outcome.message, now, error.why, retry=error.retry, after=error.after, jitter=jitter())
    return "dead" if dead else "failed"


def _serve(opened: Opened, line: Line, moment: Moment, lease: float, outcomes: SimpleQueue[Outcome]) -> None:
    """The thread of one channel: sends batch after batch, and says of each message what became of it."""
    in_a_row = 0
    while batch := line.batches.get():
        until = moment() + timedelta(seconds=lease / 2)
        for message in batch:
            if line.left_alone or moment() > until:
                outcomes.put(Outcome(line.channel.name, message, tried=False))
                continue
            error = _failure(opened, line, message, moment())
            in_a_row = in_a_row + 1 if error and error.retry else 0
            line.left_alone = in_a_row >= TROUBLES
            outcomes.put(Outcome(line.channel.name, message, error=error))


def _failure(opened: Opened, line: Line, message: Message, now: datetime) -> CouldNotSend | None:
    """Send one message; returns why it could not be sent, if so. Nothing that a message does may end the thread."""
    try:
        line.send(line.settings, notice(opened, line.channel, message, now))
    except CouldNotSend as error:
        return error
    except Exception as error:
        return CouldNotSend(f"Something unforeseen happened: {type(error).__name__}: {error}", retry=True)
    return None
