"""What moved an account's scores, by the API."""

from __future__ import annotations

import pytest

from mqa.terms.problems import Busy


@pytest.fixture
def first(api) -> str:
    """The domain of the account that is listed first."""
    return str(api("/accounts?limit=1")[1]["accounts"][0]["domain"])


def test_what_moved_each_score_adds_up_from_one_explanation_to_the_other(api, first):
    _, said = api(f"/accounts/{first}/changes?since=2026-05-28")
    _, before = api(f"/accounts/{first}?as_of=2026-05-28")
    _, after = api(f"/accounts/{first}")

    score = next(one for one in said["scores"] if one["score"] == "engagement")
    assert (score["was_micro"], score["now_micro"]) == (
        before["engagement"]["share_micro"],
        after["engagement"]["share_micro"],
    )
    assert score["was_micro"] + sum(score["moved_micro"].values()) == score["now_micro"]
    assert said["causes"] == ["fading", "identity", "facts", "new acts", "definition"] == [*score["moved_micro"]]


def test_what_a_cause_moved_is_told_down_to_the_acts(api, first):
    _, said = api(f"/accounts/{first}/changes?since=2026-05-28")
    news = next(one for one in said["because"] if one["cause"] == "new acts")["engagement"]
    depth = next(one for one in news["parts"] if one["name"] == "depth")
    assert sum(part["share_micro"] for part in depth["parts"]) == depth["share_micro"] != 0
    acts = [act for signal in depth["parts"] for person in signal["parts"] for act in person["acts"]]
    assert acts
    assert all(act["day"] > "2026-05-28" or act["known_on"] > "2026-05-28" for act in acts)


def test_both_days_may_be_told_with_the_knowledge_of_one(api, first):
    _, said = api(f"/accounts/{first}/changes?since=2026-05-28&until=2026-06-01&known_at=2026-06-01")
    assert (said["since"]["known_at"], said["until"]["known_at"]) == ("2026-06-01", "2026-06-01")


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ("since=2026-05-28&known_at=2099-01-01", "2099-01-01 is yet to come"),
        ("since=2099-01-01", "2099-01-01 is after the last run"),
        ("since=2026-05-28&until=2026-05-20", "The first day, 2026-05-28, is after the last one, 2026-05-20."),
        ("since=yesterday", "It is no day."),
        ("until=2026-05-28", "It is missing."),
        ("since=2026-05-28&as_of=2026-05-30", "There is no parameter “as_of”."),
    ],
)
def test_days_that_cannot_be_meant_are_refused(api, first, asked, what):
    status, said = api(f"/accounts/{first}/changes?{asked}")
    assert (status, what in said["problems"][0]["what"]) == (422, True)


def test_what_moved_an_account_that_nobody_knows_is_not_found(api):
    status, said = api("/accounts/nobody-knows.example/changes?since=2026-05-28")
    assert (status, "There is no account" in said["problems"][0]["what"]) == (404, True)


def test_where_too_many_ask_what_moved_the_answer_says_when_to_ask_again(client, first, key, monkeypatch):
    def busy(*_):
        raise Busy("Others ask.")

    monkeypatch.setattr("mqa.answers.changes.accounts._told.answer", busy)
    asked = f"/api/v1/accounts/{first}/changes?since=2026-05-28"
    answer = client("anyone").get(asked, headers={"Authorization": f"Bearer {key('read')}"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
