from __future__ import annotations

from datetime import date

import pytest

from mqa.reporting.periods import Bucket, after, before, between, compared, month_of, months, period, weeks_or_months
from mqa.terms.durations import date_of, day_number
from mqa.terms.problems import Refused


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def span(one) -> str:
    return f"{date_of(one.first)} {date_of(one.last)}"


NOVEMBER = day("2026-11-22")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("2026-02", "2026-02-01 2026-02-28"),
        ("2028-02", "2028-02-01 2028-02-29"),
        ("2026-12", "2026-12-01 2026-12-31"),
        ("2026-Q3", "2026-07-01 2026-09-30"),
        ("2026-q4", "2026-10-01 2026-12-31"),
        ("", "2026-10-01 2026-12-31"),
    ],
)
def test_a_key_names_a_month_or_a_quarter_and_nothing_the_present_one(key, expected):
    assert span(period(key, "", "", NOVEMBER)) == expected


def test_two_dates_are_a_period_with_both_ends():
    assert period("", "2026-07-01", "2026-07-10", NOVEMBER).days == 10


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026", "", ""),
        ("2026-13", "", ""),
        ("2026-Q5", "", ""),
        ("0001-01", "", ""),
        ("9999-12", "", ""),
        ("", "2026-07-01", ""),
        ("", "2026-07-10", "2026-07-01"),
        ("", "2019-07-10", "2026-07-01"),
        ("", "yesterday", "today"),
    ],
)
def test_what_is_no_period_is_refused_with_how_to_write_one(key, first, last):
    with pytest.raises(Refused) as refused:
        period(key, first, last, NOVEMBER)
    assert "2026-Q3" in refused.value.problems[0].mend


def test_before_and_after_are_of_the_same_kind():
    july = month_of(day("2026-07-15"))
    assert (before(july).key, after(july).key) == ("2026-06", "2026-08")
    assert before(period("2026-Q1", "", "", NOVEMBER)).key == "2025-Q4"
    assert span(before(between(day("2026-07-11"), day("2026-07-20")))) == "2026-07-01 2026-07-10"


def test_a_period_that_is_over_is_compared_with_the_whole_one_before():
    found = compared(period("2026-Q3", "", "", NOVEMBER), NOVEMBER)
    assert (span(found.last), found.partly) == ("2026-04-01 2026-06-30", False)


def test_a_period_under_way_is_compared_with_as_many_days_of_the_one_before():
    found = compared(period("2026-Q4", "", "", NOVEMBER), day("2026-10-10"))
    assert (span(found.last), found.partly) == ("2026-07-01 2026-07-10", True)


def test_a_quarter_is_cut_into_weeks_that_begin_on_monday():
    first, second, *_, last = weeks_or_months(period("2026-Q3", "", "", NOVEMBER))
    assert (span(first), first.label) == ("2026-07-01 2026-07-05", "1 Jul")
    assert (span(second), second.label) == ("2026-07-06 2026-07-12", "6 Jul")
    assert span(last) == "2026-09-28 2026-09-30"


def test_a_year_is_cut_into_months_and_the_ends_as_far_as_they_belong_to_it():
    found = weeks_or_months(between(day("2026-01-15"), day("2026-12-10")))
    assert len(found) == 12
    assert found[0] == Bucket(1, day("2026-01-15"), day("2026-01-31"), "Jan 2026")
    assert span(found[-1]) == "2026-12-01 2026-12-10"


def test_buckets_cover_every_day_once():
    one = period("2026-Q3", "", "", NOVEMBER)
    for cut in (weeks_or_months(one), months(one)):
        covered = [number for bucket in cut for number in range(bucket.first, bucket.last + 1)]
        assert covered == list(range(one.first, one.last + 1))


def test_the_first_days_of_a_period_are_called_so_and_have_no_key_of_the_whole():
    found = compared(period("2026-Q4", "", "", NOVEMBER), day("2026-11-22")).last
    assert (found.short, found.words, found.key) == (
        "Q3 2026, its first 53 days",
        "the third quarter of 2026, its first 53 days",
        "",
    )


def test_a_period_is_fairly_compared_only_with_one_that_is_wholly_on_record():
    july = month_of(day("2026-07-15"))
    assert compared(july, NOVEMBER, day("2026-06-01")).fair
    assert not compared(july, NOVEMBER, day("2026-06-02")).fair
