"""What an account was made of: the records, domains and people that were found to be one company, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from mqa.answers import meant
from mqa.identity.corrections import Subject, way
from mqa.reading import Row, rows
from mqa.terms.corrections import Correction
from mqa.terms.keys import number_of
from mqa.terms.quoting import texts_sql

Held = Mapping[Subject, Correction]

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
# What was told of other companies that are this account: by what people said, by their own name, as one of its family.
LED = """
    with led as (
        select distinct account_id, 'set by a person' as rule, 1 as nth
        from accounts
        where list_contains($led, account_id)
        union all
        select said, case when list_contains($decided, name) then 'set by a person' else 'company name' end, 2
        from company_names
        where
            known_on <= $known_at and not list_contains($said, said)
            and case
                when list_contains($decided, name) then list_contains($meant, name)
                else outcome = 'match' and account_id = $account
            end
        group by said, name
        having sum(times) > 0
        union all
        select account_id, 'rolled up', 3
        from families
        where unit_id = $account and known_on <= $known_at
        group by account_id
        having sum(times) > 0
    ),

    ways as (select account_id, arg_min(rule, nth) as rule from led where account_id <> $account group by account_id)

    select
        a.source, w.rule,
        coalesce(arg_max(a.name, a.told_on) filter (where a.name <> ''), '') as name,
        coalesce(arg_max(a.owner, a.told_on) filter (where a.owner <> ''), '') as owner,
        min(a.known_on) as first_known, max(a.known_on) as last_known, count(*) as records
    from accounts as a
    inner join ways as w on w.account_id = a.account_id
    where a.times > 0 and a.known_on <= $known_at
    group by a.source, a.account_id, w.rule
    order by last_known desc, a.source, name, w.rule
    limit $most
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
# Somebody's source is the first that told what placed them: of one day a record, which has a title, before an act.
MEMBERS = """
    with ways as (
        select
            person_id, rule, min(known_on) as since, max(known_on) filter (where times > 0) as known_on,
            arg_min(source, row(known_on, coalesce(title, '') = '', source)) filter (where times > 0) as source,
            sum(times) as standing, count(*) filter (where times > 0) as times,
            bool_or(person_key in {assigned}) as assigned
        from people
        where person_id > 0{of_account}{known}
        group by person_id, rule
    )

    select rule, source, count(*) as people, min(since) as first_known, max(since) as last_known
    from (
        select
            min(since) as since,
            case when bool_or(assigned) then 'set by a person' else {matched} end as rule,
            arg_max(source, row(rule <> 'set by a person', known_on, rule))
                filter (where times > 0 and rule <> 'role set by a person') as source
        from ways
        group by person_id
        having sum(standing) > 0
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


def led_records(folder: Path, account_id: int, held: Held, *, known_at: int, memory_limit: str) -> list[Row]:
    """What was known on a day of other companies that are an account too, by source and company, with the rule that
    joined them: merged into it, found by their name, or rolled up to it.

    `held`: the corrections that held on the day. Columns: as of `records` above.
    """
    with meant.identities(folder, memory_limit=memory_limit) as connection:
        key = meant.named(connection, account_id).key
        here = {(about, subject) for about, subject in held if about in ("account", "name")}
        ends = {one: way(held, held[one].object)[-1] if one[0] == "name" else way(held, one[1])[-1] for one in here}
        asked = {
            "led": [number_of(subject) for (about, subject), end in ends.items() if about == "account" and end == key],
            "said": [number_of(subject) for about, subject in here if about == "account"],
            "decided": [subject for about, subject in here if about == "name"],
            "meant": [subject for (about, subject), end in ends.items() if about == "name" and end == key],
        }
        return rows(connection, LED, {**asked, "account": account_id, "known_at": known_at, "most": MOST_RECORDS})
