"""Domains that no account has, though people of one account write from there: perhaps they are that account's."""

from __future__ import annotations

from mqa.answers import finding, meant
from mqa.identity.corrections import in_force
from mqa.identity.domains import domain
from mqa.ledger import corrections
from mqa.reading import Connection, Row, rows

FEWEST, MOST = 2, 500  # people who write from there, and nobody of another account; how many hosts are looked at
UNCLAIMED = f"""
    with led as ({finding.led_sql()}),

    writing as (
        select account_id, person_id, split_part(person_key, '@', 2) as host
        from people
        where account_id > 0 and person_id > 0 and rule = 'account of the contact' and contains(person_key, '@')
        group by all
        having sum(times) > 0
    )

    select host, min(account_id) as account_id, count(*) as people
    from writing
    where host not in (select domain from led)
    group by host
    having count(distinct account_id) = 1 and people >= {FEWEST}
    order by people desc, host
    limit {MOST}
"""


def unclaimed(connection: Connection) -> list[Row]:
    """Domains that nobody has, from which at least two contacts write whose records name one account, and no others'.

    First those of most people. Columns: domain, account (as it is called), key (its natural key), people. Domains of
    mail providers and the like are left out, and those of which somebody said whose they are.
    """
    said = {key for _, key in in_force(corrections.said())}
    found = []
    for one in rows(connection, UNCLAIMED):
        host = domain(one["host"])
        if not host.rule and host.domain == one["host"] and host.domain not in said:
            account = meant.named(connection, one["account_id"])
            found.append(
                {"domain": host.domain, "account": account.called, "key": account.key, "people": one["people"]}
            )
    return found
