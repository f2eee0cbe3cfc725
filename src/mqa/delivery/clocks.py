"""The clocks of open handoffs: reminded, escalated, given to the next on the route; each once, in working time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mqa.terms.rules import Agreement
from mqa.workspaces import Opened


@dataclass(frozen=True)
class Kept:
    """The numbers of the handoffs that were reminded of, escalated, or given to the next."""

    reminded: tuple[int, ...] = ()
    escalated: tuple[int, ...] = ()
    reclaimed: tuple[int, ...] = ()


def keep(opened: Opened, agreement: Agreement, now: datetime) -> Kept:
    """Does what the clocks of a definition's open handoffs ask for now."""
    raise NotImplementedError
