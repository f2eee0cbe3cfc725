"""The frozen types of what `mqa.yaml` says of sales: working hours, teams, absences, the schedule, the channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from mqa.terms.problems import Place

ChannelKind = Literal["file", "webhook", "slack", "email"]
HANDOFF_EVENTS = ("handed off", "amended", "withdrawn", "reminded", "escalated", "reclaimed", "answered")
LEVEL_EVENTS = ("level entered", "level left")
EVENTS = (*HANDOFF_EVENTS, *LEVEL_EVENTS)


@dataclass(frozen=True)
class Calendar:
    """When sales works: `days` of the week (0 is Monday) from `opens` to `closes` in `time_zone`, but for holidays."""

    time_zone: str = "UTC"
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: time = time(9)
    closes: time = time(17)
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Team:
    """People who take handoffs, by e-mail address in their order; `capacity`: open handoffs each may well have."""

    name: str
    members: tuple[str, ...]
    capacity: tuple[tuple[str, int], ...] = ()
    place: Place = field(default=Place(""), compare=False)

    def capacity_of(self, member: str) -> int | None:
        """How many open handoffs a member may well have; None where nothing is said."""
        return dict(self.capacity).get(member)


@dataclass(frozen=True)
class Absence:
    """Days on which somebody gets no handoff; both ends belong to it."""

    person: str
    first: date
    last: date


@dataclass(frozen=True)
class Sales:
    """Who sells and when. `people`: the address of an owner whom the CRM calls by another name."""

    calendar: Calendar = Calendar()
    teams: tuple[Team, ...] = ()
    absences: tuple[Absence, ...] = ()
    people: tuple[tuple[str, str], ...] = ()

    def team(self, name: str) -> Team | None:
        """The team of a name."""
        return next((team for team in self.teams if team.name == name), None)

    def absent(self, person: str, on: date) -> bool:
        """Whether somebody is away on a day."""
        return any(one.person == person and one.first <= on <= one.last for one in self.absences)

    def address(self, owner: str) -> str:
        """The e-mail address of an owner as the CRM writes it; what the CRM writes where no other is given."""
        return dict(self.people).get(owner, owner)


@dataclass(frozen=True)
class Schedule:
    """When `mqa serve` loads, runs and delivers: cadences, such as “daily 06:00”; empty: not by itself."""

    load: str = ""
    run: str = ""
    deliver: str = ""


@dataclass(frozen=True)
class Channel:
    """Where messages of some events go. `levels`, `actions`: only messages of these; empty: of any.

    `settings` are those of its kind, as written: lists are joined by “, ”, secrets are “${NAME}”.
    """

    name: str
    kind: ChannelKind
    events: tuple[str, ...] = EVENTS
    settings: Mapping[str, str] = field(default_factory=dict, hash=False)
    levels: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    place: Place = field(default=Place(""), compare=False)

    def listens(self, event: str, *, level: str = "", action: str = "") -> bool:
        """Whether a message of this event, level and action is told here."""
        return (
            event in self.events
            and (not self.levels or level in self.levels)
            and (not self.actions or action in self.actions)
        )
