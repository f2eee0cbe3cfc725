"""Whose the network of an address is, and of which account a visit from there would be, or why of none."""

from __future__ import annotations

from ipaddress import IPv4Address

from mqa.answers import meant, naming
from mqa.identity.domains import NEVER, domain
from mqa.identity.networks import NO_ADDRESS, UNKNOWN, Address, address, organisation_reading, owner_rule
from mqa.reading import Connection, Row, rows
from mqa.sources.steps import made_sql, step_sql
from mqa.terms.documents import quoted

# The narrowest network that has an address, as `identity/network_pieces.sql` finds it.
NETWORK = """
    select network_id, first_address, last_address, account, domain, organisation, country, source
    from networks
    where first_address <= $number and $number <= last_address
    order by last_address - first_address, network_id
    limit 1
"""


def located(connection: Connection, typed: str) -> tuple[str, str, list[Row]] | None:
    """What a visit from an address would be: a sentence, the account (empty: nobody's), the network; None for what is
    no address."""
    read = address(typed)
    if read == Address(-1, NO_ADDRESS):
        return None
    if read.refused:
        return f"A visit from {typed} is nobody's: {read.refused}.", "", []
    connection.execute(made_sql("networks"))
    found = rows(connection, NETWORK, {"number": read.number})
    if not found:
        return f"No network that was loaded has {typed}: a visit from there is nobody's ({UNKNOWN}).", "", []
    [one] = found
    connection.execute(f"create or replace temp table located as select {one['network_id']} as network_id")
    [addresses] = [row["addresses"] for row in rows(connection, step_sql("network_addresses"))]
    owner = one["organisation"] or one["domain"].split(".")[0]
    says = organisation_reading(owner, addresses)
    rule = owner_rule(owner, addresses, sized=not one["account"])
    account, because = ("", rule) if rule else _account(connection, one)
    first, last = (str(IPv4Address(one[end])) for end in ("first_address", "last_address"))
    network = {
        "first": first,
        "last": last,
        "owner": ", ".join(filter(None, (one["organisation"], one["domain"], one["account"]))),
        "class": says.says,
        "confidence": f"{says.confidence:.0%}",
        "source": one["source"],
    }
    whose = account or "nobody's"
    is_of = f"is {whose}" if not account else f"is of {account}"
    sentence = f"{typed} is of {network['owner']} ({first} to {last}); a visit from there {is_of}: {because}."
    return sentence, account, [network]


def _account(connection: Connection, one: Row) -> tuple[str, str]:
    """The account that the owner of a network is today, and by what; or why none."""
    ids = [row["account_id"] for row in meant.records(connection, one["account"]) if row["kind"] == "company"]
    if one["account"] and ids and ids[0]:
        account = meant.named(connection, ids[0])
        number = meant.leads_to(connection, account.key)
        if number is None and not meant.stands(connection, account.account_id):
            return "", NEVER
        return meant.named(connection, number or account.account_id).called, "account of the network"
    own = domain(one["domain"]) if one["domain"] else None
    if own and (own.rule or not own.domain):
        return "", own.rule
    if own and (number := meant.leads_to(connection, own.domain)):
        return meant.named(connection, number).called, "domain of the network"
    if one["organisation"] and not one["account"]:
        said = naming.stated(connection, one["organisation"])
        if said and said[0]["account"]:
            return said[0]["account"], "name of the network's owner"
        waits = (
            "may mean several accounts" if said and said[0]["rule"] == "ambiguous" else "is no account's that we know"
        )
        return "", f"the name {quoted(one['organisation'])} {waits if said else 'was not looked up yet'}"
    return "", "no account that we know is its owner's"
