"""Everything an account's page says, for the day of a run or any other: why, why not, who, when, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mqa import workspaces
from mqa.answers import evidence as answers
from mqa.answers import ready
from mqa.answers.evidence import Evidence, person_names
from mqa.answers.history import Change, changes
from mqa.answers.timeline import Timeline, timeline
from mqa.explain import packet as packets
from mqa.explain.account import Explanation, explanation
from mqa.explain.packet import Known
from mqa.ledger import handoffs, runs, served
from mqa.ledger.models import Handoff
from mqa.ledger.runs import PublishedRun
from mqa.terms.documents import quoted
from mqa.terms.durations import date_of
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

MEMORY = "500MB"
MOST_OCCASIONS = 20  # of each signal and person
Row = Mapping[str, Any]


@dataclass(frozen=True)
class AccountPage:
    """An account on a day. `agreement`: the version that judged it; `run`: where it was read (None: made now).

    `packet`: what one would hold today (sentences, committee, gaps, whom to contact, dated facts, research).
    """

    found: Evidence
    said: Explanation
    agreement: Agreement
    run: PublishedRun | None
    latest: PublishedRun | None
    packet: Mapping[str, Any]
    timeline: Timeline
    changes: tuple[Change, ...]
    handoffs: tuple[Handoff, ...]

    @property
    def open_handoff(self) -> Handoff | None:
        """The handoff that waits for an answer, if any."""
        return next((one for one in self.handoffs if one.closed_at is None), None)


def account_page(opened: Opened, agreement: Agreement, typed: str, *, as_of: int | None = None) -> AccountPage:
    """What is known of an account on a day (none: of the latest run).

    A day without a run is judged now, for this account alone; nothing is written. Raises Refused where there is no
    such account, or where it was not known on that day.
    """
    name = agreement.definition.name
    latest = runs.published(name)
    run = latest if as_of is None or (latest and latest.as_of == as_of) else runs.published(name, as_of)
    if run:
        agreement = workspaces.as_it_was(opened, agreement, run.version)
    day = run.as_of if run else opened.today if as_of is None else as_of
    found = _evidence(opened, agreement, typed, day, run)
    said = explanation(found.tables, person_names(found), found.occasions, agreement.definition)
    if said is None:
        raise _unknown(found.account.domain, day)
    moved = tuple(changes(name, found.account.account_id, day))
    told = _told(found, said, agreement, run)
    return AccountPage(
        found,
        said,
        agreement,
        run,
        latest,
        told,
        timeline(
            found.occasions,
            found.people,
            [{"day": one.day, "to_level": one.to_level} for one in moved],
            agreement.definition,
            roles=_roles(told["committee"]),
            as_of=day,
            window=agreement.definition.engagement.counts_for,
        ),
        moved,
        tuple(handoffs.of_account(name, found.account.account_id)),
    )


def _evidence(opened: Opened, agreement: Agreement, typed: str, day: int, run: PublishedRun | None) -> Evidence:
    """From the engine that stands ready, where the run knows the domain; else as any question is answered."""
    account_id = served.account_id(run.run_id, typed) if run else None
    if run and account_id is None:
        account_id = answers.found(opened.warehouse, typed, run.known_at, memory_limit=MEMORY)[0].account_id
    if run and account_id is not None:
        rules, version = agreement.definition, agreement.version
        one = ready.evidence(
            opened.warehouse, rules, version, account_id, run=run, most=MOST_OCCASIONS, memory_limit=MEMORY
        )
        if one is None:
            raise _unknown(typed, day)
        return one
    who = answers.found(opened.warehouse, typed, day, memory_limit=MEMORY)
    return answers.evidence(
        opened.warehouse,
        agreement.definition,
        agreement.version,
        who,
        as_of=day,
        run=None,
        most=MOST_OCCASIONS,
        memory_limit=MEMORY,
    )


def _told(found: Evidence, said: Explanation, agreement: Agreement, run: PublishedRun | None) -> dict[str, Any]:
    account = {name: getattr(found.account, name) for name in ("account_id", "domain", "name", "owner")}
    run_id = run.run_id if run else 0
    known = Known(account, found.as_of, found.known_at, run_id, found.tables, found.people, found.occasions, {})
    return packets.packet(known, said, agreement.definition)


def _roles(committee: Sequence[Row]) -> dict[str, str]:
    return {one["person"]: role["role"] for role in committee for one in role["people"] if role["role"] != "no role"}


def _unknown(name: str, day: int) -> Refused:
    what = f"{quoted(name)} was not known on {date_of(day).isoformat()}."
    return Refused([Problem(Place(""), what, "Ask for a later day.")])
