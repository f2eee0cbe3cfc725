"""`mqa run` without a definition: each one's run, whatever becomes of the others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connections

from mqa import runs, workspaces
from mqa.holding import Held
from mqa.ledger.runs import published
from mqa.terms.durations import day_number
from tests.cli.several import EXPANSION, NEW, PRODUCT, loaded, side_by_side
from tests.cli.workspace import DAY, TODAY, answer, done, mqa
from tests.prepared import prepared

NAMES = [NEW, EXPANSION, PRODUCT]


@pytest.fixture
def several(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Path]:
    """A workspace of three definitions, loaded."""
    yield shutil.copytree(prepared("several", loaded, tmp_path_factory), tmp_path / "harrow")
    connections.close_all()


def contents(folder: Path) -> dict[str, str | None]:
    """The hash of the rows of the run that holds for the day, by definition."""
    workspaces.open_stores(workspaces.opened(folder))
    found = {name: published(name, day_number(TODAY)) for name in NAMES}
    return {name: run and run.content for name, run in found.items()}


def test_it_makes_the_rows_that_a_run_of_each_makes(several: Path, tmp_path_factory) -> None:
    one_by_one = contents(prepared("three", side_by_side, tmp_path_factory))
    made = answer(several, "run", "--as-of", DAY)
    assert {one["definition"]: one["content"] for one in made} == one_by_one == contents(several)
    assert len(set(one_by_one.values())) == 3


def test_it_says_in_a_line_what_became_of_each(several: Path) -> None:
    lines = done(several, "run", "--as-of", DAY).splitlines()
    (head, *_), rows = lines, [line for line in lines if line.startswith("Harrow")]
    assert head.split() == ["definition", "run", "accounts", "qualified", "entered", "left", "handed", "off", "rows"]
    assert [row[: len(name)] for row, name in zip(rows, NAMES, strict=True)] == NAMES
    assert lines[-1] == f"3 runs of {DAY}. Next: mqa accounts --definition NAME"


@pytest.fixture
def one_is_held_back() -> Iterator[None]:
    def run(*given, agreement, **named):
        if agreement.definition.name == NEW:
            raise Held("The run was made, but is held back: it looks odd.")
        return made(*given, agreement=agreement, **named)

    made = runs.run
    with patch.object(runs, "run", run):
        yield


@pytest.mark.usefixtures("one_is_held_back")
def test_one_that_is_held_back_keeps_no_other_from_its_run(several: Path) -> None:
    result = mqa(several, "run", "--as-of", DAY)
    assert result.exit_code == 3
    assert f"{NEW}: nothing was published.\nThe run was made, but is held back: it looks odd.\n" in result.stderr
    assert [name for name, content in contents(several).items() if content] == [EXPANSION, PRODUCT]


@pytest.mark.usefixtures("one_is_held_back")
def test_programs_are_told_what_held_one_back_in_its_place(several: Path) -> None:
    result = mqa(several, "run", "--as-of", DAY, "--json")
    first, *others = json.loads(result.stdout)
    assert (first["definition"], first["exit_code"], result.exit_code) == (NEW, 3, 3)
    assert first["problems"][0]["what"] == "The run was made, but is held back: it looks odd."
    assert [one["definition"] for one in others] == [EXPANSION, PRODUCT]


def test_a_definition_that_is_named_is_run_alone(several: Path) -> None:
    assert answer(several, "run", "--as-of", DAY, "--definition", PRODUCT)["definition"] == PRODUCT
    assert [name for name, content in contents(several).items() if content] == [PRODUCT]
