"""A comparison in words, and as the document that programs read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from mqa.comparing.found import Compared, Moved, Period
from mqa.definition.differing import Difference
from mqa.explain.numbers import counted
from mqa.terms.documents import quoted
from mqa.terms.durations import day_words, iso_day
from mqa.versions import short


@dataclass(frozen=True)
class Saying:
    """All that is said otherwise of one rule, in one line. `line`: where the other definition says so (0: nowhere)."""

    section: str
    name: str
    words: str
    line: int


def title(found: Compared) -> str:
    """What is compared with what, and when."""
    versions = f"{short(found.was.version)} → {short(found.now.version)}"
    days = f"{iso_day(found.first)} to {iso_day(found.last)}" if found.first < found.last else iso_day(found.last)
    return f"{quoted(found.now.definition.name)}, {versions}, {days}"


def verdict(found: Compared) -> str:
    """The whole comparison in a sentence."""
    if not found.differences:
        return "Both mean the same."
    if not found.known:
        return f"No account is known by {day_words(found.last)}: there is nobody to compare."
    if not found.anybody:
        return "Nobody would stand elsewhere."
    elsewhere = f"{counted(len(found.accounts), 'account')} would stand elsewhere"
    return f"{elsewhere}: sales would get {found.enter:,} and lose {found.leave:,}."


def in_one_line(result: Mapping[str, Any]) -> str:
    """What a document says of one day, in a line: who enters and leaves, and how much that is for sales.

    >>> in_one_line({"enter": 14, "leave": 9, "periods": [{"now": 61, "capacity": 100}]})
    '14 enter, 9 leave, 61 a month against a capacity of 100'
    >>> in_one_line({"enter": 0, "leave": 1, "periods": [{"now": 1, "capacity": None}]})
    'Sales would get 0 accounts and lose 1; 1 would be new in a month'
    """
    month = result["periods"][-1]
    if month["capacity"]:
        against = f"against a capacity of {month['capacity']:,}"
        return f"{result['enter']:,} enter, {result['leave']:,} leave, {month['now']:,} a month {against}"
    sales = f"Sales would get {counted(result['enter'], 'account')} and lose {result['leave']:,}"
    return f"{sales}; {month['now']:,} would be new in a month"


def sayings(differences: Iterable[Difference]) -> Iterator[Saying]:
    """Differences by the rule that they are of, in their order."""
    for (of, name), some in groupby(differences, key=lambda one: (one.section, one.name)):
        rule = list(some)
        said = [one.words if one.change == "changed" else f"{one.change} {one.words}".strip() for one in rule]
        yield Saying(of, name, "; ".join(said), rule[0].line)


def because(one: Moved) -> str:
    """What decides that an account stands elsewhere."""
    said = [why.words for why in one.why] + ([one.cause] if one.cause else [])
    opportunity = " An opportunity is open." if one.open_pipeline else ""
    since = f"since {day_words(one.since)}: " if one.since is not None else ""
    return f"{since}{'; '.join(said)}.{opportunity}"


def document(found: Compared, most: int | None = None) -> dict[str, Any]:
    """The whole comparison as programs read it; days as dates, and each account there is.

    `most`: so many accounts at most, those that concern sales first; `elsewhere` says how many there are.
    """
    return {
        "definition": found.now.definition.name,
        "was": found.was.version,
        "now": found.now.version,
        "from": iso_day(found.first),
        "to": iso_day(found.last),
        "enter": found.enter,
        "leave": found.leave,
        "elsewhere": len(found.accounts),
        "known": found.known,
        "explained": found.explained,
        "differences": [asdict(one) for one in found.differences],
        "levels": [asdict(one) for one in found.levels],
        "moves": [{"from": one.was or None, "to": one.now or None, "accounts": one.accounts} for one in found.flows],
        "parts": [asdict(one) for one in found.parts],
        "periods": [_period(one) for one in found.periods],
        "deciding": [asdict(one) for one in found.deciding],
        "accounts": [_account(one) for one in found.accounts[:most]],
    }


def _period(one: Period) -> dict[str, Any]:
    days = {"first": iso_day(one.first), "last": iso_day(one.last)}
    return asdict(one) | days | {"capacity": one.capacity or None}


def _account(one: Moved) -> dict[str, Any]:
    return {
        "account": str(one.account_id),  # the number is larger than some programs read exactly
        **{name: value for name, value in asdict(one).items() if name not in ("was", "now", "why")},
        "from": one.was or None,
        "to": one.now or None,
        "since": iso_day(one.since),
        "why": [asdict(why) | {"on": iso_day(why.on), "words": why.words} for why in one.why],
        "because": "" if one.since is None else because(one),
    }
