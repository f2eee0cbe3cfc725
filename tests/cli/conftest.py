"""Workspaces for the tests of the command line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from tests.cli.workspace import written


@pytest.fixture(autouse=True)
def _no_workspace_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the person who runs the tests has set must not lead them astray."""
    monkeypatch.delenv("MQA_WORKSPACE", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    """A first workspace, nothing loaded."""
    yield written(tmp_path / "harrow")
    connections.close_all()


@pytest.fixture(scope="module")
def made(harrow: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace that is loaded and has a run of the day; tests only read it."""
    yield shutil.copytree(harrow, tmp_path_factory.mktemp("made") / "harrow")
    connections.close_all()


@pytest.fixture
def mine(harrow: Path, tmp_path: Path) -> Iterator[Path]:
    """A workspace that is loaded, to be changed."""
    yield shutil.copytree(harrow, tmp_path / "harrow")
    connections.close_all()
