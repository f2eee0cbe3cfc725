"""Names of companies that rows state: what each means, how sure that is, why, and how much waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from mqa.answers import meant
from mqa.identity.corrections import in_force, way
from mqa.identity.matching import reasons
from mqa.identity.names import name_forms
from mqa.ledger import corrections
from mqa.reading import Connection, Row, rows
from mqa.terms.corrections import BY_A_PERSON
from mqa.terms.keys import number_of

# Grain: a name that rows state, or the own name of a company without a domain (said: its account), with country and
# city; what it means today, how many people and acts state it, and of how many such companies it is the own name.
STATED = """
    with standing as (
        select
            said, name, country, city, outcome, account_id, rule, confidence, rival_id, rival_confidence,
            min(known_on) as since
        from company_names
        group by all
        having sum(times) > 0
    ),

    people_stating as (
        select said, count(distinct person_id) as people from records where kind = 'person' group by said
    ),

    acts_stating as (
        select said, cast(sum(times) as bigint) as acts
        from activities
        where said in (select said from standing)
        group by said
    )

    select
        s.*, coalesce(p.people, 0) as people, coalesce(a.acts, 0) as acts,
        cast(s.said in (select first_account from accounts) as bigint) as companies
    from standing as s
    left join people_stating as p on p.said = s.said
    left join acts_stating as a on a.said = s.said
"""
MEANT = f"""
    select
        name, country, city, outcome, account_id, rule, confidence, rival_id, rival_confidence, min(since) as since,
        cast(sum(people) as bigint) as people, cast(sum(acts) as bigint) as acts,
        cast(sum(companies) as bigint) as companies
    from ({STATED})
    group by all
"""
WAITING = f"""
    from ({MEANT}) where outcome = 'ambiguous' order by people + acts + companies desc, name, country, city
"""
OF_NAME = f"from ({MEANT}) where name = $name order by people + acts + companies desc, country, city"
OWN = f"from ({STATED}) where said = $account"
LED = f"""
    select said from ({STATED})
    where
        companies > 0 and not list_contains($led, said)
        and if(list_contains($decided, name), list_contains($here, name), outcome = 'match' and account_id = $account)
"""
MEANING = f"""
    select distinct name from ({STATED})
    where outcome = 'match' and account_id = $account and list_contains($names, name)
    order by name
"""


def waiting(connection: Connection) -> list[Row]:
    """The stated names that may mean one of several accounts and of which nobody said which: the review queue.

    First those that most people and acts state. Columns: name, country, city, one and other (the likeliest accounts, as
    they are called), confidence and other_confidence (0 to 1), people and acts that state it, companies without a
    domain that are called so.
    """
    decided = {key for about, key in in_force(corrections.said()) if about == "name"}
    return [_row(connection, one) for one in rows(connection, WAITING) if one["name"] not in decided]


def stated(connection: Connection, name: str) -> list[Row]:
    """What a stated name means today, for each country and city that it was stated with: as above, and rule,
    account (empty: none) and its natural key, with the reasons for the likeliest in words."""
    held = in_force(corrections.said()).get(("name", name.strip().lower()))
    found = []
    for one in rows(connection, OF_NAME, {"name": name.strip().lower()}):
        row = _row(connection, one)
        account = row["one"] if one["outcome"] == "match" else ""
        rule = one["rule"] if one["outcome"] == "match" else one["outcome"]
        if held:
            account, rule = held.object or "nobody", BY_A_PERSON
        key = meant.named(connection, one["account_id"]).key if one["outcome"] == "match" else ""
        told = meant.named(connection, one["account_id"]).name if one["account_id"] else ""
        why = reasons(name_forms(one["name"]), name_forms(told)) if told else ()
        key = held.object if held else key
        found.append({**row, "account": account, "key": key, "rule": rule, "why": [reason._asdict() for reason in why]})
    return found


def own(connection: Connection, account_id: int) -> Row | None:
    """What the own name of an account without a domain means today, as above with rule and key (that of the account;
    empty: nobody's); None where it has a domain."""
    for one in rows(connection, OWN, {"account": account_id}):
        rule = one["rule"] if one["outcome"] == "match" else one["outcome"]
        key = meant.named(connection, one["account_id"]).key if one["account_id"] else ""
        row = {**_row(connection, one), "rule": rule, "key": key}
        held = in_force(corrections.said()).get(("name", one["name"]))
        return row if held is None else row | {"rule": BY_A_PERSON, "key": held.object, "confidence": 1.0}
    return None


def led_by_name(connection: Connection, account_id: int) -> list[int]:
    """The numbers of the accounts without a domain whose own name means an account; what people say of a name goes
    before what it is like, and what they say of the company before both."""
    held = in_force(corrections.said())
    decided = {key: one.object for (about, key), one in held.items() if about == "name"}
    here = [name for name, key in decided.items() if number_of(way(held, key)[-1]) == account_id]
    led = [number_of(key) for about, key in held if about == "account"]
    asked = {"account": account_id, "led": led, "decided": [*decided], "here": here}
    return [one["said"] for one in rows(connection, LED, asked)]


def meaning(connection: Connection, account_id: int, names: Sequence[str]) -> list[str]:
    """Those of some names that mean an account by what they are like, whatever people say of them."""
    asked = {"account": account_id, "names": [*names]}
    return [str(one["name"]) for one in rows(connection, MEANING, asked)]


def _row(connection: Connection, one: Row) -> Row:
    called = {key: meant.named(connection, one[key]).called if one[key] else "" for key in ("account_id", "rival_id")}
    return {
        "name": one["name"],
        "country": one["country"],
        "city": one["city"],
        "one": called["account_id"],
        "confidence": one["confidence"] / 1_000_000,
        "other": called["rival_id"],
        "other_confidence": one["rival_confidence"] / 1_000_000,
        "people": one["people"],
        "acts": one["acts"],
        "companies": one["companies"],
    }
