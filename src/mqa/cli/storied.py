"""`mqa stories`: what the stories of the definitions tell, whether they come out, and what none of them shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from mqa import stories, workspaces
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_problems, print_table, problem_rows, say, section
from mqa.cli.tables import Column, number
from mqa.explain.coverage import Shown
from mqa.explain.numbers import counted, listed
from mqa.explain.stories import expected, told
from mqa.stories import Judged, Read
from mqa.terms.documents import quoted
from mqa.terms.durations import iso_day

FAILED = 1
COLUMNS = (Column(""), Column("of the definition", least=20), number("stories"))


@click.command(name="stories")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--coverage", "whole", is_flag=True, help="End with exit code 1 where a level, gate or route has none.")
@click.option("--failed", "only_failed", is_flag=True, help="Tell only the stories that do not come out.")
@shared
def command(asked: Asked, files: tuple[Path, ...], whole: bool, only_failed: bool) -> int:
    """Try the definitions with their stories, or with those in FILE, and tell them.

    Ends with exit code 1 where a story does not come out.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    only = [workspaces.chosen(workspace, asked.definition).definition.name] if asked.definition else []
    found = [
        (read, stories.judged(read.agreement.definition, read.stories))
        for read in stories.stories_of(workspace, files, only=only)
    ]
    if asked.as_json:
        print_json({"definitions": [_document(read, judged) for read, judged in found]})
    elif found:
        for read, judged in found:
            _tell(read, judged, only_failed=only_failed, whole=not files)
    else:
        say(f"There is no story in {workspace.agreed.stories}/ yet: see docs/how-to/write-a-story.md, or mqa init.")
    failed = any(not one.passed for _, judged in found for one in judged)
    bare = any(_bare(read, judged) for read, judged in found) or not found
    return FAILED if failed or (whole and bare) else 0


def _tell(read: Read, judged: Sequence[Judged], *, only_failed: bool, whole: bool) -> None:
    """Tell the stories of one definition, and, where these are all of them, what they show."""
    for nth, one in enumerate(one for one in judged if not one.passed or not only_failed):
        if nth:
            click.echo()
        _tell_story(one)
    print_problems(read.remarks)
    name = quoted(read.agreement.definition.name)
    if whole:
        section(f"What the stories show of {name}")
        rows = [(part.kind, part.name, len(part.stories) or "none yet") for part in _shown(read, judged)]
        print_table(COLUMNS, rows)
    click.echo()
    passed = sum(one.passed for one in judged)
    failed = f", {len(judged) - passed} failed" if passed < len(judged) else ""
    say(
        f"{name}: {counted(len(judged), 'story', 'stories')}, {passed} passed{failed}.{_not_shown(read, judged, whole)}"
    )


def _tell_story(one: Judged) -> None:
    say(f"{'passed' if one.passed else 'FAILED'}  {one.story.title}", strong=True)
    for sentence in (*told(one.story), *expected(one.story)):
        say(f"        {sentence}")
    for wrong in one.unmet:
        click.echo()
        say(f"    {wrong.place}: {wrong.words}", strong=True)
        for why in wrong.why:
            say(f"        {why}")


def _not_shown(read: Read, judged: Sequence[Judged], whole: bool) -> str:
    bare = _bare(read, judged) if whole else ()
    if not whole:
        return ""
    if not bare:
        return " Every level, gate and route has a story."
    return f" No story shows {listed([f'the {part.kind} {quoted(part.name)}' for part in bare], 'and')}."


def _shown(read: Read, judged: Sequence[Judged]) -> tuple[Shown, ...]:
    return stories.shown(read.agreement.definition, judged)


def _bare(read: Read, judged: Sequence[Judged]) -> tuple[Shown, ...]:
    return tuple(part for part in _shown(read, judged) if not part.stories)


def _document(read: Read, judged: Sequence[Judged]) -> dict[str, Any]:
    return {
        "definition": read.agreement.definition.name,
        "version": read.agreement.version,
        "stories": [_story(one) for one in judged],
        "coverage": [
            {"kind": part.kind, "name": part.name, "stories": list(part.stories)} for part in _shown(read, judged)
        ],
        "remarks": problem_rows(read.remarks),
    }


def _story(one: Judged) -> dict[str, Any]:
    return {
        "story": one.story.title,
        "file": one.story.place.file,
        "days": [iso_day(day.on) for day in one.story.becomes],
        "passed": one.passed,
        "told": list(told(one.story)),
        "expected": list(expected(one.story)),
        "unmet": [{"line": wrong.place.line, "what": wrong.words, "why": list(wrong.why)} for wrong in one.unmet],
    }
