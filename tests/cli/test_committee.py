"""`mqa explain` tells the committee in numbers, beside earlier runs and the segment; `mqa export` has them of all."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.workspace import DAY, answer, done

EARLIER = (date.fromisoformat(DAY) - timedelta(days=33)).isoformat()  # in the week up to 30 days before


@pytest.fixture(scope="module")
def twice(harrow: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a run of its last day and one of a month before; tests only read it."""
    folder = shutil.copytree(harrow, tmp_path_factory.mktemp("committee") / "harrow")
    done(folder, "run", "--as-of", EARLIER)
    return folder


def test_what_an_earlier_run_kept_is_told_as_it_was(twice):
    now = answer(twice, "explain", "calderon")["committee_numbers"]
    earlier = answer(twice, "explain", "calderon", "--as-of", EARLIER)["committee_numbers"]
    then = now["days_before"]["30"]
    assert then["as_of"] == EARLIER
    assert {name: then[name] for name in ("engaged", "points", "coverage", "concentration")} == {
        name: earlier[name] for name in ("engaged", "points", "coverage", "concentration")
    }
    assert now["momentum"] == {"30": now["points"] - earlier["points"]}


def test_where_there_was_no_run_nothing_is_known(harrow):
    told = answer(harrow, "explain", "calderon")["committee_numbers"]
    assert (told["trend"], told["days_before"]) == ("not known", {})


def test_a_day_without_a_run_is_told_by_the_same_steps(twice):
    between = (date.fromisoformat(EARLIER) + timedelta(days=30)).isoformat()
    told = answer(twice, "explain", "calderon", "--as-of", between)["committee_numbers"]
    assert told["days_before"]["30"]["as_of"] == EARLIER
    assert told["contact_ratio_of_segment"] is None


def test_the_tables_hold_what_is_told(harrow):
    (row,) = [one for one in answer(harrow, "export", "committee") if one["domain"].startswith("calderon")]
    told = answer(harrow, "explain", "calderon")["committee_numbers"]
    assert {name: row[name] for name in ("gaps", "concentration")} == {
        name: told[name] for name in ("gaps", "concentration")
    }
    segments = [one for one in answer(harrow, "export", "benchmarks") if one["measure"] == "contact_ratio"]
    assert told["contact_ratio_of_segment"]["middle"] in [one["middle"] for one in segments]


def test_people_read_it_as_a_table_and_sentences(twice):
    printed = done(twice, "explain", "calderon")
    assert "Committee in numbers" in printed
    assert f"on {EARLIER}" in printed
