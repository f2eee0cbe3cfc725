from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from mqa.ledger.agreements import active, add, history, latest
from mqa.ledger.definitions import keep
from mqa.ledger.models import AgreementEntry

NOW = datetime(2026, 7, 1, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _three_versions(ledger: object) -> None:
    del ledger
    keep("Halyard", "v1", "first")
    keep("Halyard", "v2", "second")
    keep("Another", "v3", "third")


def test_every_step_is_remembered_with_who_when_and_why() -> None:
    add("submitted", "v1", who="mo@halyard.example", note="calmer", now=NOW)
    add("signed", "v1", team="sales", who="rita@halyard.example", now=NOW)
    add("submitted", "v3", who="mo@halyard.example", now=NOW)
    found = [(one.what, one.version, one.team, one.who, one.note) for one in history("Halyard")]
    assert found == [
        ("signed", "v1", "sales", "rita@halyard.example", ""),
        ("submitted", "v1", "", "mo@halyard.example", "calmer"),
    ]
    assert history("Halyard", "v2") == []


def test_the_version_that_was_activated_last_is_the_active_one() -> None:
    assert active("Halyard") == ""
    for version in ("v1", "v2", "v1"):
        add("activated", version, who="ada@halyard.example", now=NOW)
    assert (active("Halyard"), active("Another")) == ("v1", "")


def test_the_last_step_of_a_kind() -> None:
    assert latest("Halyard", "submitted") is None
    for version in ("v1", "v2"):
        add("submitted", version, who="mo@halyard.example", now=NOW)
    add("signed", "v1", team="sales", who="rita@halyard.example", now=NOW)
    last = latest("Halyard", "submitted")
    assert last is not None
    assert last.version == "v2"


def test_a_team_signs_a_version_once() -> None:
    add("signed", "v1", team="sales", who="rita@halyard.example", now=NOW)
    add("signed", "v1", team="marketing", who="mo@halyard.example", now=NOW)
    add("signed", "v2", team="sales", who="rita@halyard.example", now=NOW)
    with pytest.raises(IntegrityError):
        add("signed", "v1", team="sales", who="rob@halyard.example", now=NOW)


def test_steps_are_only_ever_added() -> None:
    add("submitted", "v1", who="mo@halyard.example", now=NOW)
    for change in (lambda: AgreementEntry.objects.all().delete(), lambda: AgreementEntry.objects.update(who="me")):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()
