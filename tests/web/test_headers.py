"""What every answer tells the browser, and what it refuses to be told."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from mqa.web.settings import configure

PAGES = ("/sign-in", "/data", "/definition", "/users", "/nowhere", "/data.json", "/data.csv", "/users/add")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(client, path):
    answer = client("admin").get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self' 'nonce-")
    assert "unsafe" not in policy
    assert {"base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} <= set(policy.split("; "))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_each_answer_has_a_nonce_of_its_own(client):
    browser = client("viewer")
    nonces = {re.findall("nonce-([^']+)", browser.get("/data").headers["Content-Security-Policy"])[0] for _ in "123"}
    assert len(nonces) == 3


@pytest.mark.parametrize("path", ["/sign-in", "/data", "/definition", "/users", "/keys", "/audit", "/data/rejects"])
def test_no_page_holds_anything_inline(client, path):
    said = client("admin").get(path).content.decode()
    assert re.findall(r"<[^>]*\sstyle\s*=|<style|<[^>]*\son[a-z]+\s*=|javascript:", said) == []
    assert [tag for tag in re.findall("<script[^>]*>", said) if "src=" not in tag] == []


def test_over_https_cookies_are_secure_and_browsers_stay_there(client):
    client("anyone")
    answer = Client().get("/sign-in", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.cookies["mqa_form"]["secure"] is True


def test_where_people_come_by_https_cookies_are_secure_whatever_a_request_says(configured):
    configure(configured, hosts=["testserver"], url="https://mqa.example.com")
    answer = Client().get("/sign-in")
    configure(configured, hosts=["testserver"])
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.cookies["mqa_form"]["secure"] is True


def test_over_plain_http_nothing_of_the_kind_is_said(client):
    answer = client("anyone").get("/sign-in")
    assert "Strict-Transport-Security" not in answer.headers
    assert not answer.cookies["mqa_form"]["secure"]


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client):
    answer = client("anyone").get("/sign-in")
    assert answer.cookies["mqa_form"]["httponly"] is True
    assert answer.cookies["mqa_form"]["samesite"] == "Lax"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/users/add", "/users/change", "/keys/add", "/welcomed"])
def test_a_form_without_its_mark_changes_nothing(client, path):
    browser = client("admin")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    answer = strict.post(path, {"email": "x@y.example", "role": "admin"})
    assert answer.status_code == 403
    assert b"Nothing was changed" in answer.content


def test_a_part_of_a_page_brings_the_mark_in_a_header(client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client("viewer").cookies
    token = re.findall('X-CSRFToken": "([^"]+)"', strict.get("/data").content.decode())[0]
    answer = strict.post("/welcomed", headers={"X-CSRFToken": token, "HX-Request": "true"})
    assert answer.status_code == 200


def test_a_server_that_is_asked_for_by_another_name_answers_nothing(client):
    answer = client("viewer").get("/data", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert b"mqa serve --allow-host NAME" in answer.content
