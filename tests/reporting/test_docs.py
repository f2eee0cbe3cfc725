"""The example of the explanation is what the code says."""

from __future__ import annotations

from mqa.reporting.survival import Lasting, lasting
from tests.house.files import ROOT


def test_the_table_of_the_explanation_leads_to_its_quartiles():
    said = (ROOT / "docs" / "explanation" / "reports.md").read_text(encoding="utf-8")
    assert "| 5 | | 2 | 1/2 |" in said
    assert lasting([(2, 1, 0), (4, 1, 0), (5, 0, 2)]) == Lasting(4, 2, 2, 4, None, 5)
