"""Visits that tell no more than an address are of whoever has the network, where that is a company."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import md5
from pathlib import Path

import pytest

from mqa.terms.keys import number_of, person_number
from tests.loads.desk import ACME, COMPANIES, OTHER, TODAY, Desk

NETWORKS = """
  Networks:
    table: networks
    files: networks.csv
    columns: { network: cidr, first: from, last: to, account: account, domain: domain, company: owner, country: land }
"""
VISITS = """
  Website:
    table: activities
    files: visits*.csv
    columns: { id: id, occurred_at: at, known_on: at, kind: kind, visitor: v, address: ip, email: email, domain: net }
"""
HEADER = "cidr,from,to,account,domain,owner,land\n"


def opened(desk: Desk, networks: str, *sources: str, create: bool = False) -> Desk:
    desk.workspace(COMPANIES, NETWORKS, VISITS, *sources, create=create)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme Fasteners\n8,other.com,,Other\n")
    desk.write("networks.csv", HEADER + networks)
    return desk


def visited(desk: Desk, *visits: str, file: str = "visits.csv") -> None:
    """Visits, each by its address, and what else follows it (`email,domain`)."""
    rows = [f"{file}{nth},2026-06-01,k,v{nth},{visit}\n" for nth, visit in enumerate(visits)]
    desk.write(file, "id,at,kind,v,ip,email,net\n" + "".join(rows))


def found(desk: Desk) -> list[tuple[object, object]]:
    """The account of each visit today, and the rule by which its visitor came there."""
    acts = _standing(desk.rows("activities", "activity_id, account_id, visitor, times"))
    people = _standing(desk.rows("people", "account_id, first_person, rule, times"))
    rules = {(account, visitor): rule for account, visitor, rule in people}
    return [(account, rules.get((account, visitor))) for _, account, visitor in sorted(acts, key=str)]


def _standing(rows: list[tuple[object, ...]]) -> set[tuple[object, ...]]:
    sums: Counter[tuple[object, ...]] = Counter()
    for *row, times in rows:
        sums[tuple(row)] += int(str(times))
    return {row for row, times in sums.items() if times}


def test_a_visit_is_the_account_s_that_has_the_network_by_id_by_domain_or_by_name(desk: Desk) -> None:
    opened(
        desk,
        "198.51.100.0/25,,,8,,,\n,203.0.113.0,203.0.113.63,,other.com,,\n203.0.113.64/26,,,,,Acme Fasteners Ltd,\n",
    )
    visited(desk, "198.51.100.7,,", "203.0.113.63,,", "203.0.113.64,,", "203.0.113.128,,")
    desk.load()
    assert found(desk) == [
        (OTHER, "account of the network"),
        (OTHER, "domain of the network"),
        (ACME, "name of the network's owner"),
        (0, "unknown network"),
    ]


def test_the_narrowest_network_is_whose_the_visit_is(desk: Desk) -> None:
    opened(desk, "203.0.113.0/24,,,,other.com,,\n203.0.113.8/30,,,,acme.com,,\n")
    visited(desk, "203.0.113.7,,", "203.0.113.8,,", "203.0.113.12,,")
    desk.load()
    assert [account for account, _ in found(desk)] == [OTHER, ACME, OTHER]


@pytest.mark.parametrize(
    ("owner", "rule"),
    [
        ("Acme Broadband", "lent network: access provider"),
        ("Acme Webhosting", "lent network: hoster"),
        ("Amazon Technologies Inc.", "lent network: cloud"),
        ("University of Acme", "lent network: university"),
    ],
)
def test_a_network_that_is_lent_to_others_is_nobodys(desk: Desk, owner: str, rule: str) -> None:
    opened(desk, f"203.0.113.0/24,,,,acme.com,{owner},\n")
    visited(desk, "203.0.113.7,,")
    report = desk.load()
    assert found(desk) == [(0, rule)]
    assert report.sources[-1].without_account == {rule: 1}


def test_a_company_with_too_many_addresses_may_lend_them(desk: Desk) -> None:
    opened(desk, "10.0.0.0/8,,,,,Nobody,\n203.0.0.0/16,,,,other.com,Other,\n")
    visited(desk, "203.0.113.7,,", "10.1.2.3,,", "2001:db8::1,,", "somewhere,,")
    desk.load()
    rules = ["network of many addresses", "a local address", "an IPv6 address", "no IP address"]
    assert found(desk) == [(0, rule) for rule in rules]


@pytest.mark.parametrize(
    ("host", "rule"),
    [
        ("dsl-1-2-3-4.provider.net", "lent network: access provider"),
        ("ec2-3-4-5-6.compute-1.amazonaws.com", "lent network: cloud"),
    ],
)
def test_a_host_name_of_whoever_lends_addresses_is_nobodys(desk: Desk, host: str, rule: str) -> None:
    opened(desk, "", create=True)
    visited(desk, f",,{host}", ",,gateway.acme.com")
    desk.load()
    assert found(desk) == [(0, rule), (ACME, "created from the domain of a visit")]


def test_a_name_an_account_or_a_domain_that_the_act_tells_beats_the_network(desk: Desk) -> None:
    opened(desk, "203.0.113.0/24,,,,acme.com,,\n")
    visited(desk, "203.0.113.7,bo@other.com,", "203.0.113.7,,other.com")
    desk.load()
    assert [account for account, _ in found(desk)] == [OTHER, OTHER]


def test_a_later_edition_of_a_file_takes_the_place_of_all_before(desk: Desk) -> None:
    opened(desk, "203.0.113.0/24,,,,acme.com,,\n")
    visited(desk, "203.0.113.7,,")
    desk.load()
    desk.write("networks.csv", HEADER + "203.0.112.0/22,,,,other.com,,\n")
    visited(desk, "203.0.113.7,,", file="visits2.csv")
    desk.load(TODAY + 1)
    assert [account for account, _ in found(desk)] == [ACME, OTHER]


def test_networks_that_are_loaded_later_place_no_visit_that_was_loaded_before(desk: Desk) -> None:
    opened(desk, "")
    visited(desk, "203.0.113.7,,")
    desk.load()
    desk.write("networks.csv", HEADER + "203.0.113.0/24,,,,acme.com,,\n")
    desk.load(TODAY + 1)
    assert found(desk) == [(0, "unknown network")]


def test_a_visit_follows_the_domain_and_the_name_of_its_network_s_owner(desk: Desk) -> None:
    opened(desk, "203.0.113.0/25,,,,child.com,,\n203.0.113.128/25,,,,,Harrow Instruments,\n", create=True)
    visited(desk, "203.0.113.7,,", "203.0.113.200,,")
    desk.load()
    child = number_of("child.com")
    assert [account for account, _ in found(desk)] == [child, 0]
    rows = "7,acme.com,,Acme Fasteners\n8,other.com,child.com,Other\n9,harrow-example.com,,Harrow Instruments\n"
    desk.write("accounts.csv", "Id,Website,Also,Name\n" + rows)
    desk.load(TODAY + 1)
    assert [account for account, _ in found(desk)] == [OTHER, number_of("harrow-example.com")]


def test_a_visitor_of_a_network_is_the_person_who_is_named_later(desk: Desk) -> None:
    opened(desk, "203.0.113.0/24,,,,other.com,,\n")
    rows = "1,2026-06-01,k,v,203.0.113.7,,\n2,2026-06-03,k,v,203.0.113.7,ann@acme.com,\n"
    desk.write("visits.csv", "id,at,kind,v,ip,email,net\n" + rows)
    desk.load()
    nameless = person_number("visitor:Website:v@network:other.com", nameless=True)
    acts = "activity_id, account_id, visitor, times"
    assert {("Website:1", ACME, nameless), ("Website:2", ACME, 0)} == _standing(desk.rows("activities", acts))


def test_no_address_of_a_visitor_is_stored(desk: Desk) -> None:
    opened(desk, "198.51.100.0/24,,,,acme.com,,\n")
    visited(desk, "203.0.113.77,,", "203.0.113.77,no address,", "203.0.113.77,,,x")
    desk.load()
    stored = [file for file in Path(desk.folder / ".mqa").rglob("*") if file.is_file()]
    assert stored
    assert not [file for file in stored if b"203.0.113.77" in file.read_bytes()]
    assert "203.0.113.77" not in str(desk.everything())
    assert len(desk.rows("rejects", "raw")) == 2


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_acts_without_an_id_are_told_apart_by_their_addresses_and_do_not_give_them_away(desk: Desk, form: str) -> None:
    desk.workspace(
        COMPANIES, VISITS.replace("id: id, ", "").replace("email: email, domain: net", "").replace("csv", form)
    )
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    cells = [("2026-06-01", "k", "v", f"203.0.113.{last}") for last in (1, 1, 2)]
    lines = [json.dumps(dict(zip(("at", "kind", "v", "ip"), row, strict=True))) for row in cells]
    rows = ["at,kind,v,ip", *(",".join(row) for row in cells)] if form == "csv" else lines
    desk.write(f"visits.{form}", "\n".join(rows) + "\n")
    desk.load()
    ids = {str(one).removeprefix("Website:") for (one,) in desk.rows("activities", "activity_id")}
    held = {
        md5(text.encode(), usedforsecurity=False).hexdigest() for row in cells for text in (chr(31).join(row), *lines)
    }
    assert len(ids) == 2
    assert not ids & held


def test_networks_that_cannot_be_read_are_rejected_and_those_of_ipv6_left_out(desk: Desk) -> None:
    rows = "203.0.113.0/33,,,7,,,\n,203.0.113.9,203.0.113.1,7,,,\n2001:db8::/32,,,7,,,\n,3405803776,3405804031,7,,,\n"
    opened(desk, rows)
    visited(desk)
    counts = desk.load().sources[1].counts
    assert (counts["loaded"], counts["skipped"], counts["rejected"]) == (1, 1, 2)
    assert desk.rows("network_ranges", "first_address, last_address, account") == [(3405803776, 3405804031, "7")]
