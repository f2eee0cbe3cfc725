"""What a run found is told and followed by the version that made it, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from mqa import versions
from tests.cli.workspace import mqa


@pytest.fixture
def upgraded(harrow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workspace whose run was made by a version that this release reads otherwise; its file was changed since."""
    folder = shutil.copytree(harrow, tmp_path / "harrow")
    file = folder / "definitions" / "harrow.yaml"
    file.write_text(file.read_text().replace("points: 40,", "points: 41,"))
    versions._read.cache_clear()
    monkeypatch.setattr(versions, "identity", lambda _: "0" * 32)
    yield folder
    versions._read.cache_clear()
    connections.close_all()


@pytest.mark.parametrize(
    "words",
    [("accounts",), ("explain", "calderon-example.com"), ("export", "scores"), ("deliver",)],
    ids=lambda one: one[0],
)
def test_what_a_version_found_that_reads_otherwise_today_is_told_by_no_draft(
    upgraded: Path, words: tuple[str, ...]
) -> None:
    said = mqa(upgraded, *words)
    assert said.exit_code == 3
    assert "means something else to this release" in " ".join(said.output.split())
    assert "Make its day again: “mqa run --as-of 2026-06-30”" in " ".join(said.output.split())
