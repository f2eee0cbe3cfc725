"""The page Data in its states, and as JSON and CSV."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from mqa.delivery.handing import LEFT_OUT
from mqa.ledger.audit import note
from mqa.ledger.models import Lease, Message, Run
from mqa.terms.durations import date_of
from mqa.terms.problems import Unavailable
from mqa.web import frame


def test_a_workspace_into_which_nothing_was_loaded_says_what_to_do(empty):
    said = empty("viewer").get("/data").content.decode()
    assert "Nothing was loaded yet" in said
    assert "“mqa load” reads them" in said
    assert "No run yet" in said


def test_each_source_says_what_became_of_its_rows(client):
    found = client("viewer").get("/data.json").json()
    website = next(row for row in found["rows"] if row["source"] == "Website")
    assert website["read"] == sum(website[fate] for fate in ("loaded", "duplicates", "skipped", "rejected"))
    assert 0 < website["matched_percent"] <= 100
    assert website["of_nobody"] == sum(found["of_nobody"]["Website"].values())


def test_the_sources_as_a_table(client):
    rows = list(csv.DictReader(io.StringIO(client("viewer").get("/data.csv").content.decode())))
    assert {"CRM accounts", "Website"} <= {row["source"] for row in rows}


def test_rejects_say_their_reason_and_mend(client):
    page = client("viewer").get("/data/rejects")
    assert b"is empty" in page.content
    assert b"leave such rows out with" in page.content
    found = client("viewer").get("/data/rejects.json?size=1").json()
    assert (len(found["rows"]), found["size"]) == (1, 1)
    assert found["in_all"] == found["pages"] > 1


def test_a_run_is_listed_with_its_day_and_a_link_to_its_version(client):
    found = client("viewer").get("/data.json").json()["runs"][0]
    latest = Run.objects.latest("id")  # other tests of this process may have added some
    assert (found["run"], found["as_of"]) == (latest.pk, date_of(latest.as_of).isoformat())
    assert f"/definition/{found['version']}" in client("viewer").get("/data").content.decode()


def test_who_could_not_be_handed_off_is_told_with_the_reason(client):
    run = Run.objects.filter(kind="live", superseded_at=None).exclude(followed_at=None).latest("as_of")
    after = {"definition": run.definition, "run": run.pk, "why": "there is nothing to make a packet from"}
    note("command line", LEFT_OUT, "left-out.example", after=after, now=datetime.now(UTC))
    note("command line", LEFT_OUT, "long-ago.example", after=after | {"run": run.pk - 1}, now=datetime.now(UTC))
    told = client("viewer").get("/data.json").json()["left_out"]
    assert [(one["domain"], one["why"]) for one in told] == [("left-out.example", after["why"])]


def test_who_is_at_work_is_said(empty):
    later = datetime.now(UTC) + timedelta(minutes=5)
    Lease.objects.create(name="writer", token=1, process=1, host="elsewhere", expires_at=later)
    assert b"A load, run or comparison is at work" in empty("viewer").get("/data").content


def test_a_dead_message_says_why_and_how_to_send_it_again(empty):
    now = datetime.now(UTC)
    Message.objects.create(
        key="a", channel="Slack", event="handed off", body={}, entered_at=now, not_before=now, dead_at=now,
        attempts=12, last_error="The channel #sales does not exist.",
    )  # fmt: skip
    said = empty("marketing").get("/data").content.decode()
    assert "The channel #sales does not exist." in said
    assert "mqa messages --retry all" in said


def test_a_run_that_is_older_than_a_day_is_said_to_be_with_its_mend(client, monkeypatch):
    monkeypatch.setattr(frame, "OLD", timedelta(0))
    said = client("viewer").get("/data").content.decode()
    assert "The last run shows 2026-06-30." in said
    assert "Run “mqa load” and “mqa run”" in said


def test_what_is_unforeseen_says_so_with_a_number_for_the_log(client, monkeypatch, caplog):
    from mqa.web.pages import data

    monkeypatch.setattr(data, "data_state", lambda *_, **__: 1 / 0)
    browser = Client(raise_request_exception=False)
    browser.cookies = client("viewer").cookies
    answer = browser.get("/data")
    assert answer.status_code == 500
    number = answer.content.decode().split("this number: ")[1][:8]
    assert number in caplog.text


def test_what_is_missing_outside_is_said_in_its_own_words(client, monkeypatch):
    from mqa.web.pages import data

    def missing(*_, **__):
        raise Unavailable("The ledger did not answer: it is locked.")

    monkeypatch.setattr(data, "data_state", missing)
    answer = client("viewer").get("/data")
    assert answer.status_code == 503
    assert b"it is locked" in answer.content


@pytest.mark.parametrize("where", ["mqa.web.signing.signed_in", "mqa.web.frame.stale"])
def test_a_ledger_that_does_not_answer_before_or_beside_a_page_is_said_to_not(client, monkeypatch, where):
    def locked(*_, **__):
        raise Unavailable("The ledger did not answer: it is locked.")

    browser = Client(raise_request_exception=False)
    browser.cookies = client("viewer").cookies
    monkeypatch.setattr(where, locked)
    answer = browser.get("/data")
    assert answer.status_code == 503
    assert b"it is locked" in answer.content
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/acounts", "/dta", "/definitions"])
def test_a_page_that_is_not_there_names_the_likely_one(client, path):
    answer = client("viewer").get(path)
    assert answer.status_code == 404
    assert b"Perhaps you look for" in answer.content


def test_a_run_that_failed_says_why(empty):
    now = datetime.now(UTC)
    Run.objects.create(
        definition="Harrow", version="abcdef01", kind="live", as_of=9600, known_at=9600, fold_from=9500, token=1,
        failed_at=now, why="The disk is full.",
    )  # fmt: skip
    assert b"The disk is full." in empty("viewer").get("/data").content
