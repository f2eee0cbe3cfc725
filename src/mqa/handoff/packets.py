"""Packets: one canonical text of what an owner is told, its hash, and whom and what to turn to first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

LOOKED_AT_LEAST = 3  # letters of a word by which a role is recognised
SUGGESTIONS = (  # words of a role's name or titles; what helps such a person
    (("privacy", "legal", "counsel", "compliance"), "the data-processing terms, certificates and answers to auditors"),
    (("procurement", "purchas", "vendor"), "price list, terms and two references"),
    (("architect", "engineer", "technical", "developer", "platform"), "a technical guide and an hour with an engineer"),
    (("cfo", "finance", "buyer", "budget"), "a business case with the figures of a company of their size"),
    (("ceo", "cio", "ciso", "cto", "chief", "sponsor", "executive"), "one page on what their peers have achieved"),
    (("user", "analyst", "planner", "operator", "data"), "a walk through a day's work, or a trial"),
    (("it", "information", "systems", "security"), "a technical guide and an hour with an engineer"),
)
FOR_ANYBODY = "a case study of a company like theirs"


@dataclass(frozen=True)
class Member:
    """A person at an account. `points`: micro-points, faded and weighted by role; `seen_age`: days since they were
    active (None: never), `seen_on` that day in words; `known_as`: how a sentence names them; `did`: the most serious of
    what they did lately; `reach`: why they cannot be written to (empty: they can)."""

    person: str
    known_as: str
    title: str
    role: str
    points: int
    seen_age: int | None
    seen_on: str = ""
    did: str = ""
    reach: str = ""


@dataclass(frozen=True)
class MissingRole:
    """A role of the committee nobody was seen in. `titles`: as the definition knows them; `known`: who is there."""

    name: str
    titles: tuple[str, ...]
    known: tuple[Member, ...]


def canonical(body: Mapping[str, Any]) -> str:
    """The one text of a packet: keys in alphabetical order, no needless blanks.

    >>> canonical({"b": 1, "a": ["é"]})
    '{"a":["é"],"b":1}'
    """
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(body: Mapping[str, Any]) -> str:
    """The SHA-256 of a packet's canonical text, as 64 hexadecimal digits."""
    return sha256(canonical(body).encode()).hexdigest()


def contact_first(ranked: Sequence[Member], most: int = 5) -> list[dict[str, str]]:
    """Whom sales should contact, and why; `ranked`: as the table contacts has them, the most promising first."""
    return [{"person": one.person, "title": one.title, "role": one.role, "why": _why(one)} for one in ranked[:most]]


def gaps(missing: Iterable[MissingRole], asked: Sequence[Member]) -> list[dict[str, str]]:
    """What to offer, and how to reach somebody, for each role of the committee that nobody was seen in.

    `asked`: those who were active, the most promising first: they can lead to the others.
    """
    return [{"role": role.name, "content": content_for(role), "outreach": _outreach(role, asked)} for role in missing]


def content_for(role: MissingRole) -> str:
    """What helps somebody in a role to say yes.

    >>> content_for(MissingRole("Economic buyer", ("CFO",), ()))
    'a business case with the figures of a company of their size'
    """
    for words in (_words(role.name), _words(" ".join(role.titles))):
        for signs, content in SUGGESTIONS:
            if any(_means(sign, word) for sign in signs for word in words):
                return content
    return FOR_ANYBODY


def titled(member: Member) -> str:
    """A person with their title."""
    return f"{member.known_as} ({member.title})" if member.title else member.known_as


def _why(member: Member) -> str:
    seen = f"on {member.seen_on}"
    parts = [*([member.did] if member.did else []), *([] if member.did.endswith(seen) else [f"last active {seen}"])]
    parts += [] if member.role else ["no role in the committee"]
    parts += [member.reach] if member.reach else []
    return "; ".join(parts)


def _outreach(role: MissingRole, asked: Sequence[Member]) -> str:
    if role.known:
        first = role.known[0]
        way = "Call" if first.reach else "Write to"
        return f"{way} {titled(first)}, who is known but has not been seen yet."
    titles = [title.replace("*", "").strip() for title in role.titles]
    looked_for = f" Look for {', '.join(titles)}." if titles else ""
    if not asked:
        return f"Nobody is known there.{looked_for}"
    return f"Ask {titled(asked[0])}, the most active there, who that is.{looked_for}"


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text.lower()).split()


def _means(sign: str, word: str) -> bool:
    """Whether a word is or begins with a sign; short signs must be the whole word.

    >>> _means("architect", "architecture"), _means("it", "item")
    (True, False)
    """
    return word == sign or (len(sign) > LOOKED_AT_LEAST and word.startswith(sign))
