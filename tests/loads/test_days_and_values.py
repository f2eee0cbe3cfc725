"""What the cells of a row become: days, numbers, texts, kinds."""

from __future__ import annotations

import sqlite3
from datetime import date

from mqa.ledger.segments import last_told
from mqa.terms.durations import day_number
from tests.loads.desk import ACME, ACTS, COMPANIES, TODAY, Desk


def test_a_day_begins_at_midnight_of_the_workspace(desk: Desk) -> None:
    desk.workspace(ACTS)
    desk.write(
        "acts.csv",
        """
        id,at,kind,email
        utc,2026-06-30T22:30:00Z,k,ann@acme.com
        offset,2026-06-30T23:30:00+02:00,k,ann@acme.com
        local,2026-06-30 23:59:59,k,ann@acme.com
        winter,2026-01-01T22:59:59Z,k,ann@acme.com
        """,
    )
    desk.load()
    seconds = 1782858600  # 2026-06-30T22:30:00Z
    assert desk.rows("activities", "activity_id, day, occurred_at") == [
        ("Website:local", 9677, seconds - 1801),
        ("Website:offset", 9677, seconds - 3600),
        ("Website:utc", 9678, seconds),
        ("Website:winter", 9497, 1767308399),
    ]


def test_facts_are_read_as_texts_numbers_and_days(desk: Desk) -> None:
    companies = """
  CRM accounts:
    table: companies
    files: accounts.csv
    columns: { id: Id, domain: Website, known_on: Changed }
    facts:
      employees: { column: Size, type: number }
      industry: Industry
      technology: { column: Tech, split: ";" }
      last_funding: { column: Funded, type: date, format: "%d/%m/%Y" }
    observed_on: Seen
"""
    desk.workspace(companies)
    desk.write(
        "accounts.csv",
        """
        Id,Website,Changed,Seen,Size,Industry,Tech,Funded
        7,acme.com,2026-07-01,2026-06-01,"23,299 (December, 2024)", Banking ,Snowflake; Databricks;,31/12/2025
        8,other.com,2026-07-01,,10-50,n/a,,
        """,
    )
    report = desk.load()
    assert desk.rows("facts", "fact, value, number_milli, value_on, observed_on, several") == [
        ("employees", "23,299 (december, 2024)", 23_299_000, None, 9648, 0),
        ("industry", "banking", None, None, 9648, 0),
        ("last_funding", "31/12/2025", None, 9496, 9648, 0),
        ("technology", "databricks", None, None, 9648, 1),
        ("technology", "snowflake", None, None, 9648, 1),
    ]
    assert desk.rows("rejects", "line, column_name, value, reason") == [(3, "Size", "10-50", "is not a number")]
    assert (report.sources[0].counts["loaded"], report.sources[0].counts["values rejected"]) == (2, 1)


def test_what_is_static_is_known_since_ever_and_marked_as_hindsight(desk: Desk) -> None:
    facts = """
  Listing:
    table: facts
    files: facts.csv
    columns: { domain: d, fact: { value: Listed }, value: v, known_on: { column: on, otherwise: static } }
"""
    desk.workspace(COMPANIES, facts)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("facts.csv", "d,v,on\nacme.com,a,2026-07-01\nacme.com,b,\nnobody.com,c,\n")
    desk.load()
    assert desk.rows("facts", "fact, value, known_on, hindsight") == [
        ("listed", "a", 9678, 0),
        ("listed", "b", -10957, 1),
    ]
    assert desk.rows("rejects", "line, value, reason") == [(4, "nobody.com", "is the domain of no account")]


def test_json_lines_hold_lists_and_nested_objects(desk: Desk) -> None:
    acts = """
  Events:
    table: activities
    files: events/
    columns: { id: id, occurred_at: { column: ts, format: unix }, kind: /event/name, email: email, seconds: s }
"""
    desk.workspace(acts, zone="UTC")
    desk.write(
        "events/a.jsonl",
        """
        {"id": 1, "ts": 1782858600, "event": {"name": "web.pricing"}, "email": "ann@acme.com", "s": 2.6}
        {"id": 2, "ts": 1782858600, "event": {"name": "web.pricing"}, "email": "ann@acme.com", "s": -1}
        not json
        """,
    )
    desk.load()
    assert desk.rows("activities", "activity_id, day, seconds") == [("Events:1", 9677, 3)]
    assert desk.rows("shapes", "kind, path") == [("web.pricing", "")]
    assert desk.rows("rejects", "line, reason") == [(2, "is negative"), (3, "is not a line of JSON")]


def test_kinds_of_acts_that_differ_only_in_where_a_bar_stands_are_two(desk: Desk) -> None:
    desk.workspace(ACTS.replace("email: email", "email: email, source: src, campaign: camp"))
    desk.write("acts.csv", "id,at,kind,email,src,camp\n1,2026-07-01,k,,a|b,c\n2,2026-07-01,k,,a,b|c\n")
    desk.load()
    assert desk.rows("shapes", "source, campaign") == [("a", "b|c"), ("a|b", "c")]


def test_outcomes_come_from_a_database_and_only_known_steps_count(desk: Desk) -> None:
    outcomes = """
  Opportunities:
    table: outcomes
    database: { url: "sqlite:///crm.db", sql: "select * from steps" }
    columns: { id: id, account: account, kind: step, occurred_on: day, amount: amount, known_on: { static: true } }
"""
    desk.workspace(COMPANIES, outcomes)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    with sqlite3.connect(desk.folder / "crm.db") as connection:
        connection.execute("create table steps (id int, account int, step text, day text, amount real)")
        steps = [(1, 7, "Opened", 1200.5), (2, 7, "closed", 0), (3, 9, "won", 0)]
        connection.executemany("insert into steps values (?, ?, ?, '2026-07-01', ?)", steps)
    connection.close()
    desk.load()
    assert desk.rows("outcomes", "account_id, outcome_id, kind, day, amount_milli, known_on") == [
        (ACME, "Opportunities:1", "opened", 9678, 1_200_500, 9678)
    ]
    assert desk.rows("rejects", "value, reason") == [
        ("9", "is the id of no company that was loaded"),
        ("closed", "is not a step of an opportunity"),
    ]


def test_research_may_be_counts_whose_rows_add_up(desk: Desk) -> None:
    counts = """
  Elsewhere:
    table: intent
    files: counts.csv
    columns: { domain: domain, topic: topic, week: week, count: n, known_on: { static: true } }
"""
    desk.workspace(COMPANIES, counts)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,acme.de,Acme\n")
    told = ("acme.com,Dora", "3"), ("acme.com,dora", "4"), ("acme.com,dora", "2.5"), ("acme.com,dora", "-1")
    desk.write("counts.csv", "domain,topic,week,n\n" + "".join(f"{who},2026-06-29,{n}\n" for who, n in told))
    desk.load()
    assert desk.rows("intent", "account_id, topic, week, strength_milli, counted, provider") == [
        (ACME, "dora", 9676, None, 7, "Elsewhere")
    ]
    assert desk.rows("rejects", "value, reason") == [
        ("-1", "is no whole number from 0 to 1,000,000"),
        ("2.5", "is no whole number from 0 to 1,000,000"),
    ]


def test_a_load_says_on_which_days_its_rows_became_known(desk: Desk) -> None:
    desk.workspace(ACTS)
    desk.write(
        "acts.csv", "id,at,kind,email\n1,2026-06-28,k,ann@acme.com\n2,2026-06-30,k,ann@acme.com\n3,soon,k,x@y.com\n"
    )
    desk.load()
    assert last_told(TODAY) == {"Website": day_number(date(2026, 6, 30))}
    assert last_told(TODAY - 3) == {"Website": day_number(date(2026, 6, 28))}


def test_rows_without_a_day_of_their_own_became_known_when_they_were_loaded(desk: Desk) -> None:
    desk.workspace(COMPANIES)
    desk.write("accounts.csv", "Id,Website,Also,Name\n1,acme.com,,Acme\n")
    desk.load()
    assert last_told(TODAY) == {"CRM accounts": TODAY}
