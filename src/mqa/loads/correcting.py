"""Correcting: what a person says of who is who is noted and applied at once, as a load without files.

Only those whom it concerns are placed anew, by the same steps as in any load. Loads later on know of it too, so that it
does not matter whether something was loaded before or after it was said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from mqa.identity.addresses import ROLE, mailbox
from mqa.identity.corrections import (
    assigned_rows,
    called_rows,
    circle,
    in_force,
    lead_rows,
    periods,
    role_rows,
    visitor_rows,
)
from mqa.ledger import corrections, leases
from mqa.ledger.opening import open_ledger, workspace_identity
from mqa.loads.keeping_out import kept_out
from mqa.loads.loading import merge_small, refuse_other_accounts
from mqa.loads.moving import move, move_told
from mqa.loads.naming import learn_led
from mqa.loads.readying import EVER, NO_END, correct, learn_corrected, prepare
from mqa.loads.storing import World
from mqa.terms.corrections import Correction
from mqa.terms.problems import Place, Problem, Refused
from mqa.warehouse.opening import claim, open_warehouse
from mqa.workspaces import agreed_in


@dataclass(frozen=True)
class Corrected:
    """A correction as it was noted, and how many people and acts it moved."""

    said: Correction
    counts: dict[str, int]


def say(
    folder: Path,
    kind: str,
    subject: str,
    to: str = "",
    *,
    by: str,
    note: str = "",
    today: int,
    now: datetime,
    memory_limit: str = "1GB",
) -> Corrected:
    """Note that an account, a domain or a person is another's than was thought, and move what belongs to it.

    `subject`, `to`: natural keys (empty: nobody's), or a role. It holds from today, and never from before an earlier
    correction.
    Raises Refused where accounts would lead in a circle, and Unavailable where another writer is at work.
    """
    return _apply(folder, Correction(0, kind, subject, to, today, by, note), now, memory_limit)


def undo(
    folder: Path, number: int, *, by: str, note: str = "", today: int, now: datetime, memory_limit: str = "1GB"
) -> Corrected:
    """Take a correction back: from today all stands as if it had not been said.

    Raises Refused where there is none of this number, where it is undone already, or where an earlier one that would
    hold again leads accounts in a circle; Unavailable as above.
    """
    return _apply(folder, Correction(0, "undo", "", "", today, by, note, undoes=number), now, memory_limit)


def _apply(folder: Path, one: Correction, now: datetime, memory_limit: str) -> Corrected:
    agreed = agreed_in(folder)
    warehouse = folder / agreed.warehouse
    open_ledger(folder / agreed.ledger)
    refuse_other_accounts(agreed)
    claim(warehouse, workspace_identity())
    kept = kept_out(agreed, folder)
    with leases.held() as token, open_warehouse(warehouse, memory_limit=memory_limit) as connection:
        before = corrections.said()
        one = _checked(before, one)
        world = World(connection, warehouse)
        prepare(world, agreed, one.day, before)
        _teach(world, before, (*before, one))
        files = learn_led(world)
        moved, counts = move(world, kept)
        files += moved + move_told(world)
        noted = corrections.note(one, counts, files, now=now, token=token)
        merge_small(world, token)
    return Corrected(noted, counts)


def _checked(before: tuple[Correction, ...], one: Correction) -> Correction:
    """The correction as it is noted: its number, its day, whom it speaks of. Raises Refused."""
    if family := next((key for key in (one.subject, one.object) if key.startswith("family:")), ""):
        _refuse(f"{family} is a whole family.", "Say it of one of its companies: “mqa identity why” lists them.")
    _refuse_mailbox(one, before)
    number = 1 + max((other.number for other in before), default=0)
    day = max(one.day, *(other.day for other in before), one.day)
    if one.undoes:
        meant = next((other for other in before if other.number == one.undoes and not other.undoes), None)
        if meant is None:
            _refuse(f"There is no correction {one.undoes}.", "“mqa identity corrections” lists them.")
        if any(other.undoes == one.undoes for other in before):
            _refuse(f"Correction {one.undoes} is undone already.", "“mqa identity corrections --all” says by whom.")
        one = replace(one, subject=meant.subject, object=meant.object)
    one = replace(one, number=number, day=day)
    if led := circle((*before, one)):
        what = f"That would lead accounts in a circle: {' → '.join(led)}."
        _refuse(what, "Undo the other correction first; “mqa identity corrections” lists them.")
    return one


def _refuse_mailbox(one: Correction, before: tuple[Correction, ...]) -> None:
    """Raise Refused where a mailbox that many read, or a machine, is said to be what a person alone can be.

    What is taken for a machine is a person once somebody said whose it is.
    """
    address = {"role": one.subject, "visitor": one.object}.get(one.kind, "")
    rule = mailbox(address.split("@")[0]) if "@" in address else ""
    said = in_force(before).get(("person", address)) if rule and rule != ROLE else None
    if not rule or (said and said.object):
        return
    what = f"{address} is nobody's by name ({rule})"
    mend = "Say it of the person who reads it, by an address of their own or their contact's id."
    if rule != ROLE:
        mend = f"If it is a person's all the same: mqa identity assign {address} ACCOUNT, and say this again."
    if one.kind == "role":
        _refuse(f"{what}, and nobody's in a committee: it can have no role.", mend)
    _refuse(f"{what}: it cannot be who a visitor is.", mend)


def _teach(world: World, before: tuple[Correction, ...], after: tuple[Correction, ...]) -> None:
    """Let the steps know all that was said, and whom the last word concerns."""
    was, now = (periods(some, EVER, NO_END) for some in (before, after))
    accounts = _changed(lead_rows(was), lead_rows(now))
    people = _changed(assigned_rows(was), assigned_rows(now)) | _changed(role_rows(was), role_rows(now))
    names = _changed(called_rows(was), called_rows(now))
    visitors = _changed(visitor_rows(was), visitor_rows(now))
    correct(world, after)
    learn_corrected(world.connection, accounts, people, names, visitors)


def _changed(was: Iterable[tuple[object, ...]], now: Iterable[tuple[object, ...]]) -> set[object]:
    """Whom rows speak of that are not the same before and after."""
    return {number for number, *_ in set(was) ^ set(now)}


def _refuse(what: str, mend: str) -> NoReturn:
    raise Refused([Problem(Place(""), what, mend)])
