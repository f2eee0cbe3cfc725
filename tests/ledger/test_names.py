from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from mqa.ledger import agreements, audit, names
from mqa.ledger.audit import Wanted
from mqa.ledger.definitions import keep, matching, versions
from mqa.ledger.models import DefinitionName
from mqa.ledger.names import all_names, kept, original_name, rename, today
from mqa.ledger.runs import published, runs
from tests.ledger.accounts import run_with

NOW = datetime(2026, 7, 1, 6, tzinfo=UTC)


def test_a_definition_that_was_never_renamed_is_called_by_its_name() -> None:
    assert (original_name("Halyard"), today("Halyard"), all_names("Halyard")) == ("Halyard", "Halyard", ["Halyard"])


def test_rows_are_found_by_each_name_that_a_definition_had() -> None:
    run = run_with("account_id\n1")
    rename("Halyard", "Halyard EMEA", NOW)
    rename("Halyard", "Halyard Europe", NOW)
    for name in ("Halyard", "Halyard EMEA", "Halyard Europe"):
        found = published(name)
        assert found is not None
        assert found.run_id == run
    assert published("Halyard US") is None


def test_what_is_written_under_the_new_name_stands_with_what_was_written_before() -> None:
    run_with("account_id\n1", 99)
    rename("Halyard", "Halyard EMEA", NOW)
    run_with("account_id\n1", 100)
    assert [(one.definition, one.as_of) for one in runs("Halyard EMEA", most=9)[0]] == [
        ("Halyard EMEA", 100),
        ("Halyard EMEA", 99),
    ]


def test_versions_and_signatures_of_all_names_are_one_history() -> None:
    keep("Halyard", "abcdef1", "first")
    agreements.add("submitted", "abcdef1", who="mo", now=NOW)
    rename("Halyard", "Halyard EMEA", NOW)
    keep("Halyard EMEA", "abcdef2", "second")
    agreements.add("submitted", "abcdef2", who="mo", now=NOW)
    assert matching("Halyard EMEA", "abc") == ["abcdef2", "abcdef1"]
    assert [one.name for one in versions("Halyard EMEA")] == ["Halyard EMEA", "Halyard"]
    assert [one.definition for one in agreements.history("Halyard")] == ["Halyard EMEA", "Halyard"]


def test_renaming_is_in_the_audit_once() -> None:
    rename("Halyard", "Halyard EMEA", NOW)
    rename("Halyard", "Halyard EMEA", NOW)
    assert [(one.what, one.before, one.after) for one in audit.changes(Wanted(about="Halyard EMEA"))[0]] == [
        ("renamed a definition", {"name": "Halyard"}, {"name": "Halyard EMEA"})
    ]


def test_a_definition_may_get_its_old_name_back() -> None:
    rename("Halyard", "Halyard EMEA", NOW)
    rename("Halyard", "Halyard", NOW)
    assert (today("Halyard"), original_name("Halyard EMEA")) == ("Halyard", "Halyard")
    assert all_names("Halyard EMEA") == ["Halyard", "Halyard EMEA"]


def test_names_of_other_definitions_stay_what_they_are() -> None:
    rename("Halyard", "Halyard EMEA", NOW)
    assert (original_name("Expansion"), all_names("Expansion")) == ("Expansion", ["Expansion"])


def test_kept_names_are_those_of_versions() -> None:
    keep("Halyard", "v1", "first")
    keep("Halyard", "v2", "second")
    assert kept() == {"Halyard"}


def test_a_name_is_never_rewritten() -> None:
    rename("Halyard", "Halyard EMEA", NOW)
    for change in (lambda: DefinitionName.objects.update(name="other"), DefinitionName.objects.all().delete):
        with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
            change()
    assert names.todays() == {"Halyard": "Halyard EMEA"}
