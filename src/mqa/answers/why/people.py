"""Why a person or a visitor is who they are, and of which account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mqa.answers import meant, naming, titled
from mqa.answers.identity import MATCHED
from mqa.answers.why.accounts import considered_of, holder
from mqa.answers.why.classes import CLASSES
from mqa.answers.why.known import MOST, Known, Why, because, day, sentence
from mqa.answers.why.names import meaning
from mqa.identity.addresses import mailbox
from mqa.identity.domains import domain
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
PLACES = f"""
    select
        account_id, min(known_on) as since, {MATCHED} as rule,
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
    select
        r.source, r.record, r.known_on as since, c.record as names, c.account_id,
        coalesce((select max(name) from company_names as n where n.said = r.said), '') as states
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
# The names of companies that were stated of somebody, in a record or beside an act; the latest last.
STATED = """
    select n.name, max(p.known_on) as since
    from people as p
    join company_names as n on n.said = p.said
    where p.person_key = $key and n.name <> ''
    group by n.name
    order by since, n.name
"""
# What an address that is nobody's did, or a mailbox of whoever is on duty.
DONE = "select cast(coalesce(sum(times), 0) as bigint) as acts from activities where person_id in ($one, -$one)"

BY_NAME = {"company name", "same company name", "unknown company name", "ambiguous company name"}
BY_DOMAIN = {  # rules by which somebody is where the domain of their address leads
    "e-mail domain",
    "created from e-mail domain",
    "role address",
    "created from a role address",
    "whole company",
    "never an account",
}


def of_person(known: Known, key: str) -> Why:
    """A person: where they are by which rule, what their title says, and the records that speak of them."""
    found = rows(known.connection, PLACES, {"key": key})
    told = rows(known.connection, CONTACTS, {"key": key})
    stated = [each["name"] for each in rows(known.connection, STATED, {"key": key})]
    stated += [each["states"] for each in told if each["states"]]  # of what is stated, a record counts first
    host = domain(key.split("@")[-1]) if "@" in key else None
    countries = _countries(known, key)
    names = (
        [*dict.fromkeys([*(in_country(host.domain, one["country"]) for one in countries), host.domain])] if host else []
    )
    matched = [_matched(known, key, each["rule"], told, names, stated) for each in found]
    places = [
        {
            "account": known.called(each["account_id"]),
            "rule": one.rule,
            "source": each["source"] or "",
            "since": day(each["since"]),
            "title": each["title"],
            "role": each["role"],
            "correction": one.correction,
        }
        for each, one in zip(found, matched, strict=True)
    ]
    contacts = [
        {
            "source": each["source"],
            "record": each["record"],
            "since": day(each["since"]),
            "names_account": each["names"] or "",
            "account": known.called(each["account_id"]) if each["account_id"] else "",
            "states": each["states"],
        }
        for each in told
    ]
    decided = any(one.rule in BY_DOMAIN for one in matched)
    considered = [
        {**each, "wins": each["wins"] and decided}
        for each in (considered_of(known, names) if host and host.domain and not host.rule else [])
    ]
    is_person = not (host and mailbox(key.split("@")[0]))
    parts = {
        "places": places,
        "title": titled.read(places[-1]["title"], places[-1]["role"], known.roles) if places and is_person else [],
        "records": contacts[:MOST],
        "countries": countries[:MOST],
        "considered": considered[:MOST],
        "corrections": known.of({key, *_ids(told), *stated}),
    }
    where = ", ".join(place["account"] for place in places) or "nobody"
    reason = matched[-1].words() if matched else "no row says otherwise"
    explained = matched and (matched[-1].steps or matched[-1].rule in CLASSES)
    if where == "nobody" and host and host.rule in CLASSES and not explained:
        reason += f", {CLASSES[host.rule]}"
    said = f"{key} is of {where}: {reason}{_in_country(places, countries)}{_kept(known, key, where)}."
    return Why("person", key, said, places[-1]["account"] if places else "", parts)


@dataclass(frozen=True)
class Matched:
    """How a person came to an account: the rule, the correction that says so (0: none), and what led them on from there
    (steps of a sentence)."""

    rule: str
    correction: int
    steps: Sequence[str]

    def words(self) -> str:
        """The same in words, with what the rule means if nothing else explains it."""
        by = f"{self.rule} (correction {self.correction})" if self.correction else self.rule
        meaning = "" if self.steps else CLASSES.get(self.rule, "")
        return f"{by}{f', {meaning}' if meaning else ''}{because(self.steps)}"


def _matched(
    known: Known, key: str, rule: str, told: Sequence[Row], names: Sequence[str], stated: Sequence[str]
) -> Matched:
    """How a person came to an account, by the rule on their rows, their records, and the domains of their address. What
    people say today goes first: rows keep the rule that brought them, where a word changed nothing but the reason."""
    subjects = [("person", one) for one in (key, *_ids(told))]
    if rule == BY_A_PERSON:
        subjects += [("name", one) for one in reversed(stated)]
    if said := next((known.held[one] for one in subjects if one in known.held), None):
        to = known.onward(said.object)[1] if said.object else []
        about = [sentence(said)] if said.kind == "name" or to else []
        return Matched(BY_A_PERSON, said.number, [*about, *to])
    if rule == BY_A_PERSON:
        rule = "account of the contact" if any(each["account_id"] for each in told) else "e-mail domain"
    return Matched(rule, 0, _led(known, rule, told, names, stated))


def _led(known: Known, rule: str, told: Sequence[Row], names: Sequence[str], stated: Sequence[str]) -> list[str]:
    """What leads on the account that a rule found."""
    if rule == "account of the contact":
        keys = [meant.named(known.connection, each["account_id"]).key for each in told if each["account_id"]]
        return known.onward(keys[-1])[1] if keys else []
    if rule in BY_DOMAIN and names:
        held = [holder(known, name) for name in names]
        found = (key for by, key in held if by or ("account", key) in known.held)
        return known.onward(next(found, names[-1]))[1]
    if rule in BY_NAME and stated:
        return [f"“{stated[-1]}” {meaning(known, one)}" for one in naming.stated(known.connection, stated[-1])[:1]]
    return []


def _ids(told: Sequence[Row]) -> list[str]:
    """The contact's ids by which a person may be named."""
    return [f"{each['source']}:{each['record']}" for each in told if each["record"]]


def _kept(known: Known, key: str, where: str) -> str:
    """How many acts are kept of an address that is nobody's."""
    acts = rows(known.connection, DONE, {"one": number_of(key)})[0]["acts"] if where == "nobody" else 0
    return f"; {'1 act is' if acts == 1 else f'{acts:,} acts are'} kept, as nobody's" if acts else ""


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
