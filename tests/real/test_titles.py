"""Departments and seniorities on real titles: what benchmarks/identity.md promises, on those that were held back."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import titles

pytestmark = pytest.mark.real


def test_departments_are_read_clearly_better_than_by_keywords(real_data: Path) -> None:
    labelled = titles.labelled(real_data / "titles" / "department-v2.csv", titles.DEPARTMENT_OF_THEIRS)
    _, broken = titles.compared("Departments", labelled, 0, titles.DEPARTMENT_KEYWORDS, titles.DEPARTMENT_OF_OURS)
    assert broken == []


def test_seniorities_are_read_clearly_better_than_by_keywords(real_data: Path) -> None:
    labelled = titles.labelled(real_data / "titles" / "seniority-v2.csv", titles.SENIORITY_OF_THEIRS)
    _, broken = titles.compared("Seniorities", labelled, 1, titles.SENIORITY_KEYWORDS, titles.SENIORITY_OF_OURS)
    assert broken == []
