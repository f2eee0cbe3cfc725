"""Versions, read again from the ledger as they were, whatever became of their files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections

from mqa import versions
from mqa.definition.fingerprint import identity
from mqa.definition.reading import definition
from mqa.ledger import definitions
from mqa.ledger.opening import open_ledger
from mqa.ledger.runs import PublishedRun
from mqa.terms.problems import Unavailable
from mqa.terms.rules import Agreement
from tests.definition.texts import SMALL


@pytest.fixture(autouse=True)
def _ledger(tmp_path: Path) -> Iterator[None]:
    open_ledger(tmp_path / "ledger.sqlite3")
    yield
    connections.close_all()


def agreed(text: str = SMALL, domains: str = "moorhartbank.com\n") -> Agreement:
    """A text with its list as an agreement."""
    found, problems = definition(text, "small.yaml", {"named.csv": domains})
    assert found is not None, problems
    return Agreement(found, identity(found), text, (("named.csv", domains),))


def test_a_kept_version_is_read_again_with_its_lists() -> None:
    first, second = agreed(), agreed(domains="moorhartbank.com\nother.example\n")
    for one in (first, second):
        versions.keep(one)
    assert [versions.kept(one.version) for one in (first, second)] == [first, second]


def test_a_version_whose_list_was_not_kept_is_not_read_as_another() -> None:
    one = agreed()
    definitions.keep("Small", one.version, one.text)
    with pytest.raises(Unavailable, match=r"can no longer be read: There is no list “named.csv”"):
        versions.kept(one.version)


def test_a_version_that_a_release_reads_in_another_way_is_not_what_was_signed() -> None:
    definitions.keep("Small", "0" * 32, agreed().text, agreed().lists)
    with pytest.raises(Unavailable, match="Version 00000000 of “Small” means something else to this release"):
        versions.kept("0" * 32)


def run_by(version: str) -> PublishedRun:
    """A run of 2 January 2000, made by a version."""
    return PublishedRun(7, "Small", version, 1, 1, 0, datetime(2000, 1, 2, tzinfo=UTC), {})


def test_results_of_an_earlier_version_are_told_by_its_lists_not_by_those_of_today() -> None:
    then, now = agreed(), agreed(domains="other.example\n")
    versions.keep(then)
    assert versions.of_run(now, run_by(then.version)) == then


def test_what_the_present_version_made_is_told_by_it() -> None:
    assert versions.of_run(agreed(), run_by(agreed().version)) == agreed()


@pytest.mark.parametrize("text", [SMALL, "no definition"], ids=["it reads otherwise", "it cannot be read"])
def test_results_of_a_version_that_is_not_read_as_it_was_are_told_by_no_other(text: str) -> None:
    definitions.keep("Small", "0" * 32, text, agreed().lists)
    with pytest.raises(Unavailable, match=r"Run 7 cannot .* Make its day again: “mqa run --as-of 2000-01-02”"):
        versions.of_run(agreed(), run_by("0" * 32))
