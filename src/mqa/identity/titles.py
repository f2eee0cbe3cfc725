"""What a job title says of whoever holds it: department and seniority, each with a confidence and its reason.

The rules are the rows of `titles.csv`: words, what they say, how much that weighs, and the language they are of. Every
row that a title has is evidence, what weighs most wins, and all that was weighed is told.

- A word of a department weighs 4, what may be only its topic 1 to 3 ("digital", "project"), an office 6 ("CFO").
  Seniorities weigh the more the higher they are, except for what makes the others small ("junior", "assistant").
- Longer words hide the shorter ones within them: a "product owner" is no owner, "Salesforce" is no sales.
- In a compound the last word is what somebody does: "engineering" in "marketing engineering" weighs one more.
- `serves`: what follows belongs to whom they serve, and says half as much of the department and nothing of the
  seniority. `employer`, `past`: what follows names where they work, or what they were, and says nothing.
- `nothing`: these words only hide others.
"""

from __future__ import annotations

import re
from itertools import pairwise

from mqa.identity.readings import Evidence, Reading, heaviest, reading
from mqa.identity.vocabulary import ASIDE, BREAKS, DEPARTMENT, SENIORITY, SERVES, Match, matches, words_of
from mqa.terms.titles import DEPARTMENTS, SENIORITIES

FILE = "titles.csv"
WRITTEN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{3})")  # PreSales
DOUBT = 1  # the weight of what a title may mean beside what it says
TOPIC = 3  # a word that weighs no more than this is no head of a compound
JOINING = "and u und og och i oraz e et y en of for to the der des die das fur im in de du di del"
BETWEEN = BREAKS.union(JOINING.split())  # what parts a compound: "sales and marketing" are two
PLACE = {name: nth for names in (DEPARTMENTS, SENIORITIES) for nth, name in enumerate(names)}
# Of two that weigh the same the first counts: to be an executive comes last, and a high seniority before a low one.
PREFERRED = {name: nth for nth, name in enumerate((*DEPARTMENTS[2:], DEPARTMENTS[1], *SENIORITIES[:0:-1]))}


def department_and_seniority(title: str) -> tuple[Reading, Reading]:
    """What a title says of the department and of the seniority of its holder.

    >>> department, seniority = department_and_seniority("Leiterin Einkauf & IT")
    >>> department.says, department.confidence, seniority.says
    ('information technology', 0.44, 'director')
    >>> department.evidence[0]
    Evidence(words='einkauf', says='purchasing', weight=4)
    """
    words = _words(title)
    counted = _counted(words)
    return _reading(counted, words, DEPARTMENT), _reading(counted, words, SENIORITY)


def classes(title: str) -> tuple[int, int]:
    """The places of the department and of the seniority in `mqa.terms.titles`; 0 for none.

    >>> classes("Chief Financial Officer")
    (2, 7)
    """
    totals = _totals(_counted(_words(title)))
    return PLACE[heaviest(totals[DEPARTMENT], PREFERRED)], PLACE[heaviest(totals[SENIORITY], PREFERRED)]


def own_words(title: str) -> str:
    """The words of a title that speak of its holder, not of whom they serve, where they work or what they were.

    >>> own_words("Assistant to the CFO / Travel Manager at Acme")
    'assistant to / travel manager at'
    """
    words = _words(title)
    asides = _asides(matches(words, FILE), words)
    return " ".join(word for nth, word in enumerate(words) if not any(nth in span for span, _ in asides))


def _words(title: str) -> list[str]:
    return words_of(WRITTEN_TOGETHER.sub(" ", title))


def _counted(words: list[str]) -> list[tuple[Match, int]]:
    """The rows that count in a title, each with what it weighs there.

    Of two that say the same and share a word the heavier one counts.
    """
    found = matches(words, FILE)
    asides, heads = _asides(found, words), _heads(found, words)
    counted: list[tuple[Match, int]] = []
    reached = -1
    for match in found:
        row, first, last = match
        if row.kind > SENIORITY:
            continue
        weight = row.weight + (first in heads and row.kind == DEPARTMENT)
        for span, says in asides:
            if first in span:
                weight = weight // 2 if says == SERVES and row.kind == DEPARTMENT else 0
        if first <= reached:
            same = [one for one in counted if one[0].row.says == row.says and one[0].last >= first]
            if any(weight <= other for _, other in same):
                continue
            counted = [one for one in counted if one not in same]
        if weight:
            counted.append((match, weight))
            reached = max(reached, last)
    return counted


def _asides(found: list[Match], words: list[str]) -> list[tuple[range, str]]:
    """Where a title speaks of something else than its holder (up to the next break), and of what."""
    return [
        (range(match.last + 1, _part_end(words, match.last)), match.row.says)
        for match in found
        if match.row.kind == ASIDE
    ]


def _part_end(words: list[str], start: int) -> int:
    return next((nth for nth in range(start, len(words)) if words[nth] in BREAKS), len(words))


def _heads(found: list[Match], words: list[str]) -> set[int]:
    """The last of several words of departments in each compound."""
    named = [match for match in found if match.row.kind == DEPARTMENT and match.row.weight > TOPIC]
    followed = [
        (one.first, other.first)
        for one, other in pairwise(named)
        if one.first < other.first and BETWEEN.isdisjoint(words[one.last + 1 : other.first])
    ]
    return {second for _, second in followed}.difference(first for first, _ in followed) if followed else set()


def _reading(counted: list[tuple[Match, int]], words: list[str], kind: int) -> Reading:
    evidence = [
        Evidence(" ".join(words[match.first : match.last + 1]), match.row.says, weight)
        for match, weight in counted
        if match.row.kind == kind
    ]
    return reading(evidence, PREFERRED, DOUBT)


def _totals(counted: list[tuple[Match, int]]) -> tuple[dict[str, int], dict[str, int]]:
    """How much speaks for each department, and for each seniority."""
    totals: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for (row, _, _), weight in counted:
        of_kind = totals[row.kind]
        of_kind[row.says] = of_kind.get(row.says, 0) + weight
    return totals
