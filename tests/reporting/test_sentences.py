from __future__ import annotations

from mqa.reporting import sentences
from mqa.reporting.periods import compared, period
from mqa.reporting.survival import lasting

KNOWN = 9800  # 31 October 2026
THIRD = compared(period("2026-Q3", "", "", 0), KNOWN)
FOURTH = compared(period("2026-Q4", "", "", 0), KNOWN)


def test_a_period_is_told_against_the_one_before():
    said = sentences.volume(THIRD, 35, 28, 6)
    assert said == (
        "35 accounts became qualified in the third quarter of 2026, 6 of them not for the first time; "
        "28 in the second quarter of 2026."
    )


def test_a_period_under_way_is_told_against_as_many_days():
    assert sentences.volume(FOURTH, 1, 0, 0) == (
        "1 account became qualified in the fourth quarter of 2026 so far; none in the first 31 days of Q3 2026."
    )


def test_of_the_future_nothing_is_said():
    assert "Nothing is known of" in sentences.volume(compared(period("2027-Q1", "", "", 0), KNOWN), 0, 0, 0)


def test_nobody_old_enough_is_no_zero():
    said = sentences.conversion(THIRD, "pipeline", 90, (0, 0), (3, 10))
    assert said == "None of them qualified 90 days ago or longer, so it cannot be said yet how many had an opportunity."


def test_a_share_of_few_has_no_percentage():
    assert "%" not in sentences.conversion(THIRD, "SAA", 30, (3, 9), (4, 8))
    assert "(30 %)" in sentences.conversion(THIRD, "SAA", 30, (3, 10), (4, 8))


def test_where_they_stand_adds_up_to_all():
    stands = {"SAA": 3, "won": 1, "MQA": 2, "recycled": 4, "account of interest": 5}
    assert sentences.whereabouts(15, stands) == (
        "Of 15, 4 went on with sales, 2 still wait, 4 went back to marketing or were lost and 5 no longer qualify."
    )
    assert sentences.whereabouts(2, {"MQA": 2}) == "Of 2, 2 still wait."


def test_a_median_not_reached_is_told_by_what_was_seen():
    this = lasting([(1, 1, 0), (30, 0, 19)])
    assert sentences.duration(THIRD, "MQA", this, lasting([(2, 10, 0)])) == (
        "Of 20 that came to MQA, more than half are still there after 30 days."
    )


def test_sales_are_told_by_what_they_answered_and_when():
    fates = {"accepted": 6, "rejected": 3, "deferred": 1, "unanswered": 2, "kept": 9, "late": 3}
    assert sentences.acceptance(THIRD, fates, {}) == (
        "Of the handoffs it answered, sales accepted 6 of 10 (60 %); nobody yet in the second quarter of 2026. "
        "9 of 12 (75 %) were answered in time. 2 are overdue."
    )


def test_amounts_say_what_marketing_had_a_part_in():
    said = sentences.amounts(THIRD, "EUR", {"opened": 1000_000, "won": 500_000, "sourced": 250_000}, {})
    assert said == (
        "EUR 1,000 opened, 25 % of it at accounts that had qualified before, and EUR 500 won; "
        "EUR 0 and EUR 0 in the second quarter of 2026."
    )
