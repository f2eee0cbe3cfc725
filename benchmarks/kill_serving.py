"""A server killed while people answer handoffs: what it acknowledged stands, once, and was told once."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Timer
from time import monotonic

import httpx2

from mqa.delivery.sending import send_due
from mqa.ledger import keys, outbox
from mqa.ledger.models import DefinitionVersion, Disposition, Handoff, Message, Run
from mqa.workspaces import Opened

ANSWERS_A_KILL = 8
ANSWERED = httpx2.codes.OK, httpx2.codes.CREATED


@dataclass(frozen=True)
class Served:
    """What became of the answers. `asked_again`: requests that a kill left without an answer, sent once more."""

    killed: int
    handoffs: int
    acknowledged: int
    asked_again: int
    lost: int
    doubled: int
    untold: int
    told_twice: int


@dataclass
class Answering:
    """Somebody who answers one handoff after the other, each under a key of its own, until each is heard."""

    secret: str
    left: list[int]
    acknowledged: list[int] = field(default_factory=list)
    asked_again: int = 0

    def go_on(self, address: str) -> None:
        """Answer until all is answered or the server is gone."""
        with httpx2.Client(base_url=address, headers={"Authorization": f"Bearer {self.secret}"}, timeout=10) as client:
            while self.left:
                try:
                    said = client.post(
                        f"/api/v1/handoffs/{self.left[0]}/dispositions",
                        json={"answer": "accepted"},
                        headers={"Idempotency-Key": f"kill-{self.left[0]}"},
                    )
                except httpx2.TransportError:
                    self.asked_again += 1
                    return
                if said.status_code not in ANSWERED:
                    raise ValueError(f"{said.status_code}: {said.text}")
                self.acknowledged.append(self.left.pop(0))


def serving(opened: Opened, kills: int, chance: Random) -> Served:
    """Let a workspace's server be killed so often while handoffs are answered; its ledger is open, it has a run."""
    now = datetime.now(UTC)
    handoffs = _handoffs(kills * ANSWERS_A_KILL, now)
    _, secret = keys.add("who answers", ["read", "answer"], by="command line", now=now)
    somebody, killed = Answering(secret, list(handoffs)), 0
    while somebody.left:
        killed += _killed(opened, somebody, chance, last=killed >= kills)
    end = monotonic() + 300
    while outbox.counts()["waiting"] and monotonic() < end:
        send_due(opened, datetime.now(UTC), lease=1.0)
    stored = Counter(Disposition.objects.values_list("handoff_id", flat=True))
    told = Counter(Message.objects.filter(event="answered").values_list("handoff_id", flat=True))
    sent = Message.objects.filter(event="answered").exclude(sent_at=None).count()
    return Served(
        killed=killed,
        handoffs=len(handoffs),
        acknowledged=len(somebody.acknowledged),
        asked_again=somebody.asked_again,
        lost=len(set(somebody.acknowledged) - stored.keys()),
        doubled=stored.total() - len(stored),
        untold=len(stored) - sent,
        told_twice=told.total() - len(told),
    )


def _killed(opened: Opened, somebody: Answering, chance: Random, *, last: bool) -> int:
    """Serve until all is answered or, but for the last time, until a kill at a random moment; how many there were."""
    command = [sys.executable, "-m", "mqa.cli", "--workspace", str(opened.folder), "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        address = next(word for word in server.stdout.readline().split() if word.startswith("http")).rstrip(".")
        timer = Timer(chance.uniform(0.0, 0.5), server.kill)
        if not last:
            timer.start()
        somebody.go_on(address)
        timer.cancel()
        return int(server.poll() is not None or (not last and bool(somebody.left)))
    finally:
        server.kill()
        server.communicate()


def _handoffs(count: int, now: datetime) -> list[int]:
    """Open handoffs of companies that do not exist: the line would make too few."""
    run = Run.objects.exclude(published_at=None).order_by("-id").first()
    assert run
    version = DefinitionVersion.objects.get(version=run.version)
    later = {name: now + timedelta(days=30) for name in ("due_at", "remind_at", "escalate_at", "reclaim_at")}
    words = dict.fromkeys(("level", "tier", "segment", "route", "path", "respond_within", "name"), "made up")
    return [
        Handoff.objects.create(
            **words,
            **later,
            definition=run.definition,
            version=version,
            account_id=nth,
            domain=f"company-{nth}.example",
            level_rank=1,
            owner="ann@halyard.example",
            run=run,
            opened_at=now,
        ).pk
        for nth in range(1, count + 1)
    ]
