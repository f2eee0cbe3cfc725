"""The page of the API names every route, scope and status."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "api.md").read_text(encoding="utf-8")


@pytest.fixture
def contract(client):
    """The OpenAPI document."""
    del client  # it has readied Django
    from mqa.web.api.application import api
    from mqa.web.api.contract import contract

    return contract(api)


def test_every_route_is_on_the_page_and_no_other(contract):
    routes = {f"{method.upper()} {path}" for path, methods in contract["paths"].items() for method in methods}

    assert set(re.findall(r"`((?:GET|POST) /api/v1/[^`]+)`", PAGE)) == {*routes, "GET /api/v1/openapi.json"}


def test_every_parameter_is_on_the_page(contract):
    operations = [one for methods in contract["paths"].values() for one in methods.values()]
    names = {parameter["name"] for one in operations for parameter in one["parameters"]}

    assert sorted(name for name in names if not re.search(rf"\b{name}\b", PAGE)) == []


def test_every_status_of_a_problem_is_on_the_page(contract):
    operations = [one for methods in contract["paths"].values() for one in methods.values()]
    statuses = {int(status) for one in operations for status in one["responses"]}

    assert sorted(status for status in statuses if f"| {status} |" not in PAGE and status >= 300) == []


def test_every_scope_is_on_the_page():
    from mqa.ledger.models.access import SCOPES

    assert [scope for scope in SCOPES if f"| `{scope}` |" not in PAGE] == []
