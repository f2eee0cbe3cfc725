"""The addresses of the pages. A page that is a list answers `.json` and `.csv` under the same address, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import include, path, re_path

from mqa.web import failing
from mqa.web.api.application import addresses
from mqa.web.pages import (
    account,
    accounts,
    agreeing,
    audit,
    comparing,
    dashboard,
    data,
    definition,
    home,
    inbox,
    keys,
    sign_in,
    users,
)


def page(name: str, address: str, view: Callable[..., Any]) -> Any:
    """A page and its forms. `address` is a regular expression without its beginning and end."""
    return re_path(rf"^{address}(?:\.(?:json|csv))?$", view, name=name)


urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("welcome/<str:token>", sign_in.welcome, name="welcome"),
    path("welcomed", home.welcomed, name="welcomed"),
    page("inbox", "inbox", inbox.overview),
    page("handoff", r"inbox/(?P<number>[0-9]{1,15})", inbox.handoff),
    re_path(r"^inbox/(?P<number>[0-9]{1,15})/answer$", inbox.answering, name="answer"),
    page("dashboard", "dashboard", dashboard.overview),
    page("report", r"dashboard/(?P<name>[a-z_]+)", dashboard.report),
    page("report-accounts", r"dashboard/(?P<name>[a-z_]+)/accounts", dashboard.accounts),
    page("accounts", "accounts", accounts.accounts),
    re_path(r"^accounts/(?P<number>[0-9]{1,19})/ending$", account.ending, name="account-ending"),
    re_path(r"^accounts/(?P<number>[0-9]{1,19})/would$", account.would, name="account-would"),
    page("account", r"accounts/(?P<domain>[^/]+?)", account.account),
    page("definition", "definition", definition.definition),
    path("definition/submit", agreeing.submit, name="submit-definition"),
    path("definition/sign", agreeing.sign, name="sign-definition"),
    path("definition/activate", agreeing.activate, name="activate-definition"),
    path("definition/compare", comparing.ask_for, name="compare-definition"),
    page("definition-compared", "definition/compared/(?P<number>[0-9]{1,15})", comparing.compared),
    page("definition-version", "definition/(?P<version>[0-9a-f]{6,64})", definition.definition_version),
    page("data", "data", data.data),
    page("rejects", "data/rejects", data.rejected),
    page("users", "users", users.users),
    path("users/add", users.add_user, name="add-user"),
    path("users/change", users.change_user, name="change-user"),
    page("keys", "keys", keys.keys),
    path("keys/add", keys.add_key, name="add-key"),
    path("keys/revoke", keys.revoke_key, name="revoke-key"),
    page("audit", "audit", audit.audit),
    path("api/v1/", include(addresses[:2], namespace="api")),
]
handler400 = failing.bad_request
handler403 = failing.form_expired
handler404 = failing.not_found
handler500 = failing.unforeseen
