"""The workspace of the tutorial, as every other page finds it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from tests.cli.workspace import DAY, done, written


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `mqa init`, `mqa load` and a run of the day leave; never changed."""
    folder = written(tmp_path_factory.mktemp("made") / "my-company")
    done(folder, "load")
    done(folder, "run", "--as-of", DAY)
    connections.close_all()
    return folder


@pytest.fixture
def workspace(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of it that a page may change."""
    monkeypatch.delenv("MQA_WORKSPACE", raising=False)
    yield shutil.copytree(made, tmp_path / "my-company")
    connections.close_all()
