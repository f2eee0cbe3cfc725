"""A marketer finds why an account qualifies and why another does not; both pages in a real browser."""

from __future__ import annotations

import re

import pytest

from mqa.ledger.models import ServedAccount


@pytest.fixture
def domains(configured) -> list[str]:
    """The accounts of the last run by rank."""
    del configured
    return list(ServedAccount.objects.order_by("rank").values_list("domain", flat=True))


def shown(text: str) -> float:
    """The number in a text."""
    return float(re.search(r"-?\d+\.\d", text)[0])


def test_a_marketer_finds_why_one_account_qualifies_and_why_another_does_not(page):
    marketer = page("marketing")
    marketer.goto("/accounts")
    marketer.keyboard.press("j")
    first = marketer.locator("tr.is-current a.row-link")
    domain = first.inner_text()
    marketer.keyboard.press("Enter")
    marketer.wait_for_url(f"**/accounts/{domain}")

    why = marketer.locator("section[aria-labelledby=why]")
    whole = shown(why.locator("h2").inner_text())
    parts = [
        shown(text)
        for text in why.locator("ul.shares--top")
        .first.locator("> li > details > summary .share-number")
        .all_inner_texts()
    ]
    assert sum(round(part * 10) for part in parts) == round(whole * 10)
    depth = why.locator("ul.shares--top").first.locator("> li").nth(1)
    signal = depth.locator("ul > li > details").first
    signal.locator("> summary").click()
    person = signal.locator("details").first
    person.locator("> summary").click()
    assert re.search(r"\d{4}-\d\d-\d\d", person.locator(".share-acts li").first.inner_text())

    marketer.goto("/accounts")
    marketer.get_by_role("link", name="Nearly there").click()
    other = marketer.locator("a.row-link").first
    other.click()
    assert "needs" in marketer.locator("section[aria-labelledby=why-not]").inner_text()


def test_what_is_typed_into_the_search_narrows_the_list_and_the_address_keeps_it(page, domains):
    viewer = page("viewer")
    viewer.goto("/accounts")
    viewer.keyboard.press("/")
    viewer.keyboard.type(domains[3][:8])
    viewer.wait_for_url(re.compile(rf"accounts\?.*q={domains[3][:8]}"))
    assert viewer.locator("a.row-link").first.inner_text() == domains[3]
    assert viewer.evaluate("document.activeElement.id") == "search"
    viewer.reload()
    assert viewer.locator("#search").input_value() == domains[3][:8]


def test_who_types_on_while_an_answer_is_on_its_way_gets_the_answer_to_what_was_typed_last(page, domains):
    viewer = page("viewer")
    viewer.goto("/accounts")
    last, late = re.compile(rf"accounts\?.*q={domains[3][:3]}(&|$)"), []
    viewer.route(
        "**/accounts?*", lambda route: route.continue_() if last.search(route.request.url) else late.append(route)
    )
    viewer.keyboard.press("/")
    for letter in domains[3][:3]:
        viewer.keyboard.type(letter)
        viewer.wait_for_timeout(600)
    viewer.wait_for_url(last)
    assert len(late) == 2


def test_a_menu_opens_by_keyboard_and_closes_by_escape(page):
    viewer = page("viewer")
    viewer.goto("/accounts")
    menu = viewer.locator("details.menu", has_text="Tier")
    menu.locator("summary").focus()
    viewer.keyboard.press("Enter")
    assert menu.locator("a").first.is_visible()
    viewer.keyboard.press("Escape")
    assert not menu.locator("a").first.is_visible()


def test_a_tab_changes_what_is_below_and_the_address(page, domains):
    viewer = page("viewer")
    viewer.goto(f"/accounts/{domains[0]}")
    viewer.get_by_role("link", name="Identity").click()
    viewer.get_by_role("heading", name="Records that are this company").wait_for()
    assert "tab=identity" in viewer.url
