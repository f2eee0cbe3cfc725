"""Signing in: the right password opens, everything else says the same."""

from __future__ import annotations

from tests.web.conftest import PASSWORD


def attempt(client, email="rep@halyard.example", password=PASSWORD, **others):
    return client("anyone").post("/sign-in", {"email": email, "password": password}, **others)


def test_the_right_password_leads_to_the_page_that_was_asked_for(client):
    browser = client("anyone")
    asked = browser.get("/accounts?level=Qualified")
    assert asked.headers["Location"] == "/sign-in?next=%2Faccounts%3Flevel%3DQualified"
    sent = {"email": "rep@halyard.example", "password": PASSWORD, "next": "/accounts?level=Qualified"}
    assert browser.post("/sign-in", sent).headers["Location"] == "/accounts?level=Qualified"


def test_the_case_of_the_address_does_not_matter(client):
    assert attempt(client, email=" Rep@Halyard.Example").status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_told_alike(client):
    wrong = attempt(client, password="not this one", REMOTE_ADDR="10.0.0.1")
    unknown = attempt(client, email="nobody@halyard.example", REMOTE_ADDR="10.0.0.2")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    said = [page.content.decode().split("<h1>")[1].split("<form")[0] for page in (wrong, unknown)]
    assert said[0] == said[1]


def test_after_five_failures_one_has_to_wait_even_with_the_right_password(client):
    for _ in range(5):
        assert attempt(client, password="guess", REMOTE_ADDR="10.0.0.3").status_code == 401
    after = attempt(client, REMOTE_ADDR="10.0.0.3")
    assert after.status_code == 429
    assert b"Too many tries. Wait 15 minutes" in after.content


def test_somebody_elsewhere_may_still_sign_in_with_the_same_address(client):
    for _ in range(6):
        attempt(client, password="guess", REMOTE_ADDR="10.0.0.4")
    assert attempt(client, REMOTE_ADDR="10.0.0.5").status_code == 302


def test_nobody_is_led_to_another_site(client):
    sent = {"email": "rep@halyard.example", "password": PASSWORD, "next": "https://evil.example/"}
    assert client("anyone").post("/sign-in", sent).headers["Location"] == "/"


def test_signing_out_ends_the_session(client):
    browser = client("sales")
    assert browser.get("/").status_code == 302
    browser.post("/sign-out")
    assert browser.get("/").headers["Location"].startswith("/sign-in")
