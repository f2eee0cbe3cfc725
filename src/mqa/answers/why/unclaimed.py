"""A domain that is no account's: why, and who writes from there."""

from __future__ import annotations

from shlex import quote

from mqa.answers.why.accounts import LEFT_OUT
from mqa.answers.why.classes import CLASSES
from mqa.answers.why.known import MOST, Known, Why
from mqa.identity.domains import KeptOut, domain
from mqa.reading import rows
from mqa.terms.countries import with_country
from mqa.terms.keys import number_of

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
    writing = [
        {"account": known.called(each["account_id"]), "people": each["people"]}
        for each in rows(known.connection, WRITING, {"domain": number})
    ]
    left_out = rows(known.connection, LEFT_OUT, {"domains": [number]})
    if not writing and not left_out:
        return None
    sentence = f"{name} is no account's{f': {rule}, {CLASSES[rule]}' if rule else ''}."
    heads = sum(each["people"] for each in writing)
    if writing:
        whose = writing[0]["account"] if len(writing) == 1 else f"{len(writing):,} accounts"
        sentence += (
            f" {heads:,} {'person' if heads == 1 else 'people'} of {whose} write{'s' * (heads == 1)} from there."
        )
    if len(writing) == 1 and not rule:
        sentence += f" If it is theirs: mqa identity alias {name} {quote(whose)}"
    return Why("domain", name, sentence, "", {"writing": writing[:MOST], "left_out": left_out})
