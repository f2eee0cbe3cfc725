"""The accounts of a published run: filtered, searched, sorted by any column, a page at a time or all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy

from mqa.answers.counting import COUNTED, Choice, Filters, counted
from mqa.explain.numbers import tenths
from mqa.explain.standing import NO_LEVEL
from mqa.ledger.models import ServedAccount
from mqa.ledger.parts import in_parts
from mqa.ledger.served import IN_ORDER
from mqa.terms import stages
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.durations import date_of
from mqa.terms.problems import Place, Problem, Refused

Row = dict[str, Any]

NOBODY = "nobody"
COOLING = "cooling"
NEARLY = "nearly"
FILTERS = (*COUNTED, "owner", NEARLY, COOLING)
EMPTY = {"level": NO_LEVEL, "owner": NOBODY}  # how people write what is stored as nothing
SORTS = {  # as people call a column, and what is compared
    "rank": "rank",
    "domain": "domain",
    "name": "name",
    "level": "level_rank",
    "since": "since",
    "stage": "stage_order",
    "engaged": "engaged",
    "known": "known",
    "grade": "grade",
    "fit": "fit_score",
    "engagement": "engagement",
    "breadth": "breadth",
    "depth": "depth",
    "recency": "recency",
    "product": "product",
    "tier": "tier",
    "segment": "segment",
    "owner": "owner",
    "state": "state",
}
MOST_ON_A_PAGE = 200
MOST_PAGES = 1_000_000
LONGEST_SEARCH = 200
BY_RANK = ("rank", "-level")  # the whole list as it goes
SCORES = ("engagement", "breadth", "depth", "recency", "product")
AS_STORED = (
    *("rank", "account_id", "domain", "name", "owner", "segment", "tier", "state", "grade", "engaged", "seen", "known"),
    NEARLY,
)
COLUMNS = (  # of a row, in the order of a file
    *("rank", "account_id", "domain", "name", "level", "since", "stage", "cause"),
    *("nearly", "engaged", "seen", "known", "state", "grade"),
    *("fit", "known_share", *SCORES, "tier", "segment", "owner", "last_evidence", "cooling_until", "refreshed_at"),
)
STAGE_ORDER = Case(
    *(When(stage=stage, then=Value(nth)) for nth, stage in enumerate(stages.NAMES)), output_field=IntegerField()
)


@dataclass(frozen=True)
class Asked:
    """Which accounts are wanted, in which order. `sort`: a column, with `-` before it the largest first."""

    filters: Filters = field(default_factory=dict)
    search: str = ""
    sort: str = "rank"
    page: int = 1
    size: int = 50


@dataclass(frozen=True)
class Page:
    """Some accounts of those that match, in order. `in_all`: how many match, at least where `more`.

    `choices`: for each counted filter what may be chosen, and how many would then match.
    """

    rows: tuple[Row, ...]
    in_all: int
    more: bool
    page: int
    size: int
    choices: Mapping[str, tuple[Choice, ...]]

    @property
    def first(self) -> int:
        """The place of the first row among all, from 1; 0 where there is none."""
        return (self.page - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row among all; 0 where there is none."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def has_next(self) -> bool:
        """Whether there is a page behind this one."""
        return len(self.rows) == self.size and (self.more or self.last < self.in_all)


def asked(query: Mapping[str, Sequence[str]]) -> Asked:
    """What an address asks for (`?level=Priority&q=acme&sort=-depth&page=2`). Raises Refused with all that is wrong."""
    filters = {name: tuple(value for value in query.get(name, ()) if value) for name in FILTERS}
    problems: list[Problem] = []
    sort = _only(query, "sort", "rank")
    if sort.removeprefix("-") not in SORTS:
        mend = did_you_mean(sort.removeprefix("-"), [*SORTS]) or f"There are: {', '.join(SORTS)}."
        problems.append(Problem(Place("sort"), f"There is no column {quoted(sort)}.", mend))
    page = _number(query, "page", 1, MOST_PAGES, problems)
    size = _number(query, "size", 50, MOST_ON_A_PAGE, problems)
    search = _only(query, "q", "").strip()
    if len(search) > LONGEST_SEARCH:
        what = f"The search is {len(search):,} characters long."
        problems.append(Problem(Place("q"), what, f"Give at most {LONGEST_SEARCH}: a part of a domain or name."))
    if problems:
        raise Refused(problems)
    return Asked({name: some for name, some in filters.items() if some}, search, sort, page, size)


def accounts(
    run_id: int, *, filters: Filters, search: str = "", sort: str = "rank", page: int = 1, size: int = 50
) -> Page:
    """One page of the accounts of a run that match, and how many would match each choice of the counted filters.

    The run must be published: what is counted once is remembered.
    """
    found = _stored(filters)
    counts = counted(run_id, _narrowed(run_id, found, search), found, search=search)
    match = _matching(run_id, found, search)
    match = match if counts.few is None else match.filter(pk__in=counts.few)
    rows = _slice(match, sort, (page - 1) * size, size, 0 if counts.more else counts.in_all)
    said = {
        name: tuple(Choice(_written(name, one.value), one.accounts, one.chosen) for one in some)
        for name, some in counts.choices.items()
    }
    return Page(tuple(_named(row) for row in rows), counts.in_all, counts.more, page, size, said)


def matching(run_id: int, *, filters: Filters, search: str = "", sort: str = "rank") -> Iterator[Row]:
    """All accounts of a run that match, in order, read a few at a time: for a file of them.

    Raises Unavailable, even in the middle, where the run's list is removed while it is read.
    """
    found = _matching(run_id, _stored(filters), search).order_by(*_order(sort))
    return (_named(row) for some in in_parts(found) for row in some)


def _stored(filters: Filters) -> Filters:
    """The filters with values as they are stored."""
    return {
        name: tuple("" if value.lower() in ("-", EMPTY.get(name)) else value for value in values)
        for name, values in filters.items()
        if values
    }


def _written(name: str, value: str) -> str:
    return value or EMPTY.get(name, "")


def _narrowed(run_id: int, filters: Filters, search: str) -> QuerySet[ServedAccount]:
    """The accounts of a run, narrowed by a search and by the filters that are not counted."""
    found = ServedAccount.objects.filter(run=run_id)
    if filters.get("owner"):
        found = found.filter(owner__in=filters["owner"])
    if filters.get(NEARLY):
        found = found.filter(nearly__in=filters[NEARLY])
    if filters.get(COOLING):
        found = found.filter(cooling_until__isnull=False)
    if word := _word(search):
        found = found.filter(Q(domain__icontains=word) | Q(name__icontains=word))
    return found


def _matching(run_id: int, filters: Filters, search: str) -> QuerySet[ServedAccount]:
    chosen = {f"{name}__in": values for name, values in filters.items() if name in COUNTED}
    return _narrowed(run_id, filters, search).filter(**chosen).annotate(stage_order=STAGE_ORDER)


def _word(search: str) -> str:
    """What is looked for: of an address of a page or a person, the domain in it.

    >>> _word("https://www.acme.com/pricing"), _word("ann@acme.com"), _word(" Acme Ltd ")
    ('acme.com', 'acme.com', 'Acme Ltd')
    """
    word = search.strip()
    if "://" in word:
        word = word.split("://", 1)[1].removeprefix("www.").split("/")[0]
    return word.rpartition("@")[2]


def _slice(found: QuerySet[ServedAccount], sort: str, start: int, size: int, in_all: int) -> list[ServedAccount]:
    """Some rows in order. `in_all`: how many there are; 0: that is not known.

    Rows are wide, so only their keys are sorted.
    """
    end = min(start + size, in_all) if in_all else start + size
    if sort in BY_RANK:
        keys = _among_equals(found, _keys(found.order_by("rank", "pk"), start, end, in_all))
    else:
        keys = _keys(found.order_by(*_order(sort)), start, end, in_all)
    rows = ServedAccount.objects.in_bulk(keys)
    return [rows[key] for key in keys]


def _keys(found: QuerySet[ServedAccount], start: int, end: int, in_all: int) -> list[int]:
    """The keys of some rows; those of the last half are reached from the end."""
    keys = found.values_list("pk", flat=True)
    if not in_all or start < in_all // 2:
        return [*keys[start:end]]
    return [*keys.reverse()[in_all - end : max(in_all - start, in_all - end)]][::-1]


def _among_equals(found: QuerySet[ServedAccount], keys: list[int]) -> list[int]:
    """The keys of a page of the whole list, which an index gave by rank alone, in the order of those of one rank, too.

    What shares the ranks of its ends is read beside it, not all rows before it.
    """
    if not keys:
        return []
    rank = dict(found.filter(pk__in=(keys[0], keys[-1])).values_list("pk", "rank"))
    first, last = rank[keys[0]], rank[keys[-1]]
    before = found.filter(rank=first, pk__lt=keys[0]).count()
    near = found.filter(rank__range=(first, last)).order_by(*IN_ORDER)
    return [*near.values_list("pk", flat=True)[before : before + len(keys)]]


def _order(sort: str) -> tuple[str | OrderBy, ...]:
    """The order of a column, nothing last, ties as the whole list goes; that has the highest level first."""
    if sort in BY_RANK:
        return IN_ORDER
    column = F(SORTS[sort.removeprefix("-")])
    return (column.desc if sort.startswith("-") else column.asc)(nulls_last=True), *IN_ORDER


def _named(row: ServedAccount) -> Row:
    """An account as it is shown: scores 0-100 with one decimal, days as dates; what is not known is empty."""
    return {
        **{name: getattr(row, name) for name in AS_STORED},
        "level": _written("level", row.level),
        "since": _date(row.since),
        "stage": row.stage,
        "cause": row.cause,
        "fit": None if row.fit_score is None else tenths(row.fit_score) / 10,
        "known_share": row.known_share / 1_000_000,
        **{name: tenths(getattr(row, name)) / 10 for name in SCORES},
        "last_evidence": _date(row.evidence_on),
        "cooling_until": _date(row.cooling_until),
        "refreshed_at": row.refreshed_at.isoformat() if row.refreshed_at else None,
    }


def _date(day: int | None) -> str | None:
    return None if day is None else date_of(day).isoformat()


def _only(query: Mapping[str, Sequence[str]], name: str, otherwise: str) -> str:
    """The last value of a name in an address."""
    return next(reversed(query.get(name, ())), "") or otherwise


def _number(query: Mapping[str, Sequence[str]], name: str, otherwise: int, most: int, problems: list[Problem]) -> int:
    """A whole number from 1 to `most` in an address."""
    written = _only(query, name, str(otherwise))
    if written.isdecimal() and len(written) < 12 and 1 <= int(written) <= most:
        return int(written)
    what = f"{quoted(written[:40])} is no {name}."
    problems.append(Problem(Place(name), what, f"Give a whole number from 1 to {most:,}."))
    return otherwise
