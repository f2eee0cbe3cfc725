"""Small definitions for tests: the sections that matter are in view, the others are usual."""

from __future__ import annotations

import re
from textwrap import dedent, indent

from mqa.definition.reading import definition as reading
from mqa.terms.rules import Definition

USUAL = {
    "segments": "Every account: { benchmark: { points: 100, people: 4 }, where: [] }",
    "signals": "Page: { activity: web.page, points: 10 }",
    "engagement": """
        breadth: 0.4
        depth: 0.4
        recency: 0.2
        recency_half_life: 10 days
        counts_for: 30 days
        engaged_at: 5
        without_role: 1
        anonymous: 1
    """,
    "conditions": "Warm: { engagement_at_least: 30 }",
    "levels": "Watch: { when: Warm, stage: account of interest, action: nurture }",
}


def definition(**sections: str) -> Definition:
    """The definition with these sections, as a person would write them; lines of `engagement` replace usual ones."""
    said = {name: dedent(text).strip() for name, text in (USUAL | sections).items()}
    if "engagement" in sections:
        given = {line.split(":")[0] for line in said["engagement"].splitlines()}
        usual = dedent(USUAL["engagement"]).strip().splitlines()
        said["engagement"] = "\n".join([line for line in usual if line.split(":")[0] not in given])
        said["engagement"] += "\n" + dedent(sections["engagement"]).strip()
    text = "definition: { name: Small }\n" + "".join(f"{name}:\n{indent(text, '  ')}\n" for name, text in said.items())
    lists = dict.fromkeys(re.findall(r"lists/[\w.-]+", text), "known.example\n")
    found, problems = reading(text, "small.yaml", lists)
    assert found is not None, "\n".join(map(str, problems))
    return found
