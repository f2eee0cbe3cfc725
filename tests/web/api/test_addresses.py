"""What the API answers to, and how it says that something is not there."""

from __future__ import annotations

from django.test import Client

from tests.web.api.conftest import V1


def test_the_definition_comes_with_its_text_levels_and_answers(api):
    _, said = api("/definition")

    assert said["levels"][-1]["name"] == "Priority"
    assert "wrong size" in said["answers"]["rejected"]
    assert said["text"].startswith("#")


def test_an_address_that_does_not_exist_is_told_as_a_problem(api):
    status, said = api("/people")

    assert (status, said["status"]) == (404, 404)


def test_the_contract_names_every_route(client):
    del client  # it has readied Django
    from mqa.web.access import ROUTES
    from mqa.web.api.application import addresses
    from mqa.web.api.application import api as ninja
    from mqa.web.api.contract import contract

    named = {f"api:{one.name}" for one in addresses[0]}
    assert named == {route for route in ROUTES if route.startswith("api:")}
    assert len(contract(ninja)["paths"]) == len(named) - 1  # all but the contract itself


def test_a_route_that_is_not_answered_says_what_is(key):
    answer = Client(headers={"Authorization": f"Bearer {key('read')}"}).delete(f"{V1}/accounts")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
