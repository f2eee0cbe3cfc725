"""What the cells of the reports say."""

from __future__ import annotations

from mqa.answers.sections_journey import converted


def test_a_cell_that_leads_to_all_who_are_too_young_says_so_beside_those_that_came_already():
    row = {"qualified": 19, "old_enough": 0, "in_time": 0, "reached": 1}
    cell = converted(row, lambda report, **asked: f"{report} {asked['came']}", "won")
    assert (cell.text, cell.href) == ("too young, 1 so far", "conversion too young")
