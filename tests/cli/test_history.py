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


TIDEWATER = "tidewater-example.com"
EARLIER, LATER = "2026-06-27", "2026-06-29"


@pytest.fixture
def anew(loaded):
    """A workspace of which an earlier day was made anew, with what came late, after the runs that went on from it."""
    for day in (EARLIER, LATER):
        done(loaded, "run", "--as-of", day)
    forms = loaded / "data/forms.csv"
    late = [f"F-9{nth},2026-06-26T10:00:00,demo,,{who}@{TIDEWATER}" for nth, who in enumerate(("ann", "bob"))]
    forms.write_text("\n".join([forms.read_text().rstrip(), *late, ""]))
    done(loaded, "load")
    done(loaded, "run", "--as-of", EARLIER, "--anew")
    return loaded


def entered_last(workspace, day):
    """The last change of level of the account that the late acts are of, as is explained of a day."""
    return answer(workspace, "explain", TIDEWATER, "--as-of", day)["history"][0]


def test_a_day_that_is_made_anew_is_no_past_of_a_run_that_did_not_go_on_from_it(anew):
    assert entered_last(anew, EARLIER)["day"] == EARLIER
    assert entered_last(anew, LATER)["day"] < EARLIER
    told = answer(anew, "explain", TIDEWATER, "--as-of", LATER)
    assert told["history"][0]["level"] == told["level"]


def test_what_is_found_again_later_stands_once_and_changes_tell_no_more_of_the_days_before(anew):
    done(anew, "run", "--as-of", "2026-07-01")
    levels = [step["level"] for step in answer(anew, "explain", TIDEWATER)["history"]]
    assert levels == ["Watch", "Account of interest"]
    since = answer(anew, "changes", "--since", "2026-06-28", "--account", TIDEWATER)["level"]
    assert (since["was"], since["now"]) == ("Account of interest", "Watch")


def test_changes_up_to_a_day_that_was_made_anew_tell_what_its_run_found(anew):
    level = answer(anew, "changes", "--since", "2026-06-26", "--until", EARLIER, "--account", TIDEWATER)["level"]
    assert (level["was"], level["now"]) == ("Account of interest", "Watch")
