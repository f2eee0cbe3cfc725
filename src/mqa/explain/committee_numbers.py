"""The committee of an account in numbers, beside its own past and its segment: broader or narrower, more or less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mqa.explain.numbers import counted, percent, points
from mqa.terms.durations import iso_day

Row = Mapping[str, Any]
Trend = Literal["expanding", "shrinking", "steady", "not known"]
PERIOD, PAST = 30, (30, 90)  # days before: what the trend is told against, and all that is shown
SHARES = ("coverage", "concentration", "contact_ratio")
UNKNOWN = "–"


@dataclass(frozen=True)
class CommitteeNumbers:
    """Rows of the table committee: `now`, and `before` by how many days before was asked for (none: not known).

    Those of before have the day of their run, and whether the same version of the definition made it (`same_rules`).
    `peers`: the row of the table benchmarks on the contact ratio in the account's segment (None: there is none).
    """

    now: Row
    before: Mapping[int, Row]
    peers: Row | None
    segment: str

    @property
    def trend(self) -> Trend:
        """Whether more people are engaged than a period before; of as many, whether they cover more required roles.

        Concentration stands beside it and does not decide: it moves a little each day as acts fade.
        """
        then = self.before.get(PERIOD)
        if then is None:
            return "not known"
        here, there = ((row["engaged"], row["coverage"] or 0) for row in (self.now, then))
        return "expanding" if here > there else "shrinking" if here < there else "steady"

    @property
    def gained(self) -> dict[int, int]:
        """Momentum: micro-points now less those of so many days before, where that is known."""
        return {days: self.now["points"] - row["points"] for days, row in self.before.items()}


def committee_numbers(tables: Mapping[str, Sequence[Row]], segment: int, name: str) -> CommitteeNumbers | None:
    """What the rows `committee`, `committee_before` and `benchmarks` say; None where the run kept no such numbers.

    `segment`: the number and the `name` of the account's segment.
    """
    if not tables["committee"]:
        return None
    peers = (row for row in tables["benchmarks"] if (row["segment"], row["measure"]) == (segment, "contact_ratio"))
    before = {row["days"]: row for row in sorted(tables["committee_before"], key=lambda row: row["days"])}
    return CommitteeNumbers(tables["committee"][0], before, next(peers, None), name)


def sentences(said: CommitteeNumbers) -> list[str]:
    """The trend and its numbers, then the account beside its segment."""
    return [*_trend(said), *_momentum(said), *_beside(said)]


def lines(said: CommitteeNumbers) -> list[tuple[str, ...]]:
    """Each number now and before: a name, and a text for now and for each day before that is known."""
    moments = (said.now, *said.before.values())
    return [
        ("Points", *(points(row["points"]) for row in moments)),
        ("People engaged", *(f"{row['engaged']} of {row['known']}" for row in moments)),
        ("Engaged of those known", *(_share(row, "contact_ratio") for row in moments)),
        ("Required roles engaged", *(_roles(row) for row in moments)),
        ("Most active person has", *(_share(row, "concentration") for row in moments)),
    ]


def document(said: CommitteeNumbers | None) -> dict[str, Any] | None:
    """The same for programs: days as dates, points in millionths, shares in millionths of 1."""
    if said is None:
        return None
    before = {
        str(days): {"as_of": iso_day(row["as_of"]), "same_version": bool(row["same_rules"]), **_numbers(row)}
        for days, row in said.before.items()
    }
    peers = said.peers and {
        "segment": said.segment,
        **{name: said.peers[name] for name in ("accounts", "counted", "low", "middle", "high")},
    }
    momentum = {str(days): gained for days, gained in said.gained.items()}
    beside = {"trend": said.trend, "momentum": momentum, "contact_ratio_of_segment": peers}
    return {**_numbers(said.now), **beside, "days_before": before}


def _numbers(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("points", "engaged", "known", "required", "covered", "gaps", *SHARES)}


def _trend(said: CommitteeNumbers) -> Iterator[str]:
    then = said.before.get(PERIOD)
    if then is None:
        day = iso_day(said.now["as_of"] - PERIOD)
        yield f"Whether it expands or shrinks is not known: no run of {day}, or of the week before that, tells of it."
        return
    people = counted(said.now["engaged"], "person is", "people are")
    rules = "" if then["same_rules"] else ", by an earlier version of the definition"
    roles = f"; required roles covered: {_roles(said.now)}, then {_roles(then)}" if said.now["required"] else ""
    yield f"{said.trend.capitalize()}: {people} engaged, {then['engaged']} on {iso_day(then['as_of'])}{rules}{roles}."


def _momentum(said: CommitteeNumbers) -> Iterator[str]:
    told = [
        f"{points(abs(gained))} {'more' if gained >= 0 else 'fewer'} than on {iso_day(said.before[days]['as_of'])}"
        for days, gained in said.gained.items()
    ]
    if told:
        yield f"It has {points(said.now['points'])} points, {' and '.join(told)}."


def _beside(said: CommitteeNumbers) -> Iterator[str]:
    one, peers = said.now, said.peers
    if peers is None or one["contact_ratio"] is None or not peers["counted"]:
        return
    low, middle, high = (percent(peers[name]) for name in ("low", "middle", "high"))
    yield (
        f"{percent(one['contact_ratio'])} of the people known are engaged. In the segment {said.segment}, "
        f"{peers['counted']:,} of {counted(peers['accounts'], 'account')} have anybody engaged: median {middle}, "
        f"quartiles {low} and {high}."
    )


def _share(row: Row, name: str) -> str:
    return UNKNOWN if row[name] is None else percent(row[name])


def _roles(row: Row) -> str:
    return f"{row['covered']} of {row['required']}" if row["required"] else UNKNOWN
