"""docs/reference/workspace.md: its example is a workspace, and every key and column there is stands on the page."""

from __future__ import annotations

import pytest

from mqa.handoff.agreed import EVENTS
from mqa.handoff.channels import SECURITY, SETTINGS, SHARED
from mqa.handoff.hours import KEYS as CALENDAR_KEYS
from mqa.handoff.people import TEAM_KEYS
from mqa.handoff.settings import SALES_KEYS, SCHEDULE_KEYS, settings
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


def test_the_example_says_of_sales_what_can_be_said():
    read, problems = settings(EXAMPLE, "mqa.yaml", "UTC", lists={"lists/holidays.csv": "2026-05-14\n"})
    assert problems == ()
    assert {channel.kind for channel in read.channels} == set(SETTINGS)
    assert len(read.sales.teams) == 3


@pytest.mark.parametrize("key", [*SALES_KEYS, *CALENDAR_KEYS, *TEAM_KEYS, *SCHEDULE_KEYS, *SHARED, *SECURITY, *EVENTS])
def test_a_word_of_sales_the_schedule_or_the_deliveries_is_documented(key):
    assert f"`{key}`" in PAGE


@pytest.mark.parametrize("kind", SETTINGS)
def test_the_settings_of_a_kind_of_delivery_are_those_of_the_code(kind):
    row = next(row for row in table(PAGE, "kind") if row["kind"] == f"`{kind}`")
    said = {part for cell in row.values() for part in cell.split("`")[1::2]}
    assert set(SETTINGS[kind]) <= said
    assert said - set(SETTINGS[kind]) <= {kind, "owner", *SECURITY}


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
