"""Whether the sources can be read: their files are there and have the columns that are mapped.

Only names and headers are looked at; nothing is loaded and nothing written.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from mqa.connectors.files import expanded, found, missing, opened
from mqa.sources.agreed import Source
from mqa.terms.problems import Problem
from mqa.workspaces import Opened


def source_problems(workspace: Opened) -> tuple[Problem, ...]:
    """What would stop the sources from being loaded, as far as their headers tell; databases are not asked."""
    with duckdb.connect(":memory:") as connection:
        return tuple(
            problem
            for source in workspace.agreed.sources
            if source.files
            for problem in _of_source(connection, workspace.folder, source)
        )


def _of_source(connection: duckdb.DuckDBPyConnection, folder: Path, source: Source) -> list[Problem]:
    files, problems = found(folder, expanded(source.files, os.environ), source.place)
    said = list(problems)
    for file in files:
        shown = file.as_posix().removeprefix(f"{folder.as_posix()}/")
        raw, problems = opened(connection, file, shown, list(source.reads()), source.delimiter)
        said += problems if raw is None else missing(connection, raw, source.reads(), source.name)
    return said
