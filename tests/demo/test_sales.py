from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

from mqa.demo.sales import Company, answered_at, at_the_desk, chance, talk, word
from mqa.demo.truth import companies
from mqa.terms.durations import day_number

DISPOSITIONS = (
    ("accepted", "", ()),
    ("deferred", "timing", ("no budget",)),
    ("rejected", "fit", ("wrong size",)),
    ("rejected", "people", ("wrong people",)),
)
MONDAY = day_number(date(2026, 6, 1))


def words(company: Company, count: int = 400) -> list[str]:
    said = [word(company, MONDAY + n % 7, f"rep {n}", dispositions=DISPOSITIONS, seed=7) for n in range(count)]
    return [one.answer if one else "nothing" for one in said]


def test_the_same_world_gives_the_same_answers():
    company = Company("acme.example", fit=0.6)

    assert words(company) == words(company)


def test_a_company_with_a_coming_opportunity_is_mostly_accepted():
    said = Counter(words(Company("acme.example", fit=0.6, opens=(MONDAY + 40,))))

    assert said["accepted"] > 0.75 * 400


def test_a_company_that_looks_for_nothing_is_accepted_less_often_than_not():
    said = Counter(words(Company("acme.example", fit=0.6)))

    assert 0.2 * 400 < said["accepted"] < 0.5 * 400


def test_a_few_handoffs_are_never_answered():
    assert 0 < Counter(words(Company("acme.example")))["nothing"] < 0.1 * 400


def test_some_answers_come_late():
    said = [word(Company("acme.example"), MONDAY, f"rep {n}", dispositions=DISPOSITIONS, seed=7) for n in range(400)]

    assert 0.05 * 400 < sum(one.when > 1 for one in said if one) < 0.2 * 400


def test_a_company_that_does_not_fit_is_rejected_for_its_fit():
    said = [
        word(Company("acme.example", fit=0.1), MONDAY, f"rep {n}", dispositions=DISPOSITIONS, seed=7) for n in range(99)
    ]

    assert {one.reason for one in said if one and one.answer == "rejected"} == {"wrong size"}


def test_what_is_deferred_is_deferred_until_a_later_day():
    said = [word(Company("acme.example"), MONDAY, f"rep {n}", dispositions=DISPOSITIONS, seed=7) for n in range(99)]

    assert all(one.until is not None and one.until > MONDAY for one in said if one and one.answer == "deferred")


def test_a_definition_without_reasons_gets_answers_without_reasons():
    said = [word(Company("acme.example"), MONDAY, f"rep {n}", dispositions=(), seed=7) for n in range(99)]

    assert {one.reason for one in said if one} == {""}


def test_those_with_a_coming_opportunity_are_mostly_willing_to_talk():
    willing = [talk(Company(f"{n}.example", opens=(MONDAY + 30,)), MONDAY, 7) for n in range(200)]

    assert sum(one is not None for one in willing) > 0.75 * 200


def test_nobody_answers_at_night():
    night = datetime(2026, 6, 2, 23, tzinfo=UTC)

    assert at_the_desk(night, "Europe/Amsterdam").isoformat()[:13] == "2026-06-03T07"


def test_nobody_answers_on_a_sunday():
    sunday = datetime(2026, 6, 7, 10, tzinfo=UTC)

    assert at_the_desk(sunday, "Europe/Amsterdam").date().isoformat() == "2026-06-08"


def test_an_answer_never_comes_before_its_handoff():
    opened, due = datetime(2026, 6, 1, 6, tzinfo=UTC), datetime(2026, 6, 3, 6, tzinfo=UTC)

    assert all(answered_at(opened, due, nth / 100, "Europe/Amsterdam") >= opened for nth in range(300))


def test_chances_are_spread_evenly():
    drawn = [chance(7, str(n), "die") for n in range(2_000)]

    assert 0.47 < sum(drawn) / 2_000 < 0.53


def test_the_truth_is_read_back_by_domain(company, ask):
    folder, _ = company
    read = companies(folder)

    assert len(read) == 2_000
    assert (
        sum(len(one.opens) for one in read.values())
        == ask("select count(opened_on) from '{folder}/truth/episodes.parquet'")[0][0]
    )


def test_a_folder_without_truth_has_no_companies(tmp_path):
    assert companies(tmp_path) == {}
