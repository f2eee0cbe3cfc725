"""In a real browser: pages obey the keyboard, keep what was chosen, and are light; test_every_page.py looks at each."""

from __future__ import annotations

from tests.web.axe import violations
from tests.web.conftest import PASSWORD, PEOPLE

LARGEST_FIRST_LOAD = 500_000


def test_who_signs_in_comes_to_the_page_they_asked_for(page):
    shown = page()
    shown.goto("/data")
    shown.get_by_label("E-mail address").fill(PEOPLE["viewer"][0])
    shown.get_by_label("Password").fill(PASSWORD)
    shown.get_by_role("button", name="Sign in").click()
    shown.get_by_role("heading", name="Sources").wait_for()
    assert shown.url.endswith("/data")


def test_g_and_a_letter_lead_to_a_page_and_a_question_mark_shows_the_keys(page):
    shown = page("viewer")
    shown.goto("/data")
    shown.keyboard.press("g")
    shown.keyboard.press("e")
    shown.wait_for_url("**/definition")
    shown.keyboard.press("?")
    assert shown.get_by_role("dialog", name="Shortcuts").is_visible()
    assert violations(shown) == []
    shown.keyboard.press("Escape")
    assert shown.get_by_role("dialog", name="Shortcuts").is_hidden()


def test_keys_are_left_alone_while_somebody_types(page):
    shown = page("admin")
    shown.goto("/audit")
    shown.keyboard.press("/")
    shown.keyboard.type("g d?")
    assert shown.get_by_label("Account", exact=True).input_value() == "g d?"
    assert shown.url.endswith("/audit")


def test_the_first_tab_leads_past_the_navigation(page):
    shown = page("viewer")
    shown.goto("/data")
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "main"


def test_the_theme_that_was_chosen_stays(page):
    shown = page("viewer", scheme="light")
    shown.goto("/data")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = shown.evaluate(ground)
    shown.get_by_role("button", name="Change to the dark theme").click()
    dark = shown.evaluate(ground)
    shown.goto("/definition")
    assert shown.evaluate(ground) == dark != light


def test_rejects_arrive_after_the_page_and_a_skeleton_stands_for_them(page):
    shown = page("viewer")
    shown.route("**/data/rejects*", lambda _: None)
    shown.goto("/data")
    assert shown.locator(".skeleton").is_visible()
    shown.unroute_all(behavior="ignoreErrors")
    shown.goto("/data")
    shown.get_by_role("columnheader", name="How to mend it").wait_for()


def test_the_first_visit_is_explained_until_it_was_read(page):
    shown = page("marketing")
    shown.goto("/data")
    shown.get_by_role("button", name="Got it").click()
    shown.get_by_role("button", name="Got it").wait_for(state="detached")
    shown.goto("/definition")
    assert shown.get_by_role("button", name="Got it").count() == 0


def test_an_admin_adds_a_rep_who_signs_in(page):
    admin = page("admin")
    admin.goto("/users")
    admin.get_by_label("E-mail address").fill("nora@halyard.example")
    admin.get_by_label("Name").fill("Nora New")
    admin.get_by_label("Role", exact=True).select_option("sales")
    admin.get_by_role("button", name="Add").click()
    link = admin.get_by_label("Link for Nora New").input_value()
    nora = page()
    nora.goto(link)
    assert violations(nora) == []
    nora.get_by_label("Password").fill("four plain words here")
    nora.get_by_label("The same again").fill("four plain words here")
    nora.get_by_role("button", name="Choose it and sign in").click()
    nora.wait_for_url("**/inbox")
    assert nora.get_by_text("Nora New").is_visible()


def test_a_first_load_is_light(page):
    shown = page()
    sizes: list[int] = []
    shown.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    shown.goto("/sign-in")
    shown.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < LARGEST_FIRST_LOAD


def test_a_page_in_print_has_its_content_and_nothing_else_on_white(page):
    shown = page("viewer", scheme="dark")
    shown.goto("/data")
    shown.emulate_media(media="print")
    assert shown.get_by_role("heading", name="Sources").is_visible()
    assert shown.get_by_role("navigation", name="Pages", exact=True).is_hidden()
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
