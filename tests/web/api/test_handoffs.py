"""Handoffs and what is answered to them, by the API."""

from __future__ import annotations

import pytest
from django.test import Client

from mqa.ledger.models import Disposition
from tests.cli.workspace import answer as answer_of
from tests.web.api.conftest import NOW, V1


def test_open_handoffs_are_listed(api, handoff):
    _, said = api("/handoffs?limit=200")

    assert handoff.pk in [one["handoff"] for one in said["handoffs"]]


def test_one_handoff_has_its_packet_and_what_was_said(api, handoff):
    handoff.packets.create(version=1, body={"why_now": ["Three people"], "verdicts": []}, hash="0" * 64, made_at=NOW)
    _, said = api(f"/handoffs/{handoff.pk}")

    assert said["packet"]["body"] == {"why_now": ["Three people"], "verdicts": []}
    assert said["dispositions"] == []
    assert said["answers"]["accepted"] == []
    assert "no project" in said["answers"]["rejected"]


def test_a_handoff_has_one_shape_in_the_api_on_the_page_and_by_the_command(api, client, configured, handoff):
    by_command = answer_of(configured.folder, "handoffs", "--limit", "200")["handoffs"]
    on_the_page = client("viewer").get("/inbox.json?whose=all&size=500").json()["rows"]
    _, said = api("/handoffs?limit=200")
    listed = [one | {"time_left": ""} for one in said["handoffs"] if one["handoff"] == handoff.pk]

    assert listed == [one | {"time_left": ""} for one in by_command if one["handoff"] == handoff.pk]
    assert listed == [one | {"time_left": ""} for one in on_the_page if one["handoff"] == handoff.pk]
    assert api(f"/handoffs/{handoff.pk}")[1].keys() == client("viewer").get(f"/inbox/{handoff.pk}.json").json().keys()


def test_handoffs_of_an_owner_whom_nobody_knows_are_refused_with_who_was_meant(api, handoff):
    status, said = api("/handoffs?owner=ines.okafor@halyard.exampel")

    assert (status, said["problems"][0]["mend"]) == (422, "Did you mean “ines.okafor@halyard.example”?")
    assert api(f"/handoffs?owner={handoff.owner}")[0] == 200


@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999"])
def test_a_number_that_no_handoff_can_have_is_refused(api, number):
    assert api(f"/handoffs/{number}")[0] == 422


def test_an_answer_is_entered_and_named_after_its_key(api, handoff):
    status, said = api(f"/handoffs/{handoff.pk}/dispositions", scopes=("answer",), body={"answer": "accepted"})

    assert (status, said["answer"]) == (201, "accepted")
    assert said["by"].startswith("key ")


def test_the_same_answer_under_the_same_key_is_entered_once(api, handoff):
    to = f"/handoffs/{handoff.pk}/dispositions"
    again = {"scopes": ("answer",), "body": {"answer": "accepted"}, "Idempotency-Key": f"crm-{handoff.pk}"}
    (first, entered), (second, same) = api(to, **again), api(to, **again)

    assert (first, second) == (201, 200)
    assert entered == same
    assert Disposition.objects.filter(handoff=handoff).count() == 1


def test_two_programs_that_choose_the_same_key_do_not_meet(api, handoff):
    to = f"/handoffs/{handoff.pk}/dispositions"
    named = {"scopes": ("answer",), "Idempotency-Key": f"1-{handoff.pk}"}
    api(to, body={"answer": "accepted"}, program="the CRM", **named)

    status, said = api(to, body={"answer": "qualified"}, program="the dialer", **named)
    assert (status, said["answer"]) == (201, "qualified")


def test_another_answer_under_the_same_key_is_a_conflict(api, handoff):
    to, named = f"/handoffs/{handoff.pk}/dispositions", {"Idempotency-Key": f"crm-{handoff.pk}"}
    api(to, scopes=("answer",), body={"answer": "accepted"}, **named)

    body = {"answer": "rejected", "reason": "wrong size"}
    assert api(to, scopes=("answer",), body=body, **named)[0] == 409


def test_a_second_answer_is_a_conflict_and_says_who_was_first(api, handoff):
    to = f"/handoffs/{handoff.pk}/dispositions"
    api(to, scopes=("answer",), body={"answer": "rejected", "reason": "wrong size"})
    status, said = api(to, scopes=("answer",), body={"answer": "accepted"})

    assert status == 409
    assert "was answered by key" in said["problems"][0]["what"]


def test_an_accepted_account_is_taken_back_with_a_reason_and_without_one_it_is_not(api, handoff):
    to = f"/handoffs/{handoff.pk}/dispositions"
    api(to, scopes=("answer",), body={"answer": "accepted"})

    assert api(to, scopes=("answer",), body={"answer": "rejected"})[0] == 422
    assert api(to, scopes=("answer",), body={"answer": "rejected", "reason": "wrong size"})[0] == 201
    assert [one["answer"] for one in api(f"/handoffs/{handoff.pk}")[1]["dispositions"]] == ["accepted", "rejected"]


def test_a_reason_that_is_not_agreed_on_is_refused_with_those_that_are(api, handoff):
    body = {"answer": "rejected", "reason": "raining"}
    status, said = api(f"/handoffs/{handoff.pk}/dispositions", scopes=("answer",), body=body)

    assert status == 422
    assert "wrong size" in said["problems"][0]["mend"]


def test_a_field_that_does_not_exist_is_refused(api, handoff):
    body = {"answer": "accepted", "reson": "typo"}
    status, said = api(f"/handoffs/{handoff.pk}/dispositions", scopes=("answer",), body=body)

    assert (status, said["problems"][0]["where"]) == (422, "the body: reson")


def test_a_body_that_is_no_json_is_refused(key, handoff):
    client = Client(headers={"Authorization": f"Bearer {key('answer')}"})
    answer = client.post(f"{V1}/handoffs/{handoff.pk}/dispositions", "{", content_type="application/json")

    assert answer.status_code == 400


def test_a_domain_that_was_never_handed_off_is_refused(api, handoff):
    status, said = api(f"/handoffs?account=x{handoff.domain}")
    assert (status, said["problems"][0]["where"]) == (422, "account")
    assert said["problems"][0]["mend"] == f"Did you mean “{handoff.domain}”?"
    assert api(f"/handoffs?account={handoff.domain}")[1]["in_all"] == 1


@pytest.mark.parametrize(
    ("said", "where"),
    [({"answer": "rejected"}, "reason"), ({"answer": "accepted", "until": "2099-01-01"}, "until")],
)
def test_what_is_wrong_with_an_answer_names_its_field(api, handoff, said, where):
    status, told = api(f"/handoffs/{handoff.pk}/dispositions", scopes=("answer",), body=said)
    assert (status, told["problems"][0]["where"]) == (422, where)
