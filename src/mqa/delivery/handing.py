"""Handing off: whoever must have an open handoff gets one, and those that are open follow what a run found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mqa.ledger.runs import PublishedRun
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

Progress = Callable[[str, int, int], None]
Packets = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class HandedOff:
    """The numbers of the handoffs that were opened, and of those that a rise in level amended."""

    opened: tuple[int, ...] = ()
    amended: tuple[int, ...] = ()


@dataclass(frozen=True)
class Followed:
    """The numbers of the open handoffs that a run amended or withdrew."""

    amended: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()


def hand_off(
    opened: Opened, agreement: Agreement, now: datetime, *, memory_limit: str = "1GB", progress: Progress
) -> HandedOff:
    """Opens every handoff that must be open now, by the latest run that was followed."""
    raise NotImplementedError


def prepared(opened: Opened, agreement: Agreement, run: PublishedRun, *, memory_limit: str = "1GB") -> Packets:
    """New packets for the open handoffs whose accounts rose in a run; made before the transaction that follows it."""
    raise NotImplementedError


def amend_and_withdraw(
    opened: Opened, agreement: Agreement, run: PublishedRun, now: datetime, *, packets: Packets
) -> Followed:
    """Lets the open handoffs follow a run: part of the transaction that follows it."""
    raise NotImplementedError
