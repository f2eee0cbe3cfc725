"""Who must sign a definition before it may run live, as `mqa.yaml` says under `agreement`."""

from __future__ import annotations

from mqa.terms.blanks import Form, asks, form_of, list_of
from mqa.terms.documents import Node, Text, did_you_mean, document, quoted
from mqa.terms.entries import Problems, entries, texts, value
from mqa.terms.problems import Problem

TEAMS = ("marketing", "sales")
KEYS = ("sign_off",)
MEND = "Write “sign_off: [marketing, sales]”, or leave “agreement” out: then whatever the file says may run."


def sign_off(text: str, file: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The teams that must sign, in the order of the file (none: whatever the file says may run), and what is wrong.

    Of a text that is not YAML, or other sections, nothing is said: who reads the workspace does.
    """
    node, _ = document(text, file)
    problems: Problems = []
    whole = entries(node or Text(""), "", None, [])
    found = _teams(value(whole, "agreement") or Text(""), problems)
    if "agreement" in whole and not found and not problems:
        what = "“agreement” does not say who must sign."
        problems.append(Problem(whole["agreement"][0].place, what, MEND))
    return found, tuple(sorted(problems))


def form() -> Form:
    """What the section may say, as JSON Schema."""
    return form_of(lambda blank: _teams(blank, []))


def _teams(node: Node, problems: Problems) -> tuple[str, ...]:
    asked = value(entries(node, "“agreement”", KEYS, problems), "sign_off")
    found: list[str] = []
    for team, at in texts(asked, "sign_off", problems):
        if team not in TEAMS:
            mend = did_you_mean(team, TEAMS) or f"Write one of {', '.join(TEAMS)}."
            problems.append(Problem(at.place, f"{quoted(team)} is no team that signs a definition.", mend))
        elif team in found:
            problems.append(Problem(at.place, f"{quoted(team)} is named twice.", "Name each team once."))
        found.append(team)
    asks(asked, anyOf=list_of({"enum": [*TEAMS]}))
    if asked and not found and not problems:
        problems.append(Problem(asked.place, "“sign_off” names no team.", MEND))
    return tuple(dict.fromkeys(found))
