"""Lists as CSV are whole, however long they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from mqa.ledger.models import Handoff
from tests.web.conftest import PEOPLE
from tests.web.handed import hand_over

EVER = "from=2026-01-01&to=2030-12-31"


@pytest.fixture
def handed(configured) -> Iterator[None]:
    """Five handoffs that are open."""
    taken_back()
    hand_over(configured, PEOPLE["sales"][0], [5, 4, 3, 2, 1])
    yield
    taken_back()


def taken_back() -> None:
    Handoff.objects.filter(closed_at=None).update(state="withdrawn", closed_at=datetime.now(UTC))


@pytest.mark.usefixtures("handed")
def test_the_accounts_behind_a_number_are_all_in_the_file(client, monkeypatch):
    monkeypatch.setattr("mqa.answers.behind.READ_AT_ONCE", 3)
    leader = client("viewer")
    in_all = leader.get(f"/dashboard/acceptance/accounts.json?{EVER}").json()["in_all"]
    text = leader.get(f"/dashboard/acceptance/accounts.csv?{EVER}&size=1").getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(text)))

    assert in_all >= 5
    assert [*rows[0]][:3] == ["account_id", "domain", "name"]
    assert len(rows) == in_all


@pytest.mark.usefixtures("handed")
def test_a_page_of_them_is_a_page_where_one_is_named(client):
    text = client("viewer").get(f"/dashboard/acceptance/accounts.csv?{EVER}&size=2&page=1").content.decode()

    assert len(text.splitlines()) == 3
