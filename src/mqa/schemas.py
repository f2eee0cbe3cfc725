"""JSON Schemas of the files that people write, for editors: what the readers of those files take."""

from __future__ import annotations

import json
from collections.abc import Callable

from mqa.definition import reading, signoff
from mqa.handoff import settings
from mqa.sources import workspace
from mqa.terms.blanks import Form

DRAFT = "http://json-schema.org/draft-07/schema#"  # what editors know best


def definition_schema() -> Form:
    """What a definition may say."""
    return {"$schema": DRAFT, "title": "A definition", **reading.form()}


def workspace_schema() -> Form:
    """What `mqa.yaml` may say."""
    form = workspace.form()
    sections = form["properties"] | settings.forms() | {"agreement": signoff.form()}
    return {"$schema": DRAFT, "title": "A workspace", **form, "properties": sections}


SCHEMAS: dict[str, Callable[[], Form]] = {"definition": definition_schema, "workspace": workspace_schema}


def schema_text(kind: str) -> str:
    """The schema of a definition or a workspace, as it is written into a file."""
    return json.dumps(SCHEMAS[kind](), ensure_ascii=False, indent=1) + "\n"


def schema_files() -> dict[str, str]:
    """The schemas as files beside mqa.yaml, where the files we write point to."""
    return {f"schemas/{kind}.json": schema_text(kind) for kind in SCHEMAS}
