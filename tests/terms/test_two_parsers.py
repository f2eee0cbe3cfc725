"""libyaml is many times faster, ruamel tells better what is wrong: a text that both can read says the same in both."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from mqa.terms.documents import Items, Mapping, Node, _tree, _unfit_text
from tests.definition.mutations import DEFINITIONS, mutated

SCRAPS = (
    *("a", "b: ", "- ", "[", "]", "{", "}", ", ", '"c: d"', "'e''f'", "~", "null", "# g", "é", "h:\n", "i: |\n  j\n"),
    *("\n", "\n  ", "\n    "),
)


def placed(node: Node | None) -> object:
    """A tree with its places, which comparing leaves aside."""
    if isinstance(node, Mapping):
        return node.place, [(placed(key), placed(value)) for key, value in node.entries]
    if isinstance(node, Items):
        return node.place, [placed(value) for value in node.values]
    return node and (node.place, node.value)


def read_by(parser: YAML, text: str) -> tuple[object, object] | None:
    """What a parser makes of a text, and its problems; nothing where it cannot read it."""
    try:
        node, problems = _tree(parser.parse(text), "a.yaml", [])
    except (YAMLError, ValueError, AssertionError):
        return None
    return placed(node), problems


def say_the_same(text: str) -> bool:
    """Whether both say the same of a text, or one cannot read it; what no parser is handed does not matter."""
    if _unfit_text(text, "a.yaml"):
        return True
    fast, slow = read_by(YAML(typ="safe"), text), read_by(YAML(typ="safe", pure=True), text)
    return None in (fast, slow) or fast == slow


@pytest.mark.parametrize("text", DEFINITIONS, ids=lambda text: text.splitlines()[0][:30])
def test_the_definitions_that_we_ship_are_read_by_the_fast_one(text):
    assert YAML(typ="safe").Parser.__module__.endswith("_ruamel_yaml")
    assert read_by(YAML(typ="safe"), text) == read_by(YAML(typ="safe", pure=True), text) != None  # noqa: E711


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_a_broken_definition_that_both_read_says_the_same_in_both(seed):
    assert say_the_same(mutated(seed))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(SCRAPS), max_size=14).map("".join))
def test_scraps_of_yaml_that_both_read_say_the_same_in_both(text):
    assert say_the_same(text)
