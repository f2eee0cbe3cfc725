"""The committee role that a job title shows by the patterns of a definition, and the rule table `titles`.

Titles are normalised first (case, punctuation, "Sr." and "senior", "Chief Financial Officer" and "CFO"),
then the roles of the definition are tried in order, against the long and the short form alike. Department and
seniority are read by `mqa.identity.titles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from mqa.identity.titles import classes, own_words
from mqa.identity.vocabulary import INITIALS, plain
from mqa.terms.rules import Role
from mqa.terms.titles import class_number

OFFICERS = {
    "ceo": "chief executive officer",
    "cfo": "chief financial officer",
    "cio": "chief information officer",
    "ciso": "chief information security officer",
    "cso": "chief security officer",
    "cto": "chief technology officer",
    "cdo": "chief data officer",
    "coo": "chief operating officer",
    "cmo": "chief marketing officer",
    "cro": "chief risk officer",
    "cco": "chief compliance officer",
    "cpo": "chief product officer",
    "chro": "chief human resources officer",
    "gc": "general counsel",
}
WORDS = {
    "sr": "senior",
    "snr": "senior",
    "jr": "junior",
    "mgr": "manager",
    "dir": "director",
    "eng": "engineer",
    "svp": "senior vp",
    "evp": "executive vp",
    "avp": "assistant vp",
    "dpt": "department",
    "it": "information technology",
    "infosec": "information security",
    "hr": "human resources",
    "vice president": "vp",
}
SHORT = {long: short for short, long in OFFICERS.items()}
REPLACED = {words.split()[0] for words in (*WORDS, *SHORT, *OFFICERS)}  # where none of them is, nothing is replaced
TITLE_WORDS = re.compile(r"[\w&+#]+")
TitleRow = tuple[str, str, int, int, int, int]


@dataclass(frozen=True)
class RoleReading:
    """The committee role of a title (its place in the file; 0: none), how sure that is (0-1), and why."""

    role: int
    confidence: float
    reason: str


def title_rows(
    titles: Iterable[tuple[str, str]], roles: Sequence[Role], weighings: Mapping[tuple[int, int], int]
) -> list[TitleRow]:
    """The rule table `titles` for distinct pairs of a title and a role set by a person, which wins.

    `weighings`: by department and seniority, where they have a weight of their own (0: none). Titles are numbered in
    alphabetical order from 1; an empty title without a role says nothing and has no row.
    """
    distinct = sorted({pair for pair in titles if any(pair)})
    return [
        (title, set_role, nth, class_number(role, *shown), role, weighings.get(shown, 0))
        for nth, (title, set_role) in enumerate(distinct, start=1)
        for role, shown in [(role_of(title, set_role, roles), classes(title))]
    ]


def role_of(title: str, set_role: str, roles: Sequence[Role]) -> int:
    """The committee role (its place in the file from 1; 0: none): set by a person, else the first that matches."""
    return _named(set_role, roles) or _matched(title, roles)[0]


def role_reading(title: str, set_role: str, roles: Sequence[Role]) -> RoleReading:
    """The committee role of `role_of` with its confidence and reason.

    1 where a person set it; 0.95 where a pattern names the whole title; from 0.5 to 0.9 by the share of the title's
    letters that a pattern names beside its stars; less than half of it where these letters speak of somebody else.
    """
    if nth := _named(set_role, roles):
        return RoleReading(nth, 1.0, f"“{roles[nth - 1].name}” was set by a person")
    nth, pattern, form = _matched(title, roles)
    if not nth:
        return RoleReading(0, 0.0, "no pattern of a role fits the title")
    fits = f"“{pattern}” of “{roles[nth - 1].name}” fits the title"
    parts = [title_forms(part)[0] for part in pattern.split("*") if part.strip()]
    confidence = 0.5 + 0.4 * sum(map(len, parts)) / len(form) if "*" in pattern else 0.95
    own = title_forms(own_words(title))
    if not any(all(plain(part) in words for part in parts) for words in own):
        return RoleReading(nth, round(0.4 * confidence, 2), f"{fits}, but not in what it says of its holder")
    return RoleReading(nth, round(confidence, 2), fits)


def _named(set_role: str, roles: Sequence[Role]) -> int:
    """The place of the role of this name; 0 where none has it."""
    name = set_role.strip().lower()
    return next((nth for nth, role in enumerate(roles, start=1) if role.name.lower() == name), 0) if name else 0


def _matched(title: str, roles: Sequence[Role]) -> tuple[int, str, str]:
    """The first role with a pattern that fits the title; that pattern, and the form of the title that it fits."""
    expression, patterns = _expressions(tuple(role.titles for role in roles))
    found = [
        (match.lastindex or 0, form) for form in title_forms(title) if form and (match := expression.fullmatch(form))
    ]
    if not found:
        return 0, "", ""
    nth, form = min(found)
    return *patterns[nth - 1], form


def title_forms(title: str) -> tuple[str, ...]:
    """The ways to write a title that mean the same, normalised: short, and with offices written out.

    >>> title_forms("Chief Financial Officer (CFO), EMEA")
    ('cfo cfo emea', 'chief financial officer chief financial officer emea')
    >>> title_forms("Sr. Vice President Finance")
    ('senior vp finance',)
    """
    initials = INITIALS.sub("", title.lower())
    words = " ".join(TITLE_WORDS.findall(initials.replace("_", " ")))
    if REPLACED.isdisjoint(re.split(r"\W+", words)):
        return (words,)
    short = _replaced(_replaced(words, WORDS), SHORT)
    return tuple(dict.fromkeys((short, _replaced(short, OFFICERS))))


def _replaced(words: str, meanings: dict[str, str]) -> str:
    return _any_of(tuple(meanings)).sub(lambda found: meanings[found[0]], words)


@cache
def _any_of(meanings: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(meanings, key=len, reverse=True)) + r")\b")


@cache
def _expressions(titles: tuple[tuple[str, ...], ...]) -> tuple[re.Pattern[str], tuple[tuple[int, str], ...]]:
    """One expression for the patterns of all roles, a group for each; and each group's role and pattern."""
    patterns = tuple((nth, pattern) for nth, of_role in enumerate(titles, start=1) for pattern in of_role)
    return re.compile("|".join(f"({_expression(pattern)})" for _, pattern in patterns) or r"(?!)"), patterns


def _expression(pattern: str) -> str:
    """A title pattern, normalised like a title, in which `*` stands for any text."""
    starred = [title_forms(part)[0] if part.strip() else "" for part in pattern.split("*")]
    edges = [(" " if part[:1] == " " else "", " " if part[-1:] == " " else "") for part in pattern.split("*")]
    return ".*".join(re.escape(a + part + b) for part, (a, b) in zip(starred, edges, strict=True))
