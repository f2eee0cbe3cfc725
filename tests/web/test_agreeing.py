"""The page Definition where teams must sign: what is asked of whom, and what became of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mqa.ledger import agreements, keys
from mqa.ledger.audit import Wanted, changes
from tests.web.conftest import PEOPLE, signed_in

NAME = "Harrow new business"
BUTTONS = {"submit": "Submit what the file says", "sign": "Sign for", "activate": "Activate version"}


@pytest.fixture
def folder(empty, tmp_path) -> Path:
    """A workspace that asks for the sign-off of both teams."""
    del empty
    file = tmp_path / "harrow" / "mqa.yaml"
    file.write_text(file.read_text().replace("identity:\n", "agreement: { sign_off: [marketing, sales] }\nidentity:\n"))
    return file.parent


@pytest.fixture
def press(folder):
    """Presses a button of the page as a role; gives what the page says then. The version is the one it shows."""
    del folder

    def pressed(role: str, step: str, *, version: str = "", note: str = "") -> str:
        browser = signed_in(role)
        shown = browser.get("/definition").content.decode()
        seen = version or form(shown, step)
        said = browser.post(f"/definition/{step}", {"version": seen, "note": note}, follow=True)
        return re.sub(r"\s+", " ", said.content.decode())

    return pressed


def form(page: str, step: str) -> str:
    """The version that a form of a page is about; empty where there is no such form."""
    found = re.search(rf'action="/definition/{step}".*?name="version" value="(\w+)"', page, re.DOTALL)
    return found[1] if found else ""


def offered(role: str) -> list[str]:
    """The steps that the page offers a role."""
    page = signed_in(role).get("/definition").content.decode()
    return [step for step in BUTTONS if form(page, step)]


def everybody() -> dict[str, list[str]]:
    return {role: offered(role) for role in PEOPLE}


def test_each_is_offered_the_step_that_is_theirs(press):
    nothing = {role: [] for role in PEOPLE}
    assert everybody() == nothing | {"marketing": ["submit"], "admin": ["submit"]}
    assert "is submitted; both teams see it here." in press("marketing", "submit", note="the first one")
    assert everybody() == nothing | {"marketing": ["sign"], "sales": ["sign"]}
    assert "is signed for marketing." in press("marketing", "sign")
    assert everybody() == nothing | {"sales": ["sign"]}
    assert "has not signed yet" in signed_in("viewer").get("/definition").content.decode()
    press("sales", "sign", note="until October")
    assert everybody() == nothing | {"admin": ["activate"]}
    assert "is active; the next run uses it" in press("admin", "activate")
    assert everybody() == nothing
    steps = [(one.what, one.team, one.who, one.note) for one in reversed(agreements.history(NAME))]
    assert steps == [
        ("submitted", "", PEOPLE["marketing"][0], "the first one"),
        ("signed", "marketing", PEOPLE["marketing"][0], ""),
        ("signed", "sales", PEOPLE["sales"][0], "until October"),
        ("activated", "", PEOPLE["admin"][0], ""),
    ]
    assert [one.what for one in changes(Wanted(about=NAME))[0]] == [
        *("activated a version", "signed a version", "signed a version", "submitted a version"),
    ]


def agreed(press) -> None:
    for role, step in (("marketing", "submit"), ("marketing", "sign"), ("sales", "sign"), ("admin", "activate")):
        press(role, step)


def test_a_file_that_was_changed_is_a_draft_and_what_is_active_goes_on_to_hold(press, folder):
    agreed(press)
    active = agreements.active(NAME)
    file = folder / "definitions" / "harrow.yaml"
    file.write_text(file.read_text().replace("points: 40,", "points: 41,"))
    browser = signed_in("viewer")
    page = browser.get("/definition").content.decode()
    assert f'Live runs use <a href="/definition/{active}">version {active[:8]}</a>' in page
    assert "is a draft that was not submitted." in page
    found = browser.get("/definition.json").json()
    assert (found["agreement"]["active"], found["agreement"]["draft"]) == (active, found["version"])
    assert browser.get("/api/v1/definition").json()["version"] == active != found["version"]
    assert "This is the version that live runs use." in browser.get(f"/definition/{active}").content.decode()


def test_what_was_changed_after_it_was_seen_is_not_submitted(press):
    said = press("marketing", "submit", version="0" * 32)
    assert "The file has changed meanwhile. Look at it again, then submit it." in said
    assert agreements.history(NAME) == []


def test_a_step_whose_time_has_not_come_says_why(press):
    press("marketing", "submit")
    version = agreements.latest(NAME, "submitted").version
    assert "is not signed by marketing and sales." in press("admin", "activate", version=version)
    press("sales", "sign")
    assert "is signed for sales already" in press("sales", "sign", version=version)
    assert "holds no definition of version beef" in press("sales", "sign", version="beef")


def test_where_nobody_must_sign_the_page_asks_nobody_to(empty):
    page = empty("marketing").get("/definition").content.decode()
    assert "Sign-off" not in page


@pytest.mark.usefixtures("folder")
def test_a_run_that_is_asked_for_without_an_active_version_is_refused_at_once():
    browser = signed_in("anyone")
    _, secret = keys.add("nightly", ("run",), by="command line", now=datetime.now(UTC))
    headers = {"Authorization": f"Bearer {secret}"}
    said = browser.post("/api/v1/runs", "{}", content_type="application/json", headers=headers)
    assert said.status_code == 409
    assert "No version of" in said.content.decode()
