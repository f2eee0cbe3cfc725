"""What makes an account up, and why a domain leads where it does."""

from __future__ import annotations

from collections.abc import Sequence

from mqa.answers import families, meant, naming
from mqa.answers.why.known import MOST, Known, Why, counted, day
from mqa.reading import Row, rows
from mqa.terms.corrections import BY_A_PERSON
from mqa.terms.countries import with_country
from mqa.terms.keys import number_of

NO_END = 1_000_000  # after every day that can be meant
DOMAINS = """
    select domain, rule, source, first_account, min(known_on) as since
    from aliases
    where account_id = $account
    group by domain, rule, source, first_account
    having sum(times) > 0
    order by since, domain, rule, source
"""
PEOPLE = """
    select rule, source, count(*) as people, min(since) as since
    from (
        select
            person_id, min(known_on) as since, arg_max(rule, row(known_on, rule)) filter (where times > 0) as rule,
            arg_max(source, row(known_on, rule)) filter (where times > 0) as source
        from people
        where account_id = $account and person_id > 0
        group by person_id
        having sum(times) > 0
    )
    group by rule, source
    order by people desc, rule, source
"""
COMPANIES = """
    select r.source, r.record, r.rule, r.known_on as since, r.account_id, coalesce(n.name, '') as name
    from (
        select * from records
        where kind = 'company'
        qualify row_number() over (partition by source, record order by learned_on desc, known_on desc) = 1
    ) as r
    left join (
        select source, first_account, arg_max(name, row(told_on, name)) as name
        from accounts where name <> '' group by source, first_account
    ) as n on n.source = r.source and n.first_account = r.account_id
    where list_contains($accounts, r.account_id)
    order by since, r.source, r.record
"""
# What sources said of domains. wins: what was said leads them.
CLAIMS = """
    select
        domain, first_account, rule, source, min(told_on) as since,
        cast(sum(times) filter (where account_id > 0) > 0 as bigint) as wins
    from aliases
    where list_contains($domains, domain) or first_account = $account
    group by domain, first_account, rule, source
    order by domain, since, rule, source
"""


def of_account(known: Known, one: meant.Named) -> Why:
    """An account: its records, domains, family and people, what was considered beside them, and corrections."""
    keys = known.leading(one.key)
    named = naming.led_by_name(known.connection, one.account_id)
    ids = [*map(number_of, keys), *named]
    found = rows(known.connection, DOMAINS, {"account": one.account_id})
    domains = [
        {
            "domain": each["domain"],
            "rule": each["rule"],
            "source": each["source"],
            "since": day(each["since"]),
            "correction": known.number(each["domain"]) if each["rule"] == BY_A_PERSON else _moved(known, each, one),
        }
        for each in found
    ]
    records = [
        {
            "source": each["source"],
            "record": each["record"],
            "name": each["name"],
            "rule": "company name" if each["account_id"] in named else each["rule"],
            "since": day(each["since"]),
            "correction": _moved(known, {"first_account": each["account_id"]}, one),
        }
        for each in rows(known.connection, COMPANIES, {"accounts": ids})
    ]
    people = [
        {**each, "since": day(each["since"])} for each in rows(known.connection, PEOPLE, {"account": one.account_id})
    ]
    lost = [
        claim for claim in claims_on(known, {each["domain"] for each in domains}, one.account_id) if not claim["wins"]
    ]
    kin = families.family(known.connection, one.account_id, NO_END)
    parts = {
        "records": records[:MOST],
        "domains": domains[:MOST],
        "family": [{**each, "since": day(each["since"])} for each in kin],
        "people": people[:MOST],
        "considered": lost[:MOST],
        "corrections": known.of(keys),
    }
    made = f"{counted(records, 'record')}, {counted(domains, 'domain')}"
    heads = sum(each["people"] for each in people)
    called = f"{one.called} ({one.name})" if one.name and one.name != one.called else one.called
    sentence = f"{called} is made of {made} and {heads:,} {'person' if heads == 1 else 'people'} known by name"
    sentence += f"; {said}." if (said := families.sentence(kin)) else "."
    return Why("account", one.called, sentence, one.called, parts)


def _moved(known: Known, each: Row, one: meant.Named) -> int:
    """The correction that brought what was told of another account; 0: nothing did."""
    if each["first_account"] == one.account_id:
        return 0
    return known.number(meant.named(known.connection, each["first_account"]).key)


def claims_on(known: Known, domains: set[str], account_id: int) -> list[Row]:
    """What sources said of some domains, or of an account: whose each is, by which rule, and whether that won."""
    found = rows(known.connection, CLAIMS, {"domains": sorted(domains), "account": account_id})
    return [
        {
            "domain": each["domain"],
            "account": known.called(each["first_account"]),
            "rule": each["rule"],
            "source": each["source"],
            "since": day(each["since"]),
            "wins": bool(each["wins"]),
        }
        for each in found
    ]


def of_domain(known: Known, name: str, claims: Sequence[Row]) -> Why:
    """A domain that leads to an account: to which, and what else was said of it. One in a country of which nothing is
    told leads where it does without."""
    number = meant.leads_to(known.connection, name)
    if number is None and (whole := with_country(name)[0]) != name:
        number = meant.leads_to(known.connection, whole)
        led = known.called(number) if number else "nobody"
        sentence = f"Nothing is told of {name}: it leads where {whole} does, to {led}."
        parts = {"considered": [*claims][:MOST], "corrections": known.of({name, whole})}
        return Why("domain", name, sentence, led if number else "", parts)
    by = known.number(name)
    led = known.called(number) if number else "nobody"
    because = f"by correction {by}" if by else next((claim["rule"] for claim in claims if claim["wins"]), "")
    kin = families.family(known.connection, number_of(name), NO_END)
    if number and any(one["company"] == name and one["unit"] == led for one in kin):
        because = families.sentence(kin)
    sentence = f"{name} leads to {led}{f', {because}' if because else ''}."
    parts = {"considered": [*claims][:MOST], "corrections": known.of({name})}
    return Why("domain", name, sentence, led if number else "", parts)
