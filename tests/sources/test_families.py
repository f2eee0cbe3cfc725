"""Parents, circles of them, and the topmost company, from day to day."""

from __future__ import annotations

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from mqa.sources.steps import FAMILIES, KEY_NUMBER_SQL, made_sql, step_sql

EVER, NO_END = -100, 1000
COMPANIES = {key: nth for nth, key in enumerate("abcde", start=1)}
Told = tuple[str, str, int]  # a company, the parent that it names (empty: none), the day on which it says so
Family = tuple[str | None, str | None]  # parent and topmost company


def families(told: list[Told], policy: str = "each", apart: str = "") -> dict[tuple[str, int], Family]:
    """The parent and the topmost company of each company on each day of a month, as the steps say."""
    with duckdb.connect() as connection:
        connection.execute(KEY_NUMBER_SQL)
        for name, value in {"ever": EVER, "no_end": NO_END}.items():
            connection.execute(f"set variable {name} = {value}::bigint")
        connection.execute(f"set variable families = '{policy}'; set variable source_names = ['crm']::varchar[]")
        connection.execute("""
            create table parents (
                source varchar, record varchar, account_id bigint, parent varchar, rule varchar, known_on bigint,
                learned_on bigint
            );
            create table records (
                source varchar, record varchar, kind varchar, account_id bigint, person_key varchar, known_on bigint,
                learned_on bigint
            );
            create table accounts (account_id bigint, domain varchar);
            create table account_periods (account_id bigint, leads_to bigint, since bigint, until bigint);
            create table families (account_id bigint, unit_id bigint);
            create table leads (
                account_id bigint, domain varchar, leads_to bigint, since bigint, until bigint, apart boolean
            )
        """)
        for key, number in COMPANIES.items():
            connection.execute("insert into records values ('crm', ?, 'company', ?, ?, 0, 0)", [key, number, key])
        for company, parent, day in told:
            rule = "id of the parent" if parent else ""
            row = ["crm", company, COMPANIES[company], parent, rule, day, 0]
            connection.execute("insert into parents values (?, ?, ?, ?, ?, ?, ?)", row)
        for key in apart:
            row = [COMPANIES[key], key, COMPANIES[key], EVER, NO_END, True]
            connection.execute("insert into leads values (?, ?, ?, ?, ?, ?)", row)
        for step in FAMILIES:
            connection.execute(made_sql(step))
        found = connection.execute("select account_id, parent_id, top_id, since, until from family_periods").fetchall()
    names = {number: key for key, number in COMPANIES.items()} | {None: None}
    return {
        (names[account], day): (names[parent], names[top])
        for account, parent, top, since, until in found
        for day in range(30)
        if since <= day < until
    }


def by_hand(told: list[Told], day: int) -> dict[str, Family]:
    """The same for one day, link by link."""
    links: dict[str, tuple[int, str]] = {}
    for company, parent, since in sorted(told, key=lambda one: (one[2], one[1])):
        if since <= day:
            links[company] = (since, parent)
    links = {company: link for company, link in links.items() if link[1] not in ("", company)}
    for company in COMPANIES:
        passed = [company]
        while passed[-1] in links and (parent := links[passed[-1]][1]) not in passed:
            passed.append(parent)
        if passed[-1] in links and links[passed[-1]][1] == company:
            del links[max(passed, key=lambda one: (links[one][0], COMPANIES[one]))]
    tops: dict[str, Family] = {}
    for company in links:
        top = company
        while top in links:
            top = links[top][1]
        tops[company] = (links[company][1], top)
    return tops


TOLD = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from(["", *"abcde"]), st.integers(0, 20)),
    max_size=9,
    unique_by=lambda one: (one[0], one[2]),
)


@settings(max_examples=60, deadline=None)
@given(told=TOLD)
def test_on_every_day_a_family_is_what_its_links_of_that_day_make_it(told: list[Told]) -> None:
    found = families(told)
    for day in range(30):
        here = {company: kin for (company, one), kin in found.items() if one == day and kin != (None, None)}
        assert here == by_hand(told, day)


@settings(max_examples=20, deadline=None)
@given(told=TOLD, order=st.randoms(use_true_random=False))
def test_the_order_in_which_links_were_loaded_does_not_matter(told: list[Told], order) -> None:
    before = families(told)
    order.shuffle(told)
    assert families(told) == before


def test_of_the_links_of_a_circle_the_one_that_was_told_last_says_nothing() -> None:
    found = families([("a", "b", 5), ("b", "c", 10), ("c", "a", 15)])
    assert [found.get((company, 14)) for company in "abc"] == [("b", "c"), ("c", "c"), None]
    assert [found.get((company, 20)) for company in "abc"] == [("b", "c"), ("c", "c"), None]


def test_who_is_an_account_of_its_own_has_no_parent_but_keeps_its_subsidiaries() -> None:
    told = [("a", "b", 0), ("b", "c", 0)]
    found = families(told, apart="b")
    assert (found["a", 5], found.get(("b", 5))) == (("b", "b"), None)


def test_a_circle_is_found_above_a_chain_of_thousands_of_companies():
    with duckdb.connect() as connection:
        connection.execute("""
            create table parent_periods as
            select i as account_id, i + 1 as parent_id, -100 as since, 1000 as until, 5 as told_on
            from range(3000) as t (i)
            union all
            from (values (3000, 3001, -100, 1000, 7), (3001, 3000, 20, 1000, 6))
        """)
        assert connection.execute(step_sql("circles")).fetchall() == [(3000, 20, 1000)]
