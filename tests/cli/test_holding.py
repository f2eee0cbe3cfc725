"""`mqa run` beside what the workspace expects of its sources and levels."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.db import connections

from mqa.ledger.models import Run
from tests.cli.workspace import DAY, answer, done, mqa

LATE = "2026-07-03"  # four days after the last act on the website


@pytest.fixture
def expecting(harrow: Path, tmp_path: Path):
    """A loaded workspace that expects its website to tell something within two days, and in three at the latest."""
    folder = shutil.copytree(harrow, tmp_path / "harrow")
    _write(folder, "  Website:\n", "  Website:\n    freshness: { partial_after: 2 days, stale_after: 3 days }\n")
    yield folder
    connections.close_all()


def _write(folder: Path, old: str, new: str) -> None:
    file = folder / "mqa.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_scores_are_complete_where_sources_are_as_fresh_as_expected(expecting):
    assert answer(expecting, "run", "--as-of", DAY)["scores"] == "complete"


def test_a_source_that_is_late_makes_scores_partial_and_each_account_says_so(expecting):
    printed = done(expecting, "run", "--as-of", "2026-07-02")
    said = "Scores are partial: “Website” told nothing new for 3 days (since 29 June 2026); it should within 2 days."
    assert said in " ".join(printed.split())
    assert said in " ".join(done(expecting, "explain", "brightport-example.com").split())
    fresh = answer(expecting, "explain", "brightport-example.com")["freshness"]
    website = next(one for one in fresh["sources"] if one["source"] == "Website")
    assert (fresh["scores"], website["told_on"], website["age_days"]) == ("partial", "2026-06-29", 3)


def test_a_stale_source_holds_a_run_back_where_the_workspace_says_so(expecting):
    _write(expecting, "sources:", "runs: { when_stale: hold }\n\nsources:")
    result = mqa(expecting, "run", "--as-of", LATE)
    assert (result.exit_code, "is held back" in " ".join(result.output.split())) == (3, True)
    assert answer(expecting, "accounts")["as_of"] == DAY  # readers keep the run before


def test_it_may_be_published_despite_that(expecting):
    _write(expecting, "sources:", "runs: { when_stale: hold }\n\nsources:")
    assert answer(expecting, "run", "--as-of", LATE, "--despite-checks")["scores"] == "stale"
    assert answer(expecting, "accounts")["as_of"] == LATE


def test_a_level_that_empties_is_told_and_may_hold_a_run_back(expecting):
    _usual(expecting, ("2026-06-27", "2026-06-28", "2026-06-29"))
    _write(expecting, "sources:", "runs: { when_levels_jump: hold }\n\nsources:")
    result = mqa(expecting, "run", "--as-of", DAY, "--anew")
    said = " ".join(result.output.split())
    assert (result.exit_code, "2 accounts stand at “Watch”; usual are 40 (the median of 3 runs)." in said) == (3, True)
    printed = done(expecting, "run", "--as-of", DAY, "--anew", "--despite-checks")
    assert "Look closer: 2 accounts stand at “Watch”; usual are 40" in " ".join(printed.split())


def _usual(folder: Path, days: tuple[str, ...]) -> None:
    """Runs of these days at which forty accounts stand at Watch."""
    for day in days:
        done(folder, "run", "--as-of", day)
    Run.objects.exclude(levels=None).update(levels={"Watch": 40})
