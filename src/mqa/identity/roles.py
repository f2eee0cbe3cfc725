"""What a job title says: the committee role, the department and the seniority.

Titles are normalised first (case, punctuation, "Sr." and "senior", "Chief Financial Officer" and "CFO"),
then the roles of the definition are tried in order, against the long and the short form alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from mqa.terms.rules import Role
from mqa.terms.titles import DEPARTMENTS, SENIORITIES, class_number

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
DEPARTMENT_WORDS = (
    ("legal", r"legal|counsel|privacy|compliance|lawyer|attorney|data protection officer"),
    ("security", r"security|ciso|cyber"),
    ("data", r"data|analytics|business intelligence"),
    ("finance", r"financ|cfo|accounting|controller|treasur|audit"),
    ("purchasing", r"procurement|purchas|sourcing|vendor|buyer"),
    ("marketing", r"marketing|brand|communication|cmo|content|demand generation"),
    ("sales", r"sales|account executive|business development|revenue|commercial"),
    ("human resources", r"human resources|people operations|talent|recruit|chro"),
    ("product", r"product|cpo"),
    ("customer support", r"support|customer success|customer service"),
    ("engineering", r"engineer|developer|software|architect|devops|cto|technical"),
    ("information technology", r"information technology|systems?|infrastructure|cio|network|technology"),
    ("operations", r"operations|coo|logistics|supply chain|project|program"),
    ("consulting", r"consult|advis"),
    ("administration", r"assistant|administrat|secretary|office manager"),
    ("executive", r"ceo|president|founder|owner|managing director|board|chief"),
)
SENIORITY_WORDS = (
    ("junior", r"junior|intern|trainee|apprentice|assistant"),
    ("chief", r"chief|founder|owner|c[a-z]{1,2}o|chro|managing director"),
    ("vice president", r"vp"),
    ("chief", r"president"),
    ("director", r"director|head of"),
    ("manager", r"manager|management"),
    ("lead", r"lead|principal|staff"),
    ("senior", r"senior|expert"),
)
TitleRow = tuple[str, str, int, int, int, int]


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
        for role, shown in [(role_of(title, set_role, roles), (_department(title), _seniority(title)))]
    ]


def role_of(title: str, set_role: str, roles: Sequence[Role]) -> int:
    """The committee role (its place in the file from 1; 0: none): set by a person, else the first that matches."""
    for nth, role in enumerate(roles, start=1):
        if role.name.lower() == set_role.strip().lower():
            return nth
    forms = [form for form in title_forms(title) if form]
    for nth, role in enumerate(roles, start=1):
        if any(_expression(pattern).fullmatch(form) for pattern in role.titles for form in forms):
            return nth
    return 0


@cache
def title_forms(title: str) -> tuple[str, ...]:
    """The ways to write a title that mean the same, normalised: short, and with offices written out.

    >>> title_forms("Chief Financial Officer (CFO), EMEA")
    ('cfo cfo emea', 'chief financial officer chief financial officer emea')
    >>> title_forms("Sr. Vice President Finance")
    ('senior vp finance',)
    """
    initials = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", title.lower())
    words = re.sub(r"[^\w&+# ]+", " ", initials.replace("_", " "))
    words = re.sub(r"\s+", " ", words).strip()
    plain = _replaced(words, WORDS)
    short = _replaced(plain, {long: short for short, long in OFFICERS.items()})
    return tuple(dict.fromkeys((short, _replaced(short, OFFICERS))))


def _replaced(words: str, meanings: dict[str, str]) -> str:
    pattern = r"\b(?:" + "|".join(sorted(meanings, key=len, reverse=True)) + r")\b"
    return re.sub(pattern, lambda found: meanings[found[0]], words)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    """A title pattern, normalised like a title, in which `*` stands for any text."""
    starred = [title_forms(part)[0] if part.strip() else "" for part in pattern.split("*")]
    edges = [(" " if part[:1] == " " else "", " " if part[-1:] == " " else "") for part in pattern.split("*")]
    return re.compile(".*".join(re.escape(a + part + b) for part, (a, b) in zip(starred, edges, strict=True)))


@cache
def _department(title: str) -> int:
    return _first(DEPARTMENT_WORDS, title, DEPARTMENTS)


@cache
def _seniority(title: str) -> int:
    return _first(SENIORITY_WORDS, title, SENIORITIES)


def _first(rules: tuple[tuple[str, str], ...], title: str, names: tuple[str, ...]) -> int:
    """The place of the first name whose words occur in the title; 0 where none does."""
    form = title_forms(title)[0]
    return next((names.index(name) for name, words in rules if re.search(rf"\b(?:{words})", form)), 0)
