"""Names of companies that rows state: which are new, what they mean from when until when, whose words are kept."""

from __future__ import annotations

import pytest

from tests.sources.steps import made
from tests.tables import Rows, table

NOBODY_SAID = table("name  account_id  since  until")
PERIODS = "account_id rule since until"


def periods(rows: str, called: Rows = NOBODY_SAID) -> list[tuple[object, ...]]:
    """What the name `acme` means, by what was found when."""
    found = table(f"""
        said  name  outcome    account_id  rule       confidence  rival_id  rival_confidence  known_on  times
        {rows}
    """)
    return made("company_name_periods", PERIODS, company_names=found, called=called)


MATCH = "1     acme  match      acme.com    same_name  900000      0         0                 5         1"


def test_a_name_that_is_found_means_its_account_at_all_times():
    assert periods(MATCH) == [("acme.com", "company name", -100, 1000)]


@pytest.mark.parametrize(
    ("outcome", "account", "rule"),
    [("ambiguous", "nobody", "ambiguous company name"), ("none", None, "unknown company name")],
)
def test_of_several_it_means_nobody_and_of_none_nothing(outcome, account, rule):
    assert periods(MATCH.replace("match", outcome)) == [(account, rule, -100, 1000)]


def test_what_it_means_later_holds_from_that_day_on():
    later = """
        1     acme  match      acme.com    same_name  900000      0         0                 20        -1
        1     acme  ambiguous  acme.com    same_name  450000      7         450000            20        1
    """
    assert periods(MATCH + later) == [
        ("acme.com", "company name", -100, 20),
        ("nobody", "ambiguous company name", 20, 1000),
    ]


def test_a_persons_word_beats_what_it_is_like_while_it_holds():
    said = table("""
        name  account_id  since  until
        acme  -           -100   30
        acme  other.com   30     40
        acme  -           40     1000
    """)
    assert periods(MATCH, said) == [
        ("acme.com", "company name", -100, 30),
        ("acme.com", "company name", 40, 1000),
        ("other.com", "set by a person", 30, 40),
    ]


def test_an_account_is_called_as_it_was_told_last_also_where_it_leads_elsewhere_since():
    accounts = table("""
        first_account  account_id  name      source  told_on  times
        acme.com       acme.com    Acme      crm     1        1
        acme.com       acme.com    Acme_Inc  crm     5        1
        gone.com       gone.com    Gone      crm     1        1
        gone.com       gone.com    Gone      crm     1        -1
    """)
    assert made("company_called", "account_id name", accounts=accounts) == [
        ("acme.com", "Acme_Inc"),
        ("gone.com", "Gone"),
    ]


def test_words_are_wanted_of_names_that_are_new_and_taken_back_of_those_that_are_gone():
    called = table("""
        account_id  name
        a.com       Alpha
        b.com       Beta
    """)
    kept = table("""
        kind    name_id  name   word   times
        wanted  1        Alpha  alpha  1
    """)
    assert made("name_news", "account_id name times", company_called=called, name_words=kept) == [
        ("a.com", "Alpha", 1),
        ("b.com", "Beta", 1),
    ]


def test_what_a_name_means_is_news_only_where_it_is_not_known_already():
    columns = "said  name  country  city  outcome  account_id  rule       confidence  rival_id  rival_confidence"
    stood = table(f"""
        {columns}  known_on  times
        1     acme  ''       ''    match    acme.com    same_name  900000      0         0         1  1
        2     beta  ''       ''    none     nobody      ''         0           0         0         1  1
    """)
    found = table(f"""
        {columns}
        1     acme  ''       ''    match    acme.com    same_name  900000      0         0
        2     beta  ''       ''    match    beta.com    same_name  800000      0         0
    """)
    news = made("names_looked_up", "said outcome account_id known_on times", company_names=stood, found=found)
    assert news == [(2, "match", "beta.com", 7, 1), (2, "none", "nobody", 7, -1)]
