"""Why an account, a domain, a person or a record is who it is: what it is made of, by which rule, from which day, by
which correction, and what was considered beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mqa.answers import families, meant, naming, titled
from mqa.answers.addresses import located
from mqa.identity.corrections import in_force, way
from mqa.identity.domains import domain
from mqa.identity.visitors import SEVERAL, turns
from mqa.ledger import corrections
from mqa.ledger.corrections import Noted
from mqa.reading import Connection, Row, rows
from mqa.terms.corrections import BY_A_PERSON
from mqa.terms.durations import date_of
from mqa.terms.keys import number_of, number_sql
from mqa.terms.problems import Refused
from mqa.terms.rules import Role

MOST = 50  # rows of each part
UNDECIDED = ("ambiguous", "none")
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
    "our own": "“ours” of the workspace names its domain",
    "competitor": "“competitors” of the workspace names its domain",
    "never an account": "somebody said so, or “never_accounts” of the workspace names its domain",
    "bot": "its source marks it as nobody's",
}


@dataclass(frozen=True)
class Why:
    """What something is: in a sentence, and in parts by name (records, domains, family, people, visits, ...)."""

    about: str
    what: str
    sentence: str
    account: str = ""
    parts: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The same as JSON has it; days as dates."""
        return {
            "about": self.about,
            "what": self.what,
            "sentence": self.sentence,
            "account": self.account or None,
            **{name: list(found) for name, found in self.parts.items()},
        }


@dataclass(frozen=True)
class _Known:
    """The engine, and what people said."""

    connection: Connection
    noted: tuple[Noted, ...]
    roles: Mapping[str, Sequence[Role]]  # the committee of each definition, by its name

    def called(self, account_id: int) -> str:
        """An account by what it is called; nobody's is nobody."""
        return meant.named(self.connection, account_id).called if account_id > 0 else "nobody"

    def of(self, keys: set[str]) -> list[Row]:
        """The corrections that speak of some keys, the latest first."""
        numbers = {one.said.number for one in self.noted if one.said.subject in keys or one.said.object in keys}
        return [row(one) for one in self.noted if one.said.number in numbers]

    def leading(self, key: str) -> set[str]:
        """The keys that people lead to an account, and its own."""
        held = in_force(one.said for one in self.noted)
        ends = {subject for about, subject in held if about == "account" and way(held, subject)[-1] == key}
        return ends | {key}

    def number(self, *keys: str) -> int:
        """The correction of the first of these keys of which one holds; 0: none does."""
        held = in_force(one.said for one in self.noted)
        found = (held.get((about, key)) for key in keys for about in ("account", "person"))
        return next((one.number for one in found if one), 0)


def why(connection: Connection, typed: str, roles: Mapping[str, Sequence[Role]] | None = None) -> Why:
    """Why what is meant is who it is today. Raises Refused where nothing is meant by it, or several are.

    An account is named by its domain, its name or its number; also a person by an address, a domain, a record by its
    id at its source (a domain that is one is meant as a domain), a name that rows state and no account has, a visitor
    (`visitor:id`), an IP address.
    `connection` as `mqa.answers.meant.identities` opens it; `roles`: the committee of each definition, by its name.
    """
    known = _Known(connection, tuple(corrections.noted()), roles or {})
    if of_address := located(connection, typed):
        sentence, account, network = of_address
        return Why("address", typed, sentence, account, {"network": network})
    if typed.strip().startswith(meant.VISITOR):
        return _visitor(known, meant.visitor(connection, typed))
    if "@" in typed:
        return _person(known, meant.person(connection, typed))
    host = domain(typed.strip().lower())
    found = meant.records(connection, typed)
    if found and not host.domain:
        return _record(known, typed, found)
    try:
        one = meant.account(connection, typed, exactly=False)
    except Refused:
        if found:
            return _record(known, typed, found)
        if names := naming.stated(connection, typed):
            return _name(known, typed.strip().lower(), names)
        if host.domain and (claims := _claims(known, {host.domain}, -1)):
            return _domain(known, host.domain, claims)
        raise
    if host.domain and one.key != host.domain and meant.leads_to(connection, host.domain):
        return _domain(known, host.domain, _claims(known, {host.domain}, -1))
    return _account(known, one)


def row(one: Noted) -> Row:
    """A correction as a row that a person can read."""
    said = one.said
    return {
        "number": said.number,
        "day": _day(said.day),
        "what": words(one),
        "by": said.by,
        "note": said.note,
        "undone_by": one.undone_by or None,
    }


def words(one: Noted) -> str:
    """What a correction says, as a sentence without its full stop."""
    said = one.said
    to = said.object or "nobody"
    return {
        "merge": f"{said.subject} is part of {to}",
        "alias": f"{said.subject} leads to {to}",
        "split": f"{said.subject} is an account of its own",
        "never": f"{said.subject} is never an account",
        "assign": f"{said.subject} is of {to}",
        "name": f"the name “{said.subject}” means {to}",
        "role": f"{said.subject} is {to}",
        "visitor": f"the visitor {said.subject} is {said.object or 'nobody in particular'}",
        "undo": f"undoes {said.undoes}",
    }[said.kind]


def _account(known: _Known, one: meant.Named) -> Why:
    keys = known.leading(one.key)
    named = naming.led_by_name(known.connection, one.account_id)
    ids = [*map(number_of, keys), *named]
    found = rows(known.connection, DOMAINS, {"account": one.account_id})
    domains = [
        {
            "domain": each["domain"],
            "rule": each["rule"],
            "source": each["source"],
            "since": _day(each["since"]),
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
            "since": _day(each["since"]),
            "correction": _moved(known, {"first_account": each["account_id"]}, one),
        }
        for each in rows(known.connection, COMPANIES, {"accounts": ids})
    ]
    people = [
        {**each, "since": _day(each["since"])} for each in rows(known.connection, PEOPLE, {"account": one.account_id})
    ]
    lost = [
        claim for claim in _claims(known, {each["domain"] for each in domains}, one.account_id) if not claim["wins"]
    ]
    kin = families.family(known.connection, one.account_id, NO_END)
    parts = {
        "records": records[:MOST],
        "domains": domains[:MOST],
        "family": [{**each, "since": _day(each["since"])} for each in kin],
        "people": people[:MOST],
        "considered": lost[:MOST],
        "corrections": known.of(keys),
    }
    made = f"{_counted(records, 'record')}, {_counted(domains, 'domain')}"
    heads = sum(each["people"] for each in people)
    called = f"{one.called} ({one.name})" if one.name and one.name != one.called else one.called
    sentence = f"{called} is made of {made} and {heads:,} {'person' if heads == 1 else 'people'} known by name"
    sentence += f"; {said}." if (said := families.sentence(kin)) else "."
    return Why("account", one.called, sentence, one.called, parts)


def _moved(known: _Known, each: Row, one: meant.Named) -> int:
    """The correction that brought what was told of another account; 0: nothing did."""
    if each["first_account"] == one.account_id:
        return 0
    return known.number(meant.named(known.connection, each["first_account"]).key)


def _claims(known: _Known, domains: set[str], account_id: int) -> list[Row]:
    found = rows(known.connection, CLAIMS, {"domains": sorted(domains), "account": account_id})
    return [
        {
            "domain": each["domain"],
            "account": known.called(each["first_account"]),
            "rule": each["rule"],
            "source": each["source"],
            "since": _day(each["since"]),
            "wins": bool(each["wins"]),
        }
        for each in found
    ]


def _domain(known: _Known, name: str, claims: Sequence[Row]) -> Why:
    number = meant.leads_to(known.connection, name)
    by = known.number(name)
    led = known.called(number) if number else "nobody"
    because = f"by correction {by}" if by else next((claim["rule"] for claim in claims if claim["wins"]), "")
    kin = families.family(known.connection, number_of(name), NO_END)
    if number and any(one["company"] == name and one["unit"] == led for one in kin):
        because = families.sentence(kin)
    sentence = f"{name} leads to {led}{f', {because}' if because else ''}."
    parts = {"considered": [*claims][:MOST], "corrections": known.of({name})}
    return Why("domain", name, sentence, led if number else "", parts)


def _person(known: _Known, key: str) -> Why:
    found = rows(known.connection, PLACES, {"key": key})
    places = [
        {
            "account": known.called(each["account_id"]),
            "rule": each["rule"],
            "source": each["source"] or "",
            "since": _day(each["since"]),
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
            "since": _day(each["since"]),
            "names_account": each["names"] or "",
            "account": known.called(each["account_id"]) if each["account_id"] else "",
        }
        for each in rows(known.connection, CONTACTS, {"key": key})
    ]
    host = domain(key.split("@")[-1]) if "@" in key else None
    considered = _claims(known, {host.domain}, -1) if host and host.domain and not host.rule else []
    where = ", ".join(place["account"] for place in places) or "nobody"
    because = places[-1]["rule"] if places else "no row says otherwise"
    meaning = CLASSES.get(because) or CLASSES.get(host.rule if host and where == "nobody" else "", "")
    parts = {
        "places": places,
        "title": titled.read(places[-1]["title"], places[-1]["role"], known.roles) if places else [],
        "records": contacts[:MOST],
        "considered": considered[:MOST],
        "corrections": known.of({key}),
    }
    return Why(
        "person",
        key,
        f"{key} is of {where}: {because}{f', {meaning}' if meaning else ''}.",
        places[-1]["account"] if places else "",
        parts,
    )


def _visitor(known: _Known, key: str) -> Why:
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
            f"{called} is nobody in particular since {_day(found[-1].since)}: {people:,} people were named beside it, "
            "several on one day or too many in all."
        )
    else:
        since, person = found[-1]
        act = next(one["activity_id"] for one in named if one["known_on"] == since)
        sentence = f"{called} is {person} since {_day(since)}, by the act {act}."
    firsts = {one["person"]: one for one in reversed(named)}
    visits = [
        {
            "person": each["person_key"] or "without a name",
            "account": known.called(each["account_id"]),
            "acts": each["acts"],
            "since": _day(each["since"]),
        }
        for each in rows(known.connection, VISITS, {"visitor": key})
    ]
    beside = [
        {"person": person, "since": _day(one["known_on"]), "act": one["activity_id"]} for person, one in firsts.items()
    ]
    parts = {"named": sorted(beside, key=lambda one: one["since"])[:MOST], "visits": visits[:MOST]}
    return Why(
        "visitor", key, sentence, visits[0]["account"] if visits else "", {**parts, "corrections": known.of({key})}
    )


def _name(known: _Known, name: str, found: Sequence[Row]) -> Why:
    """A name that rows state: with several countries, what it means in each."""
    said = []
    for one in found:
        place = ", ".join(filter(None, (one["city"], one["country"])))
        unsure = "may mean one of several accounts" if one["rule"] == "ambiguous" else "means no account that we know"
        means = f"means {one['account']} ({one['rule']})" if one["account"] else unsure
        said.append(f"“{name}”{f' in {place}' if place else ''} {means}")
    names = [
        {**one, "confidence": f"{one['confidence']:.0%}", "rivals": f"{one['other_confidence']:.0%}"} for one in found
    ]
    because = [{"reason": reason["words"], "weight": f"{reason['weight']:+.2f}"} for reason in found[0]["why"]]
    parts = {"names": names, "because": because, "corrections": known.of({name})}
    return Why("name", name, f"{'; '.join(said)}.", found[0]["account"], parts)


def _record(known: _Known, typed: str, found: Sequence[Row]) -> Why:
    records = [
        {
            "source": each["source"],
            "record": each["record"],
            "kind": each["kind"],
            "means": each["person_key"],
            "rule": each["rule"],
            "since": _day(each["known_on"]),
            "account": _now(known, each),
        }
        for each in found
    ]
    sentence = "; ".join(
        f"{one['source']}:{one['record']} is {one['means']}, of {one['account']}{_by_name(known, each)}"
        for one, each in zip(records, found, strict=True)
    )
    keys = {str(each["person_key"]) for each in found}
    return Why(
        "record", typed, f"{sentence}.", records[0]["account"], {"records": records, "corrections": known.of(keys)}
    )


def _now(known: _Known, record: Row) -> str:
    """The account that a record's company or person is part of today."""
    if record["kind"] == "company":
        end = _end(known, record)
        own = _own(known, record)
        led = own["one"] if own and own["rule"] not in UNDECIDED else ""
        return led or (known.called(number_of(end)) if end else "nobody")
    places = rows(known.connection, PLACES, {"key": record["person_key"]})
    return ", ".join(known.called(each["account_id"]) for each in places) or "nobody"


def _end(known: _Known, record: Row) -> str:
    """The key of the account that a company's record leads to by what people say; nobody's is empty."""
    held = in_force(one.said for one in known.noted)
    return way(held, str(record["person_key"]))[-1] if record["account_id"] else ""


def _own(known: _Known, record: Row) -> Row | None:
    """What the own name of a company without a domain means, where nobody says anything else of the company."""
    said = ("account", str(record["person_key"])) in in_force(one.said for one in known.noted)
    alone = record["kind"] == "company" and not said
    return naming.own(known.connection, record["account_id"]) if alone else None


def _by_name(known: _Known, record: Row) -> str:
    """What the own name of a company without a domain adds: why it is another account, or which ones it may be."""
    own = _own(known, record)
    if own is None or own["rule"] == "none":
        return ""
    if own["rule"] != "ambiguous":
        return f": that is what its name “{own['name']}” means ({own['rule']}, {own['confidence']:.0%})"
    either = f"{own['one']} ({own['confidence']:.0%}) or {own['other']} ({own['other_confidence']:.0%})"
    return f"; its name “{own['name']}” may mean {either}: see “mqa identity review”"


def _counted(found: Sequence[Row], what: str) -> str:
    return f"{len(found):,} {what}{'' if len(found) == 1 else 's'}"


def _day(number: int) -> str:
    return date_of(number).isoformat()
