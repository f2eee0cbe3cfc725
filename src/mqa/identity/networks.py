"""Whose a nameless visitor's network is: the company's own, or that of somebody who lends it to everybody.

A network is a range of IPv4 addresses and the name of an organisation. Words of the name (`networks.csv`), or of the
host name that the address has (`hosts.csv`), tell access providers, mobile operators, clouds, hosters, VPNs,
universities and schools: a visit from there is refused with its reason rather than guessed into an account. Whatever
no word tells of is taken for a company, and the less surely the more addresses it has.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address

from mqa.identity.domains import NOBODY, Domain, KeptOut, domain
from mqa.identity.readings import Evidence, Reading, reading, reason
from mqa.identity.vocabulary import NOTHING, matches, words_of
from mqa.terms.networks import COMPANY, LENT

STEPS = {"network_pieces": "identity/network_pieces.sql", "located": "identity/located.sql"}  # in their order
BLOCK = 4_096  # addresses; see network_pieces.sql
LAST = 2**32 - 1
PREFERRED = {name: nth for nth, name in enumerate((*LENT, COMPANY))}  # of two that weigh the same it is refused
PRESUMED = Evidence("no word of a lent network", COMPANY, 2)
DOUBT = 1
DOUBTS = ((256, 1), (4_096, 2), (65_536, 4))  # whoever has no more addresses than this may lend them
MOST_DOUBT = 8
LEAST = 0.5  # below this confidence a network is not taken for a company's
ADDRESS_IN_HOST = re.compile(r"(?<!\d)\d{1,3}([-.x])\d{1,3}\1\d{1,3}\1\d{1,3}(?!\d)")
LOCAL = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8")))
OF_NETWORK, REFUSED = "network:", "refused:"  # how that begins which stands where a host would: no host has a colon
NO_ADDRESS = "no IP address"
LOCAL_ADDRESS = "a local address"
UNKNOWN, MANY = "unknown network", "network of many addresses"  # rules by which visits are nobody's
NetworkRow = tuple[int, int, int, str, str, int]


@dataclass(frozen=True)
class Address:
    """An IPv4 address as a number, or why it has none (`number` is -1)."""

    number: int
    refused: str = ""


@dataclass(frozen=True)
class Pieces:
    """The rows of `network_pieces` in the order of their addresses, for a look at one address."""

    first_addresses: array[int]
    last_addresses: array[int]
    network_ids: array[int]


def address(text: str) -> Address:
    """An address as text, as a number.

    >>> address("192.0.2.1"), address("::ffff:8.8.8.8").number
    (Address(number=3221225985, refused=''), 134744072)
    >>> address("2001:db8::1").refused
    'an IPv6 address: networks are known by IPv4 only'
    """
    text = text.strip()
    try:
        found = IPv4Address(text)
    except AddressValueError:
        try:
            mapped = IPv6Address(text).ipv4_mapped
        except AddressValueError:
            return Address(-1, NO_ADDRESS)
        if mapped is None:
            return Address(-1, "an IPv6 address: networks are known by IPv4 only")
        found = mapped
    if any(found in local for local in LOCAL):
        return Address(-1, f"{LOCAL_ADDRESS}: every house has it")
    return Address(int(found))


def network_rows(ranges: Iterable[tuple[int, int, str]]) -> list[NetworkRow]:
    """The table `networks`, numbered from 1, of ranges (first address, last address) and the names of their owners.

    Columns: network_id, first_address, last_address, organisation, class (`mqa.terms.networks`), confidence in
    millionths. An organisation's addresses are counted over all its ranges.
    """
    named = list(ranges)
    addresses: Counter[str] = Counter()
    for first, last, name in named:
        addresses[name] += last - first + 1
    read = {name: organisation_reading(name, number) for name, number in addresses.items()}
    return [
        (nth, first, last, name, read[name].says, round(1_000_000 * read[name].confidence))
        for nth, (first, last, name) in enumerate(named, start=1)
    ]


def block_rows() -> list[tuple[int]]:
    """The table `blocks`: the first address of each."""
    return [(first,) for first in range(0, LAST, BLOCK)]


def organisation_reading(name: str, addresses: int) -> Reading:
    """The class of an organisation that has so many addresses together, by the words of its name.

    >>> organisation_reading("Acme Broadband Ltd", 256).says, organisation_reading("Acme Bank", 256).says
    ('access provider', 'company')
    >>> [organisation_reading("Acme", addresses).confidence for addresses in (256, 65_536)]
    [0.67, 0.33]
    """
    return _reading(_evidence(name, "networks.csv"), addresses)


def host_reading(host: str) -> Reading:
    """The class of whoever named an address so (reverse DNS), by the words of the host name.

    >>> host_reading("p57-20-1-9.dip0.acme.net").says, host_reading("gateway.acme.com").says
    ('access provider', 'company')
    """
    evidence = _evidence(host.replace(".", " "), "hosts.csv")
    if found := ADDRESS_IN_HOST.search(host):
        evidence = (*evidence, Evidence(found[0], LENT[0], 3))
    return _reading(evidence, 1)


def refusal(read: Reading) -> str:
    """Why a visit from such a network is no account's, as a sentence would go on; empty where it may be.

    >>> refusal(organisation_reading("Acme Broadband", 256))
    'its network is one of the class “access provider”: “broadband” weighs 4 for access provider'
    >>> refusal(organisation_reading("Acme", 65_536))
    'its network has so many addresses that it may be lent to others'
    """
    if read.says != COMPANY:
        return f"its network is one of the class “{read.says}”: {reason(read)}"
    return "" if read.confidence >= LEAST else "its network has so many addresses that it may be lent to others"


def owner_rule(owner: str, addresses: int, *, sized: bool = True) -> str:
    """The rule by which visits from an owner's networks are nobody's; empty where they may be an account's.

    `sized`: many addresses are a reason of their own.

    >>> owner_rule("Acme Broadband", 256), owner_rule("Acme", 256), owner_rule("Acme", 65_536)
    ('lent network: access provider', '', 'network of many addresses')
    """
    read = organisation_reading(owner, addresses)
    if read.says != COMPANY:
        return f"lent network: {read.says}"
    return MANY if sized and read.confidence < LEAST else ""


def host_rule(host: str) -> str:
    """The rule by which visits from an address of this host name (reverse DNS) are nobody's; empty where they may be an
    account's.

    >>> host_rule("dsl-1-2-3-4.acme.net"), host_rule("gateway.acme.com")
    ('lent network: access provider', '')
    """
    says = host_reading(host).says
    return "" if says == COMPANY else f"lent network: {says}"


def visited(host: str, kept_out: KeptOut = NOBODY) -> tuple[str, str, str, str, str]:
    """A host from which acts come, or how a network is written in its place: host, domain and rule as
    `mqa.identity.domains` has them, the rule by which visits from there are nobody's, and what the key of a nameless
    visitor calls it.

    >>> visited("www.acme.com")
    ('www.acme.com', 'acme.com', '', '', 'acme.com')
    >>> visited("dsl-1-2-3-4.acme.net")[3:]
    ('lent network: access provider', 'refused:lent network: access provider')
    >>> visited("network:acme.com"), visited("refused:unknown network")[1:3]
    (('network:acme.com', 'acme.com', '', '', 'network:acme.com'), ('', 'unknown network'))
    """
    if host.startswith(REFUSED):
        return host, "", host.removeprefix(REFUSED), "", host
    if host.startswith(OF_NETWORK):
        owner = host.removeprefix(OF_NETWORK)
        found = domain(owner, kept_out) if owner else Domain(host, "")
        return host, found.domain, found.rule, "", host
    found = domain(host, kept_out)
    lent = host_rule(host) if found.domain and found.domain != host else ""
    return host, found.domain, found.rule, lent, f"{REFUSED}{lent}" if lent else found.domain or host


def pieces(rows: Iterable[tuple[int, int, int]]) -> Pieces:
    """Rows of `network_pieces` (first_address, last_address, network_id) for looking up single addresses."""
    ordered = sorted(rows)
    return Pieces(*(array("q", (row[column] for row in ordered)) for column in range(3)))


def network_at(address: int, pieces: Pieces) -> int:
    """The number of the narrowest network that has an address; 0 where none has. As `identity/located.sql` finds it."""
    nth = bisect_right(pieces.first_addresses, address) - 1
    return pieces.network_ids[nth] if nth >= 0 and address <= pieces.last_addresses[nth] else 0


def _reading(evidence: tuple[Evidence, ...], addresses: int) -> Reading:
    found = reading(evidence or (PRESUMED,), PREFERRED, DOUBT)
    if found.says != COMPANY:
        return found
    doubt = next((doubt for at_most, doubt in DOUBTS if addresses <= at_most), MOST_DOUBT)
    return reading(found.evidence, PREFERRED, doubt if found.evidence == (PRESUMED,) else max(DOUBT, doubt // 2))


def _evidence(text: str, file: str) -> tuple[Evidence, ...]:
    """What each word says."""
    words = words_of(text)
    return tuple(
        Evidence(" ".join(words[match.first : match.last + 1]), match.row.says, match.row.weight)
        for match in matches(words, file)
        if match.row.kind != NOTHING
    )
