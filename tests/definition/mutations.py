"""Files that we ship, broken by chance in their bytes, their words and their structure; and what a reader owes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from mqa.definition.checking.remarks import remarks
from mqa.definition.fingerprint import identity
from mqa.definition.parts.lists import listed_files
from mqa.definition.reading import definition
from mqa.definition.rows.rules import rule_rows
from mqa.definition.signoff import sign_off
from mqa.handoff.settings import holiday_files, settings
from mqa.sources.workspace import workspace
from mqa.terms.documents import document_from_bytes
from mqa.terms.problems import Problem

ROOT = Path(__file__).parents[2]
DEFINITIONS = [
    file.read_text(encoding="utf-8")
    for pattern in ("definitions/*.yaml", "definitions/presets/*.yaml", "src/mqa/initial/definitions/*.yaml")
    for file in sorted(ROOT.glob(pattern))
]
WORKSPACES = [
    (ROOT / f"src/mqa/{folder}/mqa.yaml").read_text(encoding="utf-8") for folder in ("initial", "demo/company")
]
SEEDS = [*DEFINITIONS, *WORKSPACES]
WORD = re.compile(r"[\w.*]+|[^\w\s]|\s+")
SPITEFUL = (
    *("", "~", "null", "true", "NaN", ".inf", "-1", "0", "1e9", "1_0", "0x1F", "99999999999999999999", "0.0000001"),
    *("[]", "{}", "[[]]", "{a: b}", "? x", "- x", "|", ">", "&a", "*a", "!!int 3", "<<", "---", "...", "%YAML 1.1"),
    *("'", '"', "“", "\\u0000", '"\\ud800"', '"\\x"', "\t", "\r", "\u2028", "\ufeff", "\x00", "\x85", "🂡", "e\u0301"),
    *(
        "default",
        "D",
        "Rest",
        "2026-02-30",
        "0001-01-01",
        "14 days",
        "999999 years",
        "every day",
        "../../etc",
        "a" * 300,
    ),
)


def _bytes(text: str, chance: Random) -> str:
    data = bytearray(text.encode("utf-8", errors="surrogateescape"))
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.randrange(3)] = bytes(chance.randrange(256) for _ in range(chance.randrange(4)))
    return data.decode("utf-8", errors=chance.choice(["replace", "ignore", "surrogateescape"]))


def _words(text: str, chance: Random) -> str:
    words = WORD.findall(text) or [text]
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(words))
        words[at] = chance.choice([chance.choice(SPITEFUL), chance.choice(words), words[at] * 2])
    return "".join(words)


def _lines(text: str, chance: Random) -> str:
    lines = text.splitlines(keepends=True) or [text]
    for _ in range(chance.randint(1, 6)):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[at] = chance.choice(
            [lines[to], "", lines[at] + lines[to], " " * chance.randrange(4) + lines[at].lstrip()]
        )
    return "".join(lines)


def _values(text: str, chance: Random) -> str:
    places = [found.span() for found in re.finditer(r"(?<=: )[^,}\]\n#]+", text)]
    for _ in range(chance.randint(1, 3) if places else 0):
        start, end = chance.choice(places)
        if end <= len(text):
            text = text[:start] + chance.choice([*SPITEFUL, text[slice(*chance.choice(places))]]) + text[end:]
    return text


def _cut(text: str, chance: Random) -> str:
    return text[: chance.randrange(len(text) + 1)] + text[chance.randrange(len(text) + 1) :]


WAYS: tuple[Callable[[str, Random], str], ...] = (_bytes, _words, _lines, _values, _values, _cut)


def mutated(seed: int) -> str:
    """A file that we ship, broken in up to three ways; the same for the same seed."""
    chance = Random(seed)
    return changed(chance.choice(SEEDS), chance)


def changed(text: str, chance: Random) -> str:
    """Any text, broken in up to three ways."""
    for _ in range(chance.choice([1, 1, 2, 3])):
        text = chance.choice(WAYS)(text, chance) or "a"
    return text


def read_everything(text: str) -> list[Problem]:
    """Whatever a text is, read as any file that a person writes; what is wrong with it. Nothing may be raised."""
    file = "broken.yaml"
    lists = dict.fromkeys(listed_files(text), "domain\nacme.com\n")
    read, problems = definition(text, file, lists)
    assert (read is None) == bool(problems)
    if read is not None:
        problems += remarks(read, date(2026, 7, 1))
        assert identity(read)
        rule_rows(read)
    agreed, found = workspace(text, file)
    assert agreed is not None or found
    said = settings(text, file, "UTC", lists=dict.fromkeys(holiday_files(text)))[1]
    bytewise = document_from_bytes(text.encode("utf-8", errors="surrogateescape"), file)[1]
    return [*problems, *found, *said, *sign_off(text, file)[1], *bytewise]


def owed(problem: Problem) -> bool:
    """Whether a problem says where, what and how to mend it, in words that can be printed."""
    return bool(problem.place.file and problem.what and problem.mend and str(problem).encode())
