"""Who gets an account, and how that is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from mqa.handoff.agreed import Absence, Sales, Team
from mqa.handoff.routing import Routed, RoutedAccount, routed
from mqa.terms.rules import Route

TODAY = date(2026, 7, 1)
ROUTES = (
    Route("Named accounts", "Tier 1", "", "", "owner", "24 hours"),
    Route("Pair", "", "Regulated", "", "pair: regulated", "4 working hours"),
    Route("Everyone else", "", "", "", "round robin: development", "48 hours"),
)
SALES = Sales(
    teams=(Team("regulated", ("ann", "ben")), Team("development", ("cas", "dee", "eli"))),
    people=(("Ann Roe", "ann"),),
)


def goes(
    *,
    tier: str = "Tier 2",
    segment: str = "Small",
    owner: str = "",
    absent: Sequence[str] = (),
    load: Mapping[str, int] | None = None,
    tried: Sequence[str] = (),
    turn: Mapping[str, int] | None = None,
    routes: Sequence[Route] = ROUTES,
    teams: Sequence[Team] = SALES.teams,
) -> Routed:
    account = RoutedAccount(1, tier, segment, "Priority", owner)
    sales = Sales(SALES.calendar, tuple(teams), tuple(Absence(one, TODAY, TODAY) for one in absent), SALES.people)
    return routed(account, routes, sales, load=load or {}, tried=tried, turn=turn or {}, on=TODAY)


def test_a_named_account_goes_to_its_owner_under_the_address_that_is_known() -> None:
    assert goes(tier="Tier 1", owner="Ann Roe") == Routed(
        "Named accounts", "", "ann", "Named accounts: ann, who owns the account.", "24 hours"
    )


def test_an_account_without_an_owner_goes_to_the_next_route_that_matches() -> None:
    found = goes(tier="Tier 1")
    assert (found.route, found.owner, found.respond_within) == ("Everyone else", "cas", "48 hours")
    assert found.path == (
        "Named accounts: the account has no owner. "
        "Everyone else: cas of development, longest without one among 3 with as little to do (0 open)."
    )


def test_an_owner_who_is_absent_is_passed_over() -> None:
    found = goes(tier="Tier 1", owner="Ann Roe", absent=["ann"])
    assert found.path.startswith("Named accounts: ann is absent. Everyone else: cas")


def test_of_a_pair_the_first_one_there_owns_it_and_the_other_is_told() -> None:
    assert goes(segment="Regulated") == Routed(
        "Pair", "regulated", "ann", "Pair: ann, first of regulated.", "4 working hours", ("ben",)
    )
    away = goes(segment="Regulated", absent=["ann"])
    assert (away.owner, away.told, away.path) == ("ben", ("ann",), "Pair: ben, first of regulated; ann is absent.")


def test_round_robin_takes_who_has_least_to_do() -> None:
    found = goes(load={"cas": 2, "dee": 1, "eli": 3})
    assert (found.owner, found.path) == ("dee", "Everyone else: dee of development, least to do (1 open).")


def test_round_robin_counts_what_there_is_to_do_for_the_capacity() -> None:
    teams = [Team("development", ("cas", "dee"), (("cas", 20), ("dee", 4)))]
    found = goes(load={"cas": 6, "dee": 2}, teams=teams)
    assert (found.owner, found.path) == ("cas", "Everyone else: cas of development, least to do (6 open of 20).")


def test_among_those_with_as_little_to_do_it_is_the_turn_of_who_waited_longest() -> None:
    assert goes(turn={"cas": 7, "dee": 5, "eli": 6}).owner == "dee"
    assert goes(turn={"cas": 7, "dee": 5}).owner == "eli"  # never had one


def test_what_lies_too_long_goes_to_the_next_on_the_route() -> None:
    assert goes(tried=["cas"]).owner == "dee"
    assert goes(tried=["cas", "dee"], absent=["eli"]).owner == "cas"  # again, but not to who had it last


def test_what_an_owner_lets_lie_goes_to_the_team_of_the_next_route() -> None:
    assert goes(tier="Tier 1", owner="Ann Roe", tried=["ann"]).route == "Everyone else"


def test_who_had_it_last_keeps_it_when_nobody_else_is_there() -> None:
    found = goes(tried=["cas"], absent=["dee", "eli"])
    assert (found.owner, found.path.startswith("Everybody had it before.")) == ("cas", True)


def test_where_nobody_is_there_it_has_a_team_and_no_owner() -> None:
    found = goes(absent=["cas", "dee", "eli"])
    assert (found.route, found.team, found.owner) == ("Everyone else", "development", "")
    assert found.path.endswith("cas is absent, dee is absent, eli is absent. Nobody is there to take it.")


def test_a_team_that_is_not_known_is_said_and_passed_over() -> None:
    found = goes(segment="Regulated", teams=[Team("development", ("cas",))])
    assert found.path.startswith("Pair: there is no team “regulated”. Everyone else: cas of development")


@pytest.mark.parametrize("owner", ["Ann Roe", ""])
def test_where_no_route_matches_it_stays_with_the_account_s_owner_for_a_day(owner: str) -> None:
    found = goes(routes=ROUTES[:1], owner=owner)
    assert (found.route, found.owner, found.respond_within) == ("", "ann" if owner else "", "24 hours")
    assert found.path.startswith("No route matches")


def test_a_route_may_lead_to_one_person() -> None:
    assert goes(routes=[Route("All", "", "", "", "zoe@x.example", "24 hours")]).owner == "zoe@x.example"
