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
    return made("company_name_periods", PERIODS, names_asked=found, called=called)


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


ACCOUNTS = """
    first_account  account_id  name      source  told_on  times
    acme.com       acme.com    Acme      crm     1        1
    gone.com       gone.com    Gone      crm     1        1
    gone.com       gone.com    Gone      crm     1        -1
    same.com       same.com    Same      crm     1        1
"""


def test_an_account_whose_name_is_another_since_is_called_as_it_was_told_last_also_where_it_leads_elsewhere():
    accounts = table(f"""
        {ACCOUNTS.strip()}
        acme.com       acme.com    Acme_Inc  crm     5        1
        beta.com       beta.com    Beta      crm     5        1
        same.com       same.com    Same      crm     5        1
    """)
    given = {"accounts": accounts, "earlier_accounts": table(ACCOUNTS), "learned_accounts": accounts}
    found = made("company_called", "account_id name", **given)
    assert found == [("acme.com", "Acme_Inc"), ("beta.com", "Beta")]


def test_words_are_added_that_an_account_is_found_by_since_and_taken_back_that_it_no_longer_is():
    kept = table("""
        kind    name_id  word  times
        known   a.com    1     1
        known   a.com    2     1
        known   a.com    3     1
        known   a.com    3     -1
        known   b.com    4     1
        wanted  said     5     1
    """)
    read = table("""
        name_id  word
        a.com    1
        a.com    6
    """)
    called = table("""
        account_id  name
        a.com       Alpha_Drinks
    """)
    given = {"company_called": called, "name_words": kept, "words_read": read, "without_domain": table("account_id")}
    assert made("name_news", "name_id word times", **given) == [("a.com", 2, -1), ("a.com", 6, 1)]


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
