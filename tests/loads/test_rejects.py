"""What is no row is a reject with its place; what was to be skipped is counted."""

from __future__ import annotations

from tests.loads.desk import ACTS, COMPANIES, TODAY, Desk


def test_a_bad_row_is_a_reject_with_its_place_and_its_mend(desk: Desk) -> None:
    desk.workspace(ACTS)
    desk.write(
        "acts.csv",
        """
        id,at,kind,email
        1,2026-07-01,"web
        pricing",ann@acme.com
        2,20223-07-01,k,ann@acme.com
        3,yesterday,k,ann.acme.com
        4,2026-07-01
        5,2026-07-01,,ann@acme.com
        6,2026-07-01,k,ann@acme.com
        """,
    )
    report = desk.load()
    assert report.sources[0].counts["read"] == 6
    assert report.sources[0].counts["rejected"] == 4
    assert desk.rows("rejects", "line, column_name, value, reason") == [
        (4, "at", "20223-07-01", "lies outside of the years that can be meant"),
        (5, "at", "yesterday", "is not a date"),
        (5, "email", "ann.acme.com", "is not an e-mail address"),
        (6, "", "", "has fewer cells than the header"),
        (7, "kind", "", "is empty"),
    ]
    raw = '{"id":"2","at":"20223-07-01","kind":"k","email":"ann@acme.com"}'
    assert desk.rows("rejects", "raw, file, source, known_on")[1] == (raw, "acts.csv", "Website", TODAY)


def test_thousands_of_short_lines_are_rejected_at_their_lines(desk: Desk) -> None:
    desk.workspace(ACTS)
    good, short = "{0},2026-07-01,k,ann@acme.com", "{0},2026-07-01"
    lines = [(short if i % 3 == 0 else good).format(i) for i in range(2, 6_002)]
    lines[5_001] = '5003,yesterday,"web\npricing",ann@acme.com'
    lines[5_003] = "5005,yesterday,k,ann@acme.com"
    desk.write("acts.csv", "\n".join(["id,at,kind,email", *lines]) + "\n")
    assert desk.load().sources[0].counts["rejected"] == 2_002
    rejected = desk.rows("rejects", "line, reason")
    assert rejected[:2] == [(3, "has fewer cells than the header"), (6, "has fewer cells than the header")]
    assert [line for line, reason in rejected if reason == "is not a date"] == [5_003, 5_006]
    assert rejected[-1] == (6_001, "has fewer cells than the header")


def test_control_characters_are_rejected_and_shown_escaped(desk: Desk) -> None:
    desk.workspace(ACTS)
    cell = "\x00\x01\x1f" * 100
    desk.write("acts.csv", f"id,at,kind,email\n1,2026-07-01,{cell},ann@acme.com\n")
    desk.load()
    [(value, reason)] = desk.rows("rejects", "value, reason")
    assert str(value).startswith("\\u0000\\u0001\\u001F") or str(value).startswith("\\u0000\\u0001\\u001f")
    assert reason == "holds control characters"
    assert desk.rows("activities", "*") == []


def test_an_overlong_cell_is_rejected(desk: Desk) -> None:
    desk.workspace(ACTS)
    desk.write("acts.csv", f"id,at,kind,email\n1,2026-07-01,{'k' * 10_001},ann@acme.com\n2,2026-07-01,k,\n")
    desk.load()
    assert desk.rows("rejects", "column_name, reason") == [("kind", "is longer than 10,000 characters")]
    assert len(desk.rows("activities", "*")) == 1


def test_what_is_told_of_no_account_is_counted_once_so_that_the_counts_add_up(desk: Desk) -> None:
    facts = """
  Listing:
    table: facts
    files: facts.csv
    columns: { domain: d, fact: { value: Listed }, value: v, known_on: on }
"""
    desk.workspace(COMPANIES, facts, never="ours.com")
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("facts.csv", "d,v,on\nacme.com,a,2026-07-01\nnobody.com,c,2026-07-01\nours.com,d,2026-07-01\n")
    told = desk.load().sources[1]
    assert (told.counts["read"], told.counts["loaded"], told.counts["rejected"], told.counts["skipped"]) == (3, 1, 1, 1)
    assert told.without_account == {}


def test_rows_to_skip_are_counted_and_nothing_else(desk: Desk) -> None:
    desk.workspace(ACTS + "    skip: { kind: [internal] }\n")
    desk.write("acts.csv", "id,at,kind,email\n1,not a date,Internal,ann@acme.com\n2,2026-07-01,k,ann@acme.com\n")
    report = desk.load()
    assert (report.sources[0].counts["skipped"], report.sources[0].counts["rejected"]) == (1, 0)
    assert desk.rows("activities", "activity_id") == [("Website:2",)]


def test_a_file_whose_lines_end_in_two_ways_is_refused_with_the_first_line_that_differs(desk: Desk) -> None:
    desk.workspace(ACTS)
    lines = ["id,at,kind,email\r\n", "1,2026-07-01,k,ann@acme.com\r\n", "2,2026-07-01,k,bo@acme.com\n"]
    (desk.folder / "acts.csv").write_bytes("".join(lines).encode())
    [said] = desk.refused()
    assert said.startswith(r"acts.csv:3: The lines end in two ways: line 1 in \r\n, this one in \n.")
