"""A domain that is no account's: why, and who writes from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from shlex import quote

from mqa.answers.unclaimed import STANDING
from mqa.answers.why.accounts import LEFT_OUT
from mqa.answers.why.classes import CLASSES
from mqa.answers.why.known import MOST, Known, Why
from mqa.identity.domains import KeptOut, domain
from mqa.reading import Row, rows
from mqa.terms.countries import with_country
from mqa.terms.keys import number_of

EMPTY = f"select 1 where $account not in ({STANDING})"
WRITING = """
    select account_id, count(*) as people
    from (
        select account_id, person_id
        from people
        where domain_id = $domain and account_id > 0 and person_id > 0 and contains(person_key, '@')
        group by account_id, person_id
        having sum(times) > 0
    )
    group by account_id
    order by people desc, account_id
"""


def of_nobodys(known: Known, name: str, kept_out: KeptOut) -> Why | None:
    """A domain that no account has: its class, the accounts whose people write from there by their records, and who is
    nobody's; None where nobody is known who does."""
    bare = with_country(name)[0]
    number, rule = number_of(bare), domain(bare, kept_out).rule
    writing = _writing(known, bare)
    left_out = rows(known.connection, LEFT_OUT, {"domains": [number]})
    if not writing and not left_out:
        return None
    sentence = f"{name} is no account's{f': {rule}, {CLASSES[rule]}' if rule else ''}."
    sentence += _written(name, writing, known_as=rule)
    return Why("domain", name, sentence, "", {"writing": writing[:MOST], "left_out": left_out})


def with_writing(known: Known, name: str, account_id: int, found: Why) -> Why:
    """What is told of an account by its domain, with the people of others who write from there, where only nameless
    visits made it."""
    writing = _writing(known, name) if rows(known.connection, EMPTY, {"account": account_id}) else []
    sentence = found.sentence + _written(name, writing)
    return replace(found, sentence=sentence, parts={**found.parts, "writing": writing[:MOST]}) if writing else found


def _writing(known: Known, name: str) -> list[Row]:
    """The accounts whose people write from a domain by their records, those of most people first."""
    found = rows(known.connection, WRITING, {"domain": number_of(name)})
    return [{"account": known.called(each["account_id"]), "people": each["people"]} for each in found]


def _written(name: str, writing: Sequence[Row], known_as: str = "") -> str:
    """How many of whom write from a domain, as sentences that follow one; and how to make it theirs, unless it is known
    as one of a class."""
    if not writing:
        return ""
    heads = sum(each["people"] for each in writing)
    whose = writing[0]["account"] if len(writing) == 1 else f"{len(writing):,} accounts"
    said = f" {heads:,} {'person' if heads == 1 else 'people'} of {whose} write{'s' * (heads == 1)} from there."
    mend = f" If it is theirs: mqa identity alias {name} {quote(whose)}"
    return said + (mend if len(writing) == 1 and not known_as else "")
