"""Whose the network of an IP address is, and of which account a visit from there would be, or why of none."""

from __future__ import annotations

from ipaddress import IPv4Address

from mqa.answers import meant, naming
from mqa.answers.why.known import Known, Why, because
from mqa.identity.domains import NEVER, domain
from mqa.identity.networks import NO_ADDRESS, UNKNOWN, Address, address, organisation_reading, owner_rule
from mqa.reading import Row, rows
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


def of_address(known: Known, typed: str) -> Why | None:
    """What a visit from an address would be: of which account, by whose network; None for what is no address."""
    read = address(typed)
    if read == Address(-1, NO_ADDRESS):
        return None
    if read.refused:
        return Why("address", typed, f"A visit from {typed} is nobody's: {read.refused}.")
    known.connection.execute(made_sql("networks"))
    found = rows(known.connection, NETWORK, {"number": read.number})
    if not found:
        sentence = f"No network that was loaded has {typed}: a visit from there is nobody's ({UNKNOWN})."
        return Why("address", typed, sentence)
    [one] = found
    known.connection.execute(f"create or replace temp table located as select {one['network_id']} as network_id")
    [addresses] = [row["addresses"] for row in rows(known.connection, step_sql("network_addresses"))]
    owner = one["organisation"] or one["domain"].split(".")[0]
    says = organisation_reading(owner, addresses)
    rule = owner_rule(owner, addresses, sized=not one["account"])
    account, reason = ("", rule) if rule else _account(known, one)
    first, last = (str(IPv4Address(one[end])) for end in ("first_address", "last_address"))
    network = {
        "first": first,
        "last": last,
        "owner": ", ".join(filter(None, (one["organisation"], one["domain"], _by_id(known, one)))),
        "class": says.says,
        "confidence": f"{says.confidence:.0%}",
        "source": one["source"],
    }
    is_of = f"is of {account}" if account else "is nobody's"
    sentence = f"{typed} is of {network['owner']} ({first} to {last}); a visit from there {is_of}: {reason}."
    return Why("address", typed, sentence, account, {"network": [network]})


def _company(known: Known, one: Row) -> Row | None:
    """The company's record whose id a list of networks gives."""
    found = meant.records(known.connection, one["account"]) if one["account"] else []
    return next((each for each in found if each["kind"] == "company" and each["account_id"]), None)


def _by_id(known: Known, one: Row) -> str:
    """The company whose id a list of networks gives, in words; empty where it gives none."""
    if not one["account"]:
        return ""
    found = _company(known, one)
    return f"{known.called(found['account_id'])} (id {one['account']})" if found else f"the unknown id {one['account']}"


def _account(known: Known, one: Row) -> tuple[str, str]:
    """The account that the owner of a network is today, and by what; or why none."""
    if company := _company(known, one):
        return _today(known, str(company["person_key"]), "account of the network")
    own = domain(one["domain"]) if one["domain"] else None
    if own and (own.rule or not own.domain):
        return "", own.rule
    if own and (number := meant.leads_to(known.connection, own.domain)):
        return known.called(number), "domain of the network"
    if one["organisation"] and not one["account"]:
        said = naming.stated(known.connection, one["organisation"])
        if said and said[0]["key"]:
            return _today(known, said[0]["key"], "name of the network's owner")
        waits = (
            "may mean several accounts" if said and said[0]["rule"] == "ambiguous" else "is no account's that we know"
        )
        return "", f"the name {quoted(one['organisation'])} {waits if said else 'was not looked up yet'}"
    return "", "no account that we know is its owner's"


def _today(known: Known, key: str, rule: str) -> tuple[str, str]:
    """The account at which all stands today that is told of another, by which rule."""
    number, steps = known.onward(key)
    return (known.called(number), f"{rule}{because(steps)}") if number else ("", f"{NEVER}{because(steps)}")
