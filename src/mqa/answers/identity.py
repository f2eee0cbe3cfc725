"""What an account was made of: the records, domains and people that were found to be one company, and by which rule."""

from __future__ import annotations

MOST_RECORDS = 50
# What each source said last: a name and an owner may be told in rows of their own.
RECORDS = """
    select
        source, rule,
        coalesce(arg_max(name, told_on) filter (where name <> ''), '') as name,
        coalesce(arg_max(owner, told_on) filter (where owner <> ''), '') as owner,
        min(known_on) as first_known, max(known_on) as last_known, count(*) as records
    from accounts
    where known_on <= {known_at}
    group by source, rule
    having sum(times) > 0
    order by last_known desc, source, rule
    limit {most}
"""
DOMAINS = """
    select domain, rule, source, min(known_on) as first_known, max(known_on) as last_known
    from aliases
    where known_on <= {known_at}
    group by domain, rule, source
    having sum(times) > 0
    order by first_known, domain, rule, source
    limit {most}
"""
MEMBERS = """
    select rule, source, count(distinct person_id) as people, min(known_on) as first_known, max(known_on) as last_known
    from (
        select
            source, person_id, min(known_on) as known_on,
            arg_max(rule, row(known_on, rule)) filter (where times > 0) as rule
        from people
        where person_id > 0 and known_on <= {known_at}
        group by source, person_id
        having sum(times) > 0
    )
    group by rule, source
    order by people desc, rule, source
    limit {most}
"""


def identity_sql(known_at: int) -> dict[str, str]:
    """What was known on a day of what an account is made of, as queries of its accounts, aliases and people.

    `records`: what sources said of the company; `domains` that lead to it; `placed`: how its people came to it.
    """
    queries = {"records": RECORDS, "domains": DOMAINS, "placed": MEMBERS}
    return {name: query.format(known_at=int(known_at), most=MOST_RECORDS) for name, query in queries.items()}
