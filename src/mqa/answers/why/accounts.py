"""What makes an account up, and why a domain leads where it does."""

from __future__ import annotations

from collections.abc import Sequence

from mqa.answers import families, meant, naming
from mqa.answers.identity import members_sql
from mqa.answers.why.known import MOST, Known, Why, because, counted, day
from mqa.identity.corrections import way
from mqa.reading import Row, rows
from mqa.terms.corrections import BY_A_PERSON, NOBODY
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
# Addresses at the domains of an account that are nobody's, by their class, and their acts.
LEFT_OUT = """
    with addresses as (
        select person_id, arg_max(rule, row(known_on, rule)) filter (where times > 0) as rule
        from people
        where account_id = 0 and list_contains($domains, domain_id) and contains(person_key, '@')
        group by person_id
        having sum(times) > 0
    ),

    done as (
        select person_id, sum(times) as acts
        from activities
        where account_id = 0 and person_id in (select person_id from addresses)
        group by person_id
    )

    select a.rule, count(*) as addresses, cast(coalesce(sum(d.acts), 0) as bigint) as acts
    from addresses as a
    left join done as d on d.person_id = a.person_id
    group by a.rule
    order by addresses desc, a.rule
"""
# What sources said of domains. wins: what was said leads them.
CLAIMS = """
    select
        domain, first_account, rule, source, min(told_on) as since,
        cast(sum(times) filter (where account_id > 0) > 0 as bigint) as wins
    from aliases
    where list_contains($domains, domain) or first_account = $account
    group by domain, first_account, rule, source
    having rule <> 'set by a person' or wins > 0
    order by domain, since, rule, source
"""


def of_account(known: Known, one: meant.Named) -> Why:
    """An account: its records, domains, family and people, what was considered beside them, and corrections."""
    keys = known.leading(one.key)
    domains = _domains(known, one)
    kin = families.family(known.connection, one.account_id, NO_END)
    records = _records(known, one, keys, [each["account_id"] for each in kin if each["unit"] == one.called])
    assigned = [key for about, key in known.held if about == "person"]
    people = [
        {**{what: each[what] for what in ("people", "rule", "source")}, "since": day(each["first_known"])}
        for each in rows(known.connection, members_sql(assigned, account=one.account_id))
    ]
    names = {each["domain"] for each in domains}
    lost = [claim for claim in claims_on(known, names, one.account_id) if not claim["wins"]]
    parts = {
        "records": records[:MOST],
        "domains": domains[:MOST],
        "family": [{**each, "since": day(each["since"])} for each in kin],
        "people": people[:MOST],
        "left_out": rows(known.connection, LEFT_OUT, {"domains": [*map(number_of, sorted(names))]}),
        "considered": lost[:MOST],
        "corrections": known.of(
            {*keys, one.name.strip().lower(), *_people_said(known, one), *_names(known, one)} - {""}
        ),
    }
    made = f"{counted(records, 'record')}, {counted([*names], 'domain')}"
    heads = sum(each["people"] for each in people)
    called = f"{one.called} ({one.name})" if one.name and one.name != one.called else one.called
    sentence = f"{called} is made of {made} and {heads:,} {'person' if heads == 1 else 'people'} known by name"
    sentence += f"; {said}." if (said := families.sentence(kin)) else "."
    return Why("account", one.called, sentence, one.called, parts)


def _people_said(known: Known, one: meant.Named) -> set[str]:
    """Those who are or were of an account, and of whom somebody said something."""
    subjects = sorted({key for each in known.noted for key in (each.said.subject, each.said.object)})
    query = "select distinct person_key from people where account_id = ? and list_contains(?, person_key)"
    return {key for (key,) in known.connection.execute(query, [one.account_id, subjects]).fetchall()}


def _names(known: Known, one: meant.Named) -> list[str]:
    """What an account is called, and the names that would mean it, had nobody said what they mean."""
    said = [key for about, key in known.held if about == "name"]
    return [one.name.strip().lower(), *naming.meaning(known.connection, one.account_id, said)]


def _domains(known: Known, one: meant.Named) -> list[Row]:
    return [
        {
            "domain": each["domain"],
            "rule": each["rule"],
            "source": each["source"],
            "since": day(each["since"]),
            "correction": known.number(each["domain"]) if each["rule"] == BY_A_PERSON else _moved(known, each, one),
        }
        for each in rows(known.connection, DOMAINS, {"account": one.account_id})
    ]


def _records(known: Known, one: meant.Named, keys: set[str], rolled_up: Sequence[int]) -> list[Row]:
    """The companies' records that an account is made of: its own, those that people or their name lead to it, and those
    of companies that are rolled up to it."""
    named = naming.led_by_name(known.connection, one.account_id)
    rules = dict.fromkeys(rolled_up, "rolled up") | dict.fromkeys(named, "company name")
    ids = [*map(number_of, keys), *rules]
    return [
        {
            "source": each["source"],
            "record": each["record"],
            "name": each["name"],
            "rule": rules.get(each["account_id"], each["rule"]),
            "since": day(each["since"]),
            "correction": _moved(known, {"first_account": each["account_id"]}, one),
        }
        for each in rows(known.connection, COMPANIES, {"accounts": ids})
    ]


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


def considered_of(known: Known, names: Sequence[str]) -> list[Row]:
    """What was said of some domains: by sources as above, and by whom makes them nobody's."""
    return [*claims_on(known, {*names}, -1), *(one for name in names for one in _struck(known, name))]


def _struck(known: Known, name: str) -> list[Row]:
    """The word by which a domain is nobody's, as a row as above, if one holds."""
    passed = way(known.held, holder(known, name)[1])
    if passed[-1] != NOBODY:
        return []
    since = day(known.held["account", passed[-2]].day)
    said = {"rule": BY_A_PERSON, "source": "corrections", "since": since, "wins": True}
    return [{"domain": name, "account": "nobody", **said}]


def of_domain(known: Known, name: str) -> Why:
    """A domain that leads to an account: to which, and what else was said of it. One in a country of which nothing is
    told leads where it does without."""
    number = meant.leads_to(known.connection, name)
    whole = with_country(name)[0]
    claims = considered_of(known, [*dict.fromkeys((name, whole))] if number is None else [name])
    if number is None and whole != name and ("account", name) not in known.held:
        number = meant.leads_to(known.connection, whole)
        led = known.called(number) if number else "nobody"
        sentence = f"Nothing is told of {name}: it leads where {whole} does, to {led}."
        parts = {"considered": claims[:MOST], "corrections": known.of({name, whole})}
        return Why("domain", name, sentence, led if number else "", parts)
    led = known.called(number) if number else "nobody"
    rule, key = holder(known, name)
    steps = known.onward(key)[1]
    if not rule and (by := known.number(name)):
        rule, steps = f"by correction {by}", steps[1:]
    sentence = f"{name} leads to {led}{f', {rule}' if rule else ''}{because(steps)}."
    if (never := known.held.get(("account", name))) and never.object == NOBODY:
        sentence += f" It is never an account; to take that back: mqa identity undo {never.number}"
    parts = {"considered": claims[:MOST], "corrections": known.of({name})}
    return Why("domain", name, sentence, led if number else "", parts)


def holder(known: Known, name: str) -> tuple[str, str]:
    """The rule by which a domain is an account's and the key of that, before anything led it on; no rule, and its own
    key, where a person said where it leads or nobody has it."""
    if ("account", name) in known.held:
        return "", name
    found = rows(known.connection, CLAIMS, {"domains": [name], "account": -1})
    found.sort(key=lambda each: (not each["wins"], each["rule"] not in meant.CLAIMED))  # records before what acts made
    held = ((each, meant.named(known.connection, each["first_account"]).key) for each in found)
    won = ((each["rule"], key) for each, key in held if each["wins"] or way(known.held, key)[-1] == NOBODY)
    return next(won, ("", name))
