"""The API: what programs may ask, who may ask it, and how it says that something cannot be done."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from mqa.ledger import keys, leases
from mqa.ledger.models import AuditEntry, Disposition, Handoff, Run, ServedAccount
from mqa.terms.problems import Place, Problem, Refused
from tests.cli.workspace import answer as answer_of

V1 = "/api/v1"
NOW = datetime(2026, 6, 30, 9, tzinfo=UTC)


@pytest.fixture
def key(client) -> Callable[..., str]:
    """The secret of a new key with these scopes."""
    del client
    return lambda *scopes: keys.add("a test", scopes, by="command line", now=datetime.now(UTC))[1]


@pytest.fixture
def api(key) -> Callable[..., Any]:
    """A call with a key of these scopes: its status and what it says."""

    def called(path: str, *, scopes: tuple[str, ...] = ("read",), body: Any = None, **headers: str) -> tuple[int, Any]:
        client = Client(headers={"Authorization": f"Bearer {key(*scopes)}", **headers})
        if body is None:
            answer = client.get(V1 + path)
        else:
            answer = client.post(V1 + path, json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    return called


@pytest.fixture
def handoff(configured) -> Handoff:
    """An open handoff of an account that has none."""
    run = Run.objects.filter(superseded_at=None).latest("id")
    taken = Handoff.objects.values("account_id")
    account = ServedAccount.objects.filter(run=run).exclude(account_id__in=taken).last()
    opened = {
        name: getattr(account, name)
        for name in ("account_id", "domain", "name", "level", "level_rank", "tier", "segment")
    }
    times = {
        name: NOW + timedelta(hours=n) for n, name in enumerate(("opened_at", "remind_at", "due_at", "escalate_at"))
    }
    agreed = configured.agreements[0]
    version = {"definition": agreed.definition.name, "version_id": _version(agreed.version)}
    route = {
        "route": "Everyone else",
        "owner": "ines.okafor@halyard.example",
        "path": "first",
        "respond_within": "48 hours",
    }
    return Handoff.objects.create(**version, **opened, **times, **route, run=run, reclaim_at=NOW + timedelta(days=6))


def _version(version: str) -> int:
    from mqa.ledger.models import DefinitionVersion

    return int(DefinitionVersion.objects.get(version=version).pk)


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


def test_an_account_that_nobody_knows_is_not_found(api):
    assert api("/accounts/nobody.example")[0] == 404


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "1066-10-14"])
def test_a_day_that_is_none_is_refused(api, day):
    assert api(f"/accounts/any.example?as_of={day}")[0] == 422


def test_open_handoffs_are_listed(api, handoff):
    _, said = api("/handoffs?limit=200")

    assert handoff.pk in [one["handoff"] for one in said["handoffs"]]


def test_one_handoff_has_its_packet_and_what_was_said(api, handoff):
    handoff.packets.create(version=1, body={"why_now": ["Three people"]}, hash="0" * 64, made_at=NOW)
    _, said = api(f"/handoffs/{handoff.pk}")

    assert said["packet"]["body"] == {"why_now": ["Three people"]}
    assert said["dispositions"] == []


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


def test_runs_are_listed_the_latest_first(api):
    _, said = api("/runs")

    assert said["runs"][0]["state"] == "published"


@pytest.fixture
def started(monkeypatch) -> list[tuple[Any, ...]]:
    """What was asked of the command line, which nobody starts here."""
    asked: list[tuple[Any, ...]] = []

    class Child:
        def communicate(self) -> tuple[bytes, bytes]:
            return b"", b""

    def begin(_folder: Any, command: str, *words: str, definition: str) -> Child:
        asked.append((command, *words, definition))
        return Child()

    monkeypatch.setattr("mqa.web.starting.begin", begin)
    return asked


def test_a_run_is_started_as_the_schedule_starts_it(api, started):
    status, said = api("/runs", scopes=("run",), body={"as_of": "2026-06-29"})

    assert (status, said["command"]) == (202, "mqa run --as-of 2026-06-29")
    assert started == [("run", "--as-of", "2026-06-29", "Halyard new business")]


def test_a_day_that_is_yet_to_come_is_not_made(api, started):
    status, said = api("/runs", scopes=("run",), body={"as_of": "2098-01-01"})

    assert (status, started) == (422, [])
    assert "2098-01-01 is yet to come" in said["problems"][0]["what"]


def test_while_a_writer_is_at_work_no_run_is_started(api, started):
    with leases.held():
        status, said = api("/runs", scopes=("run",), body={})

    assert (status, started) == (409, [])
    assert "at work" in said["problems"][0]["what"]


def test_a_run_that_is_asked_for_is_in_the_audit_before_it_starts_and_not_where_it_does_not(api, started, monkeypatch):
    monkeypatch.setattr("mqa.web.api.running.start_run", lambda *_, **__: started.append(noted()))
    before = noted()
    api("/runs", scopes=("run",), body={})
    assert started == [before + 1]

    def busy(*_: Any, **__: Any) -> None:
        raise Refused([Problem(Place(""), "Somebody is at work.", "")])

    monkeypatch.setattr("mqa.web.api.running.start_run", busy)
    assert api("/runs", scopes=("run",), body={})[0] == 409
    assert noted() == before + 1


def noted() -> int:
    return AuditEntry.objects.filter(what="started a run").count()


def test_a_key_that_may_only_read_starts_no_run(api, started):
    assert api("/runs", body={})[0] == 403
    assert started == []


def test_the_definition_comes_with_its_text_levels_and_answers(api):
    _, said = api("/definition")

    assert said["levels"][-1]["name"] == "Priority"
    assert "wrong size" in said["answers"]["rejected"]
    assert said["text"].startswith("#")


def test_an_address_that_does_not_exist_is_told_as_a_problem(api):
    status, said = api("/people")

    assert (status, said["status"]) == (404, 404)


def test_the_contract_names_every_route(client):
    del client  # it has readied Django
    from mqa.web.access import ROUTES
    from mqa.web.api.application import addresses
    from mqa.web.api.application import api as ninja
    from mqa.web.api.contract import contract

    named = {f"api:{one.name}" for one in addresses[0]}
    assert named == {route for route in ROUTES if route.startswith("api:")}
    assert len(contract(ninja)["paths"]) == len(named) - 1  # all but the contract itself


def test_a_route_that_is_not_answered_says_what_is(key):
    answer = Client(headers={"Authorization": f"Bearer {key('read')}"}).delete(f"{V1}/accounts")

    assert (answer.status_code, answer["Allow"]) == (405, "GET")
