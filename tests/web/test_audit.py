"""The page Audit: changes of one account."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mqa.ledger.audit import note
from mqa.ledger.models import ServedAccount

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture
def account(configured) -> ServedAccount:
    """An account that could not be handed off, beside another; the least urgent ones, which no other test hands off."""
    del configured
    one, other = ServedAccount.objects.filter(run__superseded_at=None).order_by("-rank")[:2]
    for each in (one, other):
        note("command line", "could not hand off", each.domain, after={"why": "a test"}, now=NOW)
    return one


@pytest.mark.parametrize("called", ["domain", "name", "account_id"])
def test_the_changes_of_one_account_are_found_by_what_it_is_called(client, account, called):
    asked = {"account": getattr(account, called)}
    found = client("admin").get("/audit.json", asked).json()["rows"]
    assert {one["about"] for one in found} == {account.domain}
    page = client("admin").get("/audit", asked)
    assert (page.status_code, f">{account.domain}</td>" in page.content.decode()) == (200, True)


def test_what_is_only_like_an_account_is_asked_about(client, account):
    like = account.domain[:-1]
    page = client("admin").get("/audit", {"account": like})
    said = page.content.decode()
    assert (page.status_code, "No such account" in said, f"Did you mean {account.domain}" in said) == (400, True, True)
    assert f'value="{like}"' in said
    answer = client("admin").get("/audit.csv", {"account": like})
    assert (answer.status_code, account.domain in answer.json()["problems"][0]["mend"]) == (400, True)
