"""The line is straight: every step reads only what stands above it, and says what it makes."""

from __future__ import annotations

import re

import pytest
import sqlglot

from mqa import line, pipeline
from mqa.identity import candidates, networks
from mqa.reporting import steps as reporting
from tests.engines.steps import read_by
from tests.house.files import ROOT, step_files

TABLES = [step.table for step in pipeline.STEPS]
COLUMNS_OF_INPUTS = {column for table in pipeline.INPUTS for column in pipeline.TABLES[table].columns}
each_step = pytest.mark.parametrize("step", pipeline.STEPS, ids=TABLES)


def reads(step: pipeline.Step) -> set[str]:
    """The tables that a step reads, itself and through the views it is given."""
    given = dict(step.given)
    views = [read_by(view) for view in given.values()]
    return set(read_by(pipeline.sql(step.file)) - set(given)).union(*views)


def heading(sql: str) -> str:
    """The comment that a step opens with."""
    found = re.match(r"(?:--[^\n]*\n)*", sql)
    return found[0] if found else ""


def test_no_two_steps_make_one_table():
    assert sorted(TABLES) == sorted(set(TABLES))


def test_no_step_makes_what_comes_from_elsewhere():
    assert pipeline.INPUTS & set(TABLES) == set()


def test_each_sql_file_of_a_stage_is_a_step():
    of_a_day = [step.file for step in (*pipeline.STEPS, *reporting.STEPS)]
    listed = [*of_a_day, *candidates.STEPS.values(), *networks.STEPS.values()]
    assert {ROOT / "src" / "mqa" / file for file in listed} == set(step_files())


@pytest.mark.parametrize("at", range(len(TABLES)), ids=TABLES)
def test_a_step_reads_only_what_stands_above_it(at):
    assert reads(pipeline.STEPS[at]) - pipeline.INPUTS - set(TABLES[:at]) == set()


@each_step
def test_what_a_step_reads_is_found_without_parsing_it(step):
    assert line.step_reads(step) == reads(step)


@each_step
def test_a_step_makes_the_columns_it_declares(step):
    made = sqlglot.parse_one(pipeline.sql(step.file), read="duckdb").named_selects
    assert made == list(pipeline.TABLES[step.table].columns)


@pytest.mark.parametrize("at", range(len(TABLES)), ids=TABLES)
def test_the_first_step_that_has_a_column_says_what_it_means(at):
    above = [heading(pipeline.sql(step.file)) for step in pipeline.STEPS[: at + 1]]
    said = {word for text in above for word in re.findall(r"\w+", text)} | COLUMNS_OF_INPUTS
    assert [column for column in pipeline.TABLES[TABLES[at]].columns if column not in said] == []
