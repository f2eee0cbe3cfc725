"""Domains of no company that we know, though people of one account write from there: perhaps they are its."""

from __future__ import annotations

from mqa.answers import finding, meant
from mqa.identity.corrections import in_force
from mqa.identity.domains import NOBODY, KeptOut, domain
from mqa.ledger import corrections
from mqa.reading import Connection, Row, rows
from mqa.terms.keys import number_sql

FEWEST, MOST = 2, 500  # people who write from there, and nobody of another account; how many domains are looked at
# Accounts of a company that a source or a person knows, or of people known by name: not of nameless acts alone.
STANDING = """
    select account_id from people where person_id > 0 and account_id > 0 group by account_id having sum(times) > 0
    union
    select account_id from accounts where not starts_with(rule, 'created from ')
    group by account_id having sum(times) > 0
"""
UNCLAIMED = f"""
    with led as (
        select {number_sql("split_part(domain, ':', 1)")} as domain_id
        from ({finding.led_sql()})
        where account_id in ({STANDING})
    ),

    writing as (
        select account_id, person_id, domain_id, min(split_part(person_key, '@', 2)) as host
        from people
        where
            account_id > 0 and person_id > 0 and rule = 'account of the contact' and contains(person_key, '@')
            and domain_id not in (select domain_id from led)
        group by account_id, person_id, domain_id
        having sum(times) > 0
    )

    select min(host) as host, min(account_id) as account_id, count(*) as people
    from writing
    group by domain_id
    having count(distinct account_id) = 1 and people >= {FEWEST}
    order by people desc, host
    limit {MOST}
"""


def unclaimed(connection: Connection, kept_out: KeptOut = NOBODY) -> list[Row]:
    """Domains that nobody has, from which at least two contacts write whose records name one account, and no others'.
    An account that nameless acts made of a domain is nobody here.

    First those of most people. Columns: domain, account (as it is called), key (its natural key), people. Domains of
    mail providers and the like are left out, those that the workspace keeps out (`kept_out`), and those of which
    somebody said whose they are. Where accounts are parted by country, a domain is an account's in any of them.
    """
    said = {key for _, key in in_force(corrections.said())}
    found = []
    for one in rows(connection, UNCLAIMED):
        host = domain(one["host"], kept_out)
        if not host.rule and host.domain not in said:
            account = meant.named(connection, one["account_id"])
            found.append(
                {"domain": host.domain, "account": account.called, "key": account.key, "people": one["people"]}
            )
    return found
