"""Accounts for programs: those that match, and one of them explained on any day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query, Router, Schema
from pydantic import AfterValidator, ConfigDict, Field

from mqa import versions
from mqa.answers import accounts as listed
from mqa.answers.account import account_page
from mqa.answers.counting import occurring, owners
from mqa.answers.data import age_documents
from mqa.answers.documented import ahead_document, document
from mqa.answers.ending import ending
from mqa.answers.reading import published
from mqa.answers.would import what_would
from mqa.ledger import runs, served
from mqa.serving import STATES
from mqa.terms import stages
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.durations import date_of, day_number
from mqa.terms.freshness import state_of
from mqa.terms.problems import Place, Problem, Refused, Unavailable
from mqa.terms.rules import LOWEST_GRADE, Definition
from mqa.web.api.asked import Day, InPages, Number, OfDefinition, Part, agreement_of, refuse_others
from mqa.web.api.problems import Missing

MOST_NAMED = 20  # of the values that a filter knows
SORTS = [sign + column for column in listed.SORTS for sign in ("", "-")]

router = Router()


def _column(sort: str) -> str:
    if sort not in SORTS:
        raise ValueError(f"There is no such column; there are: {', '.join(listed.SORTS)}")
    return sort


class Wanted(Part, OfDefinition):
    """Which accounts, in which order."""

    run: Number | None = Field(None, description="As this run left them, the latest or the one before.")
    level: list[str] = Field([], max_length=50, description="A level's name; “-” for those without.")
    stage: list[str] = Field([], max_length=50)
    tier: list[str] = Field([], max_length=50)
    segment: list[str] = Field([], max_length=50)
    grade: list[str] = Field([], max_length=50)
    state: list[str] = Field([], max_length=50)
    owner: list[str] = Field([], max_length=50, description="As the CRM writes it; “nobody” for those without.")
    nearly: list[str] = Field([], max_length=50, description="A level that is missed by at most a tenth.")
    cooling: bool = Field(False, description="Only those that cool down.")
    q: str = Field("", max_length=listed.LONGEST_SEARCH, description="A part of a domain or name.")
    sort: Annotated[str, AfterValidator(_column), Field(json_schema_extra={"enum": SORTS})] = Field(
        "rank", description="A column; with “-” before it the largest first."
    )

    def filters(self) -> dict[str, list[str]]:
        """What is chosen of each filter."""
        chosen = {name: getattr(self, name) for name in listed.FILTERS if name != listed.COOLING}
        return {name: some for name, some in chosen.items() if some} | (
            {listed.COOLING: ["yes"]} if self.cooling else {}
        )


class AccountLine(Schema):
    """One account in a list. Scores from 0 to 100."""

    rank: int
    domain: str
    name: str
    owner: str
    level: str
    since: date | None
    stage: str
    cause: str
    nearly: str
    tier: str
    segment: str
    state: str
    grade: str
    fit: float | None
    known_share: float
    engagement: float
    breadth: float
    depth: float
    recency: float
    product: float
    engaged: int
    seen: int
    known: int
    last_evidence: date | None
    cooling_until: date | None
    refreshed_at: datetime | None = Field(description="When it was judged again since the run: it is provisional then.")


class SourceLine(Schema):
    """How old a source was on the day of a run, and what that makes of scores. `within_days`: what is expected."""

    source: str
    told_on: date | None
    age_days: int | None
    within_days: int | None
    makes_scores: str


class Accounts(InPages):
    """A page of accounts as the run left them, or as they were judged again since. `in_all`: how many match."""

    definition: str
    run: int
    as_of: date
    scores: str = Field(description="complete, or partial or stale by the age of a source.")
    sources: list[SourceLine]
    at_least: bool = Field(description="Whether more than `in_all` match: so many that they were not counted.")
    accounts: list[AccountLine]


class Explained(Schema):
    """One account on one day, down to the acts: scores in millionths of 0-100, shares that sum to them exactly."""

    model_config = ConfigDict(extra="allow")

    account: dict[str, Any]
    definition: str
    version: str
    as_of: date
    known_at: date
    run: int | None
    freshness: dict[str, Any]
    level: str
    since: date | None
    stage: str
    segment: str
    tier: str
    grade: str
    buying_stage: str
    surging_topics: list[str]
    surges: list[dict[str, Any]]
    scores: dict[str, Any]
    fit: list[dict[str, Any]]
    engagement: dict[str, Any]
    product: dict[str, Any]
    verdicts: list[dict[str, Any]]
    why_not: list[dict[str, Any]]
    committee: list[dict[str, Any]]
    committee_numbers: dict[str, Any] | None
    contacts: list[dict[str, Any]]
    history: list[dict[str, Any]]
    family: list[dict[str, Any]]
    ahead: dict[str, Any] | None = None


class OnDay(OfDefinition):
    """On which day."""

    as_of: Day | None = Field(None, description="Any day; left out: the day of the latest run.")
    known_at: Day | None = Field(None, description="Only what was known on this day; left out: on the day itself.")


class OnDayAhead(OnDay):
    """On which day, and whether to look ahead."""

    ahead: bool = Field(False, description="Also when its level ends, and what would make it qualify: a second longer.")


@router.get("/accounts", response=Accounts, url_name="accounts", summary="The accounts of the latest run that match")
def accounts(request: Any, wanted: Query[Wanted]) -> dict[str, Any]:
    """The accounts of the latest run that match, the most urgent first.

    Whoever reads page after page names the run of the first: its list stays while the next run is the latest, and is
    not found afterwards.
    """
    refuse_others(request, Wanted)
    agreement = agreement_of(request, wanted.definition)
    name = agreement.definition.name
    run, as_of = _listed_run(name, wanted.run)
    rules = versions.of_run(agreement, published(name)).definition
    if problems := [*_unknown(wanted.filters(), rules, run)]:
        raise Refused(problems)
    found = listed.accounts(
        run, filters=wanted.filters(), search=wanted.q, sort=wanted.sort, page=wanted.page, size=wanted.limit
    )
    if not found.rows:
        _listed_run(name, run)  # perhaps its list went while it was read
    ages = runs.run_of(run).ages
    return {
        "definition": name,
        "run": run,
        "as_of": date_of(as_of),
        "scores": state_of(ages),
        "sources": age_documents(ages),
        **wanted.told(found.in_all, at_least=found.has_next),
        "at_least": found.more,
        "accounts": found.rows,
    }


def _unknown(filters: Mapping[str, Sequence[str]], rules: Definition, run: int) -> Iterator[Problem]:
    """Each value of a filter that neither the definition nor the run knows, and what was perhaps meant."""
    agreed = {
        "level": [level.name for level in rules.levels],
        listed.NEARLY: [level.name for level in rules.levels],
        "stage": stages.NAMES,
        "tier": [tier.name for tier in rules.tiers],
        "segment": [segment.name for segment in rules.segments],
        "grade": [*(grade.name for grade in rules.grades), LOWEST_GRADE],
        "state": STATES,
    }
    occur = {**occurring(run), "owner": frozenset(owners(run)) if filters.get("owner") else frozenset()}
    for name, values in filters.items():
        if name == listed.COOLING:
            continue
        known = [one for one in dict.fromkeys([*agreed.get(name, ()), *sorted(occur.get(name, ()))]) if one]
        nothing = ("-", listed.EMPTY.get(name, "-"))
        for value in values:
            if value not in known and value.lower() not in nothing:
                mend = did_you_mean(value, known) or f"There are: {', '.join(known[:MOST_NAMED]) or 'none'}."
                yield Problem(Place(f"the address: {name}"), f"There is no {name} {quoted(value)}.", mend)


def _listed_run(definition: str, wanted: int | None) -> tuple[int, int]:
    """The run whose list is read, and its day. Raises Missing where that list is not kept, or not any more."""
    latest = published(definition)
    if wanted in (None, latest.run_id):
        if latest.tables.get("scores") and not served.is_served(latest.run_id):
            raise Unavailable(f"Run {latest.run_id} was made without a list of its accounts. Make it again: “mqa run”.")
        return latest.run_id, latest.as_of
    as_of = served.day_of(definition, wanted or 0)
    if as_of is None:
        what = f"There is no list of run {wanted} by “{definition}”, or it is not kept any more."
        raise Missing(what, f"The latest run is {latest.run_id}: begin again with the first page, without “run”.")
    return wanted or 0, as_of


@router.get("/accounts/{account}", response=Explained, url_name="account", summary="One account explained")
def account(request: Any, account: str, on: Query[OnDayAhead]) -> dict[str, Any]:
    """One account explained as of any day: a domain, another domain of it, a name or its number.

    A day without a run is made for this account alone, in memory; nothing is written.
    """
    refuse_others(request, OnDayAhead)
    agreement = agreement_of(request, on.definition)
    as_of, known_at = (None if day is None else day_number(day) for day in (on.as_of, on.known_at))
    for day in (as_of, known_at):
        if day is not None and runs.published(agreement.definition.name, as_of, known_at=known_at) is None:
            request.workspace.require_past(day)
    try:
        page = account_page(request.workspace, agreement, account, as_of=as_of, known_at=known_at)
    except Refused as error:
        raise Missing(error.problems[0].what, error.problems[0].mend) from error
    told = document(
        page.found,
        page.said,
        page.agreement.definition,
        page.agreement.version,
        page.family,
        page.ages,
    )
    ahead = None
    if on.ahead:
        run = None if page.refreshed else page.run
        ends = ending(request.workspace, page.agreement, page.found, run)
        would = what_would(request.workspace, page.agreement, page.found, page.said, run)
        ahead = ahead_document(ends, would)
    return told | {"history": [{**asdict(one), "day": date_of(one.day)} for one in page.changes], "ahead": ahead}
