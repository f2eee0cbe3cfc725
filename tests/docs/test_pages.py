from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.docs.conftest import TUTORIAL
from tests.docs.pages import Command, Fence, Told, commands, fences, followed, matches, side
from tests.house.files import ROOT, project_files

DOCS = ROOT / "docs"


def told(file: Path) -> bool:
    """Whether a page tells its readers to type something."""
    return any(fence.kind == "console" for fence in fences(file.read_text(encoding="utf-8")))


PAGES = [file for file in project_files() if file.suffix == ".md" and file.is_relative_to(DOCS) and told(file)]


def wrong(told: Iterable[Told]) -> list[str]:
    """Each command that does not print what its page says."""
    return [f"line {one.fence.line} $ {one.command.words}\n{one.printed}" for one in told if not one.holds]


def test_the_tutorial_can_be_followed_from_an_empty_folder(tutorial):
    assert wrong(tutorial.told) == []


@pytest.mark.parametrize("file", [f for f in PAGES if f != TUTORIAL], ids=lambda f: str(f.relative_to(DOCS)))
def test_a_page_can_be_followed_in_the_workspace_of_the_tutorial(file, workspace):
    assert wrong(followed(file.read_text(encoding="utf-8"), workspace)) == []


def test_a_page_that_tells_something_else_than_is_printed_is_noticed(workspace):
    page = "```console\n$ mqa accounts --level Priority --json\n{ nothing }\n```\n"
    assert len(wrong(followed(page, workspace))) == 1


@pytest.mark.parametrize(
    ("told", "printed", "fits"),
    [
        ("", "anything", True),
        ("one\n...\nfour\n", "one\ntwo\nthree\nfour\n", True),
        ("one\n...\nfour\n", "one\nfour\n", True),
        ("Run ...: 8 accounts\n", "Run 1: 8 accounts\n", True),
        ("one\n", "one\ntwo\n", False),
        ("1.5\n", "1x5\n", False),
    ],
)
def test_dots_stand_for_any_text_and_nothing_else_does(told, printed, fits):
    assert matches(told, printed) is fits


def test_a_diff_has_two_sides():
    diff = " kept\n-old\n+new\n"
    assert (side(diff, "-"), side(diff, "+")) == ("kept\nold\n", "kept\nnew\n")


def test_a_fence_is_found_with_its_kind_its_file_and_its_line():
    page = "Text.\n\n```csv data/a.csv\nx\n```\n"
    assert list(fences(page)) == [Fence("csv", "data/a.csv", "x\n", 4)]


def test_a_command_is_what_stands_behind_the_sign():
    assert commands("$ mqa check\nfine\n$ echo $?\n0\n") == [Command("mqa check", "fine\n"), Command("echo $?", "0\n")]
