"""A small complete definition, ways to change a line of it, and what the reader says about it."""

from __future__ import annotations

from pathlib import Path

from mqa.definition.parts.lists import listed_files
from mqa.definition.reading import definition
from mqa.terms.problems import Problem
from mqa.terms.rules import Definition

SHIPPED = Path(__file__).parents[2] / "definitions" / "halyard.yaml"
LISTS = {"named.csv": "domain\nmoorhartbank.com\n"}
SMALL = """\
definition: { name: Small, review_on: 2027-01-01 }
fit:
  required:
    Large: { fact: employees, at_least: 200 }
  points:
    Bank: { fact: industry, any_of: [banking], points: 10 }
  grades: { A: 75, B: 50 }
segments:
  Enterprise: { benchmark: { points: 100, people: 4 }, where: [{ fact: employees, at_least: 2000 }] }
  Others: { benchmark: { points: 50, people: 2 }, where: [] }
tiers:
  Named: { bar: 0.8, where: [{ fact: domain, listed_in: named.csv }] }
  Rest: { bar: 1, where: [] }
signals:
  Demo: { activity: form.demo, points: 40, half_life: 30 days, cap: 80 }
  Page: { activity: "web.*", points: 1, cap: 10 }
product_signals:
  Scan: { activity: product.scan, points: 4 }
engagement:
  breadth: 0.5
  depth: 0.3
  recency: 0.2
  recency_half_life: 14 days
  counts_for: 90 days
  engaged_at: 5
  without_role: 0.7
  anonymous: 0.5
intent: { topics: [dora], surge: 70 }
committee:
  Buyer: { titles: [CFO], weight: 1.5, required: true }
  User: { titles: ["*analyst*"] }
conditions:
  Good fit: { fit_grade: [A, B] }
  Warm: { engagement_at_least: 30 }
  Two people: { people_at_least: 2, within: 14 days }
  Ready: { all_of: [Good fit, Warm, Two people] }
levels:
  Watch: { when: Good fit, stage: account of interest, action: nurture }
  Qualified: { when: Ready, stage: MQA, action: direct_outreach }
"""


def changed(old: str, new: str, text: str = SMALL) -> str:
    """The text with one piece replaced; the piece must stand in it exactly once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def read(text: str) -> Definition:
    """A definition without problems."""
    found, problems = definition(text, "d.yaml", LISTS)
    assert found is not None, problems
    return found


def problems(text: str) -> tuple[Problem, ...]:
    """What is wrong with a definition."""
    return definition(text, "d.yaml", LISTS)[1]


def said(text: str) -> list[str]:
    """What is wrong with a definition, as `line:column what | mend`."""
    return [f"{p.place.line}:{p.place.column} {p.what} | {p.mend}" for p in problems(text)]


def shipped_lists() -> dict[str, str | None]:
    """The lists of the definition we ship."""
    paths = listed_files(SHIPPED.read_text(encoding="utf-8"))
    return {path: (SHIPPED.parent / path).read_text(encoding="utf-8") for path in paths}
