"""Comparisons for programs: asked for, read with what came of them, never judged within a call."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mqa.ledger import comparisons, keys
from mqa.workspaces import Opened
from tests.prepared import prepared
from tests.web.drafts import ACCOUNTS, STATES, drafts, looked_at

V1 = "/api/v1/comparisons"


@pytest.fixture
def workspace(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Opened]:
    """A definition in each state that a comparison may have."""
    made = prepared("drafts", drafts, tmp_path_factory)
    with looked_at(Path(shutil.copytree(made, tmp_path / "harrow"))) as found:
        yield found


@pytest.fixture
def call(workspace: Opened) -> Callable[..., tuple[int, Any]]:
    """A call with a key of some scopes: its status and what it says."""
    del workspace

    def called(address: str = "", *, scopes: tuple[str, ...] = ("read", "run"), **body: Any) -> tuple[int, Any]:
        _, secret = keys.add("a test", scopes, by="command line", now=datetime.now(UTC))
        client = Client(headers={"Authorization": f"Bearer {secret}"})
        if body:
            answer = client.post(V1, json.dumps(body), content_type="application/json")
        else:
            answer = client.get(V1 + address)
        return answer.status_code, answer.json()

    return called


def number_of(state: str) -> int:
    (one,) = comparisons.comparisons(state, most=9)[0]
    return one.number


def test_they_are_listed_the_latest_first_and_by_definition(call):
    _, every = call("?limit=2")
    assert (every["in_all"], every["next"], len(every["comparisons"])) == (len(STATES) - 2, 2, 2)
    _, of_one = call("?definition=failed")
    (failed,) = of_one["comparisons"]
    assert (failed["state"], failed["comparison"]) == ("failed", number_of("failed"))
    assert "“Engaged” is gone." in failed["why"]


def test_one_holds_what_came_of_it_and_its_accounts_a_page_at_a_time(call):
    status, one = call(f"/{number_of('done')}?limit=3")
    assert (status, one["state"], one["as_of"]) == (200, "done", "2026-06-30")
    assert (one["result"]["enter"], one["result"]["leave"], one["result"]["periods"][0]["capacity"]) == (14, 9, 100)
    assert (one["in_all"], one["next"]) == (len(ACCOUNTS), 2)
    first = one["accounts"][0]
    assert (first["domain"], first["from"], first["to"], first["why"][0]["condition"]) == (
        *("calderon-example.com", "Watch", "Qualified", "Engaged"),
    )


def test_one_that_is_not_done_has_no_result_yet(call):
    _, one = call(f"/{number_of('under way')}")
    assert (one["state"], one["result"], one["accounts"]) == ("under way", None, [])


def test_asking_is_noted_and_not_waited_for(call):
    status, said = call(definition="not asked")
    assert (status, said["state"], said["by"][:4]) == (202, "waiting", "key ")
    assert call(definition="not asked")[1]["comparison"] == said["comparison"]


def test_a_version_that_is_kept_can_be_asked_for_by_its_first_digits(call, workspace):
    version = next(one.version for one in workspace.agreements if one.definition.name == "stale")
    status, said = call(definition="stale", version=version[:8])
    assert (status, said["now"], said["state"]) == (202, version, "waiting")


def test_where_nothing_differs_there_is_nothing_to_ask(call):
    status, said = call(definition="same")
    assert status == 409
    assert "nobody would enter or leave" in said["problems"][0]["what"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"definition": "nowhere"}, 404),
        ({"definition": "done", "version": "abcdef12"}, 422),
        ({"definition": "done", "version": "x"}, 422),
        ({"definition": "done", "as_of": "2026-06-30"}, 422),
    ],
)
def test_what_cannot_be_asked_is_refused(call, body, status):
    assert call(**body)[0] == status


def test_one_that_nobody_asked_for_is_missing(call):
    assert call("/999999")[0] == 404


def test_a_key_that_may_only_read_asks_for_none(call):
    before = comparisons.waiting()
    assert call(scopes=("read",), definition="not asked")[0] == 403
    assert comparisons.waiting() == before
