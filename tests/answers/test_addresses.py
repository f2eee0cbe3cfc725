"""An IP address is of a network, and a visit from there of an account, or of none for a reason."""

from __future__ import annotations

import pytest

from mqa.answers import meant
from mqa.answers.why import Why, why
from mqa.ledger.opening import open_ledger
from tests.loads.desk import Desk
from tests.loads.mistaken import say
from tests.loads.test_locating import opened, visited

NETWORKS = """203.0.113.0/26,,,7,,,
203.0.113.64/26,,,,other.com,,
203.0.113.128/26,,,,,Acme Fasteners Ltd,
203.0.113.192/26,,,,,Acme Broadband,
203.0.0.0/16,,,,,Somebody Large,
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = opened(Desk(tmp_path_factory.mktemp("networks")), NETWORKS)
    visited(made, "203.0.113.130,,")
    made.load()
    return made


def asked(desk: Desk, typed: str) -> Why:
    open_ledger(desk.folder / ".mqa/ledger.sqlite3")
    with meant.identities(desk.folder / ".mqa/warehouse", memory_limit="1GB") as connection:
        return why(connection, typed)


@pytest.mark.parametrize(
    ("typed", "account", "because"),
    [
        ("203.0.113.7", "acme.com", "account of the network"),
        ("203.0.113.70", "other.com", "domain of the network"),
        ("203.0.113.130", "acme.com", "name of the network's owner"),
        ("203.0.113.200", "", "lent network: access provider"),
        ("203.0.112.1", "", "network of many addresses"),
        ("198.51.100.1", "", "unknown network"),
        ("192.168.1.1", "", "a local address"),
    ],
)
def test_a_visit_from_an_address_is_of_an_account_or_of_none_for_a_reason(desk, typed, account, because):
    found = asked(desk, typed)
    assert (found.about, found.account) == ("address", account)
    assert because in found.sentence


def test_the_owner_of_a_network_is_called_by_name_and_not_by_an_id_alone(desk: Desk) -> None:
    assert asked(desk, "203.0.113.7").sentence.startswith("203.0.113.7 is of acme.com (id 7) (203.0.113.0 to ")


def test_the_network_is_told_with_its_owner_and_class(desk: Desk) -> None:
    [network] = asked(desk, "203.0.113.200").parts["network"]
    assert (network["first"], network["last"]) == ("203.0.113.192", "203.0.113.255")
    assert (network["owner"], network["class"]) == ("Acme Broadband", "access provider")


def test_a_visit_from_a_network_of_an_account_that_is_never_one_is_nobodys(tmp_path) -> None:
    made = opened(Desk(tmp_path), NETWORKS)
    visited(made, "203.0.113.7,,")
    made.load()
    say(made, "never", "acme.com")
    found = asked(made, "203.0.113.7")
    assert (found.account, "a visit from there is nobody's: never an account" in found.sentence) == ("", True)
