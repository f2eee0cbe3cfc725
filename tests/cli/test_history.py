"""The history of a level that `mqa explain` tells, where the definition changed or folds overlap."""

from __future__ import annotations

import pytest

from tests.cli.workspace import DAY, answer, done

BEST = "brightport-example.com"
DEFINITION = "definitions/harrow.yaml"


@pytest.fixture
def loaded(workspace):
    done(workspace, "load")
    return workspace


def without_the_highest_level(workspace):
    """Takes away the level Priority, and what is only asked for it."""
    file = workspace / DEFINITION
    text = file.read_text()
    (line,) = [line for line in text.splitlines(keepends=True) if line.startswith("  Priority:")]
    file.write_text(text.replace(line, "").replace(", Priority]", "]").replace("  at_once: [Priority]\n", ""))


def test_an_account_is_explained_after_a_level_was_taken_away(loaded):
    done(loaded, "run", "--as-of", "2026-06-29")
    without_the_highest_level(loaded)
    done(loaded, "run", "--as-of", DAY)
    said = answer(loaded, "explain", BEST)
    assert said["level"] == "Qualified"
    assert {name for step in said["history"] for name in (step["was"], step["level"])} <= {
        "no level",
        "Account of interest",
        "Watch",
        "Qualified",
    }


def test_a_past_day_without_a_run_is_explained_after_a_level_was_taken_away(loaded):
    done(loaded, "run", "--as-of", DAY)
    without_the_highest_level(loaded)
    assert answer(loaded, "explain", BEST, "--as-of", "2026-07-01")["history"][0]["level"] == "Qualified"


def test_overlapping_folds_give_one_first_entry(loaded):
    done(loaded, "run", "--as-of", "2026-06-28", "--fold-from", "2026-04-01")
    done(loaded, "run", "--as-of", DAY, "--fold-from", "2026-06-25")
    steps = answer(loaded, "explain", BEST)["history"]
    assert [step["was"] for step in steps].count("no level") == 1
    assert steps[-1]["day"] >= "2026-06-25"


def test_a_run_that_goes_on_keeps_the_history_of_the_one_before(loaded):
    done(loaded, "run", "--as-of", "2026-06-29")
    before = answer(loaded, "explain", BEST)["history"]
    done(loaded, "run", "--as-of", DAY)
    assert before
    assert answer(loaded, "explain", BEST)["history"][-len(before) :] == before
