"""Laws of the identity of a definition, on the one we ship: what may be written otherwise, and what decides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mqa.definition.fingerprint import identity
from mqa.definition.reading import definition
from tests.definition.texts import SHIPPED, shipped_lists

TEXT = SHIPPED.read_text(encoding="utf-8")
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
FIRST_WINS = ("signals", "product_signals", "segments", "tiers", "committee", "levels", "routes")
Path = tuple[str | int, ...]
law = settings(max_examples=12, deadline=None)
seeds = st.integers(0, 2**32)


@cache
def whole() -> Any:
    """The shipped text as mappings, lists and texts."""
    return YAML(typ="base").load(TEXT)


@cache
def shipped() -> str:
    return found(TEXT)


def found(text: str, lists: dict[str, str | None] | None = None) -> str:
    """The identity of a text; empty where it is none that can be read."""
    read, _ = definition(text, "d.yaml", shipped_lists() if lists is None else lists)
    return identity(read) if read else ""


def written(tree: Any, *, indent: int | None = None) -> str:
    """Mappings, lists and texts as YAML, all in brackets and quotes."""
    return json.dumps(tree, ensure_ascii=False, indent=indent)


def scalars(tree: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a tree, with the way that leads to it."""
    if isinstance(tree, str):
        yield path, tree
        return
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from scalars(value, (*path, key))


def numbers() -> list[tuple[Path, int]]:
    """Every number of the shipped text, but the dates of the agreement: its text, and which of the numbers in it."""
    rules = ((path, text) for path, text in scalars(whole()) if path[0] != "definition")
    return [(path, nth) for path, text in rules for nth in range(len(NUMBER.findall(text)))]


def with_text(path: Path, text: str) -> Any:
    """The shipped tree with another text at one place."""
    tree = deepcopy(whole())
    at = tree
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = text
    return tree


def changed_number(path: Path, nth: int, by: Decimal) -> str:
    """The shipped text with one of its numbers changed."""
    at: Any = whole()
    for key in path:
        at = at[key]
    place = [*NUMBER.finditer(at)][nth]
    return written(with_text(path, f"{at[: place.start()]}{Decimal(place[0]) + by:f}{at[place.end() :]}"))


def swapped(section: str, nth: int) -> str:
    """The shipped text with two neighbours of a section in the other order."""
    tree = deepcopy(whole())
    entries = [*tree[section].items()]
    entries[nth : nth + 2] = reversed(entries[nth : nth + 2])
    tree[section] = dict(entries)
    return written(tree)


NUMBERS = numbers()
NEIGHBOURS = [(section, nth) for section in FIRST_WINS for nth in range(len(whole().get(section, ())) - 1)]
STEPS = [Decimal(step) for step in ("1", "-1", "0.01", "-0.01", "7")]


@law
@given(seeds, st.none() | st.integers(0, 6))
def test_the_layout_and_the_order_of_conditions_change_nothing(seed: int, indent: int | None) -> None:
    tree, dice = deepcopy(whole()), Random(seed)
    conditions = [*tree["conditions"].items()]
    dice.shuffle(conditions)
    tree["conditions"] = dict(conditions)
    sections = [*tree.items()]
    dice.shuffle(sections)
    assert found(written(dict(sections), indent=indent)) == shipped()


@law
@given(seeds)
def test_comments_and_empty_lines_change_nothing(seed: int) -> None:
    dice, lines = Random(seed), TEXT.splitlines()
    remarks = ["# points: 40", "", "   ", "      # a remark: { with: [brackets] }"]
    for _ in range(20):
        lines.insert(dice.randrange(len(lines) + 1), dice.choice(remarks))
    told = (line + dice.choice(["", "  ", "   # so they said"]) if line.strip() else line for line in lines)
    assert found("\n".join(told)) == shipped()


@law
@given(st.sampled_from(NUMBERS), st.sampled_from(STEPS))
def test_any_number_makes_another_version(number: tuple[Path, int], step: Decimal) -> None:
    other = found(changed_number(*number, step))
    assume(other)  # some numbers are bound by others: shares that sum to 1, grades that fall
    assert other != shipped()


@law
@given(st.sampled_from(NEIGHBOURS))
def test_an_order_that_decides_makes_another_version(neighbours: tuple[str, int]) -> None:
    other = found(swapped(*neighbours))
    assume(other)  # whoever takes the rest stands last
    assert other != shipped()


@law
@given(st.sampled_from(sorted(shipped_lists())), seeds, st.sampled_from(["add", "drop", "replace"]))
def test_another_value_in_a_list_makes_another_version(path: str, seed: int, what: str) -> None:
    lists, dice = shipped_lists(), Random(seed)
    lines = str(lists[path]).splitlines()
    values = [nth for nth, line in enumerate(lines) if "." in line and not line.startswith("#")]
    nth = dice.choice(values)
    lines[nth : nth + (what != "add")] = [] if what == "drop" else ["somebody-else.example"]
    other = found(TEXT, {**lists, path: "\n".join(lines)})
    assume(other)
    assert other != shipped()


@law
@given(st.sampled_from(sorted(shipped_lists())), seeds)
def test_the_order_and_layout_of_a_list_change_nothing(path: str, seed: int) -> None:
    lists, dice = shipped_lists(), Random(seed)
    lines = [line for line in str(lists[path]).splitlines() if "." in line and not line.startswith("#")]
    dice.shuffle(lines)
    lines.insert(dice.randrange(len(lines) + 1), "# they said so")
    told = ["domain", *(line.upper() if dice.random() < 0.5 else f"  {line}" for line in lines)]
    assert found(TEXT, {**lists, path: "\r\n".join(told)}) == shipped()
