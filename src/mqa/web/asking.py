"""The links of the list of accounts: each choice of a filter, each order, each view is an address of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from mqa.answers.accounts import COOLING, NEARLY, Asked
from mqa.answers.counting import Choice
from mqa.terms.rules import Definition
from mqa.terms.stages import QUALIFIED

ADDRESS = "/accounts"
NAMES = {
    "level": "Level",
    "stage": "Stage",
    "tier": "Tier",
    "segment": "Segment",
    "grade": "Fit grade",
    "state": "Fit",
    "owner": "Owner",
    NEARLY: "Only just misses",
    COOLING: "Cooling down",
}
LARGEST_FIRST = ("level", "since", "engaged", "known", "fit", "engagement", "breadth", "depth", "recency", "product")
FIT = {"graded": "graded", "outside": "outside the ICP", "excluded": "excluded", "unknown": "not known"}
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class View:
    """A question that is asked often: its name, what it means, its address, and whether it is the present one."""

    name: str
    means: str
    address: str
    current: bool


@dataclass(frozen=True)
class Link:
    """One choice of a filter. `address`: with it chosen, or taken back where it is; `accounts`: how many match."""

    words: str
    address: str
    chosen: bool = True
    accounts: int | None = None


@dataclass(frozen=True)
class Menu:
    """A filter with its choices."""

    name: str
    words: str
    links: tuple[Link, ...]

    @property
    def chosen(self) -> int:
        """How many choices are made."""
        return sum(link.chosen for link in self.links)


@dataclass(frozen=True)
class Heading:
    """A column's head: where a click on it leads, and how the list is sorted by it (empty: by another)."""

    name: str
    address: str
    sorted_as: str


def address(query: Query) -> str:
    """The address of the list for a question.

    >>> address({"level": ["Priority", "Watch"], "q": [""]})
    '/accounts?level=Priority&level=Watch'
    """
    kept = [(name, value) for name, values in query.items() for value in values if value]
    return f"{ADDRESS}?{urlencode(kept)}" if kept else ADDRESS


def menu(name: str, choices: Sequence[Choice], query: Query) -> Menu:
    """A filter and where each of its choices leads."""
    links = (Link(words(name, one.value), toggled(query, name, one.value), one.chosen, one.accounts) for one in choices)
    return Menu(name, NAMES[name], tuple(links))


def chosen(asked: Asked, query: Query) -> list[Link]:
    """Every choice that is made, each with the address without it."""
    found = [
        Link(NAMES[name] if name == COOLING else f"{NAMES[name]}: {words(name, value)}", toggled(query, name, value))
        for name, values in asked.filters.items()
        for value in values
    ]
    without = {name: values for name, values in query.items() if name != "q"}
    return [*found, *([Link(f"“{asked.search}”", address(without))] if asked.search else [])]


def heading(name: str, asked: Asked, query: Query) -> Heading:
    """A first click sorts as one usually wants it, a second turns that round, a third gives the usual order back."""
    usual, other = (f"-{name}", name) if name in LARGEST_FIRST else (name, f"-{name}")
    following = {usual: other, other: ""}.get(asked.sort, usual)
    sorted_as = "descending" if asked.sort == f"-{name}" else "ascending" if asked.sort == name else ""
    return Heading(name, address({**query, "sort": [following]}), sorted_as)


def views(definition: Definition, query: Query) -> list[View]:
    """The questions that are asked most often, in the names of the definition's levels."""
    qualified = [level.name for level in definition.levels if level.stage in QUALIFIED]
    below = [level.name for level in definition.levels if level.stage not in QUALIFIED]
    nearly = {"level": below[-1:], "sort": ["-engagement"]}
    found: list[tuple[str, str, Query]] = [
        ("All", "Every account, by level and engagement.", {}),
        ("Ready for sales", "Qualified, and not yet taken on by sales.", {"stage": QUALIFIED}),
        ("Nearly there", "On the level below those that sales gets.", nearly if below else {"stage": ["prospect"]}),
        ("Near misses", "All that they miss for a level is short by at most a tenth.", {NEARLY: qualified}),
        ("Cooling down", "Rejected, deferred or expired: resting for some days.", {COOLING: ["yes"]}),
        ("No fit data", "Facts are missing: nobody can tell whether they fit.", {"state": ["unknown"]}),
    ]
    same = {name: query[name] for name in ("definition",) if name in query}
    asked = {name: sorted(values) for name, values in query.items() if name not in (*same, "size") and any(values)}
    return [
        View(name, means, address({**same, **wanted}), asked == {key: sorted(some) for key, some in wanted.items()})
        for name, means, wanted in found
    ]


def toggled(query: Query, name: str, value: str) -> str:
    """The address with a choice made, or taken back where it is."""
    made = query.get(name, ())
    return address({**query, name: [one for one in made if one != value] if value in made else [*made, value]})


def words(name: str, value: str) -> str:
    """A choice as people read it."""
    return FIT.get(value, value) if name == "state" else value
