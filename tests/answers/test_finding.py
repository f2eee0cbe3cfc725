"""Finding an account by what a person types, and what it was called on a day."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from mqa import line
from mqa.answers.finding import Account, account, as_of
from mqa.terms.problems import Refused
from mqa.terms.tables import WORLD
from tests.tables import table, told

ACCOUNTS = """
    account_id  domain         name       owner  known_on
    1           acme.com       Acme       Ann    2026-01-01
    1           acme.com       Acme Ltd   Bob    2026-06-01
    1           acme.com       Acme Corp  ''     2026-06-01
    2           bigco.com      Bigco      ''     2026-01-01
    3           globex.com     Globex     ''     2026-01-01
"""
ALIASES = """
    domain    account_id  rule                           known_on    times
    acme.de   1           further domain of the company  2026-01-01  1
    acme.nl   1           further domain of the company  2026-01-01  1
    acme.nl   1           further domain of the company  2026-03-01  -1
    acme.nl   2           further domain of the company  2026-03-01  1
"""
PEOPLE = """
    account_id  person_id  person_key     known_on    times
    2           7          ann@gmail.com  2026-01-01  1
    1           8          bob@acme.com   2026-01-01  1
    1           8          bob@acme.com   2026-03-01  -1
    3           8          bob@acme.com   2026-03-01  1
    0           9          eve@gmail.com  2026-01-01  1
"""
MAY, JUNE = 9617, 9648


@pytest.fixture
def world() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        for name, text in (("accounts", ACCOUNTS), ("aliases", ALIASES), ("people", PEOPLE)):
            named = [told(row) for row in table(text).named()]
            line.fill(opened, name, [[row.get(column) for column in WORLD[name].columns] for row in named])
        yield opened


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("acme.de", "acme.com"),
        ("acme.nl", "bigco.com"),  # it moved
        ("ann@gmail.com", "bigco.com"),  # her record names it
        ("ANN@gmail.com ", "bigco.com"),
        ("bob@acme.com", "globex.com"),  # he changed his job
        ("new@acme.com", "acme.com"),  # nobody we know: by the domain
        ("acme ltd", "acme.com"),
    ],
)
def test_an_account_is_found_by(world, typed, domain):
    assert account(world, typed).domain == domain


@pytest.mark.parametrize("typed", ["acme.com", "https://www.acme.com/pricing", "acme.de", "ACME LTD ", "1"])
def test_exactly_an_account_is_found_by_domain_whole_name_or_number(world, typed):
    assert account(world, typed, exactly=True).domain == "acme.com"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("acme l", "acme.com (Acme Ltd)"),  # a part of its name
        ("bob@acme.com", "globex.com (Globex)"),  # where he works
        ("new@acme.com", "acme.com (Acme Ltd)"),  # whose domain it is
        ("acme.con", "acme.com (Acme Ltd)"),
        ("b", "one of: bigco.com (Bigco), globex.com (Globex)"),
    ],
)
def test_exactly_nothing_else_is_taken_for_an_account_but_asked_about(world, typed, meant):
    with pytest.raises(Refused) as refused:
        account(world, typed, exactly=True)
    assert refused.value.problems[0].mend == f"Did you mean {meant}?"


def test_a_domain_in_a_country_is_found_in_any_case_and_the_domain_alone_asks_which(world):
    for number, domain in ((4, "sie.com:DE"), (5, "sie.com:FR")):
        world.execute(
            f"insert into accounts select * replace ({number} as account_id, '{domain}' as domain) "
            "from accounts where name = 'Bigco'"
        )
    assert account(world, "sie.com:de", exactly=True).domain == "sie.com:DE"
    with pytest.raises(Refused, match="may be any of several accounts"):
        account(world, "https://www.sie.com")


def test_of_a_name_that_two_have_neither_is_chosen(world):
    world.execute(
        "insert into accounts select * replace (4 as account_id, '' as domain) from accounts where name = 'Bigco'"
    )
    with pytest.raises(Refused) as refused:
        account(world, "bigco", exactly=True)
    assert refused.value.problems[0].mend == "Name one by its domain: 4 (Bigco), bigco.com (Bigco)."


def test_an_address_of_nobodys_account_finds_none(world):
    with pytest.raises(Refused):
        account(world, "eve@gmail.com")


def test_a_name_and_an_owner_learned_later_do_not_show_in_a_past_day(world):
    assert as_of(world, account(world, "acme.com"), MAY)[0] == Account(1, "acme.com", "Acme", "Ann")


def test_of_two_names_learned_on_one_day_the_later_in_the_alphabet_counts(world):
    assert as_of(world, account(world, "acme.com"), JUNE)[0] == Account(1, "acme.com", "Acme Ltd", "Bob")


def test_a_domain_that_moved_away_is_no_further_domain(world):
    one = account(world, "acme.com")
    assert (as_of(world, one, 9500 + 40)[1], as_of(world, one, JUNE)[1]) == (("acme.de", "acme.nl"), ("acme.de",))
