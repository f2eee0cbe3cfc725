"""Why an account, a domain, a person or a record is who it is: what it is made of, by which rule, from which day, by
which correction, and what was considered beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mqa.answers import meant, naming
from mqa.answers.why.accounts import claims_on, of_account, of_domain
from mqa.answers.why.addresses import of_address
from mqa.answers.why.known import Known, Why, row, words
from mqa.answers.why.names import of_name
from mqa.answers.why.people import of_person
from mqa.answers.why.records import called, of_record
from mqa.answers.why.unclaimed import of_nobodys, with_writing
from mqa.answers.why.visitors import of_visitor
from mqa.identity.domains import NOBODY, KeptOut
from mqa.ledger import corrections
from mqa.reading import Connection
from mqa.terms.countries import with_country
from mqa.terms.problems import Refused
from mqa.terms.rules import Role

__all__ = ["Why", "row", "why", "words"]


def why(
    connection: Connection,
    typed: str,
    roles: Mapping[str, Sequence[Role]] | None = None,
    kept_out: KeptOut = NOBODY,
) -> Why:
    """Why what is meant is who it is today. Raises Refused where nothing is meant by it, or several are.

    An account is named by its domain, its name or its number; also a person by an address, a domain, a record by its
    id at its source (a domain that is one is meant as a domain), a name that rows state and no account has, a visitor
    (`visitor:id`), an IP address.
    `connection` as `mqa.answers.meant.identities` opens it; `roles`: the committee of each definition, by its name;
    `kept_out`: whom the workspace keeps out.
    """
    known = Known(connection, tuple(corrections.noted()), roles or {})
    return known.with_cited(_why(known, typed, kept_out))


def _why(known: Known, typed: str, kept_out: KeptOut) -> Why:
    connection = known.connection
    if by_network := of_address(known, typed):
        return by_network
    if typed.strip().startswith(meant.VISITOR):
        return of_visitor(known, meant.visitor(connection, typed))
    if "@" in typed:
        return of_person(known, meant.person(connection, typed))
    word = typed.strip().lower()
    name = meant.registered(word)
    found = meant.records(connection, typed)
    if found and not name:
        return of_record(known, typed, found)
    try:
        one = meant.account(connection, typed, exactly=False)
    except Refused:
        if found:
            return of_record(known, typed, found)
        if meant.struck(connection, typed) and (records := called(known, typed)):
            return of_record(known, typed, records)
        if names := naming.stated(connection, typed):
            return of_name(known, word, names)
        if name and (("account", name) in known.held or claims_on(known, {name, with_country(name)[0]}, -1)):
            return of_domain(known, name)
        if records := called(known, typed):
            return of_record(known, typed, records)
        if name and (nobodys := of_nobodys(known, name, kept_out)):
            return nobodys
        if records := called(known, typed, in_part=True):
            return of_record(known, typed, records)
        raise
    if name and one.key != name and meant.leads_to(connection, name):
        return of_domain(known, name)
    if ("name", word) in known.held and word != one.name.lower() and (names := naming.stated(connection, typed)):
        return of_name(known, word, names)
    return with_writing(known, one.key, one.account_id, of_account(known, one))
