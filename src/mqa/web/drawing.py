"""What is drawn on an account's page: shares as a waterfall, scores as lines; each with the exact numbers beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mqa.answers.account import AccountPage
from mqa.explain.account import Explanation
from mqa.explain.acts import did, known_as
from mqa.explain.conditions import Answer, question, value
from mqa.explain.numbers import one_decimal, tenths
from mqa.explain.shares import NAMELESS, Occasion, Share, stage_shown
from mqa.terms.rules import Definition

MOST_OCCASIONS = 5
MOST_VALUES = 12  # of a fact
LINES = ("engagement", "breadth", "depth", "recency", "product")
WIDTH, HEIGHT = 1000, 160
WHOLE = 1_000_000  # millionths: 100 %
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Bar:
    """One share: from where to where it lies on the way from 0 to 100 (per cent), and what it is made of.

    `part`: which dimension it belongs to; `acts`: the latest behind it; `more`: how many acts are not told.
    """

    name: str
    why: str
    shown: str
    start: str
    width: str
    negative: bool
    part: str
    parts: tuple[Bar, ...]
    acts: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True)
class Line:
    """One score over time: the path of its line and its last point."""

    name: str
    path: str
    x: str
    y: str
    last: str


@dataclass(frozen=True)
class Load:
    """How many accounts were new for sales from a day to another, before, and how many it can take (0: nobody said).

    `now_at`, `was_at` and `capacity_at` are places on a line, of thousandths.
    """

    first: str
    last: str
    now: int
    was: int
    capacity: int
    now_at: int
    was_at: int
    capacity_at: int

    @property
    def over(self) -> bool:
        """Whether there are more than sales can take."""
        return bool(self.capacity) and self.now > self.capacity


@dataclass(frozen=True)
class Chart:
    """Lines over the days of runs."""

    lines: tuple[Line, ...]
    first: int
    last: int


def load(period: Row) -> Load:
    """What a period of a comparison gives sales to do, as a bar that is as long as the largest of its numbers."""
    now, was, capacity = (period[name] or 0 for name in ("now", "was", "capacity"))
    places = (1000 * one // max(now, was, capacity, 1) for one in (now, was, capacity))
    return Load(period["first"], period["last"], now, was, capacity, *places)


def _named(why: str) -> str:
    """Why a share is what it is, a person in it called by name."""
    return " ".join(known_as(word) for word in why.split(" "))


def bars(whole: Share, part: str = "", start: int = 0) -> Bar:
    """A share and its parts, each beginning where the one before ended, in tenths of a score of 100."""
    inner, at = [], start
    for one in whole.parts:
        inner.append(bars(one, part or one.name, at))
        at += one.shown
    told = whole.occasions[:MOST_OCCASIONS]
    in_all = {one.person_id: one.in_all for one in whole.occasions}
    low, high = sorted((start, start + whole.shown))
    return Bar(
        known_as(whole.name),
        _named(whole.why),
        one_decimal(whole.shown),
        f"{max(0, low) / 10:.1f}",
        f"{max(0, high - max(0, low)) / 10:.1f}",
        whole.shown < 0,
        part,
        tuple(inner),
        tuple((one.when, _told(one)) for one in told),
        0 if part == "recency" else sum(in_all.values()) - sum(one.times for one in told),
    )


def flat(said: Explanation) -> list[dict[str, Any]]:
    """The leaves of both scores as rows: they add up to the scores."""
    return [row for whole in (said.engagement, said.product) for row in _leaves(whole, (whole.name,))]


def _leaves(share: Share, path: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if share.parts:
        for part in share.parts:
            yield from _leaves(part, (*path, part.name))
        return
    if len(path) > 1:
        names = [*path, "", "", ""]
        product = path[0] == "product"
        yield {
            "score": path[0],
            "part": "depth" if product else names[1],
            "of": names[1] if product else names[2],
            "person": names[2] if product else names[3],
            "share": share.shown / 10,
            "share_micro": share.share,
            "why": share.why,
        }


def criteria(said: Explanation, facts: Sequence[Row], rules: Definition) -> dict[str, list[dict[str, Any]]]:
    """The lines of fit by what they are for, each with the dated facts it was answered by."""
    found: dict[str, list[dict[str, Any]]] = {"required": [], "excluded": [], "points": []}
    for line, criterion in zip(said.fit, rules.criteria, strict=True):
        dated = [row for row in facts if row["fact"] == criterion.test.fact]
        shown = one_decimal(tenths(line.share))
        told, more = dated[:MOST_VALUES], len(dated) - MOST_VALUES
        found[line.purpose].append(
            {"line": line, "adds": shown, "points": criterion.points, "facts": told, "more": more}
        )
    return found


def verdicts(found: Sequence[tuple[Answer, int]]) -> dict[str, Any]:
    """Every condition: what it asks, what was seen and needed, whether it holds; how many of those asked hold."""
    asked = [answer for answer, _ in found if answer.asked]
    rates = [answer.seen for answer in asked if answer.condition.kind == "rate_at_least"]
    return {
        "rows": [_verdict(answer) for answer, _ in sorted(found, key=lambda one: one[1])],
        "asked": len(asked),
        "held": sum(answer.enters for answer in asked),
        "above_all": any(seen > WHOLE for seen in rates),
    }


def _verdict(answer: Answer) -> dict[str, Any]:
    numbers = {"seen": answer.seen, "needed": answer.needed_to_enter, "stay": answer.needed_to_stay}
    return {
        "name": answer.condition.name,
        "asked": answer.asked,
        "asks": question(answer) if answer.asked else "",
        "state": "holds" if answer.enters else "stays" if answer.stays else "fails",
        **{name: value(answer, number) if answer.asked else "" for name, number in numbers.items()},
    }


def rows_of_acts(page: AccountPage) -> list[dict[str, Any]]:
    """The latest acts in words, for the table behind the timeline."""
    stage_of = {signal.name: signal.stage for signal in page.agreement.definition.signals}
    return [
        {
            "when": one.when,
            "who": _who(one, page.found.people),
            "what": did(one),
            "times": one.times,
            "about": one.about,
            "signal": one.signal,
            "stage": stage_shown(one, stage_of),
            "by_content": one.by_content,
        }
        for one in page.timeline.acts
    ]


def _told(one: Occasion) -> str:
    return f"{did(one)}{f', {one.times} times' if one.times > 1 else ''}{one.as_weighed}"


def _who(one: Occasion, people: Mapping[int, Row]) -> str:
    if one.person_id == NAMELESS:
        return one.visitors
    return known_as(people[one.person_id]["person_key"]) if one.person_id in people else "somebody"


def lines(points: Sequence[Row]) -> Chart | None:
    """The scores of runs as lines over their days; None where there are fewer than two."""
    if len(points) < 2:
        return None
    first, last = points[0]["as_of"], points[-1]["as_of"]
    found = []
    for name in LINES:
        if name == "product" and not any(row[name] for row in points):
            continue
        places = [
            (
                (row["as_of"] - first) * WIDTH / (last - first),
                HEIGHT - row[name] * HEIGHT / 100_000_000,
            )
            for row in points
        ]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        found.append(
            Line(name, path, f"{places[-1][0]:.1f}", f"{places[-1][1]:.1f}", one_decimal(tenths(points[-1][name])))
        )
    return Chart(tuple(found), first, last)
