"""Whose a network is, and which network has an address."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mqa.identity.networks import (
    BLOCK,
    address,
    block_rows,
    host_reading,
    network_at,
    network_rows,
    organisation_reading,
    pieces,
    refusal,
)
from tests.engines.duck import DuckDB
from tests.engines.steps import Engine, rows
from tests.tables import Rows, table


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.0.0.1", 1), ("1.0.0.0", 16_777_216), (" 8.8.8.8 ", 134_744_072), ("::ffff:8.8.8.8", 134_744_072)],
)
def test_an_address_is_a_number(text: str, number: int) -> None:
    assert (address(text).number, address(text).refused) == (number, "")


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("2001:db8::1", "an IPv6 address: networks are known by IPv4 only"),
        ("192.168.0.7", "a local address: every house has it"),
        ("100.64.1.1", "a local address: every house has it"),
        ("1.2.3", "no IP address"),
        ("01.2.3.4", "no IP address"),
        ("", "no IP address"),
    ],
)
def test_an_address_that_says_nothing_is_refused_with_its_reason(text: str, refused: str) -> None:
    assert (address(text).number, address(text).refused) == (-1, refused)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Acme Telecom Ltd", "access provider"),
        ("Acme Broadband Services", "access provider"),
        ("Provedor de Internet Acme Ltda", "access provider"),
        ("ACMENET s.r.o.", "access provider"),
        ("Acme Glasfaser GmbH", "access provider"),
        ("Deutsche Telekom AG", "access provider"),
        ("Orange S.A.", "access provider"),
        ("China Mobile Communications Corporation", "mobile operator"),
        ("Amazon.com, Inc.", "cloud"),
        ("Acme Hosting B.V.", "hoster"),
        ("Hetzner Online GmbH", "hoster"),
        ("AcmeVPN", "vpn"),
        ("Universität Musterstadt", "university"),
        ("Acme Community College District", "university"),
        ("Acme Independent School District", "school"),
        ("Acme Internet Exchange", "internet exchange"),
        ("Acme Bank", "company"),
        ("Krankenhaus Musterstadt gGmbH", "company"),
        ("City of Acme", "company"),
        ("Acme Ltd", "company"),
        ("", "company"),
    ],
)
def test_an_organisation_is_known_by_the_words_of_its_name(name: str, says: str) -> None:
    assert organisation_reading(name, 256).says == says


@pytest.mark.parametrize("name", ["Planet Foods Inc", "Juniper Networks", "Citrix Systems"])
def test_what_only_looks_like_a_provider_is_a_company(name: str) -> None:
    assert organisation_reading(name, 256).says == "company"


def test_a_provider_is_refused_with_its_reason() -> None:
    assert refusal(organisation_reading("Acme Telecom", 256)) == (
        "its network is one of the class “access provider”: “telecom” weighs 4 for access provider"
    )


def test_a_company_is_not_refused() -> None:
    assert refusal(organisation_reading("Acme Ltd", 256)) == ""


def test_the_more_addresses_the_less_surely_it_is_a_company() -> None:
    confidences = [organisation_reading("Acme Ltd", addresses).confidence for addresses in (256, 4_096, 65_536, 65_537)]
    assert confidences == [0.67, 0.5, 0.33, 0.2]


def test_many_addresses_are_refused_where_no_word_speaks_for_a_company() -> None:
    assert [refusal(organisation_reading(name, 65_537)) for name in ("Acme Ltd", "Acme Bank")] == [
        "its network has so many addresses that it may be lent to others",
        "",
    ]


@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("p57b2a.dip0.acme.net", "access provider"),
        ("dyn-198-51-100-7.acme.net", "access provider"),
        ("198.51.100.7.acme.net", "access provider"),
        ("lte.acme.net", "mobile operator"),
        ("ec2-198-51-100-7.compute-1.amazonaws.com", "cloud"),
        ("vps12.acme.com", "hoster"),
        ("tor-exit.acme.org", "vpn"),
        ("wlan.uni-musterstadt.de", "university"),
        ("gateway.acme.com", "company"),
        ("mail.acme.co.uk", "company"),
    ],
)
def test_whoever_named_an_address_is_known_by_the_words_of_its_host(host: str, says: str) -> None:
    assert host_reading(host).says == says


def test_networks_are_numbered_in_their_order() -> None:
    assert network_rows([(256, 511, "Acme Bank"), (0, 255, "Acme Telecom")]) == [
        (1, 256, 511, "Acme Bank", "company", 800_000),
        (2, 0, 255, "Acme Telecom", "access provider", 800_000),
    ]


def test_the_addresses_of_an_organisation_are_counted_over_all_its_networks() -> None:
    networks = [(256 * nth, 256 * nth + 255, "Acme Ltd") for nth in range(17)]
    assert {row[5] for row in network_rows(networks)} == {330_000}


def stretches(engine: Engine, networks: Rows, blocks: tuple[int, ...] = (0,)) -> list[tuple[object, ...]]:
    """First address, last address and network of each piece."""
    starts = Rows(("address",), tuple((first,) for first in blocks))
    made = rows(engine, "identity/network_pieces.sql", networks=networks, blocks=starts)
    return [row[1:] for row in made]


def test_the_narrowest_network_wins(engine: Engine) -> None:
    networks = table("""
        network_id  first_address  last_address
        1           0              99
        2           10             19
    """)
    assert stretches(engine, networks) == [(0, 9, 1), (10, 19, 2), (20, 99, 1)]


def test_of_equally_narrow_networks_the_first_wins(engine: Engine) -> None:
    networks = table("""
        network_id  first_address  last_address
        1           5              14
        2           0              9
    """)
    assert stretches(engine, networks) == [(0, 4, 2), (5, 9, 1), (10, 14, 1)]


def test_networks_are_cut_at_each_block(engine: Engine) -> None:
    networks = table("""
        network_id  first_address  last_address
        1           4000           5000
    """)
    made = rows(engine, "identity/network_pieces.sql", networks=networks, blocks=Rows(("address",), ((0,), (4096,))))
    assert made == [(0, 4000, 4095, 1), (1, 4096, 5000, 1)]


def test_an_address_between_two_networks_has_none(engine: Engine) -> None:
    network_pieces = table("""
        block  first_address  last_address  network_id
        0       0              9             1
        0       20             29            2
    """)
    addresses = table("""
        address
        9
        10
        20
    """)
    assert rows(engine, "identity/located.sql", network_pieces=network_pieces, addresses=addresses) == [(9, 1), (20, 2)]


def test_blocks_begin_where_the_steps_count_them() -> None:
    assert block_rows()[:2] == [(0,), (BLOCK,)]
    assert len(block_rows()) * BLOCK == 2**32


# A few blocks and the edges between them are where it could go wrong.
ADDRESSES = st.integers(0, 3 * BLOCK) | st.sampled_from([BLOCK - 1, BLOCK, 2 * BLOCK])
NETWORKS = st.lists(st.tuples(ADDRESSES, ADDRESSES).map(sorted).map(tuple), max_size=8)


@cache
def duckdb() -> DuckDB:
    return DuckDB()


def made_pieces(networks: list[tuple[int, int]]) -> Rows:
    """The table `network_pieces` of ranges that are numbered in their order."""
    given_rows = tuple((nth, *span) for nth, span in enumerate(networks, start=1))
    starts = Rows(("address",), tuple((first,) for first in range(0, 4 * BLOCK, BLOCK)))
    given_networks = Rows(("network_id", "first_address", "last_address"), given_rows)
    made = rows(duckdb(), "identity/network_pieces.sql", networks=given_networks, blocks=starts)
    return Rows(("block", "first_address", "last_address", "network_id"), tuple(made))


def narrowest(networks: list[tuple[int, int]], asked: int) -> int:
    """The network of an address by the words of the rule; 0 for none."""
    having = [(last - first, nth) for nth, (first, last) in enumerate(networks, start=1) if first <= asked <= last]
    return min(having, default=(0, 0))[1]


@given(NETWORKS, st.lists(ADDRESSES, min_size=1, max_size=8, unique=True))
def test_one_look_up_and_the_batch_find_the_narrowest_network(
    networks: list[tuple[int, int]], asked: list[int]
) -> None:
    made = made_pieces(networks)
    addresses = Rows(("address",), tuple((one,) for one in asked))
    batch = dict(rows(duckdb(), "identity/located.sql", network_pieces=made, addresses=addresses))
    single = pieces(row[1:] for row in made.rows)  # type: ignore[misc]
    expected = {one: narrowest(networks, one) for one in asked}
    assert {one: network_at(one, single) for one in asked} == expected
    assert {one: batch.get(one, 0) for one in asked} == expected


WIDTHS = [(0, 9_000), (100, 200), (4_000, 4_200), (4_096, 4_099)]  # all different


@given(st.permutations(WIDTHS), ADDRESSES)
def test_the_order_of_networks_makes_no_difference(networks: list[tuple[int, int]], asked: int) -> None:
    def found(named: list[tuple[int, int]]) -> tuple[int, int] | None:
        nth = network_at(asked, pieces(row[1:] for row in made_pieces(named).rows))  # type: ignore[misc]
        return named[nth - 1] if nth else None

    assert found(networks) == found(WIDTHS)
