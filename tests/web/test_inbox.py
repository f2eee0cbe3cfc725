"""The inbox: who sees what, what an answer does, and a rep who answers by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from mqa.explain.acts import known_as
from mqa.ledger.models import AuditEntry, Disposition, Handoff
from tests.web.conftest import PASSWORD, PEOPLE
from tests.web.handed import hand_over

REP, OTHER = PEOPLE["sales"][0], "somebody@halyard.example"


@pytest.fixture
def handed(configured: Any) -> Iterator[Callable[..., list[Handoff]]]:
    """Hands accounts over; what is still open afterwards is taken back, so that each test finds an empty inbox."""
    taken_back()
    yield lambda owner, ages: hand_over(configured, owner, ages)
    taken_back()


def taken_back() -> None:
    Handoff.objects.filter(closed_at=None).update(state="withdrawn", closed_at=datetime.now(UTC))


def names(client: Any, address: str = "/inbox.json") -> list[str]:
    return [row["domain"] for row in client.get(address).json()["rows"]]


def test_the_most_urgent_handoff_is_first(handed, client):
    fresh, old = handed(REP, [1, 100])  # further apart than a weekend is long
    assert names(client("sales")) == [old.domain, fresh.domain]


def test_mine_are_mine_and_all_are_everybodys(handed, client):
    (mine,), (theirs,) = handed(REP, [1]), handed(OTHER, [2])
    assert names(client("sales")) == [mine.domain]
    assert set(names(client("sales"), "/inbox.json?whose=all")) == {mine.domain, theirs.domain}


def test_who_has_none_and_no_team_sees_all(handed, client):
    (one,) = handed(OTHER, [1])
    assert names(client("viewer")) == [one.domain]


def test_an_empty_inbox_says_when_the_next_come(handed, client):
    del handed
    said = client("sales").get("/inbox").content.decode()
    assert "Nothing waits" in said
    assert re.search(r"The next handoffs come \w+ (?:\d+ \w+ \d+, )?08:00", said)


def test_a_viewer_reads_the_packet_and_is_told_who_may_answer(handed, client):
    (one,) = handed(REP, [1])
    said = client("viewer").get(f"/inbox/{one.pk}").content.decode()
    assert "Why now" in said
    assert "takes the role sales or admin" in said
    assert "Reject " not in said


def test_a_viewer_cannot_answer(handed, client):
    (one,) = handed(REP, [1])
    assert client("viewer").post(f"/inbox/{one.pk}/answer", {"answer": "accepted"}).status_code == 403


def test_a_colleagues_handoff_says_whose_it_is_before_it_is_accepted_and_that_it_stays_theirs(handed, client):
    (one,) = handed(OTHER, [1])
    Handoff.objects.filter(pk=one.pk).update(name="Rota Transport Inc.")
    rep = client("sales")
    assert f"Handed to {OTHER}, not to you" in rep.get(f"/inbox/{one.pk}").content.decode()
    accepted = rep.post(f"/inbox/{one.pk}/answer", {"answer": "accepted", "key": "theirs"})
    told = rep.get(accepted.url).content.decode()
    assert f"You accepted Rota Transport Inc. It stays with {OTHER}" in told


def test_my_own_handoff_is_mine_to_work_on(handed, client):
    (one,) = handed(REP, [1])
    rep = client("sales")
    assert "not to you" not in rep.get(f"/inbox/{one.pk}").content.decode()
    accepted = rep.post(f"/inbox/{one.pk}/answer", {"answer": "accepted", "key": "mine"})
    assert "It is yours to work on" in rep.get(accepted.url).content.decode()


def test_an_answer_is_entered_said_and_leads_to_the_next(handed, client):
    old, fresh = handed(REP, [30, 1])
    rep = client("sales")
    response = rep.post(f"/inbox/{old.pk}/answer", {"answer": "rejected", "reason": "wrong size", "key": "k1"})
    assert response.status_code == 303
    assert response.url.startswith(f"/inbox/{fresh.pk}?said=")
    shown = rep.get(response.url).content.decode()
    assert "for “wrong size”" in shown.replace("&quot;", "")
    assert Handoff.objects.get(pk=old.pk).state == "rejected"
    assert AuditEntry.objects.filter(about=f"handoff {old.pk} of {old.domain}", who=REP).count() == 1


def test_the_same_form_sent_twice_answers_once(handed, client):
    (one,) = handed(REP, [1])
    rep = client("sales")
    for _ in range(2):
        sent = rep.post(f"/inbox/{one.pk}/answer", {"answer": "accepted", "key": f"twice {one.pk}"})
        assert sent.status_code == 303
    assert Disposition.objects.filter(handoff=one).count() == 1


def test_an_answered_handoff_says_who_answered(handed, client):
    (one,) = handed(REP, [1])
    client("admin").post(f"/inbox/{one.pk}/answer", {"answer": "accepted", "key": f"a {one.pk}"})
    late = client("sales").post(f"/inbox/{one.pk}/answer", {"answer": "accepted", "key": f"b {one.pk}"})
    assert late.status_code == 400
    assert f"was answered by {PEOPLE['admin'][0]}" in late.content.decode()


def test_a_wrong_answer_keeps_what_was_typed(handed, client):
    (one,) = handed(REP, [1])
    sent = {"answer": "deferred", "reason": "no budget this year", "until": "2020-01-01", "note": "ask in May"}
    response = client("sales").post(f"/inbox/{one.pk}/answer", sent)
    said = response.content.decode()
    assert response.status_code == 400
    assert "Name a day after today" in said
    assert 'value="ask in May"' in said


@pytest.mark.parametrize("until", ["soon", "2026-13-01", "９９９９-01-01"])
def test_what_is_no_day_is_told_not_an_error(handed, client, until):
    (one,) = handed(REP, [1])
    sent = {"answer": "deferred", "reason": "no budget this year", "until": until}
    assert client("sales").post(f"/inbox/{one.pk}/answer", sent).status_code == 400


def test_once_accepted_a_rep_says_that_they_are_willing_to_talk(handed, client):
    (one,) = handed(REP, [1])
    rep = client("sales")
    rep.post(f"/inbox/{one.pk}/answer", {"answer": "accepted", "key": f"c {one.pk}"})
    assert "They are willing to talk" in rep.get(f"/inbox/{one.pk}").content.decode()
    sent = rep.post(f"/inbox/{one.pk}/answer", {"answer": "qualified", "key": f"d {one.pk}"})
    assert "willing to talk" in rep.get(sent.url).content.decode()
    assert [each.answer for each in Disposition.objects.filter(handoff=one).order_by("id")] == ["accepted", "qualified"]


def test_an_accepted_account_may_be_taken_back_with_a_reason(handed, client):
    (one,) = handed(REP, [1])
    rep = client("sales")
    rep.post(f"/inbox/{one.pk}/answer", {"answer": "accepted", "key": f"f {one.pk}"})
    shown = rep.get(f"/inbox/{one.pk}").content.decode()
    assert (f"Reject {one.name}" in shown, f"Accept {one.name}" in shown) == (True, False)
    rep.post(f"/inbox/{one.pk}/answer", {"answer": "rejected", "reason": "wrong size", "key": f"g {one.pk}"})
    assert "was answered" not in rep.get(f"/inbox/{one.pk}").content.decode()
    assert Handoff.objects.get(pk=one.pk).state == "rejected"
    assert "willing to talk" not in rep.get(f"/inbox/{one.pk}").content.decode()


def test_the_answered_tab_shows_what_was_said(handed, client):
    (one,) = handed(REP, [1])
    rep = client("sales")
    rep.post(f"/inbox/{one.pk}/answer", {"answer": "accepted", "note": "knows us", "key": f"e {one.pk}"})
    assert names(rep, "/inbox.json?show=answered&whose=all")[0] == one.domain
    assert "knows us" in rep.get(f"/inbox/{one.pk}?show=answered").content.decode()


def test_a_handoff_that_is_not_there_says_so(handed, client):
    del handed
    response = client("sales").get("/inbox/999999")
    assert response.status_code == 404
    assert "The inbox lists those there are" in response.content.decode()


@pytest.mark.parametrize("number", ["999999", "9" * 30])
def test_what_is_not_there_cannot_be_answered(handed, client, number):
    del handed
    assert client("sales").post(f"/inbox/{number}/answer", {"answer": "accepted"}).status_code == 404


def test_a_packet_is_data_too(handed, client):
    (one,) = handed(REP, [1])
    told = client("sales").get(f"/inbox/{one.pk}.json").json()
    assert told["packet"]["body"]["account"]["domain"] == one.domain
    assert len(told["packet"]["hash"]) == 64


def test_a_list_is_csv_too_the_whole_of_it_where_no_page_is_named(handed, client, monkeypatch):
    some = handed(REP, [3, 2, 1])
    monkeypatch.setattr("mqa.answers.inbox.READ_AT_ONCE", 2)
    head, *lines = client("sales").get("/inbox.csv?size=1").getvalue().decode().splitlines()
    assert head == ",".join(client("sales").get("/inbox.json").json()["rows"][0])
    assert [line.split(",")[0] for line in lines] == [str(one.pk) for one in some]
    assert len(client("sales").get("/inbox.csv?size=1&page=1").content.decode().splitlines()) == 2


# In a browser ---------------------------------------------------------------------------------------------------------


def test_a_rep_answers_the_most_urgent_handoff_by_keyboard(handed, page):
    old, middle, fresh = handed(REP, [30, 10, 1])
    rep = page("sales")
    rep.goto("/inbox")
    assert rep.get_by_role("heading", level=2).first.inner_text() == old.name
    rep.keyboard.press("j")
    rep.locator("#pane-title", has_text=middle.name).wait_for()
    rep.keyboard.press("k")
    rep.locator("#pane-title", has_text=old.name).wait_for()
    rep.keyboard.press("r")
    rep.keyboard.press("Space")
    assert rep.get_by_label("wrong size").is_checked()
    rep.keyboard.press("Enter")
    rep.locator("#said").wait_for()
    assert f"You rejected {old.name} for “wrong size”" in rep.locator("#said").inner_text()
    rep.locator("#pane-title", has_text=middle.name).wait_for()
    rep.keyboard.press("a")
    rep.keyboard.press("Enter")
    rep.locator("#said", has_text=f"You accepted {middle.name}").wait_for()
    rep.locator("#pane-title", has_text=fresh.name).wait_for()
    states = [Handoff.objects.get(pk=one.pk).state for one in (old, middle, fresh)]
    assert states == ["rejected", "accepted", "open"]


def test_the_form_of_an_answer_opens_without_moving_anything(handed, page):
    handed(REP, [1])
    rep = page("sales")
    rep.goto("/inbox")
    places = "[...document.querySelectorAll('.answers summary, #pane-why')].map((one) => one.getBoundingClientRect().y)"
    before = rep.evaluate(places)
    rep.keyboard.press("r")
    assert rep.get_by_role("button", name=re.compile("^Reject .+")).is_visible()
    assert rep.evaluate(places) == before


def test_a_packet_names_people_with_their_addresses_beside(handed, client):
    rep = client("sales")
    said = "".join(rep.get(f"/inbox/{one.pk}").content.decode() for one in handed(REP, [1, 2, 3, 4, 5]))
    addresses = re.findall(r'packet-address">([^<]+)<', said)
    assert addresses
    assert all(f"<strong>{known_as(address)}</strong>" in said for address in addresses)


def test_on_a_small_screen_a_packet_takes_the_place_of_the_list(handed, page):
    old, fresh = handed(REP, [30, 1])
    rep = page("sales", width=360, height=780)
    rep.goto("/inbox")
    assert not rep.locator("#pane").is_visible()
    rep.get_by_role("link", name=re.compile(re.escape(fresh.name))).first.click()
    rep.locator("#pane-title", has_text=fresh.name).wait_for(state="visible")
    assert not rep.get_by_role("link", name=re.compile(re.escape(old.name))).first.is_visible()
    rep.get_by_role("link", name="Back to the list").click()
    rep.get_by_role("link", name=re.compile(re.escape(old.name))).first.wait_for(state="visible")


@pytest.fixture
def rep_of(served, browser) -> Iterator[Callable[..., Any]]:
    """A rep in a browser whose console may complain, with or without scripts."""
    opened = []

    def signed_in(*, scripts: bool) -> Any:
        opened.append(browser.new_context(base_url=served, java_script_enabled=scripts))
        rep = opened[-1].new_page()
        rep.goto("/sign-in")
        rep.get_by_label("E-mail address").fill(REP)
        rep.get_by_label("Password").fill(PASSWORD)
        rep.get_by_role("button", name="Sign in").click()
        return rep

    yield signed_in
    for context in opened:
        context.close()


def test_an_answer_that_is_refused_is_told_beside_the_form(handed, rep_of):
    (one,) = handed(REP, [1])
    rep = rep_of(scripts=True)
    rep.goto(f"/inbox/{one.pk}")
    Handoff.objects.filter(pk=one.pk).update(state="withdrawn", closed_at=datetime.now(UTC))
    rep.keyboard.press("a")
    rep.keyboard.press("Enter")
    rep.locator("#problem", has_text="withdrawn").wait_for()
    assert rep.evaluate("document.activeElement.id") == "problem"


def test_it_works_without_scripts(handed, rep_of):
    old, fresh = handed(REP, [30, 1])
    rep = rep_of(scripts=False)
    rep.goto("/inbox")
    rep.get_by_role("link", name=re.compile(re.escape(old.name))).first.click()
    rep.locator("#defer > summary").click()
    rep.get_by_label("call back on a date").check()
    rep.get_by_role("button", name=f"Defer {old.name}").click()
    assert rep.locator("#said").inner_text().startswith(f"You deferred {old.name}")
    assert rep.locator("#pane-title").inner_text() == fresh.name
