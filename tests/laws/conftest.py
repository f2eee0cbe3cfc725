from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.laws import worlds
from tests.laws.agreements import AGREEMENTS


@pytest.fixture(scope="session", autouse=True)
def _engines_are_closed() -> Iterator[None]:
    """Closes the databases that the laws share."""
    yield
    for agreed in AGREEMENTS:
        worlds.engine(agreed).close()
    worlds.engine.cache_clear()
