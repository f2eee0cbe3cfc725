"""What an account was made of: the records, domains and people that were found to be one company, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable

from mqa.terms.quoting import texts_sql

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
# The rule by which a person was matched last. That somebody gave them a role says nothing of it. What people say, the
# corrections that hold know better than rows: a word that moves nobody leaves no row, nor does its undoing.
MATCHED = """
            coalesce(
                arg_max(rule, row(rule <> 'set by a person', known_on, rule))
                    filter (where times > 0 and rule <> 'role set by a person'),
                max(rule)
            )
"""
MEMBERS = """
    select rule, source, count(*) as people, min(since) as first_known, max(since) as last_known
    from (
        select
            min(known_on) as since,
            case when bool_or(person_key in {assigned}) then 'set by a person' else {matched} end as rule,
            arg_max(source, row(known_on, rule)) filter (where times > 0 and rule <> 'role set by a person') as source
        from people
        where person_id > 0{of_account}{known}
        group by person_id
        having sum(times) > 0
    )
    group by rule, source
    order by people desc, rule, source
"""


def members_sql(assigned: Iterable[str], *, known_at: int | None = None, account: int | None = None) -> str:
    """How people known by name came to an account, each once, as a query of `people` (of all there, or of `account`).

    `assigned`: the keys of those of whom a correction says whose they are. Columns: rule, source, people, first_known
    and last_known (the days on which the first and the last of them became known there).
    """
    return MEMBERS.format(
        matched=MATCHED,
        assigned=texts_sql(sorted(assigned)),
        of_account="" if account is None else f" and account_id = {int(account)}",
        known="" if known_at is None else f" and known_on <= {int(known_at)}",
    )


def identity_sql(known_at: int, assigned: Iterable[str]) -> dict[str, str]:
    """What was known on a day of what an account is made of, as queries of its accounts, aliases and people.

    `records`: what sources said of the company; `domains` that lead to it; `placed`: how its people came to it
    (`assigned`: see `members_sql`).
    """
    queries = {"records": RECORDS, "domains": DOMAINS}
    told = {name: query.format(known_at=int(known_at), most=MOST_RECORDS) for name, query in queries.items()}
    return {**told, "placed": members_sql(assigned, known_at=known_at)}
