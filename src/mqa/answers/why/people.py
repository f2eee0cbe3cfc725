"""Why a person or a visitor is who they are, and of which account."""

from __future__ import annotations

from collections.abc import Sequence

from mqa.answers import titled
from mqa.answers.why.accounts import claims_on
from mqa.answers.why.known import MOST, Known, Why, day
from mqa.identity.corrections import in_force
from mqa.identity.domains import domain
from mqa.identity.visitors import SEVERAL, turns
from mqa.reading import Row, rows
from mqa.terms.corrections import BY_A_PERSON
from mqa.terms.countries import country_code, country_words, in_country, with_country
from mqa.terms.keys import number_of, number_sql

COUNTRIES = """
    select r.source, r.record, r.known_on as since, r.said, lower(coalesce(max(n.country), '')) as country
    from (
        select source, record, known_on, learned_on, said from records where kind = 'person' and person_key = $key
        union all
        select source, '', min(known_on), 0, said from people where person_key = $key group by source, said
    ) as r
    left join company_names as n on n.said = r.said
    group by r.source, r.record, r.known_on, r.said
    order by since, r.source, r.record
"""
PLACES = """
    select
        account_id, min(known_on) as since, arg_max(rule, row(known_on, rule)) filter (where times > 0) as rule,
        string_agg(distinct nullif(source, ''), ', ' order by nullif(source, '')) filter (where times > 0) as source,
        coalesce(arg_max(title, row(told_on, title)) filter (where times > 0 and title <> ''), '') as title,
        coalesce(arg_max(role, row(rule = 'role set by a person', told_on)) filter (where times > 0 and role <> ''), '')
            as role
    from people
    where person_key = $key and account_id not in (select account_id from accounts where rule = 'family')
    group by account_id
    having sum(times) > 0
    order by since, account_id
"""
CONTACTS = f"""
    select r.source, r.record, r.known_on as since, c.record as names, c.account_id
    from (
        select * from records
        where kind = 'person' and person_key = $key
        qualify row_number() over (partition by source, record order by learned_on desc, known_on desc) = 1
    ) as r
    left join (
        select record, {number_sql("record")} as said, max(account_id) as account_id
        from records where kind = 'company' and record <> '' group by record
    ) as c on c.said = r.said
    order by since, r.source, r.record
"""
# The days on which people were named beside a visitor's id, by what each is called today.
NAMED_BESIDE = """
    select v.known_on, coalesce(r.person_key, v.person_key) as person, v.activity_id
    from visitors as v
    left join (
        select source || ':' || record as contact, arg_max(person_key, row(known_on, learned_on)) as person_key
        from records where kind = 'person' and record <> '' group by contact
    ) as r on r.contact = v.person_key
    where v.source || ':' || v.visitor = $visitor and v.person_id > 0
    order by v.known_on, person
"""
# The acts of a visitor that name nobody, by where they stand today.
VISITS = """
    select account_id, person_key, cast(sum(times) as bigint) as acts, min(known_on) as since
    from (
        select a.account_id, a.times, a.known_on, coalesce(p.person_key, '') as person_key
        from activities as a
        left join (
            select person_id, min(person_key) as person_key from people where person_id > 0 group by person_id
        ) as p on p.person_id = a.person_id
        where a.visitor in (
            select person_id from visitors where source || ':' || visitor = $visitor and person_id < 0
        )
    )
    group by account_id, person_key
    having sum(times) > 0
    order by acts desc, account_id, person_key
"""

ON_DUTY = "a mailbox that whoever is on duty reads; its acts are the company's, of nobody by name"
CLASSES = {  # what it means that an address is of a class, by the rule that stands on its rows
    "freemail": "an address of a mail provider, as anybody has one",
    "disposable": "an address that is thrown away after use",
    "hosting": "an address that whoever rents there may have",
    "unroutable": "an address that no mail reaches",
    "no-reply": "a machine that sends and does not read",
    "robot": "a machine, by its name",
    "student": "an address that a university gives its students",
    "role address": ON_DUTY,
    "created from a role address": ON_DUTY,
    "whole company": "nothing is told of the company in their country",
    "no country": "accounts of the domain are of countries, and nothing says of which they are",
    "unknown country": "accounts of the domain are of other countries than theirs",
    "our own": "“ours” of the workspace names its domain",
    "competitor": "“competitors” of the workspace names its domain",
    "never an account": "somebody said so, or “never_accounts” of the workspace names its domain",
    "bot": "its source marks it as nobody's",
}


def of_person(known: Known, key: str) -> Why:
    """A person: where they are by which rule, what their title says, and the records that speak of them."""
    found = rows(known.connection, PLACES, {"key": key})
    places = [
        {
            "account": known.called(each["account_id"]),
            "rule": each["rule"],
            "source": each["source"] or "",
            "since": day(each["since"]),
            "title": each["title"],
            "role": each["role"],
            "correction": known.number(key) if each["rule"] == BY_A_PERSON else 0,
        }
        for each in found
    ]
    contacts = [
        {
            "source": each["source"],
            "record": each["record"],
            "since": day(each["since"]),
            "names_account": each["names"] or "",
            "account": known.called(each["account_id"]) if each["account_id"] else "",
        }
        for each in rows(known.connection, CONTACTS, {"key": key})
    ]
    host = domain(key.split("@")[-1]) if "@" in key else None
    countries = _countries(known, key)
    keys = {host.domain, *(in_country(host.domain, one["country"]) for one in countries)} if host else set()
    considered = claims_on(known, keys, -1) if host and host.domain and not host.rule else []
    where = ", ".join(place["account"] for place in places) or "nobody"
    because = places[-1]["rule"] if places else "no row says otherwise"
    meaning = CLASSES.get(because) or CLASSES.get(host.rule if host and where == "nobody" else "", "")
    parts = {
        "places": places,
        "title": titled.read(places[-1]["title"], places[-1]["role"], known.roles) if places else [],
        "records": contacts[:MOST],
        "countries": countries[:MOST],
        "considered": considered[:MOST],
        "corrections": known.of({key}),
    }
    return Why(
        "person",
        key,
        f"{key} is of {where}: {because}{f', {meaning}' if meaning else ''}{_in_country(places, countries)}.",
        places[-1]["account"] if places else "",
        parts,
    )


def _countries(known: Known, key: str) -> list[Row]:
    """The countries that are stated of a person: by which record, or by rows of which source, since when."""
    numbers = {number_of(f"country\x1e{code}"): code for code in country_words().values()}
    stated = [
        {
            "source": each["source"],
            "record": each["record"],
            "country": numbers.get(each["said"]) or country_code(each["country"]),
            "since": day(each["since"]),
        }
        for each in rows(known.connection, COUNTRIES, {"key": key})
    ]
    return [one for one in stated if one["country"]]


def _in_country(places: Sequence[Row], countries: Sequence[Row]) -> str:
    """By what somebody is of the country of their account: the last thing that says so."""
    country = with_country(places[-1]["account"])[1] if places else ""
    told = [one for one in countries if one["country"] == country and country]
    if not told:
        return ""
    record = next((one for one in reversed(told) if one["record"]), None)
    by = f"the record {record['source']}:{record['record']} says" if record else f"rows of {told[-1]['source']} say"
    return f"; that they are of {country}, {by}"


def of_visitor(known: Known, key: str) -> Why:
    """A visitor: who it is since when and by which act, and where what it did without a name stands."""
    named = rows(known.connection, NAMED_BESIDE, {"visitor": key})
    by = in_force(one.said for one in known.noted).get(("visitor", key))
    found = turns((one["known_on"], one["person"]) for one in named)
    called = f"The visitor {key}"
    if by:
        sentence = f"{called} is {by.object or 'nobody in particular'}, by correction {by.number}."
    elif not found:
        sentence = f"{called} is nobody we know: no act names a person beside it."
    elif found[-1].person == SEVERAL:
        people = len({one["person"] for one in named})
        sentence = (
            f"{called} is nobody in particular since {day(found[-1].since)}: {people:,} people were named beside it, "
            "several on one day or too many in all."
        )
    else:
        since, person = found[-1]
        act = next(one["activity_id"] for one in named if one["known_on"] == since)
        sentence = f"{called} is {person} since {day(since)}, by the act {act}."
    firsts = {one["person"]: one for one in reversed(named)}
    visits = [
        {
            "person": each["person_key"] or "without a name",
            "account": known.called(each["account_id"]),
            "acts": each["acts"],
            "since": day(each["since"]),
        }
        for each in rows(known.connection, VISITS, {"visitor": key})
    ]
    beside = [
        {"person": person, "since": day(one["known_on"]), "act": one["activity_id"]} for person, one in firsts.items()
    ]
    parts = {"named": sorted(beside, key=lambda one: one["since"])[:MOST], "visits": visits[:MOST]}
    return Why(
        "visitor", key, sentence, visits[0]["account"] if visits else "", {**parts, "corrections": known.of({key})}
    )
