"""Following a run: everything it asks for is entered in one transaction of the ledger, or nothing of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mqa import versions
from mqa.definition import succession
from mqa.definition.parts.names import levels_written
from mqa.delivery import amending
from mqa.delivery.messages import tell
from mqa.handoff.actions import ActionChange, action_changes
from mqa.ledger import definitions, followed, served, transitions
from mqa.ledger.runs import PublishedRun
from mqa.ledger.transitions import Moved
from mqa.terms.durations import date_of
from mqa.terms.progress import Progress, silent
from mqa.terms.rules import Agreement, Definition
from mqa.workspaces import Opened


@dataclass(frozen=True)
class Followed:
    """What was entered for a run (None: there was nothing to follow): changes, levels told of, handoffs concerned."""

    run_id: int | None = None
    as_of: int | None = None
    transitions: int = 0
    told: int = 0
    amended: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()


def follow(
    opened: Opened, agreement: Agreement, now: datetime, *, memory_limit: str = "1GB", progress: Progress = silent
) -> Followed:
    """Enter what the latest published run of a definition asks for, once: changes, actions, amended handoffs.

    A run that was superseded before anybody followed it is marked as followed; the later one's changes hold what it
    would have said. Whatever goes wrong, nothing is entered, and the next call begins again.
    """
    name = agreement.definition.name
    progress("Following the run", 0, 1)
    run = followed.to_follow(name)
    packets = amending.prepared(opened, agreement, run, memory_limit=memory_limit) if run else {}
    with transaction.atomic():
        ours = followed.locked(name, run)
        found = _entered(opened, agreement, run, now, packets) if run and ours else Followed()
        if ours:
            followed.mark(name, now)
    if found.run_id:
        served.forget_before(name, found.run_id)
    progress("Following the run", 1, 1)
    return found


def follow_again(
    opened: Opened, agreement: Agreement, run: PublishedRun, accounts: Collection[int], now: datetime
) -> Followed:
    """Enter what follows from accounts that were judged again since a run that was followed; part of a transaction.

    New packets of those who rose come with `hand_off`. A run that nobody has followed yet will say it all itself.
    """
    if followed.to_follow(agreement.definition.name):
        return Followed()
    return _entered(opened, agreement, run, now, {}, accounts)


def _entered(
    opened: Opened,
    agreement: Agreement,
    run: PublishedRun,
    now: datetime,
    packets: Mapping[int, Mapping[str, object]],
    accounts: Collection[int] | None = None,
) -> Followed:
    """Enter the changes of a run; `accounts`: only theirs (None: of all)."""
    name = agreement.definition.name
    first, last = not transitions.any_of(name), transitions.last() if accounts is not None else 0
    rules = versions.of_run(agreement, run).definition
    renamed = succession.called_today(rules.levels)
    changed = transitions.enter(name, run.run_id, run.as_of, now, renamed=renamed, accounts=accounts)
    told, moved = 0, transitions.moved(run.run_id, after=last)
    levels = {
        one: levels_written(definitions.text_of(one)) if one else {} for one in {each.entered_by for each in moved}
    }
    for one in moved:
        if not first or one.day == run.as_of:  # what entered before anybody watched is no news
            begun = levels[one.entered_by].get(one.from_level)
            source = f"run {run.run_id}" if accounts is None else f"change {one.number}"
            told += _tell_levels(opened, rules, source, one, now, begun=begun)
    handoffs = amending.amend_and_withdraw(opened, agreement, run, now, packets=packets)
    return Followed(run.run_id, run.as_of, changed, told, handoffs.amended, handoffs.withdrawn)


def _tell_levels(
    opened: Opened, rules: Definition, source: str, one: Moved, now: datetime, *, begun: str | None
) -> int:
    """Tell the channels which actions begin and end for an account that changed its level; returns how many.

    `source`: what found it, by which nothing is told twice. `begun`: the action of the level that it left as the
    definition had it when it was entered, if that is known.
    """
    changes = action_changes(rules.levels, one.from_level, one.to_level, begun=begun)
    for change in changes:
        key = f"{change.event}/{source}/account {one.account_id}"
        tell(opened.channels, change.event, level_body(rules.name, one, change), key=key, now=now)
    return len(changes)


def level_body(definition: str, one: Moved, change: ActionChange) -> dict[str, object]:
    """What channels are told of a level that was entered or left."""
    return {
        "definition": definition,
        "account": {"id": one.account_id, "domain": one.domain, "name": one.name},
        "owner": one.owner,
        "level": change.level,
        "action": change.action,
        "day": date_of(one.day).isoformat(),
        "stage": one.stage,
        "cause": one.cause,
    }
