"""The dashboard on a ledger that can be counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mqa.answers import figures
from mqa.answers.behind import behind
from mqa.answers.behind_questions import QUESTIONS
from mqa.answers.dashboard import SECTIONS, dashboard
from mqa.reporting.periods import period
from mqa.terms.problems import Refused, Unavailable
from mqa.terms.stages import NAMES
from tests.answers.worked import AGREEMENT, answer, changes, handoff, opened, run_of, serve

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
THIRD = period("2026-Q3", "", "", 0)


pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_filled", {})


def section(folder: Path, name: str, one=THIRD):
    (found,) = dashboard(opened(folder), AGREEMENT, one, NOW, only=name).sections
    return found


def listed(folder: Path, report: str, **filters: str) -> list[str]:
    found = behind(opened(folder), AGREEMENT, report, THIRD, filters, NOW)
    return [row["domain"] for row in found.rows]


def history() -> None:
    run = run_of("2026-11-21")
    changes(
        """
        account_id  day         from_stage  to_stage  from_level  to_level
        1           2026-05-04  prospect    MQA       ''          Qualified
        2           2026-07-06  prospect    MQA       ''          Qualified
        2           2026-07-08  MQA         SAA       Qualified   Qualified
        2           2026-08-01  SAA         pipeline  Qualified   Qualified
        3           2026-07-07  prospect    MQA       ''          Qualified
        4           2026-09-28  prospect    MQA       ''          Qualified
        4           2026-10-01  MQA         recycled  Qualified   ''
        """,
        run,
    )
    serve(run, 2, stage="pipeline")


def test_before_the_first_run_nothing_can_be_reported(tmp_path):
    with pytest.raises(Unavailable, match="mqa run"):
        dashboard(opened(tmp_path), AGREEMENT, THIRD, NOW)


def test_every_section_stands_where_nothing_has_happened_yet(tmp_path):
    run_of("2026-11-21")
    found = dashboard(opened(tmp_path), AGREEMENT, THIRD, NOW)
    assert [one.name for one in found.sections] == list(SECTIONS)
    assert all(one.sentence.endswith(".") for one in found.sections)


def test_a_sentence_says_this_period_against_the_last(tmp_path):
    history()
    assert section(tmp_path, "volume").sentence == (
        "3 accounts became qualified in the third quarter of 2026; 1 in the second quarter of 2026."
    )


def test_the_weeks_of_a_quarter_add_up_to_it(tmp_path):
    history()
    rows = section(tmp_path, "volume").rows
    assert [(row["from"], row["qualified"]) for row in rows if row["qualified"]] == [
        ("2026-07-06", 2),
        ("2026-09-28", 1),
    ]


def test_young_accounts_are_in_no_share(tmp_path):
    history()
    rows = {(row["from"], row["stage"]): row for row in section(tmp_path, "conversion").rows}
    assert rows["2026-07-01", "pipeline"]["old_enough"] == 2
    assert rows["2026-09-01", "pipeline"]["old_enough"] == 0  # 54 days old, of 90
    assert rows["2026-09-01", "SAA"]["old_enough"] == 1


def test_a_share_of_fewer_than_ten_says_so(tmp_path):
    history()
    assert "1 of 2 (few)" in section(tmp_path, "conversion").sentence


def test_the_accounts_behind_a_number_are_as_many_as_it_says(tmp_path):
    history()
    assert listed(tmp_path, "volume", bucket="2") == ["a3.example", "a2.example"]
    assert listed(tmp_path, "conversion", stage="pipeline", came="in time") == ["a2.example"]
    assert listed(tmp_path, "conversion", stage="pipeline", came="not in time") == ["a3.example"]
    assert listed(tmp_path, "conversion", stage="pipeline", came="too young") == ["a4.example"]
    assert listed(tmp_path, "conversion", month="2026-09") == ["a4.example"]
    assert listed(tmp_path, "whereabouts", stands="recycled") == ["a4.example"]
    assert listed(tmp_path, "durations", stage="MQA", still="yes") == ["a3.example"]
    assert listed(tmp_path, "standing", kind="level", name="Qualified") == [
        "a4.example",
        "a3.example",
        "a2.example",
        "a1.example",
    ]


@pytest.mark.parametrize("report", QUESTIONS)
def test_each_number_of_a_report_leads_to_a_list_of_that_length(tmp_path, report):
    history()
    run = run_of("2026-11-22")
    morning = datetime(2026, 7, 6, 8, tzinfo=UTC)
    answer(handoff(run, 2, morning), "accepted", morning.replace(hour=10))
    answer(handoff(run, 3, morning), "rejected", morning.replace(day=9), reason="wrong size", told="fit")
    handoff(run, 4, morning)
    counted = [cell for row in section(tmp_path, report).cells for cell in row if cell.href and cell.text.isdigit()]
    for cell in counted:
        filters = dict(pair.split("=") for pair in cell.href.split("?")[1].replace("+", " ").split("&"))
        assert len(listed(tmp_path, report, **filters)) == int(cell.text), cell


def test_what_sales_said_and_whether_in_time(tmp_path):
    run = run_of("2026-11-22")
    morning = datetime(2026, 7, 6, 8, tzinfo=UTC)
    answer(handoff(run, 2, morning), "accepted", morning.replace(hour=10))
    answer(handoff(run, 3, morning), "rejected", morning.replace(day=9), reason="wrong size", told="fit")
    handoff(run, 4, morning)
    (row,) = section(tmp_path, "acceptance").rows
    assert (row["accepted"], row["rejected"], row["unanswered"], row["in_time"], row["due"]) == (1, 1, 1, 1, 3)
    assert section(tmp_path, "reasons").sentence.startswith(
        "1 was rejected or deferred, most often for “wrong size” (1)."
    )


def test_an_answer_is_seen_at_once(tmp_path):
    run = run_of("2026-11-22")
    waiting = handoff(run, 4, datetime(2026, 7, 6, 8, tzinfo=UTC))
    assert section(tmp_path, "acceptance").rows[0]["accepted"] == 0
    answer(waiting, "accepted", datetime(2026, 7, 6, 9, tzinfo=UTC))
    assert section(tmp_path, "acceptance").rows[0]["accepted"] == 1


def test_later_changes_are_added_to_those_already_read(tmp_path):
    history()
    assert len(listed(tmp_path, "volume")) == 3
    changes(
        """
        account_id  day         from_stage  to_stage  to_level
        5           2026-09-29  prospect    MQA       Qualified
        """,
        run_of("2026-11-22"),
    )
    assert len(listed(tmp_path, "volume")) == 4


def test_after_an_error_in_between_no_change_counts_twice(tmp_path, monkeypatch):
    history()
    with monkeypatch.context() as broken:
        broken.setattr(figures, "open_table", _unreadable)
        with pytest.raises(Unavailable):
            listed(tmp_path, "volume")
    assert len(listed(tmp_path, "volume")) == 3


def test_a_change_that_is_entered_while_others_are_read_counts_once(tmp_path, monkeypatch):
    history()
    later, seen = run_of("2026-11-22"), figures.reported.last_transition

    def last_before_one_more() -> int:
        monkeypatch.setattr(figures.reported, "last_transition", seen)
        number = seen()
        changes("account_id  day  from_stage  to_stage\n5  2026-09-29  prospect  MQA", later)
        return number

    monkeypatch.setattr(figures.reported, "last_transition", last_before_one_more)
    assert len(listed(tmp_path, "volume")) == 3
    assert len(listed(tmp_path, "volume")) == 4


def _unreadable(*_: object) -> None:
    raise Unavailable("A file of the warehouse is missing.")


def test_an_account_that_is_gone_is_still_listed_by_its_domain(tmp_path):
    history()
    found = behind(opened(tmp_path), AGREEMENT, "volume", THIRD, {"bucket": "2"}, NOW)
    assert [(row["domain"], row["name"]) for row in found.rows] == [("a3.example", ""), ("a2.example", "Account 2")]


def test_a_list_comes_in_pages(tmp_path):
    history()
    found = behind(opened(tmp_path), AGREEMENT, "volume", THIRD, {}, NOW, page=2, size=2)
    assert ([row["domain"] for row in found.rows], found.in_all) == (["a2.example"], 3)


@pytest.mark.parametrize(
    ("report", "filters"),
    [
        ("volume", {"bucket": "99"}),
        ("volume", {"again": "2"}),
        ("conversion", {"stage": "prospect"}),
        ("conversion", {"stage": "SAA", "came": "x"}),
        ("amounts", {"kind": "x"}),
        ("durations", {}),
    ],
)
def test_a_filter_that_a_report_does_not_have_is_refused(tmp_path, report, filters):
    run_of("2026-11-22")
    with pytest.raises(Refused):
        listed(tmp_path, report, **filters)


def test_every_stage_that_is_timed_is_a_stage():
    from mqa.answers.sections_journey import ONWARD, TIMED

    assert {*ONWARD, *TIMED} <= set(NAMES)


FOURTH = period("2026-Q4", "", "", 0)


def test_a_quarter_under_way_stands_beside_the_day_that_lies_as_far_into_the_one_before(tmp_path):
    history()
    found = section(tmp_path, "standing", FOURTH)
    assert found.columns == ("Level", "21 November 2026", "21 August 2026")
    assert found.sentence == ("On 21 November 2026, 3 accounts stood at a level; on 21 August 2026, 3.")


def test_columns_of_the_period_before_say_which_days_are_meant(tmp_path):
    history()
    assert "Of Q3 2026, its first 52 days" in section(tmp_path, "whereabouts", FOURTH).columns
    assert "Half left by, Q3 2026, its first 52 days" in section(tmp_path, "durations", FOURTH).columns


def recorded_since_august() -> None:
    run = run_of("2026-11-21")
    changes(
        """
        account_id  day         from_stage  to_stage  from_level  to_level
        1           2026-06-04  prospect    MQA       ''          Qualified
        2           2026-09-06  prospect    MQA       ''          Qualified
        """,
        run,
        begins="2026-08-10",
    )


def test_what_lies_before_the_record_is_no_zero(tmp_path):
    recorded_since_august()
    found = section(tmp_path, "volume", THIRD)
    assert found.sentence == (
        "1 account became qualified in the third quarter of 2026. The record begins on 10 August 2026."
    )
    assert [row["from"] for row in found.rows][:2] == ["2026-08-10", "2026-08-17"]


@pytest.mark.parametrize("name", SECTIONS)
def test_a_period_before_the_record_is_not_compared_with(tmp_path, name):
    recorded_since_august()
    for one in (THIRD, FOURTH):
        told = section(tmp_path, name, one)
        assert not any(word in text for text in (told.sentence, *told.notes) for word in (" in Q", "second quarter"))
        assert not any("Q2" in column or "Q3" in column for column in told.columns)


def test_of_a_period_before_the_record_it_is_said_that_nothing_is_known(tmp_path):
    recorded_since_august()
    told = section(tmp_path, "conversion", period("2026-Q1", "", "", 0))
    assert told.sentence == "Nothing is known of the first quarter of 2026: the record begins on 10 August 2026."


def test_changes_of_level_that_were_taken_back_are_told_with_their_accounts(tmp_path):
    run = run_of("2026-11-21")
    changes(
        """
        account_id  day         from_stage  to_stage  from_level  to_level
        1           2026-07-06  prospect    prospect  ''          Watch
        1           2026-07-20  prospect    prospect  Watch       ''
        2           2026-07-06  prospect    prospect  ''          Watch
        """,
        run,
    )
    found = section(tmp_path, "flapping")
    assert found.sentence == (
        "1 of 3 (few) changes of level were taken back within 30 days; nobody yet in the second quarter of 2026. "
        "Fewer than ten are too few for a share."
    )
    assert [tuple(cell.text for cell in row) for row in found.cells] == [
        ("no level", "Watch", "2", "2", "1", "–"),
        ("Watch", "no level", "1", "1", "0", "–"),
    ]
    assert listed(tmp_path, "flapping", undone="yes", came_from="-", name="Watch") == ["a1.example"]


def test_breadth_is_told_beside_conversion(tmp_path):
    run = run_of("2026-11-21")
    changes(
        """
        account_id  day         from_stage  to_stage  engaged
        1           2026-07-06  prospect    MQA       1
        2           2026-07-06  prospect    MQA       4
        2           2026-08-06  MQA         pipeline  6
        3           2026-07-08  prospect    MQA       5
        """,
        run,
    )
    found = section(tmp_path, "conversion_by_people")
    assert found.sentence == (
        "With three or more people engaged, 1 of 2 (few) had an opportunity within 90 days; with fewer, 0 of 1 (few). "
        "Fewer than ten are too few for a share."
    )
    assert [[cell.text for cell in row[:2]] for row in found.cells] == [["1", "1"], ["4 or more", "2"]]
    assert listed(tmp_path, "conversion_by_people", people="4") == ["a3.example", "a2.example"]
