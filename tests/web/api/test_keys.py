"""Who may ask the API: programs by the scopes of their key, people who are signed in only to look."""

from __future__ import annotations

import json

from tests.web.api.conftest import V1


def test_without_a_key_nothing_is_told(client):
    answer = client("anyone").get(f"{V1}/accounts")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_key_that_nobody_gave_opens_nothing(client):
    answer = client("anyone").get(f"{V1}/accounts", headers={"Authorization": "Bearer mqa_deadbeef_nothing"})

    assert (answer.status_code, answer.json()["problems"][0]["what"]) == (401, "This key is not known, or was revoked.")


def test_a_key_that_may_only_answer_may_not_read(api):
    status, said = api("/accounts", scopes=("answer",))

    assert status == 403
    assert "scope read" in said["problems"][0]["mend"]


def test_somebody_who_is_signed_in_may_look(client):
    assert client("viewer").get(f"{V1}/accounts").status_code == 200


def test_somebody_who_is_signed_in_may_not_answer_without_a_key(client, handoff):
    body = json.dumps({"answer": "accepted"})
    answer = client("admin").post(f"{V1}/handoffs/{handoff.pk}/dispositions", body, content_type="application/json")

    assert answer.status_code == 403
