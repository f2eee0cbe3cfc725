"""Accounts, by the API."""

from __future__ import annotations

import pytest
from django.test import Client

from mqa.terms.problems import Busy


def test_accounts_come_the_most_urgent_first_and_in_pages(api):
    _, first = api("/accounts?limit=2")
    _, second = api("/accounts?limit=2&page=2")

    assert [one["rank"] for one in first["accounts"] + second["accounts"]] == [1, 2, 3, 4]
    assert first["in_all"] > 4


def test_a_list_is_read_on_by_its_run_and_a_run_whose_list_is_gone_is_not_found(api):
    _, first = api("/accounts?limit=2")
    assert api(f"/accounts?limit=2&run={first['run']}")[1]["accounts"] == first["accounts"]

    status, said = api("/accounts?run=99999")
    assert (status, "begin again with the first page" in said["problems"][0]["mend"]) == (404, True)


def test_a_run_without_a_list_is_not_shown_as_an_empty_one(api, monkeypatch):
    monkeypatch.setattr("mqa.web.api.accounts.served.is_served", lambda _: False)
    status, said = api("/accounts")

    assert (status, "was made without a list" in said["problems"][0]["what"]) == (503, True)


def test_where_too_many_ask_for_days_without_a_run_the_answer_says_when_to_ask_again(client, api, key, monkeypatch):
    def busy(*_):
        raise Busy("Other accounts are being judged just now.")

    monkeypatch.setattr("mqa.answers.account._judged.answer", busy)
    _, said = api("/accounts?limit=1")
    asked = f"/api/v1/accounts/{said['accounts'][0]['domain']}?as_of=2026-05-28"
    answer = client("anyone").get(asked, headers={"Authorization": f"Bearer {key('read')}"})
    (problem,) = answer.json()["problems"]
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert problem["mend"] == "Try again in 10 seconds."


def test_accounts_are_filtered_as_the_page_filters_them(api):
    _, said = api("/accounts?stage=prospect&limit=200")

    assert {one["stage"] for one in said["accounts"]} == {"prospect"}


@pytest.mark.parametrize(
    ("wrong", "mend"),
    [
        ("level=Priorty", "Did you mean “Priority”?"),
        ("stage=mqa", "Did you mean “MQA”?"),
        ("tier=Tier 9&level=Priority", "Tier"),
        ("grade=Z", "There are: A, B"),
        ("state=gradet", "Did you mean “graded”?"),
        ("owner=somebody else", "There are: "),
    ],
)
def test_a_value_that_nothing_has_is_refused_with_what_was_perhaps_meant(api, wrong, mend):
    status, said = api(f"/accounts?{wrong}")

    assert status == 422
    assert said["problems"][0]["where"] == f"the address: {wrong.split('=')[0]}"
    assert mend in said["problems"][0]["mend"]


@pytest.mark.parametrize("right", ["level=-", "owner=nobody", "level=Priority", "stage=lost", "cooling=true"])
def test_a_value_that_nothing_has_today_is_an_empty_list(api, right):
    assert api(f"/accounts?{right}")[0] == 200


def test_accounts_are_sorted_by_any_column(api):
    _, said = api("/accounts?sort=-engagement&limit=5")
    scores = [one["engagement"] for one in said["accounts"]]

    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "wrong", ["limit=0", "limit=201", "limit=x", "page=0", "sort=height", "page=99999999999999999999"]
)
def test_what_cannot_be_meant_is_named_with_its_place(api, wrong):
    status, said = api(f"/accounts?{wrong}")

    assert status == 422
    assert said["problems"][0]["where"] == f"the address: {wrong.split('=')[0]}"


def test_a_definition_that_does_not_exist_is_not_found(api):
    status, said = api("/accounts?definition=nothing")

    assert (status, said["title"]) == (404, "Not Found")


def test_an_account_is_explained_with_the_words_of_the_definition(api):
    domain = api("/accounts?limit=1")[1]["accounts"][0]["domain"]
    status, said = api(f"/accounts/{domain}")

    assert status == 200
    assert said["account"]["domain"] == domain
    assert said["verdicts"]


def test_an_account_is_explained_on_a_day_without_a_run(api):
    domain = api("/accounts?limit=1")[1]["accounts"][0]["domain"]
    _, said = api(f"/accounts/{domain}?as_of=2026-06-15")

    assert (said["as_of"], said["run"]) == ("2026-06-15", None)


def test_an_account_is_explained_with_the_knowledge_of_another_day(api):
    domain = api("/accounts?limit=1")[1]["accounts"][0]["domain"]
    _, said = api(f"/accounts/{domain}?as_of=2026-06-15&known_at=2026-06-14")

    assert (said["as_of"], said["known_at"], said["run"]) == ("2026-06-15", "2026-06-14", None)


def test_an_account_that_nobody_knows_is_not_found(api):
    assert api("/accounts/nobody.example")[0] == 404


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "1066-10-14"])
def test_a_day_that_is_none_is_refused(api, day):
    assert api(f"/accounts/any.example?as_of={day}")[0] == 422


def test_a_page_names_the_one_that_follows_and_the_last_none(api):
    _, first = api("/accounts?limit=20")
    last = -(-first["in_all"] // 20)
    assert (first["next"], first["at_least"]) == (2, False)
    assert api(f"/accounts?limit=20&page={last}")[1]["next"] is None


@pytest.mark.parametrize(
    ("address", "named"),
    [("/accounts?gradee=A", "grade"), ("/handoffs?stat=all", "state"), ("/runs?pages=2", "page")],
)
def test_a_parameter_that_does_not_exist_is_refused_with_the_one_that_was_meant(api, address, named):
    status, said = api(address)
    (problem,) = said["problems"]
    assert (status, problem["mend"]) == (422, f"Did you mean “{named}”?")


def test_what_cannot_be_a_page_is_said_in_our_own_words(api):
    said = api("/accounts?page=x&limit=999")[1]
    assert [one["what"] for one in said["problems"]] == ["It is no whole number.", "It is more than 200."]


def test_head_answers_as_get_without_the_body(key):
    client = Client(headers={"Authorization": f"Bearer {key('read')}"})
    answer = client.head("/api/v1/accounts")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"", "application/json; charset=utf-8")


@pytest.mark.parametrize("asked", ["as_of=2099-01-01", "known_at=2099-01-01", "as_of=2026-06-15&known_at=2099-01-01"])
def test_a_day_to_come_is_refused(api, asked):
    _, listed = api("/accounts?limit=1")
    status, said = api(f"/accounts/{listed['accounts'][0]['domain']}?{asked}")
    assert status == 422
    assert "is yet to come" in said["problems"][0]["what"]


def test_what_lies_ahead_of_an_account_is_told_where_it_is_asked_for(api):
    _, listed = api("/accounts?limit=1")
    domain = listed["accounts"][0]["domain"]
    assert api(f"/accounts/{domain}")[1]["ahead"] is None

    ahead = api(f"/accounts/{domain}?ahead=true")[1]["ahead"]
    assert ahead["ends"]["level"] == listed["accounts"][0]["level"]
    assert "changes tried" in ahead["what_would"]["tried"]
