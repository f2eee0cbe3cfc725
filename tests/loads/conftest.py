from __future__ import annotations

from pathlib import Path

import pytest

from tests.loads.desk import Desk
from tests.loads.mistaken import written


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty workspace."""
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world of `tests/loads/mistaken.py`, loaded; a test works on a copy."""
    desk = written(tmp_path_factory.mktemp("mistaken"))
    desk.load()
    return desk.folder
