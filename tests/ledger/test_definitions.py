from __future__ import annotations

import pytest
from django.db import IntegrityError

from mqa.ledger.definitions import keep, text_of
from mqa.ledger.models import DefinitionVersion
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
