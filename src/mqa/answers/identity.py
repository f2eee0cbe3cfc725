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
# Each person once, by what placed them last; that somebody gave them a role placed them nowhere.
MEMBERS = """
    select rule, source, count(*) as people, min(first_known) as first_known, max(first_known) as last_known
    from (
        select
            arg_max(rule, row(known_on, rule, source)) as rule, arg_max(source, row(known_on, rule, source)) as source,
            min(known_on) as first_known
        from (
            select person_id, rule, source, min(known_on) filter (where times > 0) as known_on
            from people
            where person_id > 0 and known_on <= {known_at} and rule <> 'role set by a person'
            group by person_id, rule, source
            having sum(times) > 0
        )
        group by person_id
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
