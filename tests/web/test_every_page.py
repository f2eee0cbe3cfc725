"""Every page, visited once, at each width and in each theme: a picture is kept, and everybody can use what it shows.

The pictures lie in `.cache/screenshots` (or where MQA_SCREENSHOTS says), named by page, theme and width.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mqa import workspaces
from mqa.answers.dashboard import SECTIONS
from mqa.ledger import comparisons
from mqa.ledger.models import Handoff, ServedAccount, User
from mqa.web.pages.account import TABS
from mqa.web.settings import configure
from tests.cli.workspace import written
from tests.web.axe import violations, violations_of_colour, violations_of_layout
from tests.web.conftest import PEOPLE, hashed, serving, signed_in
from tests.web.drafts import STATES, drafts, looked_at
from tests.web.handed import hand_over
from tests.web.lived import live_through

SCREENS = ((1440, "light"), (1440, "dark"), (1280, "light"), (360, "light"), (360, "dark"))
WIDE = 1280  # from here on no table needs scrolling sideways
HOME = Path(__file__).parents[2]
SHOTS = Path(os.environ.get("MQA_SCREENSHOTS") or HOME / ".cache" / "screenshots")
EMPTY = "empty-"  # before the name of a page of the workspace into which nothing was loaded
DRAFT = "draft-"  # before that of one whose definitions are drafts in every state
OTHERS = {EMPTY: "bare", DRAFT: "drafted"}
UNSETTLED = ".skeleton, [data-coming], [data-chart]:not([data-drawn])"
UNFOLD = "for (const one of document.querySelectorAll('main details:not([name], [data-menu])')) one.open = true"
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SCROLLED = """
    [...document.querySelectorAll('.table-wrap')]
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.getAttribute('aria-label') || one.textContent.trim().slice(0, 40))
"""
PERIOD = "period=2026-Q2"
COMPARED = ("done", "failed", "waiting", "stale")

# name of the page, who looks at it, its address; {best}: an account, {handoff}: one that waits, {version}: rules;
# {done}, {failed}, {waiting}, {stale}: comparisons
PAGES: list[tuple[str, str, str]] = [
    ("sign-in", "anyone", "/sign-in"),
    ("inbox", "sales", "/inbox"),
    ("handoff", "sales", "/inbox/{handoff}"),
    ("handoff-read-only", "viewer", "/inbox/{handoff}?whose=all"),
    ("handoff-alone", "sales", "/inbox/{handoff}?alone=1"),
    ("inbox-answered", "sales", "/inbox?show=answered&whose=all"),
    ("accounts", "marketing", "/accounts"),
    ("accounts-filtered", "marketing", "/accounts?level=Watch&q=a&sort=-depth"),
    ("accounts-none", "marketing", "/accounts?q=zzzz"),
    *((f"account-{tab}", "marketing", f"/accounts/{{best}}?tab={tab}") for tab in TABS),
    ("account-past", "marketing", "/accounts/{best}?as_of=2026-05-31"),
    ("account-not-found", "marketing", "/accounts/nobody.example"),
    ("dashboard", "viewer", f"/dashboard?{PERIOD}"),
    ("dashboard-nothing", "viewer", "/dashboard?period=2020-Q1"),
    *((f"report-{name}", "viewer", f"/dashboard/{name}?{PERIOD}") for name in SECTIONS),
    ("report-accounts", "viewer", f"/dashboard/volume/accounts?{PERIOD}"),
    ("definition", "marketing", "/definition"),
    ("definition-version", "marketing", "/definition/{version}"),
    ("data", "marketing", "/data"),
    ("rejects", "marketing", "/data/rejects"),
    ("users", "admin", "/users"),
    ("keys", "admin", "/keys"),
    ("audit", "admin", "/audit"),
    ("forbidden", "viewer", "/users"),
    ("not-found", "viewer", "/acounts"),
    *((f"{DRAFT}{state.replace(' ', '-')}", "marketing", f"/definition?definition={state}") for state in STATES),
    (f"{DRAFT}to-be-signed", "sales", "/definition?definition=done"),
    (f"{DRAFT}not-mine-to-ask", "viewer", "/definition?definition=not asked"),
    *((f"{DRAFT}compared-{one}", "sales", f"/definition/compared/{{{one}}}") for one in COMPARED),
    (f"{DRAFT}compared-narrowed", "sales", "/definition/compared/{done}?sales=loses&tier=Wanted"),
    (f"{DRAFT}compared-nobody", "sales", "/definition/compared/{done}?tier=nothing"),
    (f"{EMPTY}inbox", "sales", "/inbox"),
    (f"{EMPTY}accounts", "marketing", "/accounts"),
    (f"{EMPTY}dashboard", "viewer", "/dashboard"),
    (f"{EMPTY}definition", "marketing", "/definition"),
    (f"{EMPTY}data", "marketing", "/data"),
    (f"{EMPTY}users", "admin", "/users"),
    (f"{EMPTY}keys", "admin", "/keys"),
    (f"{EMPTY}audit", "admin", "/audit"),
]
Place = tuple[str, dict[str, str], dict[str, Any]]  # of a workspace: where it is served, its sessions, words for PAGES
FAIL = ("forbidden", "not-found", "account-not-found")  # a browser notes their status as an error of the console


def cookies() -> dict[str, str]:
    """The session of each role in the workspace that is open."""
    return {role: signed_in(role).cookies["mqa_session"].value for role in PEOPLE}


@pytest.fixture(scope="module")
def filled(site: Any, served: str) -> Iterator[Place]:
    """The site with a past and handoffs."""
    live_through(site)
    configure(site.opened(), hosts=["testserver"])
    rep = PEOPLE["sales"][0]
    waiting = hand_over(site.workspace, rep, [30, 20, 3, 1])
    (done,) = hand_over(site.workspace, rep, [50])
    Handoff.objects.filter(pk=done.pk).update(state="accepted", closed_at=datetime.now(UTC))
    best = ServedAccount.objects.order_by("rank").values_list("domain", flat=True)[0]
    version = site.workspace.agreements[0].version
    yield served, cookies(), {"best": best, "handoff": waiting[0].pk, "version": version}
    site.opened()
    Handoff.objects.filter(pk__in=[one.pk for one in waiting]).update(state="withdrawn", closed_at=datetime.now(UTC))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A workspace into which nothing was loaded."""
    workspace = workspaces.opened(written(tmp_path_factory.mktemp("bare") / "harrow"))
    workspaces.open_stores(workspace)
    configure(workspace, hosts=["testserver"])
    User.objects.bulk_create(
        User(email=email, name=name, role=role, password=hashed()) for role, (email, name) in PEOPLE.items()
    )
    sessions = cookies()
    with serving(workspace.folder) as address:
        yield address, sessions, {}


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A workspace of drafts in every state."""
    folder = tmp_path_factory.mktemp("drafts") / "harrow"
    drafts(folder, sign_off=True)
    with looked_at(folder):
        numbers = {one: comparisons.comparisons(one, most=1)[0][0].number for one in COMPARED}
        sessions = cookies()
        with serving(folder) as address:
            yield address, sessions, numbers


@pytest.mark.parametrize(("name", "role", "path"), PAGES, ids=[name for name, *_ in PAGES])
def test_every_page_is_pictured_and_can_be_used_by_everybody(request, browser, name, role, path):
    SHOTS.mkdir(parents=True, exist_ok=True)
    workspace = next((OTHERS[one] for one in OTHERS if name.startswith(one)), "filled")
    address, sessions, named = request.getfixturevalue(workspace)
    context = browser.new_context(reduced_motion="reduce")
    if role in sessions:
        context.add_cookies([{"name": "mqa_session", "value": sessions[role], "url": address}])
    shown, wrong = context.new_page(), []
    shown.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    shown.on("pageerror", lambda error: wrong.append(str(error)))
    shown.goto(address + path.format_map(named))
    for width, scheme in SCREENS:
        look(shown, width, scheme)
        shown.screenshot(path=SHOTS / f"{name}-{scheme}-{width}.png", full_page=True)
    shown.evaluate(UNFOLD)
    complaints = {}
    for width, scheme in SCREENS:
        look(shown, width, scheme)
        complaints[width, scheme] = [*unusable(shown, width, scheme), *too_wide(shown)]
    context.close()
    assert {screen: found for screen, found in complaints.items() if found} == {}
    assert name in FAIL or wrong == []


def look(page: Any, width: int, scheme: str) -> None:
    """Shows a page on a screen, and waits until it is drawn."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.locator(UNSETTLED).first.wait_for(state="detached")
    page.evaluate(DRAWN)


def unusable(page: Any, width: int, scheme: str) -> list[str]:
    """What axe finds on a screen that it cannot have found on those before: a theme changes colours alone."""
    if (width, scheme) == SCREENS[0]:
        return violations(page)
    return [*violations_of_colour(page), *(violations_of_layout(page) if scheme == "light" else [])]


def too_wide(page: Any) -> list[str]:
    """What makes a page wider than its screen, or a table wider than its place on a wide one."""
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    tables = page.evaluate(SCROLLED) if page.viewport_size["width"] >= WIDE else []
    return [*([f"{over} px wider than the screen"] if over > 0 else []), *(f"{one} scrolls sideways" for one in tables)]
