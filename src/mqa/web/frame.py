"""What stands around every page: the places one can go to, who is signed in, and how old the last run is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from mqa.ledger import runs
from mqa.ledger.runs import PublishedRun
from mqa.terms.durations import date_of
from mqa.web.access import may
from mqa.web.telling import told

OLD = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """One page of the navigation. `keys`: pressed one after the other they lead there."""

    route: str
    name: str
    address: str
    keys: str


PLACES = (
    Place("inbox", "Inbox", "/inbox", "g i"),
    Place("accounts", "Accounts", "/accounts", "g a"),
    Place("dashboard", "Dashboard", "/dashboard", "g d"),
    Place("definition", "Definition", "/definition", "g e"),
    Place("data", "Data", "/data", "g t"),
)
ADMIN_PLACES = (
    Place("users", "Users", "/users", "g u"),
    Place("keys", "Keys", "/keys", "g k"),
    Place("audit", "Audit", "/audit", "g o"),
)


@dataclass(frozen=True)
class Stale:
    """The last run is older than a day: which day it shows, when it was made, and how to mend it."""

    as_of: str
    made: str
    mend: str


def frame(request: Any) -> dict[str, Any]:
    """For every template: `nonce`, `person`, `places`, `here`, `agreement`, `definitions`, `workspace`, `stale`."""
    match = getattr(request, "resolver_match", None)
    person = getattr(request, "user", None)
    around: dict[str, Any] = {"nonce": getattr(request, "nonce", ""), "person": person}
    if person is None:
        return around
    roles, opened = request.roles, request.workspace
    return {
        **around,
        "places": [place for place in PLACES if may(roles, place.route, "GET")],
        "admin_places": [place for place in ADMIN_PLACES if may(roles, place.route, "GET")],
        "here": "/" + request.path.strip("/").split("/")[0].split(".")[0],
        "route": match.view_name if match else "",
        "workspace": opened,
        "agreement": request.agreement,
        "definitions": [agreement.definition.name for agreement in opened.agreements],
        "stale": stale(runs.published(request.agreement.definition.name), timezone.now(), opened.agreed.time_zone),
        "welcome": person.welcomed_at is None,
        "told": told(request),
    }


def stale(run: PublishedRun | None, now: datetime, time_zone: str) -> Stale | None:
    """What is to be said where the last run is older than a day; nothing where there is none at all."""
    if run is None or now - run.published_at <= OLD:
        return None
    made = f"{run.published_at.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M}"
    mend = "Run “mqa load” and “mqa run”, or let “mqa serve” do it on a schedule (mqa.yaml, “schedule”)."
    return Stale(date_of(run.as_of).isoformat(), made, mend)
