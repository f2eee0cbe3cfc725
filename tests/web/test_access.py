"""Who may do what: every role, every route, every method; nothing that is not in the table exists."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from mqa.web.access import EVERY_ROLE, ROUTES, may, refusal
from tests.tables import table

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

# Written out, so that a change of the table of the code must be meant: g GET, h HEAD, p POST, - nothing.
WRITTEN = table("""
    route               anyone  viewer  sales  marketing  admin  key_read  key_answer  key_run
    home                -       gh      gh     gh         gh     -         -           -
    sign-in             ghp     ghp     ghp    ghp        ghp    -         -           -
    sign-out            -       p       p      p          p      -         -           -
    welcome             ghp     ghp     ghp    ghp        ghp    -         -           -
    welcomed            -       p       p      p          p      -         -           -
    inbox               -       gh      gh     gh         gh     -         -           -
    handoff             -       gh      gh     gh         gh     -         -           -
    answer              -       -       p      -          p      -         -           -
    accounts            -       gh      gh     gh         gh     -         -           -
    account             -       gh      gh     gh         gh     -         -           -
    account-ending      -       gh      gh     gh         gh     -         -           -
    account-would       -       gh      gh     gh         gh     -         -           -
    dashboard           -       gh      gh     gh         gh     -         -           -
    report              -       gh      gh     gh         gh     -         -           -
    report-accounts     -       gh      gh     gh         gh     -         -           -
    definition          -       gh      gh     gh         gh     -         -           -
    definition-version  -       gh      gh     gh         gh     -         -           -
    definition-compared  -      gh      gh     gh         gh     -         -           -
    compare-definition  -       -       -      p          p      -         -           -
    submit-definition   -       -       -      p          p      -         -           -
    sign-definition     -       -       p      p          -      -         -           -
    activate-definition  -       -       -      -          p      -         -           -
    data                -       gh      gh     gh         gh     -         -           -
    rejects             -       gh      gh     gh         gh     -         -           -
    users               -       -       -      -          gh     -         -           -
    add-user            -       -       -      -          p      -         -           -
    change-user         -       -       -      -          p      -         -           -
    keys                -       -       -      -          gh     -         -           -
    add-key             -       -       -      -          p      -         -           -
    revoke-key          -       -       -      -          p      -         -           -
    audit               -       -       -      -          gh     -         -           -
    api:openapi         gh       gh       gh      gh          gh      gh         gh           gh
    api:accounts        -       gh       gh      gh          gh      gh         -           -
    api:account         -       gh       gh      gh          gh      gh         -           -
    api:changes         -       gh       gh      gh          gh      gh         -           -
    api:near-misses     -       gh       gh      gh          gh      gh         -           -
    api:aqls            -       gh       gh      gh          gh      gh         -           -
    api:handoffs        -       gh       gh      gh          gh      gh         -           -
    api:handoff         -       gh       gh      gh          gh      gh         -           -
    api:dispositions    -       -       -      -          -      -         p           -
    api:runs            -       gh       gh      gh          gh      gh         -           p
    api:definition      -       gh       gh      gh          gh      gh         -           -
    api:comparisons     -       gh       gh      gh          gh      gh         -           p
    api:comparison      -       gh       gh      gh          gh      gh         -           -
""")
EXPECTED = [dict(zip(WRITTEN.columns, row, strict=True)) for row in WRITTEN.rows]
LETTERS = {"g": "GET", "h": "HEAD", "p": "POST"}
COLUMNS = {role: role.replace(": ", "_") for role in EVERY_ROLE}
ALLOWED = {
    (row["route"], role): {LETTERS[letter] for letter in row[column] or ""}
    for row in EXPECTED
    for role, column in COLUMNS.items()
}


def asked(role: str, method: str, path: str = "/somewhere"):
    """A request of somebody with a role."""
    request = RequestFactory().generic(method, path)
    request.role, request.roles, request.nonce = "key" if role.startswith("key") else role, (role,), ""
    request.user = SimpleNamespace(email="a@b.example") if role in ("viewer", "sales", "marketing", "admin") else None
    request.key = SimpleNamespace(prefix="abcd1234") if role.startswith("key") else None
    return request


def test_the_table_of_this_test_has_every_route():
    assert {row["route"] for row in EXPECTED} == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_a_role_may_do_on_a_route_what_the_table_says(route):
    found = {role: {method for method in METHODS if may((role,), route, method)} for role in EVERY_ROLE}
    assert found == {role: ALLOWED[route, role] for role in EVERY_ROLE}


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("route", [*ROUTES, "not-in-the-table", ""])
def test_whatever_is_not_allowed_is_refused_and_nothing_else_is(route):
    for role, method in product(EVERY_ROLE, METHODS):
        answer = refusal(asked(role, method, "/somewhere.json"), route)
        if method in ALLOWED.get((route, role), ()):
            assert answer is None, (role, method)
        else:
            assert answer.status_code in (401, 403, 404, 405), (role, method)


def names(patterns, namespace: str = ""):
    """The names of all routes of the addresses, as the table writes them."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or ''}"


@pytest.mark.usefixtures("configured")
def test_every_address_has_its_line_in_the_table():
    assert set(names(get_resolver("mqa.web.urls").url_patterns)) - set(ROUTES) == set()


def test_who_is_not_signed_in_is_led_to_the_page_where_one_signs_in(client):
    answer = client("anyone").get("/data?page=2")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=%2Fdata%3Fpage%3D2")


def test_a_program_that_is_not_signed_in_gets_a_status_and_no_page(client):
    answer = client("anyone").get("/data.json")
    assert (answer.status_code, answer.json()["problems"][0]["what"]) == (401, "You are not signed in.")


def test_a_part_of_a_page_leads_the_whole_page_to_sign_in(client):
    answer = client("anyone").get("/data/rejects", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in?next=%2Fdata%2Frejects")


def test_the_api_never_leads_to_sign_in(client):
    answer = client("anyone").get("/api/v1/accounts")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("role", ["viewer", "sales", "marketing"])
def test_the_page_that_refuses_says_who_may(client, role):
    answer = client(role).get("/users")
    assert answer.status_code == 403
    said = answer.content.decode()
    assert "needs the role admin" in said
    assert f"with the role {role}" in said


def test_a_page_does_not_answer_other_methods(client):
    answer = client("admin").delete("/data")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
