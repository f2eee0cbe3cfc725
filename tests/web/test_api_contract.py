"""Whatever is sent, the API keeps its contract: no fault of ours, no status or body that the contract does not know."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mqa.ledger import keys

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)


class Child:
    """A command that has ended."""

    returncode = 0

    def communicate(self) -> tuple[bytes, bytes]:
        """It said nothing."""
        return b"", b""


@pytest.fixture(scope="module")
def contract(site) -> Iterator[Any]:
    """The contract of the API of a real workspace, answered in this process; runs are asked for but not started."""
    from mqa.web.settings import configure

    configure(site.opened(), hosts=["testserver"])
    from django.core.handlers.wsgi import WSGIHandler

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("mqa.web.starting.begin", lambda *_, **__: Child())
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


@pytest.fixture(scope="module")
def key(site) -> str:
    """The secret of a key that may do everything."""
    site.opened()
    return keys.add("a test", ("read", "answer", "run"), by="command line", now=datetime.now(UTC))[1]


OPERATIONS = (
    "GET /api/v1/accounts",
    "GET /api/v1/accounts/{account}",
    "GET /api/v1/accounts/{account}/changes",
    "GET /api/v1/aqls",
    "GET /api/v1/near-misses",
    "GET /api/v1/handoffs",
    "GET /api/v1/handoffs/{number}",
    "POST /api/v1/handoffs/{number}/dispositions",
    "GET /api/v1/runs",
    "POST /api/v1/runs",
    "GET /api/v1/definition",
    "GET /api/v1/comparisons",
    "GET /api/v1/comparisons/{number}",
    "POST /api/v1/comparisons",
)
EXAMPLES = int(os.environ.get("MQA_EXAMPLES", "25"))  # of each operation and kind
TRIED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def operation(contract: Any, name: str) -> Any:
    """One operation of the contract."""
    method, path = name.split(" ")
    return contract[path][method]


def test_every_operation_is_tried(contract):
    assert {result.ok().label for result in contract.get_all_operations()} == set(OPERATIONS)


@pytest.mark.parametrize("mode", GenerationMode, ids=["what the contract allows", "what it does not allow"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_is_sent_the_contract_holds(contract, key, name, mode):
    @TRIED
    @given(case=operation(contract, name).as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {key}"})
        case.validate_response(answer, checks=CHECKS)

    holds()


@pytest.mark.parametrize("name", OPERATIONS)
def test_without_a_key_nothing_is_answered(contract, name):
    @settings(TRIED, max_examples=3)
    @given(case=operation(contract, name).as_strategy())
    def holds(case: Any) -> None:
        answer = case.call(headers={"Authorization": "Bearer mqa_nobody_knows"})
        case.validate_response(answer, checks=CHECKS)
        assert answer.status_code == 401

    holds()


@pytest.mark.parametrize("name", OPERATIONS)
def test_other_methods_are_refused_as_the_contract_says(contract, key, name):
    case = operation(contract, name).Case(path_parameters={"account": "any.example", "number": 1}, method="DELETE")
    answer = case.call(headers={"Authorization": f"Bearer {key}"})

    assert answer.status_code == 405
    assert set(answer.headers["allow"][0].split(", ")) & {"GET", "POST"}
