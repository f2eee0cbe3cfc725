"""Workspaces that live tests begin with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from mqa.workspaces import Opened
from tests.laws.test_runs_again import LATER, made, reopened
from tests.prepared import prepared


@pytest.fixture
def workspace(harrow: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A first workspace with a run of yesterday and one of today."""

    def make(folder: Path) -> None:
        shutil.copytree(harrow, folder)
        made(reopened(folder), LATER)

    yield reopened(shutil.copytree(prepared("harrow-of-today", make, tmp_path_factory), tmp_path / "harrow"))
    connections.close_all()
