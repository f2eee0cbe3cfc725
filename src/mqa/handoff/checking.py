"""What a definition asks of sales that `mqa.yaml` does not say: remarks, each with its place and its mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mqa.handoff.agreed import Channel, Sales
from mqa.handoff.routing import ADDRESS, routable, team_of
from mqa.handoff.settings import Settings
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.problems import Place, Problem
from mqa.terms.rules import Definition, Handoff


def remarks(definitions: Sequence[Definition], said: Settings) -> tuple[Problem, ...]:
    """What is unwise in routes, escalations and deliveries, taken together.

    Scores and levels do not depend on it: where a team is unknown, the next route is taken. Only a route that cannot be
    read is a problem.
    """
    found: list[Problem] = []
    for definition in definitions:
        found += [*_routes(definition.handoff, said.sales), *_escalation(definition, said.sales)]
        found += _untold(definition, said.channels)
    levels = [level for definition in definitions for level in definition.levels]
    for channel in said.channels:
        found += _unknown(channel, "levels", channel.levels, [level.name for level in levels])
        found += _unknown(channel, "actions", channel.actions, [level.action for level in levels])
    return tuple(found)


def _untold(definition: Definition, channels: Sequence[Channel]) -> Iterator[Problem]:
    """Levels of which no channel is told when an account enters them; nothing where there are no channels at all."""
    for level in definition.levels if channels else ():
        events = ["level entered", *(["handed off"] if level.name in definition.handoff.levels else [])]
        if not any(one.listens(event, level=level.name, action=level.action) for one in channels for event in events):
            what = f"No delivery is told of the action {quoted(level.action)} of {quoted(level.name)}."
            mend = "Add “level entered” to the “for” of a delivery in mqa.yaml."
            yield _remark(level.place, what, mend)


def _routes(rules: Handoff, sales: Sales) -> Iterator[Problem]:
    """Routes that lead to a team that is not there, or to nothing that can be read."""
    teams = [team.name for team in sales.teams]
    for route in rules.routes:
        team = team_of(route.to)
        if not routable(route.to):
            ways = "Write owner, “pair: TEAM”, “round robin: TEAM”, or an e-mail address."
            like = did_you_mean(
                route.to, ["owner", *(f"{way}: {team}" for way in ("pair", "round robin") for team in teams)]
            )
            what = f"The route {quoted(route.name)} leads to {quoted(route.to)}, which is nobody."
            yield Problem(route.place, what, like or ways)
        elif team and not sales.team(team):
            what = f"The route {quoted(route.name)} leads to the team {quoted(team)}, which mqa.yaml does not have."
            yield _remark(route.place, what, _mend(team, sales))


def _escalation(definition: Definition, sales: Sales) -> Iterator[Problem]:
    to = definition.handoff.escalate_to
    if to and not ADDRESS.fullmatch(to) and not sales.team(to):
        what = f"An overdue handoff is told to {quoted(to)}, which is no team of mqa.yaml and no e-mail address."
        yield _remark(definition.place, what, _mend(to, sales))


def _mend(team: str, sales: Sales) -> str:
    """The team that may be meant, or how to write it."""
    like = did_you_mean(team, [one.name for one in sales.teams])
    return like or f"Write in mqa.yaml “sales: {{ teams: {{ {team}: [ada@example.com] }} }}”."


def _unknown(channel: Channel, what: str, asked: Iterable[str], known: list[str]) -> Iterator[Problem]:
    """Levels or actions that a channel waits for in vain."""
    for one in asked:
        if one not in known:
            mend = did_you_mean(one, known) or f"They are {', '.join(dict.fromkeys(known))}."
            yield _remark(channel.place, f"{quoted(one)} is none of the {what} of a definition.", mend)


def _remark(place: Place, what: str, mend: str) -> Problem:
    return Problem(place, what, mend, "remark")
