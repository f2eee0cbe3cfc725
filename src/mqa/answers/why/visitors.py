"""Who a visitor is, and where what it did without a name stands."""

from __future__ import annotations

from mqa.answers.why.known import MOST, Known, Why, day
from mqa.identity.visitors import SEVERAL, turns
from mqa.reading import rows
from mqa.terms.placing import SURE_RULES

NAMELESS = "without a name"
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
# Where a visitor is by itself, and by which rule; a sure one comes first.
STANDS = """
    select account_id, rule, min(known_on) as since, list_contains($sure, rule) as sure
    from people
    where
        account_id not in (select account_id from accounts where rule = 'family')
        and first_person in (select person_id from visitors where source || ':' || visitor = $visitor and person_id < 0)
    group by account_id, rule
    having sum(times) > 0
    order by account_id, sure desc, since, rule
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


def of_visitor(known: Known, key: str) -> Why:
    """A visitor: who it is since when and by which act, and where what it did without a name stands."""
    named = rows(known.connection, NAMED_BESIDE, {"visitor": key})
    by = known.held.get(("visitor", key))
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
            "person": each["person_key"] or NAMELESS,
            "account": known.called(each["account_id"]),
            "acts": each["acts"],
            "since": day(each["since"]),
        }
        for each in rows(known.connection, VISITS, {"visitor": key})
    ]
    beside = [
        {"person": person, "since": day(one["known_on"]), "act": one["activity_id"]} for person, one in firsts.items()
    ]
    stands = {
        known.called(each["account_id"]): each
        for each in reversed(rows(known.connection, STANDS, {"visitor": key, "sure": [*SURE_RULES]}))
    }
    for each in visits:
        by_itself = stands.get(str(each["account"])) if each["person"] == NAMELESS else None
        each["rule"] = by_itself["rule"] if by_itself else ""
        each["surely"] = ("sure" if by_itself["sure"] else "likely") if by_itself and by_itself["account_id"] else ""
    parts = {"named": sorted(beside, key=lambda one: one["since"])[:MOST], "visits": visits[:MOST]}
    return Why(
        "visitor", key, sentence, visits[0]["account"] if visits else "", {**parts, "corrections": known.of({key})}
    )
