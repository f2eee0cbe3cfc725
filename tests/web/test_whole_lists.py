"""Lists as CSV are whole, however long they are and whatever happens while they are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from mqa.ledger import runs
from mqa.ledger.models import AuditEntry, Handoff, ServedAccount
from mqa.ledger.parts import in_parts
from mqa.terms.problems import Unavailable
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
    monkeypatch.setattr("mqa.answers.behind.NAMED_AT_ONCE", 3)
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


def listed(text: str) -> list[str]:
    return [row["account_id"] for row in csv.DictReader(io.StringIO(text))]


def read_while(answer, happens) -> str:
    """The whole file, where something happens after its columns were sent."""
    pieces = iter(answer.streaming_content)
    first = next(pieces)
    happens()
    return b"".join([first, *pieces]).decode()


@pytest.mark.usefixtures("handed")
def test_who_is_answered_while_the_inbox_is_read_is_in_the_file_and_so_is_everybody_else(client, monkeypatch):
    monkeypatch.setattr("mqa.answers.inbox.READ_AT_ONCE", 2)
    monkeypatch.setattr("mqa.web.streaming.AT_ONCE", 2)
    pieces = iter(client("viewer").get("/inbox.csv?whose=all").streaming_content)
    read = [next(pieces), next(pieces)]
    Handoff.objects.filter(closed_at=None).update(state="rejected", closed_at=datetime.now(UTC))
    numbers = [row["handoff"] for row in csv.DictReader(io.StringIO(b"".join([*read, *pieces]).decode()))]

    assert len(numbers) == len({*numbers}) == 5


@pytest.mark.usefixtures("handed")
def test_what_happens_while_the_accounts_behind_a_number_are_read_does_not_change_which_they_are(
    client, configured, monkeypatch
):
    monkeypatch.setattr("mqa.answers.behind.NAMED_AT_ONCE", 2)
    address = f"/dashboard/acceptance/accounts.csv?{EVER}"
    before = listed(client("viewer").get(address).getvalue().decode())
    text = read_while(client("viewer").get(address), lambda: hand_over(configured, PEOPLE["sales"][0], [0.5]))

    assert listed(text) == before


def test_no_query_stays_open_while_a_file_is_read_slowly(client):
    """A reader in the middle of a query would stop SQLite from cutting its log."""
    now = datetime.now(UTC)
    AuditEntry.objects.bulk_create(
        AuditEntry(at=now, who="a", what="tried", about=f"try {n}", before=None, after=None) for n in range(1_200)
    )
    pieces = iter(client("admin").get("/audit.csv?about=try").streaming_content)
    next(pieces), next(pieces)
    with connection.cursor() as cursor:
        cursor.execute("pragma wal_checkpoint(truncate)")
        assert cursor.fetchone() == (0, 0, 0)
    assert sum(piece.count(b"\n") for piece in pieces) == 700


def test_a_list_that_went_while_it_was_read_does_not_look_whole(configured):
    run = runs.published(configured.agreements[0].definition.name)
    found = in_parts(ServedAccount.objects.filter(run=run.run_id).order_by("rank"), 2)
    next(found)
    with transaction.atomic():
        ServedAccount.objects.filter(run=run.run_id).delete()
        with pytest.raises(Unavailable, match="while it was being read"):
            next(found)
        transaction.set_rollback(True)
