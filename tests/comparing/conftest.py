"""A workspace of four companies for the tests of comparing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections

from mqa.workspaces import Opened
from tests.comparing.small import filled


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Four companies, loaded."""
    yield filled(tmp_path_factory.mktemp("small"))
    connections.close_all()
