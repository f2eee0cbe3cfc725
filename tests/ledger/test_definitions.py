from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from mqa.ledger.definitions import keep, lists_of, matching, text_of
from mqa.ledger.models import DefinitionList, DefinitionVersion, ListContent
from mqa.terms.problems import Unavailable


def test_a_version_s_text_is_kept_as_it_was() -> None:
    keep("Halyard", "v1", "definition: Halyard\n")
    keep("Halyard", "v2", "definition: Halyard # changed\n")
    assert text_of("v1") == "definition: Halyard\n"


def test_keeping_a_version_again_changes_nothing() -> None:
    keep("Halyard", "v1", "first")
    keep("Halyard", "v1", "with another comment")
    assert text_of("v1") == "first"


def test_an_unknown_version_is_said_to_be_unknown() -> None:
    with pytest.raises(Unavailable, match="no definition of version v9"):
        text_of("v9")


def test_a_kept_text_is_never_rewritten() -> None:
    keep("Halyard", "v1", "first")
    with pytest.raises(IntegrityError, match="only ever added"):
        DefinitionVersion.objects.update(text="other")


def test_a_version_is_kept_with_its_lists() -> None:
    keep("Halyard", "v1", "first", [("lists/b.csv", "b.example\n"), ("lists/a.csv", "a.example\n")])
    assert lists_of("v1") == (("lists/a.csv", "a.example\n"), ("lists/b.csv", "b.example\n"))


def test_what_versions_have_in_common_is_kept_once() -> None:
    keep("Halyard", "v1", "first", [("a.csv", "a.example\n")])
    keep("Halyard", "v2", "second", [("moved.csv", "a.example\n")])
    assert lists_of("v2") == (("moved.csv", "a.example\n"),)
    assert ListContent.objects.count() == 1


def test_a_version_that_was_kept_before_lists_were_gets_them_with_the_same_text() -> None:
    keep("Halyard", "v1", "first")
    keep("Halyard", "v1", "with another comment", [("elsewhere.csv", "a.example\n")])
    assert lists_of("v1") == ()
    keep("Halyard", "v1", "first", [("a.csv", "a.example\n")])
    keep("Halyard", "v1", "first", [("a.csv", "a.example\n")])
    assert lists_of("v1") == (("a.csv", "a.example\n"),)


def test_kept_versions_are_found_by_their_first_digits() -> None:
    keep("Halyard", "abc1", "first")
    keep("Halyard", "abd2", "second")
    keep("Another", "abc3", "third")
    assert (matching("Halyard", "ab"), matching("Halyard", "abc")) == (["abd2", "abc1"], ["abc1"])


def test_lists_are_only_ever_added() -> None:
    keep("Halyard", "v1", "first", [("a.csv", "a.example\n")])
    for change in (lambda: ListContent.objects.update(content=""), lambda: DefinitionList.objects.all().delete()):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()
