"""A definition under a new name: what it goes on from, and what it cannot go on from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections

from mqa.ledger import names
from mqa.ledger.definitions import keep
from mqa.ledger.models import DefinitionName
from mqa.ledger.opening import open_ledger
from mqa.renaming import line_of, remember
from mqa.terms.problems import Refused
from mqa.terms.rules import Agreement, Definition
from tests.definitions import definition

NOW = datetime(2026, 7, 1, 6, tzinfo=UTC)
RULES = definition()


@pytest.fixture(autouse=True)
def _ledger(tmp_path: Path) -> Iterator[None]:
    """A ledger that knows two definitions."""
    open_ledger(tmp_path / "ledger.sqlite3")
    keep("New business", "v1", "")
    keep("Expansion", "v2", "")
    yield
    connections.close_all()


def called(name: str, *formerly: str) -> Definition:
    """A definition of this name that says what it was called."""
    return replace(RULES, name=name, formerly=formerly)


def remembered(*definitions: Definition) -> list[str]:
    """What is wrong with the names of these definitions; nothing: the ledger knows them now."""
    try:
        remember([Agreement(one, "v", "") for one in definitions], NOW)
    except Refused as error:
        return [f"{one.what} | {one.mend}" for one in error.problems]
    return []


def test_a_definition_goes_on_from_the_name_it_had() -> None:
    assert remembered(called("New customers", "New business"), called("Expansion")) == []
    assert names.original_name("New customers") == "New business"


def test_it_still_does_when_the_file_no_longer_says_so() -> None:
    remembered(called("New customers", "New business"))
    assert remembered(called("New customers")) == []
    assert names.original_name("New customers") == "New business"


def test_it_is_written_down_once() -> None:
    for _ in range(3):
        remembered(called("New customers", "New business"))
    assert DefinitionName.objects.count() == 1


def test_a_definition_that_is_renamed_twice_need_not_say_all_its_names() -> None:
    remembered(called("New customers", "New business"))
    assert remembered(called("First deals", "New customers")) == []
    assert (names.original_name("First deals"), names.today("New business")) == ("New business", "First deals")


def test_a_definition_that_gets_its_old_name_back_is_called_so() -> None:
    remembered(called("New customers", "New business"))
    assert remembered(called("New business")) == []
    assert names.today("New business") == "New business"


def test_where_nobody_was_renamed_nothing_is_written_down() -> None:
    assert remembered(called("New business"), called("Expansion"), called("Product-led")) == []
    assert not DefinitionName.objects.exists()


def test_a_former_name_that_nobody_ran_is_refused_with_the_one_that_may_be_meant() -> None:
    assert remembered(called("New customers", "New busines")) == [
        "“New customers” was formerly “New busines”, which was never run or submitted here. | "
        "Did you mean “New business”? If it is new, remove “formerly”."
    ]


def test_in_a_new_ledger_former_names_mean_nothing(tmp_path: Path) -> None:
    open_ledger(tmp_path / "another.sqlite3")
    assert remembered(called("New customers", "New business")) == []
    assert not DefinitionName.objects.exists()


def test_a_definition_with_a_history_of_its_own_cannot_take_over_another() -> None:
    keep("New customers", "v3", "")
    assert remembered(called("New customers", "New business")) == [
        "“New customers” has a history of its own here and cannot go on from “New business” any more. | "
        "Give it a name that was never run or submitted, or remove “formerly”."
    ]


def test_a_definition_cannot_go_on_from_two() -> None:
    assert remembered(called("All customers", "New business", "Expansion")) == [
        "“All customers” was formerly “New business” and “Expansion”, which are two definitions here. | "
        "Name the one under “formerly” that it goes on from."
    ]


def test_two_names_of_one_definition_are_not_two_definitions() -> None:
    remembered(called("New customers", "New business"))
    assert remembered(called("New customers"), called("New business")) == [
        "“New business” and “New customers” are two names of one definition, which was renamed. | "
        "Give each a name that the other never had."
    ]


def test_nothing_is_written_down_where_anything_is_refused() -> None:
    wrong = called("Growth", "Expansoin")
    assert len(remembered(called("New customers", "New business"), wrong)) == 1
    assert not DefinitionName.objects.exists()


def test_a_draft_that_was_never_opened_is_known_by_what_it_was_called() -> None:
    assert line_of(called("New customers", "New business")) == "New business"
    assert line_of(called("Expansion")) == "Expansion"
    assert not DefinitionName.objects.exists()
