"""How the parts of a definition are read: keys, named entries and lists, every fault noted with its place.

A *reader* takes a node and the notes, and returns what the node says, or None after noting why it cannot
be read. Readers of sections are put together from readers of values, so that the shape of a section is a
table of its keys.
"""

from __future__ import annotations

from collections import abc
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from mqa.terms.blanks import A_TEXT, Blank, Form, form_of, list_of
from mqa.terms.documents import Items, Mapping, Node, Text, did_you_mean, likeliest, quoted
from mqa.terms.problems import Place, Problem

T = TypeVar("T")
LONGEST_NAME = 100
MOST_ENTRIES = 5_000
MOST_OFFERED = 12  # names listed in a mend when none is like the one written


@dataclass(frozen=True)
class Notes:
    """What is being read, in the words of the file, and the problems found so far."""

    whose: str
    key: str = ""
    found: list[Problem] = field(default_factory=list)

    def of(self, whose: str) -> Notes:
        """The same notes, about another named thing."""
        return Notes(whose, "", self.found)

    def at(self, key: str) -> Notes:
        """The same notes, about one key of this thing."""
        return Notes(self.whose, key, self.found)

    def add(self, place: Place, what: str, mend: str) -> None:
        """Note a problem."""
        self.found.append(Problem(place, what, mend))

    def refuse(self, node: Node, not_a: str, mend: str) -> None:
        """Note that the value at hand is not what belongs here."""
        about = f"{self.whose}: {quoted(self.key)}" if self.key not in ("", self.whose) else self.whose
        written = f"{quoted(node.value) if node.value else 'empty'}, " if isinstance(node, Text) else ""
        self.add(node.place, f"{about} is {written}not {not_a}.", mend)


Reader: TypeAlias = Callable[[Node, Notes], T | None]
NamedReader: TypeAlias = Callable[[Text, Node, Notes], T | None]  # the name, what stands under it
Shape: TypeAlias = abc.Mapping[str, Reader[Any]]
Known: TypeAlias = abc.Mapping[str, Place]


def fields(
    node: Node, shape: Shape, notes: Notes, *, needed: Collection[str] = (), kind: str = "key"
) -> dict[str, Any]:
    """What a mapping says, by key, as far as it can be read; unknown and missing keys are noted."""
    if isinstance(node, Blank):
        properties = {key: form(reader) for key, reader in shape.items()}
        node.asks(type="object", properties=properties, required=[*needed], additionalProperties=False)
        return {}
    if not isinstance(node, Mapping):
        notes.refuse(node, "a list of keys with their values", f"Write it as {{ {next(iter(shape))}: … }}.")
        return {}
    for key, _ in node.entries:
        if key.value not in shape:
            what = f"{notes.whose} has an unknown {kind} {quoted(key.value)}."
            notes.add(key.place, what, did_you_mean(key.value, shape) or f"It may have: {', '.join(shape)}.")
    meant = {likeliest(key, shape) for key in keys(node) if key not in shape}  # told already: it is only misspelt
    for key_needed in needed:
        if key_needed not in keys(node) and key_needed not in meant:
            mend = f"Add “{key_needed}: …”."
            notes.add(node.place, f"{notes.whose} has no {quoted(key_needed)}.", mend)
    known = ((key.value, value) for key, value in node.entries if key.value in shape)
    read = {key: shape[key](value, notes.at(key)) for key, value in known}
    return {key: value for key, value in read.items() if value is not None}


def form(reader: Reader[Any]) -> Form:
    """What a reader takes, as JSON Schema."""
    return form_of(lambda blank: reader(blank, Notes("")))


def keys(node: Node) -> Known:
    """The keys of a mapping and their places; none of anything else."""
    return {key.value: key.place for key, _ in node.entries} if isinstance(node, Mapping) else {}


def section(node: Node, *path: str) -> Node:
    """The node under these keys, or an empty text where there is none."""
    for wanted in path:
        entries = node.entries if isinstance(node, Mapping) else ()
        node = next((value for key, value in entries if key.value == wanted), Text(""))
    return node


def named(one: NamedReader[T]) -> Reader[tuple[T, ...]]:
    """A reader of `name: …` entries in their order; at least one."""

    def read(node: Node, notes: Notes) -> tuple[T, ...] | None:
        if isinstance(node, Blank):
            entry, name = form(lambda node, notes: one(Text("Name"), node, notes)), {"maxLength": LONGEST_NAME}
            node.asks(type="object", minProperties=1, propertyNames=name, additionalProperties=entry)
            return None
        if not isinstance(node, Mapping) or not node.entries:
            notes.refuse(node, "a list of named entries", "Write one entry a line: “Name: { … }”.")
            return None
        if len(node.entries) > MOST_ENTRIES:
            notes.add(node.place, f"{notes.key} has more than {MOST_ENTRIES:,} entries.", "Keep the ones that matter.")
            return None
        well_named = [(name, value) for name, value in node.entries if _named(name, notes)]
        entries = [one(name, value, notes.of(quoted(name.value))) for name, value in well_named]
        return tuple(entry for entry in entries if entry is not None)

    return read


def _named(name: Text, notes: Notes) -> bool:
    """Whether a name can be shown in a table."""
    fine = bool(name.value.strip()) and len(name.value) <= LONGEST_NAME and "\n" not in name.value
    if not fine:
        what = f"A name in {notes.key} is empty or longer than {LONGEST_NAME} letters."
        notes.add(name.place, what, "Give it a short name of one line.")
    return fine


def many(one: Reader[T], *, least: int = 1) -> Reader[tuple[T, ...]]:
    """A reader of a list `[a, b]`; a single value stands for a list of one. Nothing may be listed twice."""

    def read(node: Node, notes: Notes) -> tuple[T, ...] | None:
        if isinstance(node, Blank):
            node.asks(anyOf=list_of(form(one), least))
            return None
        nodes = node.values if isinstance(node, Items) else (node,)
        if not least <= len(nodes) <= MOST_ENTRIES:
            notes.refuse(node, f"a list of {least} to {MOST_ENTRIES:,} entries", "Write a list: [one, another].")
            return None
        entries = [(value, entry) for value in nodes if (entry := one(value, notes)) is not None]
        _note_repeats(entries, notes)
        return tuple(entry for _, entry in entries)

    return read


def _note_repeats(entries: list[tuple[Node, T]], notes: Notes) -> None:
    """Note every entry of a list that stands in it before, in whatever way it is written."""
    seen = set()
    for node, entry in entries:
        if entry in seen and isinstance(node, Text):
            what = f"{notes.whose} lists {quoted(node.value)} twice in {notes.key}."
            notes.add(node.place, what, "Remove one of them.")
        seen.add(entry)


def name_of(kind: str, known: Known) -> Reader[str]:
    """A reader of the name of something that this definition defines: a condition, a role, a level …"""

    def read(node: Node, notes: Notes) -> str | None:
        if isinstance(node, Blank):
            node.asks(**A_TEXT, description=f"The name of a {kind} of this definition.")
            return None
        if isinstance(node, Text) and node.value in known:
            return node.value
        if not isinstance(node, Text) or not node.value:
            notes.refuse(node, f"the name of a {kind}", f"Write the name of a {kind}.")
        else:
            what = f"{notes.whose} asks for {quoted(node.value)}, which is not a {kind}."
            others = {name: place for name, place in known.items() if quoted(name) != notes.whose}
            notes.add(node.place, what, offered(node.value, kind, others))
        return None

    return read


def offered(word: str, kind: str, known: Known) -> str:
    """Which name may have been meant, and where it stands; else the names there are."""
    if like := likeliest(word, known):
        line = f" (line {known[like].line})" if known[like].line else ""
        return f"Did you mean {quoted(like)}{line}?"
    names = [quoted(name) for name in known][:MOST_OFFERED]
    return f"Choose from: {', '.join(names)}." if names else f"Define a {kind} of this name."
