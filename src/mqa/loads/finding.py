"""Finding: which sources are loaded, and the files of each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from mqa.connectors.files import expanded, found
from mqa.sources.agreed import Source, Workspace
from mqa.sources.fields import TABLES
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.problems import Place, Problem, Refused
from mqa.workspaces import FILE


def chosen_sources(agreed: Workspace, names: Sequence[str] | None) -> list[Source]:
    """The sources of a workspace (all, or those named) in the order in which they are loaded. Raises Refused."""
    known = [source.name for source in agreed.sources]
    unknown = [name for name in names or () if name not in known]
    if unknown or not known:
        what = [f"There is no source {quoted(name)}." for name in unknown] or ["The workspace has no sources."]
        mend = did_you_mean(unknown[0], known) if unknown else ""
        listed = f"Its sources are {', '.join(map(quoted, known))}." if known else "Add them under “sources”."
        raise Refused([Problem(Place(FILE), one, mend or listed) for one in what])
    chosen = [source for source in agreed.sources if names is None or source.name in names]
    return sorted(chosen, key=lambda source: TABLES.index(source.table))


def paths_of(folder: Path, source: Source, scratch: Path) -> tuple[list[tuple[Path, str]], tuple[Problem, ...]]:
    """The files of a source with their names in messages, and what is wrong; a database is first copied into one."""
    if source.database:
        from mqa.connectors.databases import copied, shown_name  # pyarrow takes a while to import

        url, target = expanded(source.database.url, os.environ), scratch / f"{uuid4().hex}.parquet"
        problems = copied(url, source.database.sql, folder, target, source.place)
        return ([] if problems else [(target, shown_name(url))]), problems
    files, problems = found(folder, expanded(source.files, os.environ), source.place)
    return [(file, _shown(folder, file)) for file in files], problems


def _shown(folder: Path, file: Path) -> str:
    """A file's name as the workspace writes it."""
    return file.as_posix().removeprefix(f"{folder.as_posix()}/")
