from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mqa.terms.documents import Items, Mapping, Node, Text, document, document_from_bytes, likeliest
from mqa.terms.problems import Place

GRAMMAR = "ab:-[]{}&*!|>'%@`#,?~. \\\"\n\t"


def tree(text: str) -> Node | None:
    """The tree of a document without problems."""
    node, problems = document(text, "a.yaml")
    assert problems == ()
    return node


def said(text: str) -> list[str]:
    """What is wrong with a document, as `line:column what`."""
    return [f"{problem.place.line}:{problem.place.column} {problem.what}" for problem in document(text, "a.yaml")[1]]


def mapping(**entries: Node) -> Mapping:
    return Mapping(tuple((Text(key), value) for key, value in entries.items()))


@pytest.mark.parametrize("scalar", ["NO", "1.10", "0x1F", "2026-07-01", "yes", "1_000", "=", "nil"])
def test_a_scalar_is_what_was_written(scalar):
    assert tree(f"a: {scalar}") == mapping(a=Text(scalar))


@pytest.mark.parametrize("empty", ["", "~", "null", "''", "# a comment"])
def test_nothing_is_the_empty_text(empty):
    assert tree(f"a: {empty}") == mapping(a=Text(""))


def test_a_quoted_null_is_a_word():
    assert tree("a: 'null'") == mapping(a=Text("null"))


def test_lists_and_mappings_keep_their_order():
    assert tree("b: [2, 1]\na: {y: 1, x: 2}") == mapping(
        b=Items((Text("2"), Text("1"))), a=mapping(y=Text("1"), x=Text("2"))
    )


def test_every_node_knows_its_place():
    node = tree("\na:\n  - b: c\n")
    assert isinstance(node, Mapping)
    ((key, items),) = node.entries
    assert isinstance(items, Items)
    assert (key.place, items.place) == (Place("a.yaml", 2, 1), Place("a.yaml", 3, 3))
    (inner,) = items.values
    assert inner.place == Place("a.yaml", 3, 5)


def test_an_empty_value_stands_where_its_key_does():
    node = tree("a:\n\n\nb: 1")
    assert isinstance(node, Mapping)
    assert node.entries[0][1].place == Place("a.yaml", 1, 1)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "0:0 This file is empty."),
        ("# only a comment\n", "0:0 This file is empty."),
        ("a: 1\nb: 2\na: 3", "3:1 “a” stands here a second time; the first is in line 1."),
        ("a:\n\t- b", "2:1 This line is indented with a tab."),
        ("a: 1\nb: x\x00y", "2:5 There is a control character (U+0000) in this line."),
        ("a: good\u200bfit", "1:8 There is a control character (U+200B) in this line."),
        ('a: "\\ud800"', "1:4 This text holds a control character, written as an escape."),
        ("a: *architect*", "1:4 “*architect*” would refer to another place of the file."),
        ("a: &x 1", "1:4 “&x” would name a place of the file."),
        ("a: !!python/object 1", "1:4 A word that begins with “!” would be a tag."),
        ("a: b: c", "1:5 A “:” stands where none belongs, or this line is indented too far."),
        ("a: 'b\nc: d", "1:4 A quote is opened here and not closed."),
        ("a: [1\nb: 2", "2:2 A comma is missing before this, or the bracket is not closed (opened in line 1)."),
        ("a: {b: 1", "1:9 A comma is missing before this, or the bracket is not closed (opened in line 1)."),
        ("a: @b", "1:4 A text cannot begin with this character."),
        ("- a\nb: c", "2:1 This line does not belong to the section above it."),
        ("a: }", "1:4 A value is missing before this."),
        ("? [a]\n: b", "1:3 A list or a mapping stands where a key belongs."),
        ("a: 1\n---\nb: 2", "2:1 A second document begins here (“---”)."),
        ("%YAML 1.99999999\n---\na: 1", "1:1 A line cannot begin with “%”."),
        ("[" * 100_000, "1:21 Brackets or indents lie more than 20 deep within each other."),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_place(text, what):
    assert said(text) == [what]


def test_the_first_of_two_equal_keys_stays_in_the_tree():
    assert document("a: 1\na: 2", "a.yaml")[0] == mapping(a=Text("1"))


def test_several_problems_are_told_at_once():
    assert len(said("a: *x\nb: !t 1\nb: 2")) == 3


def test_a_billion_laughs_are_not_laughed():
    laughs = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(9))
    assert all("would" in problem for problem in said(laughs))


def test_a_file_of_control_characters_gives_only_its_first_problems():
    assert len(said("\x01\n" * 5000)) == 20


def test_a_file_beyond_all_measure_is_not_read():
    what = "This file has 1,000,003 characters; 1,000,000 is the most that is read."
    assert said("a: " + "x" * 1_000_000) == [f"0:0 {what}"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_bytes_are_read_as_utf_8_with_or_without_a_mark(mark):
    assert document_from_bytes(mark + "a: Zürich".encode(), "a.yaml") == (mapping(a=Text("Zürich")), ())


@pytest.mark.parametrize(("data", "line", "column"), [(b"a: 1\nb: Z\xfcrich", 2, 5), ("a: 1".encode("utf-16"), 1, 1)])
def test_bytes_that_are_not_utf_8_are_a_problem(data, line, column):
    node, (problem,) = document_from_bytes(data, "a.yaml")
    assert node is None
    assert problem.place == Place("a.yaml", line, column)


def test_lines_count_as_an_editor_counts_them():
    assert said("a: 1\r\nb: 2\r\na: 3") == ["3:1 “a” stands here a second time; the first is in line 1."]


def test_the_likeliest_word_is_offered_whatever_its_case():
    assert likeliest("mqa", ["PQA", "MQA"]) == "MQA"


def test_no_word_is_offered_when_none_is_like_it():
    assert likeliest("weather", ["points", "cap"]) == ""


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from(GRAMMAR), st.characters()), max_size=60))
def test_no_text_raises_an_error(text):
    node, problems = document(text, "a.yaml")
    assert node is not None or problems


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_raise_an_error(data):
    node, problems = document_from_bytes(data, "a.yaml")
    assert node is not None or problems
