"""Keys of programs, calls with them, and a handoff to ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from mqa.ledger import keys
from mqa.ledger.models import Handoff, Run, ServedAccount

V1 = "/api/v1"
NOW = datetime(2026, 6, 30, 9, tzinfo=UTC)


@pytest.fixture
def key(client) -> Callable[..., str]:
    """The secret of a key with these scopes, the same one for all calls of a test; `name`: of another program."""
    del client
    made: dict[tuple[str, ...], str] = {}

    def secret(*scopes: str, name: str = "a test") -> str:
        if (name, *scopes) not in made:
            made[name, *scopes] = keys.add(name, scopes, by="command line", now=datetime.now(UTC))[1]
        return made[name, *scopes]

    return secret


@pytest.fixture
def api(key) -> Callable[..., Any]:
    """A call with a key of these scopes, of some program: its status and what it says."""

    def called(
        path: str, *, scopes: tuple[str, ...] = ("read",), body: Any = None, program: str = "a test", **headers: str
    ) -> tuple[int, Any]:
        client = Client(headers={"Authorization": f"Bearer {key(*scopes, name=program)}", **headers})
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
