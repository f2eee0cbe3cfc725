"""What titles say, beside labels that others gave, and how fast it is read.

The lists are `department-v2.csv` and `seniority-v2.csv` (columns text, label). A third of the titles, by the md5 of the
title, was never looked at while the words of `titles.csv` were chosen; the figures are of that third.
"""

from __future__ import annotations

import csv
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import md5
from math import log
from pathlib import Path

from mqa.identity.titles import FILE, classes, department_and_seniority
from mqa.identity.vocabulary import matches, words_of
from mqa.terms.titles import DEPARTMENTS

Labelled = Sequence[tuple[str, str]]  # a title and its class
Reader = Callable[[str], str]

CLEARLY = 0.05  # by how much accuracy and macro F1 are above those of plain keywords
OPENING = """## What titles say

Department and seniority as other people labelled them. A third of the titles, by their md5, was never looked at
while the words of `titles.csv` were chosen; **figures are of that third**. Their classes and ours are not cut alike
(theirs have no finance and no vice president), so both are put into the finest classes that mean the same: of
seniorities `professional` is nobody's lead, `leading` is lead or director, `top` is vice president or chief. *Plain
keywords* stood here before: the first pattern that occurs in the title. Naive Bayes learned from their labels and
knows nothing else.
"""

# Their classes and ours, both put into classes that mean the same.
DEPARTMENT_OF_THEIRS = {
    "Marketing": "marketing",
    "Sales": "sales",
    "Business Development": "sales",
    "Information Technology": "technology",
    "Project Management": "operations",
    "Other": "operations",  # all of them have "operations" in their name
    "Consulting": "consulting",
    "Administrative": "administration",
    "Purchasing": "purchasing",
    "Customer Support": "customer support",
    "Human Resources": "human resources",
}
DEPARTMENT_OF_OURS = {name: name for name in DEPARTMENTS} | dict.fromkeys(
    ("information technology", "engineering", "data", "security"), "technology"
)
SENIORITY_OF_THEIRS = {
    "Junior": "junior",
    "Senior": "professional",
    "Lead": "leading",
    "Director": "leading",
    "Management": "top",
}
SENIORITY_OF_OURS = {
    "junior": "junior",
    "none": "professional",
    "senior": "professional",
    "manager": "professional",
    "lead": "leading",
    "director": "leading",
    "vice president": "top",
    "chief": "top",
}
# Plain keywords: the first of these that occurs in the title (what stood here before titles.csv).
DEPARTMENT_KEYWORDS = {
    "legal": r"legal|counsel|privacy|compliance|lawyer|attorney|data protection officer",
    "security": r"security|ciso|cyber",
    "data": r"data|analytics|business intelligence",
    "finance": r"financ|cfo|accounting|controller|treasur|audit",
    "purchasing": r"procurement|purchas|sourcing|vendor|buyer",
    "marketing": r"marketing|brand|communication|cmo|content|demand generation",
    "sales": r"sales|account executive|business development|revenue|commercial",
    "human resources": r"human resources|hr|people operations|talent|recruit|chro",
    "product": r"product|cpo",
    "customer support": r"support|customer success|customer service",
    "engineering": r"engineer|developer|software|architect|devops|cto|technical",
    "information technology": r"it|information technology|systems?|infrastructure|cio|network|technology",
    "operations": r"operations|coo|logistics|supply chain|project|program",
    "consulting": r"consult|advis",
    "administration": r"assistant|administrat|secretary|office manager",
    "executive": r"ceo|president|founder|owner|managing director|board|chief",
}
SENIORITY_KEYWORDS = {
    "junior": r"junior|intern|trainee|apprentice|assistant",
    "chief": r"chief|founder|owner|c[a-z]{1,2}o|chro|managing director",
    "vice president": r"vp|vice president",
    "director": r"director|head of",
    "manager": r"manager|management",
    "lead": r"lead|principal|staff",
    "senior": r"senior|expert",
}


def labelled(file: Path, meaning: Mapping[str, str]) -> tuple[Labelled, Labelled]:
    """The titles of a file that words were chosen on, and those that were held back."""
    with file.open(encoding="utf-8") as lines:
        rows = [(row["text"], meaning[row["label"]]) for row in csv.DictReader(lines)]
    return [row for row in rows if not _held_back(row[0])], [row for row in rows if _held_back(row[0])]


def _held_back(title: str) -> bool:
    return int(md5(title.encode()).hexdigest(), 16) % 3 == 0


def keywords(rules: Mapping[str, str]) -> Reader:
    """Plain keywords: the first rule with a word of the title."""
    return lambda title: next(
        (says for says, words in rules.items() if re.search(rf"\b(?:{words})", title.lower())), "none"
    )


def first_word(kind: int) -> Reader:
    """The words of titles.csv without weighing: what the first that is known says."""
    return lambda title: next((row.says for row, _, _ in matches(words_of(title), FILE) if row.kind == kind), "none")


def learned(titles: Labelled) -> Reader:
    """Naive Bayes over the words of titles, learned from these: it knows the labels, and no language."""
    words = defaultdict(Counter)
    for title, label in titles:
        words[label].update(set(words_of(title)))
    known = len({word for counts in words.values() for word in counts})
    sizes = {label: sum(counts.values()) + known for label, counts in words.items()}
    share = Counter(label for _, label in titles)

    def likely(title: str) -> str:
        seen = words_of(title)
        return max(share, key=lambda at: log(share[at]) + sum(log((words[at][word] + 1) / sizes[at]) for word in seen))

    return likely


def figures(pairs: Sequence[tuple[str, str]]) -> tuple[float, float, dict[str, tuple[int, float, float, float]]]:
    """Accuracy, macro F1, and by class: titles, precision, recall, F1; of pairs of what is true and what is read."""
    of_class = {}
    for name in sorted({true for true, _ in pairs}):
        right = sum(true == name == read for true, read in pairs)
        said, there = sum(read == name for _, read in pairs), sum(true == name for true, _ in pairs)
        of_class[name] = (there, right / max(1, said), right / there, 2 * right / (said + there))
    accuracy = sum(true == read for true, read in pairs) / len(pairs)
    return accuracy, sum(one[3] for one in of_class.values()) / len(of_class), of_class


def compared(
    name: str, titles: tuple[Labelled, Labelled], kind: int, rules: Mapping[str, str], meaning: Mapping[str, str]
) -> tuple[str, list[str]]:
    """What the held-back titles come to, as Markdown, and the promises that are broken."""
    chosen_on, held_back = titles
    readers: dict[str, Reader] = {
        "plain keywords": keywords(rules),
        "words of `titles.csv`, the first counts": first_word(kind),
        "**ours**": lambda title: department_and_seniority(title)[kind].says,
    }
    true_and_read = {
        who: [[(true, meaning[read(title)]) for title, true in half] for half in (held_back, chosen_on)]
        for who, read in readers.items()
    }
    likely = learned(chosen_on)
    true_and_read["naive Bayes that learned their labels"] = [[(true, likely(title)) for title, true in held_back]]
    found = {who: [figures(pairs) for pairs in halves] for who, halves in true_and_read.items()}
    lines = [f"### {name}: {len(held_back):,} titles held back of {len(held_back) + len(chosen_on):,}", ""]
    lines += ["| | accuracy | macro F1 | both on the titles that words were chosen on |", "|---|--:|--:|--:|"]
    for who, (there, *before) in found.items():
        chosen = ", ".join(f"{one:.3f}" for half in before for one in half[:2])
        lines.append(f"| {who} | {there[0]:.3f} | {there[1]:.3f} | {chosen} |")
    ours, plain = found["**ours**"][0], found["plain keywords"][0]
    lines += ["", "| class | titles | precision | recall | F1 | F1 of plain keywords |", "|---|--:|--:|--:|--:|--:|"]
    for label, (there, precision, recall, score) in ours[2].items():
        lines.append(
            f"| {label} | {there:,} | {precision:.2f} | {recall:.2f} | {score:.2f} | {plain[2][label][3]:.2f} |"
        )
    lines += ["", *by_confidence(held_back, kind, meaning), ""]
    broken = [
        f"{name}: {what} is {value:.3f}, that of plain keywords {other:.3f}"
        for what, value, other in zip(("accuracy", "macro F1"), ours, plain, strict=False)
        if value < other + CLEARLY
    ]
    return "\n".join(lines), broken


def by_confidence(titles: Labelled, kind: int, meaning: Mapping[str, str]) -> list[str]:
    """How often what is read is right, by how sure it says to be."""
    right: dict[float, list[bool]] = defaultdict(list)
    for title, true in titles:
        read = department_and_seniority(title)[kind]
        right[int(read.confidence * 5) / 5].append(meaning[read.says] == true)
    told = [
        f"| {least:.1f} to {least + 0.2:.1f} | {len(of):,} | {sum(of) / len(of):.2f} |"
        for least, of in sorted(right.items())
    ]
    return ["| confidence | titles | right |", "|---|--:|--:|", *told]


def made_up(titles: Iterable[str], count: int) -> list[str]:
    """So many different titles, made of the words of others."""
    words, chance, made = [title.split() for title in titles], random.Random(1), set()
    while len(made) < count:
        one, other = chance.choice(words), chance.choice(words)
        made.add(" ".join((*one[: chance.randint(1, 4)], *other[-chance.randint(1, 2) :])))
    return sorted(made)


def section(folder: Path) -> tuple[str, list[str]]:
    """What was measured, as Markdown, and a line for each promise that is broken."""
    departments = labelled(folder / "department-v2.csv", DEPARTMENT_OF_THEIRS)
    seniorities = labelled(folder / "seniority-v2.csv", SENIORITY_OF_THEIRS)
    of_departments, few = compared("Departments", departments, 0, DEPARTMENT_KEYWORDS, DEPARTMENT_OF_OURS)
    of_seniorities, fewer = compared("Seniorities", seniorities, 1, SENIORITY_KEYWORDS, SENIORITY_OF_OURS)
    titles = made_up((title for title, _ in (*departments[0], *seniorities[0])), 500_000)
    processor = time.process_time()
    for title in titles:
        classes(title)
    took = f"{len(titles):,} different titles are read in {time.process_time() - processor:.1f} processor seconds.\n"
    return "\n".join((OPENING, of_departments, of_seniorities, took)), [*few, *fewer]
