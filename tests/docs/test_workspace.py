"""docs/reference/workspace.md: its example is a workspace, and every key and column there is stands on the page."""

from __future__ import annotations

import pytest

from mqa.sources.columns import KEYS
from mqa.sources.fields import FIELDS, NEEDED
from mqa.sources.workspace import SECTIONS, SOURCE_KEYS, workspace
from tests.docs.markdown import table
from tests.docs.pages import fences
from tests.house.files import ROOT

PAGE = (ROOT / "docs" / "reference" / "workspace.md").read_text(encoding="utf-8")
EXAMPLE = next(fence.text for fence in fences(PAGE) if fence.kind == "yaml")
COLUMNS = {row["table"]: row["columns"] for row in table(PAGE, "table")}


def test_the_example_is_a_workspace():
    found, problems = workspace(EXAMPLE, "mqa.yaml")
    assert problems == ()
    assert found is not None


def test_the_example_has_a_source_of_every_table():
    found, _ = workspace(EXAMPLE, "mqa.yaml")
    assert found is not None
    assert {source.table for source in found.sources} == set(FIELDS) == set(COLUMNS)


@pytest.mark.parametrize("key", [*SECTIONS, *SOURCE_KEYS])
def test_a_section_or_key_of_a_source_is_documented(key):
    assert f"`{key}`" in PAGE


@pytest.mark.parametrize("key", KEYS)
def test_a_way_to_map_a_column_is_documented(key):
    assert f"{key}: " in PAGE


@pytest.mark.parametrize("name", FIELDS)
def test_the_columns_of_a_table_are_those_of_the_code(name):
    assert sorted(part for part in COLUMNS[name].split("`")[1::2] if part not in ("opened", "won", "lost")) == sorted(
        FIELDS[name]
    )


@pytest.mark.parametrize("name", NEEDED)
def test_what_a_table_cannot_do_without_is_in_bold(name):
    bold = [frozenset(part.split("`")[1::2]) for part in COLUMNS[name].split("**")[1::2]]
    assert set(bold) == {frozenset(group) for group in NEEDED[name]}
