"""The truth of the made-up company holds: what was planted is what its data shows."""

from __future__ import annotations

import duckdb
import pytest
import tldextract

from mqa.demo.making import prepare
from mqa.demo.size import Size

REGISTRABLE = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def test_opportunities_come_as_often_as_planted(ask):
    (planted, seen) = ask("select sum(probability), count(opened_on) from '{folder}/truth/episodes.parquet'")[0]
    assert seen == pytest.approx(planted, rel=0.25)


def test_opportunities_come_where_the_planted_probability_is_high(ask):
    low, high = ask("""
        select avg((opened_on is not null)::int) as rate
        from '{folder}/truth/episodes.parquet'
        group by probability > 0.1
        order by probability > 0.1
    """)
    assert high[0] > 10 * low[0] > 0


def test_some_opportunities_give_no_signal_and_some_episodes_come_to_nothing(ask):
    (without, nothing) = ask("""
        select
            count(*) filter (where not looking and opened_on is not null),
            count(*) filter (where looking and opened_on is null)
        from '{folder}/truth/episodes.parquet'
    """)[0]
    assert without > 5
    assert nothing > 100


def test_who_takes_part_in_an_episode_does_more_then(ask):
    (busy, usual) = ask("""
        with pages as (
            select email, count(distinct ts::date) as days
            from '{folder}/data/web/*.parquet'
            where ts > timestamptz '2026-04-01'
            group by email
        )
        select
            avg(coalesce(w.days, 0)) filter (where e.looking_at_end),
            avg(coalesce(w.days, 0)) filter (where e.episodes = 0)
        from '{folder}/truth/people.parquet' as p
        inner join '{folder}/truth/accounts.parquet' as e on e.company_id = p.company_id
        left join pages as w on w.email = p.email
        where p.kind = 'person'
    """)[0]
    assert busy > 5 * usual > 0


def test_an_episode_rises(ask):
    early, late = ask("""
        select count(*)
        from '{folder}/data/web/*.parquet' as w
        inner join '{folder}/truth/participants.parquet' as p on p.email = w.email
        inner join '{folder}/truth/episodes.parquet' as e on e.episode_id = p.episode_id
        where w.ts::date between e.starts_on and e.ends_on and e.starts_on > date '2025-07-01'
        group by w.ts::date - e.starts_on > e.length / 2
        order by w.ts::date - e.starts_on > e.length / 2
    """)
    assert late[0] > 1.3 * early[0]


def test_an_address_falls_silent_when_its_person_leaves(ask):
    ((after,),) = ask("""
        select count(*)
        from '{folder}/data/web/*.parquet' as w
        inner join '{folder}/truth/people.parquet' as p on p.email = w.email
        where w.ts::date >= p.moved_on
    """)
    ((moved, at_new),) = ask("""
        select count(*), count(*) filter (where new_email in (select email from '{folder}/data/web/*.parquet'))
        from '{folder}/truth/people.parquet'
        where moved_on is not null
    """)
    assert after == 0
    assert 0 < at_new < moved


def test_every_domain_is_one_that_can_be_registered(ask):
    domains = [domain for (domain,) in ask("select domain from '{folder}/truth/accounts.parquet'")]
    assert [domain for domain in domains if REGISTRABLE(domain).top_domain_under_public_suffix != domain] == []


def test_no_two_of_half_a_million_companies_share_a_name_or_a_domain():
    with duckdb.connect() as con:
        prepare(con, Size(accounts=500_000, days=365, seed=11), tables=("companies",))
        counted = con.execute("select count(distinct name), count(distinct domain) from companies").fetchall()
    assert counted == [(500_000, 500_000)]


def test_nobody_shares_an_address(ask):
    ((people, addresses),) = ask("select count(email), count(distinct email) from '{folder}/truth/people.parquet'")
    assert people == addresses
