"""Comparing on the page Definition: what differs, who may ask, what became of it, and every account that moves."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from mqa import workspaces
from mqa.ledger import audit, comparisons
from mqa.web.settings import configure
from mqa.workspaces import Opened
from tests.prepared import prepared
from tests.web.conftest import PEOPLE, serving, signed_in
from tests.web.drafts import CHANGE, FILE, MO, add_people, drafts, looked_at, opened

LINE = "14 enter, 9 leave, 61 a month against a capacity of 100"
ASK = 'action="/definition/compare"'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A definition in each state that a comparison may have."""
    return prepared("drafts", drafts, tmp_path_factory)


@pytest.fixture(scope="module")
def unchanged(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The same, looked at by tests that only read it."""
    with looked_at(Path(shutil.copytree(made, tmp_path_factory.mktemp("drafts") / "harrow"))) as workspace:
        yield workspace


@pytest.fixture
def states(unchanged: Opened) -> None:
    """The same, its ledger open (another test may have opened others)."""
    workspaces.open_stores(unchanged)
    configure(unchanged, hosts=["testserver"])


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Iterator[Opened]:
    """The same, of the test's own."""
    with looked_at(Path(shutil.copytree(made, tmp_path / "harrow"))) as workspace:
        yield workspace


def page(state: str, role: str = "marketing") -> str:
    """What the page Definition says of a draft, to somebody of a role."""
    return said(signed_in(role).get("/definition", {"definition": state}))


def said(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def number_of(state: str) -> int:
    """The number of the comparison of a draft."""
    (one,) = comparisons.comparisons(state, most=9)[0]
    return one.number


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("same", "What the file says is what runs: nobody would enter or leave."),
        ("not asked", "Nobody has asked yet who would enter and leave."),
        ("waiting", "Waits to be judged."),
        ("under way", "Being judged since"),
        ("failed", "The comparison came to nothing."),
        ("stale", "This may not hold any more."),
        ("done", LINE),
    ],
)
@pytest.mark.usefixtures("states")
def test_each_state_is_told(state, words):
    assert words in page(state)


@pytest.mark.parametrize("state", ["not asked", "waiting", "failed", "stale", "done"])
@pytest.mark.usefixtures("states")
def test_what_differs_is_said_in_words_whoever_was_judged(state):
    shown = page(state)
    assert "1 rule says something else" in shown
    assert "engagement of at least 55 → 50" in shown


@pytest.mark.usefixtures("states")
def test_it_is_asked_for_by_who_may_where_an_answer_would_be_news():
    offered = {state: [role for role in PEOPLE if ASK in page(state, role)] for state in ("not asked", "stale", "done")}
    assert offered == {"not asked": ["marketing", "admin"], "stale": ["marketing", "admin"], "done": []}
    assert "marketing and admins can." in page("not asked", "sales")


@pytest.mark.usefixtures("states")
def test_why_it_failed_is_told_and_where_a_stale_answer_comes_from():
    assert "line 80: “Engaged” is gone." in page("failed")
    assert "Another run was made since, of 1 July 2026." in page("stale")
    assert LINE in page("stale")


@pytest.mark.usefixtures("states")
def test_an_answer_leads_to_the_accounts_and_says_what_decides_and_on_which_day():
    shown, number = page("done"), number_of("done")
    assert "24 accounts would stand at another level on 2026-06-30." in shown
    assert f'<a href="/definition/compared/{number}?condition=Engaged#accounts">Engaged</a> (23)' in shown
    assert f'<a href="/definition/compared/{number}">' in shown


def test_below_the_text_it_is_said_again_with_who_has_signed(tmp_path):
    drafts(tmp_path / "signed", sign_off=True)
    configure(opened(tmp_path / "signed"), hosts=["testserver"])
    shown = page("done", "sales")
    below = shown[shown.index('id="where-it-stands"') :]
    assert LINE in below
    assert "marketing ✓" in below
    assert "sales …" in below
    assert "What was submitted changes" not in shown  # it is what the file says


@pytest.mark.usefixtures("own")
def test_asking_is_noted_once_with_who_asked():
    version = re.search(r'name="version" value="(\w+)"', page("not asked"))
    assert version is not None
    browser = signed_in("marketing")
    for _ in range(2):
        answer = browser.post("/definition/compare", {"version": version[1]}, follow=True)
    assert "is asked for." in said(answer)
    (asked,), _ = comparisons.comparisons("not asked", most=9)
    assert (asked.who, asked.state, asked.now) == (MO, "waiting", version[1])
    (noted,) = audit.latest_of("asked for a comparison", 9)
    assert (noted.who, noted.about) == (MO, "definition not asked")


@pytest.mark.parametrize(
    ("version", "words"), [("0" * 32, "The file has changed meanwhile."), ("", "changed meanwhile")]
)
@pytest.mark.usefixtures("states")
def test_what_was_changed_after_it_was_seen_is_not_judged(version, words):
    answer = signed_in("marketing").post("/definition/compare", {"version": version}, follow=True)
    assert words in said(answer)


@pytest.mark.usefixtures("states")
def test_a_page_that_waits_for_an_answer_is_given_it_when_there_is_one():
    browser = signed_in("viewer")

    def asked(state: str) -> int:
        address = f"/definition?definition={state}&judging={number_of(state)}"
        return int(browser.get(address, headers={"HX-Request": "true"}).status_code)

    assert [asked(state) for state in ("waiting", "under way", "done")] == [204, 204, 200]


@pytest.mark.parametrize("number", ["x", "٣", "999999", "9" * 40, ""])
@pytest.mark.usefixtures("states")
def test_a_page_that_waits_for_nothing_is_given_the_page(number):
    answer = signed_in("viewer").get("/definition", {"judging": number}, headers={"HX-Request": "true"})
    assert answer.status_code == 200


def test_while_a_file_cannot_be_read_nothing_is_compared(own):
    browser = signed_in("marketing")
    browser.get("/definition")
    file = own.folder / "definitions" / "done.yaml"
    file.write_text(file.read_text().replace("levels:", "levles:"), encoding="utf-8")
    shown = said(browser.get("/definition?definition=done"))
    assert "nothing is compared" in shown
    assert LINE not in shown


# --- the accounts of one


def accounts(**query: str) -> list[str]:
    """The domains of the accounts that an address of the comparison that is done shows."""
    answer = signed_in("sales").get(f"/definition/compared/{number_of('done')}.json", query)
    return [row["domain"].removesuffix("-example.com") for row in answer.json()["rows"]]


@pytest.mark.usefixtures("states")
def test_every_account_is_listed_those_that_concern_sales_first():
    assert accounts() == ["calderon", "brightport", "delmar", "eastgate"]


@pytest.mark.parametrize(
    ("query", "domains"),
    [
        ({"sales": "gets"}, ["calderon", "brightport"]),
        ({"sales": "loses"}, ["delmar"]),
        ({"sales": "neither"}, ["eastgate"]),
        ({"tier": "Wanted"}, ["delmar"]),
        ({"segment": "Others", "sales": "loses"}, ["delmar"]),
        ({"owner": "-"}, ["brightport"]),
        ({"pipeline": "open"}, ["brightport"]),
        ({"pipeline": "none", "sales": "gets"}, ["calderon"]),
        ({"condition": "Engaged"}, ["calderon", "brightport", "delmar"]),
        ({"page": "2", "size": "3"}, ["eastgate"]),
        ({"tier": "nothing"}, []),
    ],
)
@pytest.mark.usefixtures("states")
def test_the_list_is_narrowed_by_its_address(query, domains):
    assert accounts(**query) == domains


@pytest.mark.usefixtures("states")
def test_each_number_by_tier_segment_owner_and_opportunity_leads_to_its_accounts():
    shown = said(signed_in("sales").get(f"/definition/compared/{number_of('done')}"))
    for address in (
        "?sales=gets&amp;tier=Usual",
        "?sales=loses&amp;owner=Mila+Jansen",
        "?sales=gets&amp;pipeline=open",
    ):
        assert f'href="{address}#accounts"' in shown
    assert "sales=gets&amp;owner=-#accounts" in shown
    assert "New for sales from 2026-06-01 to 2026-06-30: 61, before 56; sales can take 100." in shown


@pytest.mark.usefixtures("states")
def test_json_and_csv_hold_the_same():
    browser, address = signed_in("viewer"), f"/definition/compared/{number_of('done')}"
    found = browser.get(f"{address}.json").json()
    assert (found["state"], found["as_of"], found["result"]["enter"]) == ("done", "2026-06-30", 14)
    rows = list(csv.DictReader(io.StringIO(browser.get(f"{address}.csv").content.decode())))
    assert [row["because"] for row in rows] == [row["because"] for row in found["rows"]]
    beside = browser.get("/definition.json?definition=done").json()["beside"]
    assert [(one["state"], one["result"]["leave"], one["done"]["comparison"]) for one in beside] == [
        ("done", 9, number_of("done"))
    ]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "Waits to be judged"),
        ("under way", "Being judged"),
        ("failed", "“Engaged” is gone."),
        ("stale", LINE),
    ],
)
@pytest.mark.usefixtures("states")
def test_one_without_an_answer_says_so_and_one_that_is_stale_says_why(state, words):
    shown = said(signed_in("viewer").get(f"/definition/compared/{number_of(state)}"))
    assert words in shown
    assert ("Another run was made since" in shown) == (state == "stale")


@pytest.mark.usefixtures("states")
def test_one_that_nobody_asked_for_is_not_there():
    assert signed_in("viewer").get("/definition/compared/999999").status_code == 404


# --- from the button to the answer


@pytest.fixture
def draft(harrow: Path, tmp_path: Path) -> Iterator[Path]:
    """A workspace that was run, whose file now says something easier; its people may sign in."""
    folder = Path(shutil.copytree(harrow, tmp_path / "harrow"))
    file = folder / FILE
    text = file.read_text(encoding="utf-8")
    easier = text.replace(*CHANGE).replace("people_at_least: 3, within: 30", "people_at_least: 1, within: 30")
    file.write_text(easier, encoding="utf-8")
    configure(opened(folder), hosts=["testserver"])
    add_people()
    yield folder
    connections.close_all()


def test_whoever_presses_the_button_sees_the_answer_appear(draft, browser):
    session = signed_in("marketing").cookies["mqa_session"].value
    with serving(draft) as address:
        context = browser.new_context(base_url=address)
        context.add_cookies([{"name": "mqa_session", "value": session, "url": address}])
        shown = context.new_page()
        shown.goto("/definition")
        shown.get_by_role("button", name="Ask who would enter and leave").click()
        shown.get_by_text("The answer appears here by itself").or_(shown.get_by_text("Being judged")).first.wait_for()
        shown.locator("#compared .verdict").wait_for(timeout=300_000)
        assert shown.locator("#compared .verdict").inner_text().startswith("Sales would get 1 account and lose 0")
        assert shown.locator("#where-it-stands").inner_text().startswith("Sales would get 1 account")
        shown.get_by_role("link", name="Which, by tier, segment, owner and open opportunity").click()
        shown.get_by_text("calderon-example.com").or_(shown.get_by_text("Calderon Freight")).first.wait_for()
        context.close()
    workspaces.open_stores(workspaces.opened(draft))
    (asked,), _ = comparisons.comparisons("", most=1)
    assert (asked.state, asked.who) == ("done", MO)
