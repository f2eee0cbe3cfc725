"""YAML documents as plain trees: every scalar stays text, every node knows its place.

What a person writes means what it says: `NO` is Norway, `1.10` is not 1.1, and nothing refers to anything
else (no anchors, aliases, tags). Whatever cannot be read is a problem with its place, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from rapidfuzz import fuzz, process, utils
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from mqa.terms.problems import Place, Problem

KEPT = 8  # documents; several readers read one file, each its sections
LONGEST = 1_000_000  # characters of a document
DEEPEST = 20  # brackets and indents within each other
MOST_LINES_NAMED = 20  # a binary file would otherwise give a problem for each of its lines
LONGEST_CITED = 80
LIKE_ENOUGH = 70  # of 100: how alike two words must be to be offered for each other

LINE_END = re.compile(r"\r\n|\r|\n")
INVISIBLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u200a\u200c-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
INDENTED_BY_TAB = re.compile(r" *\t\s*[^\s#]")


@dataclass(frozen=True)
class Text:
    """A scalar as written; an empty value or null is the empty text."""

    value: str
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True)
class Items:
    """A list of nodes in their order."""

    values: tuple[Node, ...]
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True)
class Mapping:
    """Keys and their nodes in their order; no key stands in it twice."""

    entries: tuple[tuple[Text, Node], ...]
    place: Place = field(default=Place(""), compare=False)


Node: TypeAlias = Text | Items | Mapping


class _Unreadable(Exception):
    """Reading cannot go on; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@lru_cache(maxsize=KEPT)
def document(text: str, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a YAML document (None if it cannot be read), and everything that is wrong with it.

    Of a key written twice the first stays in the tree. `file` is only the name that places carry.
    """
    text = text.removeprefix("\ufeff")
    found = _unfit_text(text, file)
    if found:
        return None, found
    problems: list[Problem] = []
    try:  # libyaml is many times faster
        return _tree(YAML(typ="safe").parse(text), file, [])
    except (YAMLError, ValueError):  # but ruamel knows more of YAML, and tells better what is wrong
        pass
    try:
        return _tree(YAML(typ="safe", pure=True).parse(text), file, problems)
    except MarkedYAMLError as error:
        return None, (*problems, _syntax_problem(error, file))
    except (YAMLError, ValueError, OverflowError, AssertionError) as error:  # ruamel lets bad escapes escape
        return None, (*problems, Problem(Place(file), f"This is not YAML: {error}.", "Check the escapes in quotes."))


def document_from_bytes(data: bytes, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a YAML file as read from disk; bytes that are not UTF-8 are a problem too."""
    try:
        return document(data.decode("utf-8-sig"), file)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = Place(file, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        return None, (Problem(place, "This byte is not UTF-8 text.", "Save the file with the encoding UTF-8."),)


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """The likeliest of the candidates as a question, or nothing if none is like the word.

    >>> did_you_mean("Two dowloads", ["Two downloads", "Ten visits"])
    'Did you mean “Two downloads”?'
    >>> did_you_mean("colour", ["points"])
    ''
    """
    like = likeliest(word, candidates)
    return f"Did you mean {quoted(like)}?" if like else ""


def likeliest(word: str, candidates: Iterable[str]) -> str:
    """The candidate that is most like the word, or the empty text."""
    found = process.extractOne(
        word[:200], list(candidates), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=LIKE_ENOUGH
    )
    return str(found[0]) if found else ""


def quoted(words: str) -> str:
    """Words of a file as a message cites them: in quotes, cut if they are long.

    >>> quoted("Good fit")
    '“Good fit”'
    """
    return f"“{words}”" if len(words) <= LONGEST_CITED else f"“{words[:LONGEST_CITED]}…”"


def _unfit_text(text: str, file: str) -> tuple[Problem, ...]:
    """What makes a text no document at all, before any grammar."""
    if len(text) > LONGEST:
        what = f"This file has {len(text):,} characters; {LONGEST:,} is the most that is read."
        return (Problem(Place(file), what, "Is it the right file? Put long lists into files of their own."),)
    lines = list(enumerate(LINE_END.split(text), start=1))
    found = [problem for line in lines for problem in _unfit_line(*line, file)]
    if not found and all(not line.strip() or line.lstrip().startswith("#") for _, line in lines):
        found = [Problem(Place(file), "This file is empty.", "Write it, or begin with what “mqa init” writes.")]
    return tuple(found[:MOST_LINES_NAMED])


def _unfit_line(number: int, line: str, file: str) -> Iterator[Problem]:
    """Characters of one line that nobody can see or that YAML forbids."""
    if hidden := INVISIBLE.search(line):
        code = f"U+{ord(hidden[0]):04X}"
        what = f"There is a control character ({code}) in this line."
        yield Problem(Place(file, number, hidden.start() + 1), what, "Delete it; it often comes from a copied text.")
    elif INDENTED_BY_TAB.match(line):
        column = line.index("\t") + 1
        yield Problem(Place(file, number, column), "This line is indented with a tab.", "Indent with spaces.")
    elif line.startswith("%"):
        yield Problem(Place(file, number, 1), "A line cannot begin with “%”.", "Delete it, or put the text in quotes.")


def _tree(events: Iterator[Event], file: str, problems: list[Problem]) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree that events make, and what is wrong with it; raises whatever their parser raises."""
    try:
        node = _only_document(events, file, problems)
    except _Unreadable as stop:
        return None, (*problems, stop.problem)
    return node, tuple(problems)


def _only_document(events: Iterator[Event], file: str, problems: list[Problem]) -> Node | None:
    """The first document of the stream; a second one is a problem."""
    node: Node | None = None
    for event in events:
        if isinstance(event, DocumentStartEvent):
            if node is not None:
                what, mend = "A second document begins here (“---”).", "Keep one document in a file."
                raise _Unreadable(Problem(_place(event, file), what, mend))
        elif isinstance(event, NodeEvent):
            node = _node(event, events, file, problems, depth=1)
    return node


def _node(event: NodeEvent, events: Iterator[Event], file: str, problems: list[Problem], *, depth: int) -> Node:
    """The node that begins with this event; takes its events off the stream."""
    place = _place(event, file)
    if depth > DEEPEST:
        what = f"Brackets or indents lie more than {DEEPEST} deep within each other."
        raise _Unreadable(Problem(place, what, "Write it flatter."))
    problems.extend(_references(event, place))
    if isinstance(event, SequenceStartEvent):
        return Items(tuple(_inside(events, SequenceEndEvent, file, problems, depth)), place)
    if isinstance(event, MappingStartEvent):
        inside = list(_inside(events, MappingEndEvent, file, problems, depth))
        return Mapping(_entries(zip(inside[::2], inside[1::2], strict=True), problems), place)
    return _text(event, place, problems)


def _inside(
    events: Iterator[Event], end: type[Event], file: str, problems: list[Problem], depth: int
) -> Iterator[Node]:
    """The nodes up to the end of a list or mapping."""
    for event in events:
        if isinstance(event, end):
            return
        if isinstance(event, NodeEvent):
            yield _node(event, events, file, problems, depth=depth + 1)


def _text(event: NodeEvent, place: Place, problems: list[Problem]) -> Text:
    """A scalar; a plain `~` or `null` is empty."""
    value = event.value if isinstance(event, ScalarEvent) else f"*{event.anchor}"
    if INVISIBLE.search(value):
        value = INVISIBLE.sub("�", value)  # a lone surrogate could not even be printed
        problems.append(Problem(place, "This text holds a control character, written as an escape.", "Delete it."))
    plain = isinstance(event, ScalarEvent) and not event.style
    return Text("" if plain and value in ("~", "null", "Null", "NULL") else value, place)


def _entries(pairs: Iterable[tuple[Node, Node]], problems: list[Problem]) -> tuple[tuple[Text, Node], ...]:
    """The entries of a mapping, each key once."""
    entries: dict[str, tuple[Text, Node]] = {}
    for key, value in pairs:
        if not isinstance(key, Text):
            what = "A list or a mapping stands where a key belongs."
            problems.append(Problem(key.place, what, "Write “key: value”."))
        elif key.value in entries:
            first = entries[key.value][0].place.line
            what = f"{quoted(key.value)} stands here a second time; the first is in line {first}."
            problems.append(Problem(key.place, what, "Rename or remove one of the two."))
        else:  # an empty value would seem to stand where the next line begins
            entries[key.value] = key, Text("", key.place) if value == Text("") else value
    return tuple(entries.values())


def _references(event: NodeEvent, place: Place) -> Iterator[Problem]:
    """Anchors, aliases and tags: a document says everything where it stands."""
    if isinstance(event, AliasEvent):
        what = f"{quoted(f'*{event.anchor}')} would refer to another place of the file."
        yield Problem(place, what, "Put a text that begins with * in quotes.")
    elif event.anchor:
        what = f"{quoted(f'&{event.anchor}')} would name a place of the file."
        yield Problem(place, what, "Put a text that begins with & in quotes, or remove it.")
    if getattr(event, "tag", None):
        what = "A word that begins with “!” would be a tag."
        yield Problem(place, what, "Put the text in quotes, or remove the tag.")


SYNTAX = (  # a piece of ruamel's message, what it means to a person, how to mend it
    (
        "quoted scalar",
        "A quote is opened here and not closed.",
        "Close it; a quote within single quotes is written twice.",
    ),
    (
        "mapping values are not allowed",
        "A “:” stands where none belongs, or this line is indented too far.",
        "Put a text that contains “: ” in quotes; give the keys of one section the same indent.",
    ),
    (
        "expected ',' or",
        "A comma is missing before this, or the bracket is not closed",
        "Put commas between the entries, and close [ with ] and { with }.",
    ),
    ("cannot start any token", "A text cannot begin with this character.", "Put the text in quotes."),
    ("expected ':'", "This line is neither “key: value” nor an entry of a list.", "Add the “:”."),
    (
        "expected <block end>",
        "This line does not belong to the section above it.",
        "Give the lines of one section the same indent; do not mix “- entry” with “key: value”.",
    ),
    ("expected the node content", "A value is missing before this.", "Write it, or remove the bracket or comma."),
)
OTHER_SYNTAX = ("", "This is not YAML: {said}.", "Check the quotes, brackets, colons and indents here.")


def _syntax_problem(error: MarkedYAMLError, file: str) -> Problem:
    """What the parser stumbled on, in words."""
    said = f"{error.context or ''} {error.problem or ''}".strip()
    piece, what, mend = next((entry for entry in SYNTAX if entry[0] in said), OTHER_SYNTAX)
    opened = error.context_mark
    mark = opened if piece == "quoted scalar" and opened else error.problem_mark or opened
    if piece == "expected ',' or" and opened:
        what = f"{what} (opened in line {opened.line + 1})."
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    return Problem(place, what.replace("{said}", said), mend)


def _place(event: Event, file: str) -> Place:
    """Where an event begins."""
    return Place(file, event.start_mark.line + 1, event.start_mark.column + 1)
