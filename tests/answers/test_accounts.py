"""The list of accounts: filters, search, order, pages, counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mqa.answers import counting
from mqa.answers.accounts import SORTS, accounts, asked, matching
from mqa.ledger.models import ServedAccount
from mqa.terms.problems import Refused
from tests.answers.served import served

pytestmark = pytest.mark.usefixtures("ledger")

FIVE = """
    domain       name         level      level_rank  stage                tier    engagement  since       owner
    acme.com     Acme         Priority   5           MQA                  Tier 1  90000000    2026-06-01  ann
    bigco.com    Bigco        Qualified  4           MQA                  Tier 2  80000000    2026-06-02  bob
    cyber.nl     Acme Co      Qualified  4           pipeline             Tier 1  70000000    2026-06-02  ann
    delta.io     Delta        Watch      2           account of interest  Tier 2  40000000    2026-05-02  ''
    east.se      East         ''         0           prospect             Tier 2  40000000    -           ''
"""


def domains(run: int, **wanted: object) -> list[str]:
    return [row["domain"] for row in accounts(run, **{"filters": {}, **wanted}).rows]  # type: ignore[arg-type]


def counts(page, name):
    return {choice.value: choice.accounts for choice in page.choices[name]}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["acme.com", "bigco.com", "cyber.nl", "delta.io", "east.se"]),
        ({"level": ["Qualified"]}, ["bigco.com", "cyber.nl"]),
        ({"level": ["Qualified", "Watch"], "tier": ["Tier 2"]}, ["bigco.com", "delta.io"]),
        ({"level": ["no level"]}, ["east.se"]),
        ({"owner": ["ann"]}, ["acme.com", "cyber.nl"]),
        ({"owner": ["nobody"]}, ["delta.io", "east.se"]),
        ({"stage": ["won"]}, []),
    ],
)
def test_choices_of_one_filter_add_up_and_filters_narrow_each_other(filters, found):
    assert domains(served(FIVE), filters=filters) == found


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ACME", ["acme.com", "cyber.nl"]),
        ("cyber", ["cyber.nl"]),
        ("https://www.bigco.com/pricing", ["bigco.com"]),
        ("ann@delta.io", ["delta.io"]),
        ("%", []),
        ("c_m", []),
    ],
)
def test_a_search_looks_into_domains_and_names(search, found):
    assert domains(served(FIVE), search=search) == found


def test_each_filter_counts_what_would_match_beside_the_choices_of_the_others():
    page = accounts(served(FIVE), filters={"tier": ["Tier 2"], "level": ["Qualified"]})
    assert page.in_all == 1
    assert counts(page, "level") == {"Priority": 0, "Qualified": 1, "Watch": 1, "no level": 1}
    assert counts(page, "tier") == {"Tier 1": 1, "Tier 2": 1}


def test_levels_are_offered_from_the_highest_and_stages_as_the_journey_goes():
    page = accounts(served(FIVE), filters={})
    assert list(counts(page, "level")) == ["Priority", "Qualified", "Watch", "no level"]
    assert list(counts(page, "stage")) == ["prospect", "account of interest", "MQA", "pipeline"]


def test_what_was_asked_for_but_does_not_occur_can_be_taken_back():
    page = accounts(served(FIVE), filters={"level": ["Gone"]})
    assert (page.in_all, [one.value for one in page.choices["level"] if one.chosen]) == (0, ["Gone"])


@pytest.mark.parametrize("filters", [{}, {"owner": ["ann"]}])
def test_counts_of_a_search_agree_with_its_rows(filters):
    page = accounts(served(FIVE), filters=filters, search="a")
    assert page.in_all == len(page.rows) == sum(counts(page, "level").values())


def test_a_search_that_finds_too_many_says_at_least(monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 2)
    page = accounts(served(FIVE), filters={}, search=".", size=2)
    assert (page.in_all, page.more, page.has_next) == (3, True, True)


def test_a_falling_column_has_the_largest_first_ties_by_rank_and_nothing_last():
    run = served(FIVE)
    assert domains(run, sort="-since") == ["bigco.com", "cyber.nl", "acme.com", "delta.io", "east.se"]
    assert domains(run, sort="since") == ["delta.io", "acme.com", "bigco.com", "cyber.nl", "east.se"]


def test_levels_sort_as_they_rank_the_highest_last_and_falling_as_the_whole_list_does():
    run = served(FIVE)
    assert domains(run, sort="level") == ["east.se", "delta.io", "bigco.com", "cyber.nl", "acme.com"]
    assert domains(run, sort="-level") == domains(run)


@pytest.mark.parametrize("sort", ["rank", "-rank", "tier", "-engagement"])
def test_no_page_loses_or_doubles_an_account_where_two_share_a_rank(sort):
    run = served(FIVE)
    ServedAccount.objects.filter(domain__in=("bigco.com", "cyber.nl", "delta.io")).update(rank=2, engagement=70_000_000)
    whole = domains(run, sort=sort)
    assert [domain for page in range(1, 6) for domain in domains(run, sort=sort, page=page, size=1)] == whole
    assert [row["domain"] for row in matching(run, filters={}, sort=sort)] == whole


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_of_those_that_share_a_rank_the_highest_level_comes_first_then_the_most_engagement_then_the_domain(size):
    run = served(
        """
        domain   level      level_rank  rank  engagement
        low.com  Priority   5           1     60000000
        top.com  Priority   5           1     70000000
        old.com  Qualified  4           2     90000000
        b.com    Qualified  4           2     95000000
        a.com    Qualified  4           2     95000000
        new.com  Priority   5           2     10000000
        """
    )
    order = ["top.com", "low.com", "new.com", "a.com", "b.com", "old.com"]
    assert [domain for page in range(1, 7) for domain in domains(run, page=page, size=size)] == order
    assert [row["domain"] for row in matching(run, filters={})] == order


def test_an_account_says_when_it_was_judged_again_since_the_run():
    run, now = served(FIVE), datetime(2026, 7, 2, 9, tzinfo=UTC)
    ServedAccount.objects.filter(domain="acme.com").update(refreshed_at=now)
    found = {row["domain"]: row["refreshed_at"] for row in accounts(run, filters={}).rows}
    assert (found["acme.com"], found["bigco.com"]) == (now.isoformat(), None)


def test_stages_sort_as_the_journey_goes():
    assert domains(served(FIVE), sort="-stage")[:2] == ["cyber.nl", "acme.com"]


@pytest.mark.parametrize("sort", [f"{way}{column}" for column in SORTS for way in ("", "-")])
def test_pages_are_the_pieces_of_the_whole(sort):
    run = served(FIVE)
    pages = [
        row["domain"] for page in (1, 2, 3) for row in accounts(run, filters={}, sort=sort, page=page, size=2).rows
    ]
    assert pages == [row["domain"] for row in matching(run, filters={}, sort=sort)]


def test_a_page_behind_the_last_is_empty():
    page = accounts(served(FIVE), filters={}, page=9, size=2)
    assert (page.rows, page.in_all, page.first, page.has_next) == ((), 5, 0, False)


def test_numbers_are_as_they_are_shown_and_days_are_dates():
    run = served("domain  since       engagement\na.com   2026-06-02  42350000")
    row = accounts(run, filters={}).rows[0]
    assert (row["engagement"], row["since"], row["fit"]) == (42.4, "2026-06-02", 60.0)


def test_accounts_of_another_run_are_not_found():
    other = served(FIVE)
    assert (domains(served("domain\nx.com")), len(domains(other))) == (["x.com"], 5)


def test_those_that_cool_down_can_be_had_alone():
    run = served("domain  cooling_until\na.com  -\nb.com  2026-08-01")
    assert domains(run, filters={"cooling": ["yes"]}) == ["b.com"]


def test_those_that_only_just_miss_a_level_can_be_had_alone():
    run = served("domain  nearly\na.com  Priority\nb.com  Qualified\nc.com  ''")
    assert domains(run, filters={"nearly": ["Qualified"]}) == ["b.com"]


def test_an_address_is_read_and_all_that_is_wrong_with_it_is_said_at_once():
    assert asked({"level": ["Priority", "Watch"], "q": [" acme "], "sort": ["-depth"], "page": ["2"]}).page == 2
    with pytest.raises(Refused) as refused:
        asked({"sort": ["-dept"], "page": ["0"], "size": ["1000"], "q": ["x" * 300]})
    assert [problem.place.file for problem in refused.value.problems] == ["page", "q", "size", "sort"]
    assert "depth" in refused.value.problems[-1].mend


@pytest.mark.parametrize("written", ["²", "1e9", "-1", "99999999999999999999", "٣٣٣٣٣٣٣٣٣٣٣٣"])
def test_a_page_that_is_no_number_is_refused(written):
    with pytest.raises(Refused):
        asked({"page": [written]})


def test_a_page_of_many_accounts_reads_few_rows_and_asks_few_questions(django_questions):
    """Keys, rows, and whether accounts were judged again since they were counted."""
    run = served("domain\n" + "\n".join(f"x{nth}.com" for nth in range(300)))
    accounts(run, filters={})
    with django_questions() as asked_of_ledger:
        accounts(run, filters={"tier": ["Tier 3"]}, sort="-depth", page=3)
    assert len(asked_of_ledger) <= 3
    assert ServedAccount.objects.count() == 300
