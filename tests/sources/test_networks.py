"""Networks: which rows hold, who owns those that addresses come from, and what a row says once it was located."""

from __future__ import annotations

from tests.sources.steps import made
from tests.tables import Rows, table

OWNERS = "account domain organisation country"


def test_of_a_file_the_latest_edition_holds_and_of_another_file_its_own():
    ranges = table("""
        source  file   edition  first_address  last_address  account  domain    organisation  country
        list    a.csv  1        10             19            ''       old.com   ''            ''
        list    a.csv  2        10             14            ''       acme.com  ''            ''
        list    b.csv  1        15             19            '7'      ''        ''            ''
    """)
    assert made("networks", "network_id first_address domain account", network_ranges=ranges) == [
        (1, 10, "acme.com", ""),
        (2, 15, "", "7"),
    ]


def test_an_owner_has_the_addresses_of_all_its_networks():
    networks = table("""
        network_id  first_address  last_address  account  domain  organisation  country
        1           10             19            ''       ''      Acme          ''
        2           30             34            ''       ''      Acme          ''
        3           50             59            ''       ''      Other         ''
    """)
    located = table("""
        address  network_id
        12       1
    """)
    found = made("network_addresses", f"{OWNERS} addresses", networks=networks, located=located)
    assert found == [("", "", "Acme", "", 15)]


def test_addresses_that_several_networks_of_an_owner_hold_are_counted_once():
    networks = table("""
        network_id  first_address  last_address  account  domain  organisation  country
        1           10             19            ''       ''      Acme          ''
        2           10             19            ''       ''      Acme          ''
        3           15             24            ''       ''      Acme          ''
        4           16             17            ''       ''      Acme          ''
        5           30             30            ''       ''      Acme          ''
    """)
    located = table("""
        address  network_id
        12       1
    """)
    found = made("network_addresses", f"{OWNERS} addresses", networks=networks, located=located)
    assert found == [("", "", "Acme", "", 16)]


WRITTEN = table("""
    written  address  refused
    near     12       ''
    far      99       ''
    home     -1       a local address
""")
LOCATED = table("""
    address  network_id
    12       1
""")


def located(address: str | None, *, domain: str = "", company: str = "") -> tuple[str, object]:
    """The network and the company of a row of the visitor v, once it was located; Acme's network is near."""
    actor = chr(31).join(("", "", "v", "", domain, "", company))
    staged = Rows(("row", "actor", "company", "address"), ((1, actor, company or None, address),))
    owners = Rows(("network_id", "network", "account", "company"), ((1, "network:acme.com", "", "acme"),))
    tables = {"staged": staged, "addresses_written": WRITTEN, "located": LOCATED, "network_owners": owners}
    [(text, named)] = made("staged_located", "actor company", **tables)
    return str(text).split(chr(31))[4], named


def test_a_row_that_tells_only_an_address_is_the_owner_s_of_its_network():
    assert located("near") == ("network:acme.com", "acme")


def test_a_row_of_an_unknown_network_or_of_no_network_is_refused():
    assert located("far") == ("refused:unknown network", None)
    assert located("home") == ("refused:a local address", None)


def test_a_row_that_tells_more_stays_as_it_is():
    assert located(None, domain="other.com", company="other") == ("other.com", "other")
