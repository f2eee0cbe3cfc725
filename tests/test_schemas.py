"""The schemas of definitions and workspaces say what their readers say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from mqa.cli.starting import write
from mqa.definition.parts.names import names_in
from mqa.definition.reading import _sections
from mqa.schemas import definition_schema, schema_files, workspace_schema
from mqa.sources import workspace
from mqa.terms.documents import Text
from tests.definition.test_broken import BROKEN
from tests.definition.texts import changed, said

ROOT = Path(__file__).resolve().parents[1]
DEFINITIONS = [
    file for folder in ("definitions", "src/mqa/initial/definitions") for file in (ROOT / folder).glob("*.yaml")
]
PRESETS = sorted((ROOT / "definitions/presets").glob("*.yaml"))
WORKSPACES = [ROOT / "src/mqa/initial/mqa.yaml", ROOT / "src/mqa/demo/company/mqa.yaml"]
A_DEFINITION = jsonschema_rs.Draft7Validator(definition_schema())
A_WORKSPACE = jsonschema_rs.Draft7Validator(workspace_schema())


def as_an_editor_reads(text: str) -> Any:
    """The document, its dates as texts: YAML 1.2 knows no dates."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(one) for key, one in value.items()}
        if isinstance(value, list):
            return [plain(one) for one in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(YAML(typ="safe", pure=True).load(text))


def faults(text: str, schema: jsonschema_rs.Draft7Validator = A_DEFINITION) -> list[str]:
    return [
        f"{'/'.join(map(str, one.instance_path))}: {one.message}"
        for one in schema.iter_errors(as_an_editor_reads(text))
    ]


def silent(form: Any, path: str = "") -> Iterator[str]:
    """Where a schema says nothing of what may stand there: a reader that was handed a blank and left it blank."""
    if isinstance(form, dict):
        for key, value in form.items():
            yield from [f"{path}/{key}"] if value == {} else silent(value, f"{path}/{key}")
    for nth, value in enumerate(form if isinstance(form, list) else ()):
        yield from silent(value, f"{path}/{nth}")


BEYOND_A_SCHEMA = {  # what takes names, other lines or other files to see
    "a likely visitor who weighs more than a sure one",
    "a range upside down",
    "fit that asks for fit",
    "a segment that asks for fit",
    "a condition that is called almost like the one that asks",
    "two criteria of one name",
    "grades upside down",
    "a bar for the lowest grade",
    "grades that nothing adds to",
    "no segment for the rest",
    "a segment that takes all",
    "a list that is not there",
    "a list elsewhere",
    "a tier called as a segment",
    "a segment misspelt",
    "a cap below one act",
    "a product signal called as a signal",
    "weights that sum to more than 1",
    "a window too long",
    "a topic twice",
    "a grade that is none",
    "a role misspelt",
    "a condition misspelt",
    "four of three",
    "a condition that asks for itself",
    "more topics than there are",
    "a level on a condition misspelt",
    "a former name that is one of today",
    "a former name that is that of today",
    "two levels that were the same one",
    "a cap below one act in one segment",
    "a tier misspelt in the points of a day",
    "a segment misspelt in what makes people engaged",
    "a tier misspelt in the points of a lead",
    "conditions five deep",
    "a level for sales that does not qualify",
    "at once, but not handed off",
    "reminding after escalating",
}


@pytest.mark.parametrize(("wrong", "old", "new"), [row[:3] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_what_is_broken_in_its_structure_an_editor_marks(wrong, old, new):
    try:
        marked = faults(changed(old, new))
    except YAMLError:
        marked = ["no YAML"]
    assert (marked == []) is (wrong in BEYOND_A_SCHEMA)


@pytest.mark.parametrize("file", [*DEFINITIONS, *PRESETS], ids=lambda file: file.name)
def test_the_definitions_that_we_ship_are_as_the_schema_says(file):
    assert faults(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", WORKSPACES, ids=lambda file: file.parent.name)
def test_the_workspaces_that_we_ship_are_as_the_schema_says(file):
    assert faults(file.read_text(encoding="utf-8"), A_WORKSPACE) == []


@pytest.mark.parametrize("file", [*DEFINITIONS, *PRESETS, *WORKSPACES], ids=lambda file: file.name)
def test_the_files_that_we_ship_say_where_their_schema_is(file):
    first, second = file.read_text(encoding="utf-8").splitlines()[:2]
    _, said, path = (second if file in PRESETS else first).partition("# yaml-language-server: $schema=")
    kind = "workspace" if file in WORKSPACES else "definition"
    assert said
    assert path.lstrip("./") == f"schemas/{kind}.json"


@pytest.mark.parametrize("preset", ["", "spike"])
def test_a_workspace_that_is_begun_has_the_schemas_that_its_files_name(tmp_path, preset):
    write(tmp_path, date(2026, 7, 1), preset)
    for file in [tmp_path / "mqa.yaml", *(tmp_path / "definitions").glob("*.yaml")]:
        (named,) = re.findall(r"yaml-language-server: \$schema=(\S+)", file.read_text(encoding="utf-8"))
        assert (file.parent / named).is_file()


def test_the_schemas_in_this_checkout_are_those_of_the_readers():
    assert {name: (ROOT / name).read_text(encoding="utf-8") for name in schema_files()} == schema_files()


def test_each_section_that_is_read_is_in_the_schema():
    nothing = Text("")
    assert set(definition_schema()["properties"]) == set(_sections(nothing, names_in(nothing), {}))
    assert set(workspace_schema()["properties"]) == set(workspace.SECTIONS)


@pytest.mark.parametrize("schema", [definition_schema(), workspace_schema()], ids=["definition", "workspace"])
def test_a_schema_says_of_each_key_what_may_stand_there(schema):
    assert list(silent(schema)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points: 40,", "points: many,"),
        ("half_life: 30 days", "half_life: 30"),
        ("half_life: 30 days", "half_life: 30 days, lifespan: 9 days"),
        ("breadth: 0.5", "breadth: 1.5"),
        ("[{ fact: employees, at_least: 2000 }]", "[{ fact: employees, at_least: many }]"),
        ("[{ fact: employees, at_least: 2000 }]", "[{ fact: employees, at_least: 1, at_most: 9 }]"),
        ("review_on: 2027-01-01", "review_on: next year"),
        ("{ engagement_at_least: 30 }", "{ engagement_at_least: 130 }"),
        ("{ engagement_at_least: 30 }", "{ engagement_at_least: 30, within: 14 days }"),
        ("{ people_at_least: 2, within: 14 days }", "{ people_at_least: 2 }"),
        ("stage: MQA", "stage: MQL"),
        ("required: true", "required: perhaps"),
        ("points: 100, people: 4", "points: 100"),
        ("grades: { A: 75, B: 50 }", "grades: [A, B]"),
        ("committee:", "comittee:"),
        ("topics: [dora]", "topics: [dora, dora]"),
    ],
)
def test_what_the_schema_refuses_the_reader_refuses_too(old, new):
    broken = changed(old, new)
    assert faults(broken) != []
    assert said(broken) != []


@pytest.mark.parametrize(
    "broken",
    [
        "workspace: { name: A, timezone: UTC }",
        "sources: { crm: { table: firms, files: a.csv } }",
        "sources: { crm: { table: companies, files: a.csv, database: { url: 'sqlite:///a', sql: select 1 } } }",
        "sources: { crm: { table: companies, files: a.csv, columns: { domain: [a, b] } } }",
        "sales: { teams: { field: { capacity: 3 } } }",
        "deliveries: { chat: { kind: fax } }",
        "deliveries: { chat: { kind: slack, token: abc, channel: sales } }",
        "agreement: { sign_off: [finance] }",
    ],
)
def test_a_workspace_that_is_written_wrongly_is_marked(broken):
    assert faults(broken, A_WORKSPACE) != []
