"""What exists is documented: a command, option, setting, table or condition kind that is not fails here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import get_args

import click
import pytest

from mqa.terms.documents import Items, Mapping, Node, document
from mqa.terms.rules import ConditionKind, Operator
from scripts.reference import PAGE, tables_page
from tests.house.files import ROOT, project_files

DOCS = ROOT / "docs"
SETTING = re.compile(r"[a-z][a-z_]+")
NAMED_BY_USERS = {
    "facts",
    "columns",
    "skip",
    "nobody",
    "rejected",
    "deferred",
    "by_name",
}  # their keys are columns, facts, reasons


def page(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def test_the_page_of_tables_is_what_the_code_says():
    assert PAGE.read_text(encoding="utf-8") == tables_page(), "run make docs"


@pytest.mark.parametrize("kind", get_args(ConditionKind))
def test_a_kind_of_condition_is_documented(kind):
    assert f"`{kind}`" in page("definition.md")


@pytest.mark.parametrize("operator", get_args(Operator))
def test_a_test_of_facts_is_documented(operator):
    assert f"`{operator}`" in page("definition.md")


def settings(node: Node | None) -> Iterator[str]:
    """The keys of a document that are words of ours, not names that users chose."""
    if isinstance(node, Items):
        for value in node.values:
            yield from settings(value)
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if SETTING.fullmatch(key.value):
                yield key.value
            if key.value not in NAMED_BY_USERS:
                yield from settings(value)


SHIPPED = [file for file in project_files() if file.suffix in {".yaml", ".yml"} and "stories" not in file.parts]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_setting_of_a_file_we_ship_is_documented(file):
    node, problems = document(file.read_text(encoding="utf-8"), file.name)
    assert not problems
    said = page("definition.md") + page("workspace.md")
    assert sorted({key for key in settings(node) if not re.search(rf"\b{key}\b", said)}) == []


def commands() -> list[tuple[str, click.Command]]:
    """Every command of the command line by the words that call it."""
    if not find_spec("mqa.cli"):
        return []
    return list(below("mqa", import_module("mqa.cli").main))


def below(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield words, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        if found:
            yield from below(f"{words} {name}", found)


@pytest.mark.parametrize(("words", "command"), commands())
def test_a_command_and_its_options_are_documented(words, command):
    said = page("commands.md")
    options = [name for option in command.params for name in option.opts if name.startswith("--")]
    assert [name for name in (f"`{words}", *options) if name not in said] == []


def test_every_page_is_linked_from_another():
    pages = {file for file in project_files() if file.suffix == ".md" and file.is_relative_to(DOCS)}
    linked = {
        (file.parent / target).resolve()
        for file in (*pages, ROOT / "README.md")
        for target in re.findall(r"\]\(([^)#:]+)", file.read_text(encoding="utf-8"))
    }
    assert {file.relative_to(ROOT) for file in pages - linked} <= {(DOCS / "README.md").relative_to(ROOT)}


@pytest.mark.parametrize(
    "file", [f for f in project_files() if f.suffix == ".md"], ids=lambda f: str(f.relative_to(ROOT))
)
def test_no_link_leads_nowhere(file):
    targets = re.findall(r"\]\(([^)#:]+)[^):]*\)", file.read_text(encoding="utf-8"))
    assert [target for target in targets if not (file.parent / target).exists()] == []
