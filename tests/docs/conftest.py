"""The tutorial, followed once, and the workspace it leaves after its first run, as every other page finds it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections

from tests.cli.workspace import DAY
from tests.docs.pages import Told, followed
from tests.house.files import ROOT

TUTORIAL = ROOT / "docs" / "tutorial" / "README.md"


@dataclass(frozen=True)
class Tutorial:
    """What the commands of the tutorial printed, and a copy of its workspace after the first run."""

    told: tuple[Told, ...]
    made: Path


def follow_tutorial(empty: Path, made: Path) -> Tutorial:
    """Types the tutorial in an empty folder, and copies the workspace when it has its first run."""
    told = []
    for one in followed(TUTORIAL.read_text(encoding="utf-8"), empty):
        told.append(one)
        if one.command.words == f"mqa run --as-of {DAY}" and not made.exists():
            connections.close_all()
            shutil.copytree(empty / "my-company", made)
    connections.close_all()
    return Tutorial(tuple(told), made)


@pytest.fixture(scope="session")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> Tutorial:
    """The tutorial, followed once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MQA_WORKSPACE", raising=False)
        return follow_tutorial(tmp_path_factory.mktemp("tutorial"), tmp_path_factory.mktemp("made") / "my-company")


@pytest.fixture
def workspace(tutorial: Tutorial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of its workspace that a page may change."""
    monkeypatch.delenv("MQA_WORKSPACE", raising=False)
    yield shutil.copytree(tutorial.made, tmp_path / "my-company")
    connections.close_all()
