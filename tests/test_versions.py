"""Versions, read again from the ledger as they were, whatever became of their files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from mqa import versions
from mqa.definition.fingerprint import identity
from mqa.definition.reading import definition
from mqa.ledger import definitions
from mqa.ledger.opening import open_ledger
from mqa.terms.problems import Unavailable
from mqa.terms.rules import Agreement
from tests.definition.texts import SMALL, changed


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


def test_results_of_an_earlier_version_are_told_by_its_lists_not_by_those_of_today() -> None:
    then, now = agreed(), agreed(domains="other.example\n")
    versions.keep(then)
    assert versions.as_it_was(now, then.version) == then


def test_of_a_version_that_was_kept_before_lists_were_they_are_read_as_they_are_today() -> None:
    now, then = agreed(), changed("bar: 0.8", "bar: 0.9")
    definitions.keep("Small", "0" * 32, then)
    found = versions.as_it_was(now, "0" * 32)
    assert (found.version, found.text, found.lists) == ("0" * 32, then, now.lists)


def test_of_a_version_that_can_not_be_read_any_more_the_present_rules_tell() -> None:
    definitions.keep("Small", "0" * 32, "no definition")
    assert versions.as_it_was(agreed(), "0" * 32) == agreed()
