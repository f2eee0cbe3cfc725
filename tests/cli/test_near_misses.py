"""`mqa near-misses`: who only just misses a level, and by what."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.workspace import DAY, answer, done, mqa

BEFORE, MISSED = "engagement_at_least: 55", "engagement_at_least: 57"  # Calderon has 52.9


@pytest.fixture(scope="module")
def missing(harrow: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which one account misses the level Qualified by its engagement alone; tests only read it."""
    folder = shutil.copytree(harrow, tmp_path_factory.mktemp("missing") / "harrow")
    (file,) = (folder / "definitions").glob("*.yaml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("people_at_least: 3", "people_at_least: 1").replace(BEFORE, MISSED), encoding="utf-8")
    done(folder, "run", "--as-of", DAY)
    return folder


def test_an_account_that_only_just_misses_a_level_stands_with_what_it_needs(missing):
    printed = done(missing, "near-misses")
    assert "calderon-example.com  Qualified  needs 4.1 more engagement" in printed
    assert f"1 of 1 near miss on {DAY}." in printed


def test_programs_read_numbers_beside_words(missing):
    (one,) = answer(missing, "near-misses")["accounts"]
    (missed,) = one["missed"]
    assert (one["domain"], one["level"], one["stands"]) == ("calderon-example.com", "Qualified", "Watch")
    assert (missed["condition"], missed["needed"], missed["seen"]) == ("Engaged", 57_000_000, one["engagement"])


def test_the_table_holds_what_is_told(missing):
    (one,) = answer(missing, "near-misses")["accounts"]
    (row,) = answer(missing, "export", "near_misses")
    assert (row["domain"], row["level_name"], row["condition_name"]) == ("calderon-example.com", "Qualified", "Engaged")
    assert row["seen"] == one["engagement"]


def test_one_level_may_be_asked_for(missing):
    assert answer(missing, "near-misses", "--level", "qualified")["in_all"] == 1
    assert answer(missing, "near-misses", "--level", "Watch")["in_all"] == 0


def test_a_level_that_nobody_has_is_refused(missing):
    result = mqa(missing, "near-misses", "--level", "Watsch")
    assert (result.exit_code, "Did you mean “Watch”?" in result.output) == (2, True)


def test_where_nobody_does_the_answer_says_so(made):
    assert f"No account only just misses a level on {DAY}" in done(made, "near-misses")
