"""The reports are a straight line too: each reads what stands above it, and says what it makes."""

from __future__ import annotations

import re

import pytest
import sqlglot

from mqa.reporting.steps import ASKED, AT_A_MOMENT, LEDGER_ROWS, ONCE, QUESTION, STEPS, TABLES, Report, sql
from tests.engines.steps import read_by

NAMES = [report.table for report in STEPS]
COLUMNS_OF_INPUTS = {column for name in (*LEDGER_ROWS, *QUESTION) for column in TABLES[name].columns}
each_report = pytest.mark.parametrize("report", STEPS, ids=NAMES)


def heading(report: Report) -> str:
    found = re.match(r"(?:--[^\n]*\n)*", sql(report))
    return found[0] if found else ""


@pytest.mark.parametrize("at", range(len(STEPS)), ids=NAMES)
def test_a_report_reads_only_what_stands_above_it(at):
    assert read_by(sql(STEPS[at])) - {*LEDGER_ROWS, *QUESTION, *NAMES[:at]} == set()


@pytest.mark.parametrize("report", ONCE, ids=lambda report: report.table)
def test_what_is_made_once_does_not_depend_on_the_question(report):
    assert read_by(sql(report)).isdisjoint(QUESTION)


@pytest.mark.parametrize("report", AT_A_MOMENT, ids=lambda report: report.table)
def test_what_is_made_at_a_moment_does_not_depend_on_the_period(report):
    assert read_by(sql(report)).isdisjoint({"periods", "buckets"})


@pytest.mark.parametrize("report", ASKED, ids=lambda report: report.table)
def test_no_answer_rests_on_another(report):
    assert read_by(sql(report)).isdisjoint({report.table for report in ASKED})


@each_report
def test_a_report_makes_the_columns_it_declares(report):
    made = sqlglot.parse_one(sql(report), read="duckdb").named_selects
    assert made == list(TABLES[report.table].columns)


@pytest.mark.parametrize("at", range(len(STEPS)), ids=NAMES)
def test_the_first_report_that_has_a_column_says_what_it_means(at):
    said = {word for report in STEPS[: at + 1] for word in re.findall(r"\w+", heading(report))} | COLUMNS_OF_INPUTS
    assert [column for column in TABLES[NAMES[at]].columns if column not in said] == []


@each_report
def test_a_report_says_whom_it_counts_and_what_it_cannot_know_yet(report):
    said = heading(report)
    needed = ("Censoring:", "Cohort", "napshot") if report in ASKED else ("-- ",)
    assert any(word in said for word in needed)
