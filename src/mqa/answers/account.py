"""Everything an account's page says, for the day of a run or any other: why, why not, who, when, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mqa import versions, workspaces
from mqa.answers import committee, families, ready
from mqa.answers import evidence as answers
from mqa.answers.data import ages_on
from mqa.answers.evidence import Evidence, person_names
from mqa.answers.history import Change, changes, scores_sql
from mqa.answers.identity import identity_sql, led_records
from mqa.answers.timeline import Timeline, timeline
from mqa.answers.turns import Turns
from mqa.carried import before
from mqa.explain import packet as packets
from mqa.explain.account import Explanation, explanation
from mqa.explain.committee_numbers import CommitteeNumbers, committee_numbers
from mqa.explain.packet import Known
from mqa.identity.corrections import Subject, in_force
from mqa.ledger import corrections, handoffs, runs, segments, served
from mqa.ledger.models import Handoff
from mqa.ledger.runs import PublishedRun
from mqa.line import Accounts
from mqa.reading import rows, view_world
from mqa.terms.called import called
from mqa.terms.corrections import Correction
from mqa.terms.documents import quoted
from mqa.terms.durations import date_of
from mqa.terms.freshness import SourceAge
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.warehouse.opening import open_warehouse
from mqa.workspaces import Opened

MEMORY = "500MB"
MOST_OCCASIONS = 20  # of each signal and person
LEVELS = "levels"  # no tab: what a document tells more of
Row = Mapping[str, Any]
_judged: Turns[Evidence] = Turns(
    waiting=2, seconds=8, remembered=16, busy="Other accounts are being judged for days without a run just now."
)


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
    family: tuple[Row, ...] = ()
    ages: tuple[SourceAge, ...] = ()

    @property
    def refreshed(self) -> bool:
        """Whether it was judged again since the run of the day, with what came since."""
        return self.run is not None and self.found.run_id is None

    @property
    def points(self) -> tuple[Row, ...]:
        """Its scores in the runs of the last half year, the oldest first; for the day those that it is told with."""
        points = self.found.tables["points"]
        if not self.refreshed:
            return tuple(points)
        before = (row for row in points if row["as_of"] < self.found.as_of)
        return (*before, *self.found.tables["scores"])

    @property
    def numbers(self) -> CommitteeNumbers | None:
        """Its committee in numbers, beside its own past and its segment; None: a run of an earlier mqa kept none."""
        return committee_numbers(self.found.tables, self.said.score["segment"], self.said.segment)

    @property
    def open_handoff(self) -> Handoff | None:
        """The handoff that waits for an answer, if any."""
        return next((one for one in self.handoffs if one.closed_at is None), None)


def account_page(
    opened: Opened,
    agreement: Agreement,
    typed: str,
    *,
    as_of: int | None = None,
    known_at: int | None = None,
    more: str = "",
) -> AccountPage:
    """What is known of an account on a day (none: of the latest run); `more`: also its history, or its identity, or the
    changes of level that a document tells (LEVELS).

    `known_at`: with what was known on a day (none: as the run of the day knew it, else what was known on it). A day
    without a run is judged now, for this account alone, and so is an account that was judged again since its run;
    nothing is written. Raises Refused where there is no such
    account, where it was not known on that day, or where the day is yet to come; Busy where several days are being
    judged already: one at a time.
    """
    name = agreement.definition.name
    latest = runs.published(name)
    as_of = answers.day_of_knowledge(name, as_of, known_at)
    of_latest = known_at is None and (as_of is None or (latest and latest.as_of == as_of))
    run = latest if of_latest else runs.published(name, as_of, known_at=known_at)
    for asked in (as_of, known_at):
        if run is None and asked is not None:
            opened.require_past(asked)
    agreement = versions.of_run(agreement, run) if run else workspaces.in_force(opened, agreement)
    day = run.as_of if run else opened.today if as_of is None else as_of
    found = _evidence(opened, agreement, typed, (day, day if known_at is None else known_at), run, more)
    if more == "identity":
        found = _with_led(opened.warehouse, found)
    said = explanation(found.tables, person_names(found), found.occasions, agreement.definition)
    if said is None:
        raise _unknown(called(found.account), day)
    moved = tuple(changes(agreement.definition, found.account.account_id, day))
    ages = ages_on(opened, run if found.run_id else None, found.as_of, found.known_at)
    told = _told(found, said, agreement, run, ages)
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
            [{"day": one.day, "to_level": one.to_level} for one in reversed(moved)],
            agreement.definition,
            roles=_roles(told["committee"]),
            as_of=day,
            window=agreement.definition.engagement.counts_for,
        ),
        moved,
        tuple(handoffs.of_account(name, found.account.account_id)),
        tuple(families.of_account(opened.warehouse, found.account.account_id, found.known_at, memory_limit=MEMORY)),
        ages,
    )


def _evidence(
    opened: Opened, agreement: Agreement, typed: str, day: tuple[int, int], run: PublishedRun | None, more: str
) -> Evidence:
    """From the engine that stands ready, where there is a run of the day; else as any question is answered.

    `day`: as_of and known_at.
    """
    rules, version, folder = agreement.definition, agreement.version, opened.warehouse
    account_id = served.account_id(run.run_id, typed) if run else None
    if run and account_id is None:
        account_id = answers.found(folder, typed, run.known_at, memory_limit=MEMORY)[0].account_id
    if run is None or account_id is None or served.refreshed(run.run_id, [account_id]):
        found = judged_now(folder, agreement, typed, day, account_id=account_id)
        return replace(found, tables={**found.tables, **_further(folder, agreement, found, run, more)})
    also = _queries(folder, agreement, account_id, (run.as_of, run.known_at), run=run, more=more)
    if more == LEVELS:
        also |= {"transitions": answers.levels_sql(folder, run, account_id, of=rules, version=version)}
    one = ready.evidence(
        folder, rules, version, account_id, run=run, most=MOST_OCCASIONS, memory_limit=MEMORY, also=also
    )
    if one is None:
        raise _unknown(typed, day[0])
    return one


def judged_now(
    folder: Path, agreement: Agreement, typed: str, day: tuple[int, int], *, account_id: int | None = None
) -> Evidence:
    """Of a day without a run, or since it: the line runs for this account alone, over the days that its standing is
    folded from; remembered for those who ask again. `account_id`: whom `typed` stands for, where that is known. Raises
    Busy where several are being judged."""
    # a run that is made meanwhile may change from where the days are folded
    earlier = before(agreement.definition, agreement.version, day[0])
    of_run = earlier and earlier.run.run_id
    question = (str(folder.absolute()), agreement.version, account_id or typed, day, segments.last(), of_run)
    return _judged.answer(question, lambda: _judged_now(folder, agreement, typed, day, account_id=account_id))


def _judged_now(
    folder: Path, agreement: Agreement, typed: str, day: tuple[int, int], *, account_id: int | None
) -> Evidence:
    rules, version, (as_of, known_at) = agreement.definition, agreement.version, day
    who = answers.named(folder, account_id, known_at, memory_limit=MEMORY) if account_id else None
    who = who or answers.found(folder, typed, known_at, memory_limit=MEMORY)
    days = {"as_of": as_of, "known_at": known_at}
    return answers.evidence(folder, rules, version, who, **days, run=None, most=MOST_OCCASIONS, memory_limit=MEMORY)


def _queries(
    folder: Path, by: Agreement, account_id: int, day: tuple[int, int], *, run: PublishedRun | None, more: str
) -> dict[str, str]:
    """The queries for what is wanted beside the evidence; `day`: as_of and known_at."""
    name, (as_of, known_at) = by.definition.name, day
    always = committee.queries(folder, name, by.version, account_id, as_of=as_of, run=run)
    if more == "history":
        return always | {"points": scores_sql(folder, name, account_id, as_of)}
    if more != "identity":
        return always
    return always | identity_sql(known_at, {key for about, key in _held(known_at) if about == "person"})


def _held(known_at: int) -> Mapping[Subject, Correction]:
    """The corrections that held on a day."""
    return in_force(one for one in corrections.said() if one.day <= known_at)


def _with_led(folder: Path, found: Evidence) -> Evidence:
    """The same with the records of other companies that are the account too, which lie outside of its own rows."""
    held, known_at = _held(found.known_at), found.known_at
    led = led_records(folder, found.account.account_id, held, known_at=known_at, memory_limit=MEMORY)
    return replace(found, tables={**found.tables, "records": [*found.tables["records"], *led]})


def _further(
    folder: Path, by: Agreement, found: Evidence, run: PublishedRun | None, more: str
) -> dict[str, list[dict[str, Any]]]:
    """The same where no engine stands ready."""
    account_id = found.account.account_id
    asked = _queries(folder, by, account_id, (found.as_of, found.known_at), run=run, more=more)
    with open_warehouse(folder, memory_limit=MEMORY, threads=1) as connection:
        view_world(connection, folder, ("accounts", "aliases", "people"), Accounts(account_id, account_id))
        return {table: rows(connection, query) for table, query in asked.items()}


def _told(
    found: Evidence, said: Explanation, agreement: Agreement, run: PublishedRun | None, ages: tuple[SourceAge, ...]
) -> dict[str, Any]:
    account = {name: getattr(found.account, name) for name in ("account_id", "domain", "name", "owner")}
    run_id = run.run_id if run else 0
    known = Known(account, found.as_of, found.known_at, run_id, found.tables, found.people, found.occasions, {}, ages)
    return packets.packet(known, said, agreement.definition)


def _roles(committee: Sequence[Row]) -> dict[str, str]:
    return {one["person"]: role["role"] for role in committee for one in role["people"] if role["role"] != "no role"}


def _unknown(name: str, day: int) -> Refused:
    what = f"{quoted(name)} was not known on {date_of(day).isoformat()}."
    return Refused([Problem(Place(""), what, "Ask for a later day.")])
