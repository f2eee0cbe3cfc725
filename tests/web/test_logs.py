"""The log does not hold what would let its reader in."""

from __future__ import annotations

import io
import logging
from datetime import UTC, datetime

import pytest

from mqa.ledger import users
from mqa.web.logs import LINE, Discreet
from tests.web.conftest import signed_in


@pytest.fixture
def written():
    """What the process has written to its log so far."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(Discreet(LINE))
    logging.getLogger().addHandler(handler)
    yield text.getvalue
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    "said",
    [
        "Bad Request: /welcome/7kQ-live_token",
        "unforeseen error 12ab at /welcome/7kQ-live_token",
        "GET http://mqa.example/welcome/7kQ-live_token?x=1",
        "Not Found: /sign-in?next=%2Fwelcome%2F7kQ-live_token&x=1",
        "'/Welcome/7kQ-live_token'",
    ],
)
def test_a_welcome_link_is_not_spelled_out(said, written):
    logging.getLogger("django.request").warning("%s", said)
    assert "welcome" in written().lower()
    assert "7kQ-live_token" not in written()


def test_nor_where_an_error_names_it(written):
    try:
        raise ValueError("cannot read /welcome/7kQ-live_token")
    except ValueError:
        logging.getLogger("mqa.web").exception("unforeseen")
    assert "ValueError: cannot read /welcome/…" in written()


def test_other_lines_stay_as_they_are(written):
    logging.getLogger("django.request").warning("Not Found: /accounts/acme.example")
    assert written().rstrip().endswith("WARNING django.request: Not Found: /accounts/acme.example")


def test_two_different_passwords_leave_no_link_in_the_log(client, written):
    client("anyone")
    _, token = users.add("twice@halyard.example", "viewer", by="command line", now=datetime.now(UTC))
    address = f"/welcome/{token}"
    answered = signed_in("anyone").post(address, {"password": "one of the words", "again": "another of them"})
    assert answered.status_code == 400
    assert "/welcome/…" in written()
    assert token not in written()
