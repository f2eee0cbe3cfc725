"""Who gets an account: the first route that matches and has somebody, and in words how it led there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from mqa.handoff.agreed import Sales, Team
from mqa.terms.documents import quoted
from mqa.terms.rules import Route

TO_A_TEAM = re.compile(r"(?P<how>pair|round robin): *(?P<team>\S.*)")
ADDRESS = re.compile(r"[^@\s,]+@[^@\s,]+")
WITHOUT_A_ROUTE = "24 hours"  # to answer in, where no route says otherwise


class RoutedAccount(NamedTuple):
    """What of an account decides its route; `owner` as the CRM writes it, empty where nobody owns it."""

    account_id: int
    tier: str
    segment: str
    level: str
    owner: str


class Routed(NamedTuple):
    """Where an account goes. `owner` is empty where nobody could take it; `told`: who else is told (of a pair).

    `path` tells in words what was considered; `respond_within` is the route's.
    """

    route: str
    team: str
    owner: str
    path: str
    respond_within: str
    told: tuple[str, ...] = ()


class _Work(NamedTuple):
    """What the choice among people depends on."""

    sales: Sales
    load: Mapping[str, int]
    tried: Sequence[str]
    turn: Mapping[str, int]
    on: date


def routed(
    account: RoutedAccount,
    routes: Sequence[Route],
    sales: Sales,
    *,
    load: Mapping[str, int],
    tried: Sequence[str],
    turn: Mapping[str, int],
    on: date,
) -> Routed:
    """Who gets an account on a day.

    The first route that matches and has somebody who is there wins. `owner` is the account's, `pair` the first of a
    team (the others are told), `round robin` whoever has the fewest open handoffs for their capacity, and among these
    waited longest. `load`: open handoffs by person; `turn`: a number by person that is higher the later they were
    given one. `tried`: who had this handoff before and let it lie; they get it again only when nobody else is left,
    and whoever had it last only when they are alone.
    """
    matching = [route for route in routes if _matches(route, account)]
    fresh = _Work(sales, load, tuple(tried), turn, on)
    if found := _first(account, matching, fresh):
        return found
    again = fresh._replace(tried=tuple(tried)[-1:])
    for work in (again, fresh._replace(tried=())) if tried else ():
        if found := _first(account, matching, work):
            return found._replace(path=f"Everybody had it before. {found.path}")
    return _nobody(account, matching, fresh)


def team_of(to: str) -> str:
    """The team that a route's `to` names; empty where it names none.

    >>> team_of("round robin: sales development"), team_of("owner")
    ('sales development', '')
    """
    written = TO_A_TEAM.fullmatch(to)
    return written["team"] if written else ""


def _matches(route: Route, account: RoutedAccount) -> bool:
    asked = (route.tier, account.tier), (route.segment, account.segment), (route.level, account.level)
    return all(wanted in ("", given) for wanted, given in asked)


def _first(account: RoutedAccount, matching: Sequence[Route], work: _Work) -> Routed | None:
    """The first route that has somebody, with what was said of those before it."""
    said: list[str] = []
    for route in matching:
        found = _by_route(route, account, work)
        said.append(f"{route.name}: {found.path}.")
        if found.owner:
            return found._replace(path=" ".join(said))
    return None


def _nobody(account: RoutedAccount, matching: Sequence[Route], work: _Work) -> Routed:
    """The first route that matches, without an owner; where none does, the account's own owner."""
    if not matching:
        owner, said = _owner(account, work)
        return Routed("", "", owner, f"No route matches: {said}.", WITHOUT_A_ROUTE)
    looked = [(route, _by_route(route, account, work)) for route in matching]
    path = " ".join(f"{route.name}: {found.path}." for route, found in looked)
    return looked[0][1]._replace(owner="", told=(), path=f"{path} Nobody is there to take it.")


def _by_route(route: Route, account: RoutedAccount, work: _Work) -> Routed:
    """Whom one route leads to, and why; without an owner where it leads to nobody."""
    name = team_of(route.to)
    owner, said, told = "", "", tuple[str, ...]()
    if route.to == "owner":
        owner, said = _owner(account, work)
    elif not name:
        owner, said = _named(work.sales.address(route.to), work)
    elif team := work.sales.team(name):
        pair = route.to.startswith("pair")
        owner, said = _of_pair(team, work) if pair else _of_round(team, work)
        told = tuple(member for member in team.members if member != owner) if pair else ()
    else:
        said = f"there is no team {quoted(name)}"
    return Routed(route.name, name, owner, said, route.respond_within, told)


def _owner(account: RoutedAccount, work: _Work) -> tuple[str, str]:
    """The account's owner, if there."""
    if not account.owner:
        return "", "the account has no owner"
    owner, said = _named(work.sales.address(account.owner), work)
    return owner, f"{said}, who owns the account" if owner else said


def _named(person: str, work: _Work) -> tuple[str, str]:
    """One person, if there."""
    away = _why_not(person, work)
    return ("", f"{person} {away}") if away else (person, person)


def _of_pair(team: Team, work: _Work) -> tuple[str, str]:
    """The first of a team who is there."""
    there, left_out = _there(team, work)
    if not there:
        return "", _nobody_of(team, left_out)
    return there[0], f"{there[0]}, first of {team.name}{left_out}"


def _of_round(team: Team, work: _Work) -> tuple[str, str]:
    """Who of a team has the least to do for their capacity, waited longest, and stands first."""
    there, left_out = _there(team, work)
    if not there:
        return "", _nobody_of(team, left_out)
    chosen = min(there, key=lambda one: (_fill(team, one, work), work.turn.get(one, -1), team.members.index(one)))
    least = [one for one in there if _fill(team, one, work) == _fill(team, chosen, work)]
    return chosen, f"{chosen} of {team.name}, {_why(team, chosen, len(there), len(least), work)}{left_out}"


def _why(team: Team, chosen: str, there: int, least: int, work: _Work) -> str:
    """Why it was the turn of this one."""
    capacity = team.capacity_of(chosen)
    load = f"{work.load.get(chosen, 0)} open{f' of {capacity}' if capacity else ''}"
    if there == 1:
        return f"the only one there ({load})"
    return f"least to do ({load})" if least == 1 else f"longest without one among {least} with as little to do ({load})"


def _fill(team: Team, person: str, work: _Work) -> Fraction:
    """Open handoffs for each one of capacity."""
    return Fraction(work.load.get(person, 0), team.capacity_of(person) or 1)


def _there(team: Team, work: _Work) -> tuple[list[str], str]:
    """Who of a team can be chosen, and in words who cannot."""
    away = {one: why for one in team.members if (why := _why_not(one, work))}
    said = ", ".join(f"{one} {why}" for one, why in away.items())
    return [one for one in team.members if one not in away], f"; {said}" if said else ""


def _nobody_of(team: Team, left_out: str) -> str:
    return f"nobody of {team.name} is left{left_out}"


def _why_not(person: str, work: _Work) -> str:
    if work.sales.absent(person, work.on):
        return "is absent"
    return "had it before" if person in work.tried else ""


def routable(to: str) -> bool:
    """Whether a route's `to` can be read: owner, a team by pair or round robin, or a person's address.

    >>> routable("owner"), routable("pair: regulated"), routable("ada@halyard.example"), routable("somebody")
    (True, True, True, False)
    """
    return to == "owner" or bool(TO_A_TEAM.fullmatch(to) or ADDRESS.fullmatch(to))
