"""The page of accounts: what is found, its six states, and its forms for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from mqa.ledger.models import Run, ServedAccount

ROW = re.compile(r'class="row-link" href="/accounts/([^"]+)"')


def listed(response):
    return ROW.findall(response.content.decode())


def domains(**wanted):
    return list(ServedAccount.objects.filter(**wanted).order_by("rank").values_list("domain", flat=True))


def content(response):
    return b"".join(response).decode() if response.streaming else response.content.decode()


def test_the_list_shows_the_accounts_of_the_last_run_the_highest_level_first(client):
    response = client("viewer").get("/accounts?size=10")
    assert response.status_code == 200
    assert listed(response) == domains()[:10]


def test_a_filter_narrows_the_list_and_can_be_taken_back(client):
    page = client("viewer").get("/accounts?level=Watch&size=200")
    assert listed(page) == domains(level="Watch")
    assert "Level: Watch" in page.content.decode()


def test_a_search_that_finds_nothing_says_what_was_searched_and_how_to_go_on(client):
    page = client("viewer").get("/accounts?q=zzzz").content.decode()
    assert "No account matches" in page
    assert "“zzzz”" in page
    assert 'href="/accounts">Show all accounts' in page


def test_the_column_that_sorts_the_list_says_so(client):
    page = client("viewer").get("/accounts?sort=-depth").content.decode()
    assert page.count('aria-sort="descending"') == 1
    assert 'href="/accounts?sort=depth"' in page


def test_all_that_is_wrong_with_an_address_is_said(client):
    response = client("viewer").get("/accounts?sort=-dept&size=1000")
    assert response.status_code == 400
    assert "There is no column “-dept”" in response.content.decode()


def test_a_page_behind_the_last_leads_back(client):
    assert "There is no page 99" in client("viewer").get("/accounts?page=99").content.decode()


@pytest.mark.parametrize("name", ["All", "Ready for sales", "Nearly there", "Cooling down", "No fit data"])
def test_each_view_is_an_address_and_says_that_it_is_the_present_one(client, name):
    viewer = client("viewer")
    pattern = rf'<a href="([^"]+)" title="[^"]+"(?: aria-current="page")?>{name}</a>'
    (address,) = re.findall(pattern, viewer.get("/accounts").content.decode())
    page = viewer.get(address.replace("&amp;", "&")).content.decode()
    assert re.search(rf'aria-current="page">{name}</a>', page)


def test_json_without_a_page_holds_all_accounts_that_match(client):
    response = client("viewer").get("/accounts.json")
    found = json.loads(content(response))
    assert [row["domain"] for row in found["rows"]] == domains()
    assert found["as_of"] == "2026-06-30"


def test_json_with_a_page_holds_that_page_and_how_many_there_are(client):
    found = client("viewer").get("/accounts.json?page=2&size=25").json()
    assert (len(found["rows"]), found["page"], found["in_all"]) == (25, 2, ServedAccount.objects.count())


def test_csv_has_the_columns_of_json(client):
    viewer = client("viewer")
    rows = list(csv.DictReader(io.StringIO(content(viewer.get("/accounts.csv?level=Watch")))))
    found = json.loads(content(viewer.get("/accounts.json?level=Watch")))["rows"]
    assert [row["domain"] for row in rows] == [row["domain"] for row in found]
    assert list(rows[0]) == list(found[0])


def test_nobody_sees_it_without_signing_in(client):
    assert client("anyone").get("/accounts").status_code == 302
    assert client("anyone").get("/accounts.json").status_code == 401


def test_before_the_first_run_it_says_how_to_make_one(client, monkeypatch):
    monkeypatch.setattr("mqa.web.pages.accounts.runs.published", lambda *_: None)
    viewer = client("viewer")
    assert "No accounts yet" in viewer.get("/accounts").content.decode()
    assert viewer.get("/accounts.json").status_code == 503


def test_a_run_whose_list_was_not_kept_says_that_the_next_one_writes_it(client, monkeypatch):
    monkeypatch.setattr("mqa.web.pages.accounts.served.is_served", lambda _: False)
    assert "not kept any more" in client("viewer").get("/accounts").content.decode()


def test_an_old_run_says_how_old_it_is(client):
    viewer = client("viewer")
    run = Run.objects.exclude(published_at=None).latest("id")
    Run.objects.filter(pk=run.pk).update(published_at=timezone.now() - timedelta(days=3))
    try:
        assert "The last run shows 2026-06-30" in viewer.get("/accounts").content.decode()
    finally:
        Run.objects.filter(pk=run.pk).update(published_at=run.published_at)
