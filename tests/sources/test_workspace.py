"""The workspace file: what it says, and all that is wrong with it at once."""

from __future__ import annotations

from textwrap import dedent

import pytest

from mqa.sources.agreed import Column
from mqa.sources.workspace import workspace
from mqa.terms.freshness import Expected


def problems(text: str) -> list[str]:
    _, found = workspace(dedent(text), "mqa.yaml")
    return [str(problem) for problem in found]


def test_a_workspace_says_where_data_lies_and_what_its_columns_mean() -> None:
    agreed, found = workspace(
        dedent("""
            workspace: { name: Halyard, time_zone: Europe/Amsterdam, definitions: [definitions/halyard.yaml] }
            identity: { create_accounts: true, never_accounts: halyard.example }
            sources:
              CRM accounts:
                table: companies
                files: accounts.csv
                columns: { id: Id, domains: { column: Other, split: ";" }, known_on: { static: true } }
                facts: { employees: { column: Size, type: number } }
                skip: { Deleted: [yes, "1"] }
        """),
        "mqa.yaml",
    )
    assert found == ()
    assert agreed is not None
    assert (agreed.name, agreed.warehouse, agreed.ledger) == ("Halyard", ".mqa/warehouse", ".mqa/ledger.sqlite3")
    assert (agreed.create_accounts, agreed.never_accounts) == (True, ("halyard.example",))
    [source] = agreed.sources
    assert dict(source.columns) == {
        "id": Column(column="Id"),
        "domains": Column(column="Other", split=";", several=True),
        "known_on": Column(static=True),
    }
    assert source.facts == (("employees", Column(column="Size", type="number")),)
    assert source.skip == (("Deleted", ("yes", "1")),)
    assert sorted(source.reads()) == ["Deleted", "Id", "Other", "Size"]


def test_all_problems_are_told_at_once_with_their_places_and_mends() -> None:
    assert problems("""
        workspace: { time_zone: Europe/Amsterdm }
        sources:
          A: { table: compnies, files: x, colums: {} }
          B:
            table: people
            files: y.csv
            database: { url: "mysql://x", sql: "select 1" }
            columns: { emial: E, known_on: { delay: soon }, title: { column: T, type: number } }
          C:
            table: activities
            files: z.csv
            columns: { kind: { template: "web.{}" }, occurred_at: { column: a, value: b }, email: e, url: }
            facts: { size: s }
    """) == [
        "mqa.yaml:2:25: “Europe/Amsterdm” is not a time zone.\n    Did you mean “Europe/Amsterdam”?",
        "mqa.yaml:4:15: “compnies” is not a table.\n    Did you mean “companies”?",
        "mqa.yaml:4:35: “colums” is not a key of the source “A”.\n    Did you mean “columns”?",
        "mqa.yaml:5:3: The source “B” maps no column to id or email.\n    Add “id: <their column>” under “columns”.",
        "mqa.yaml:5:3: The source “B” names both files and a database.\n    Write either “files:” or “database:”.",
        "mqa.yaml:8:15: “mysql://x” is not the address of a database.\n"
        "    Write “sqlite:///data/crm.db” or “postgresql://user@host/name”.",
        "mqa.yaml:9:16: “emial” is not a key of “columns”.\n    Did you mean “email”?",
        "mqa.yaml:9:36: “soon” is not a duration.\n    Write for example “2 days” or “1 month”.",
        "mqa.yaml:9:60: “type” and “several” belong to facts; this column has a type of its own.\n    Remove it.",
        "mqa.yaml:10:3: “facts” belongs to a source of companies; “C” fills activities.\n"
        "    Read the file once more as a source with “table: facts”.",
        "mqa.yaml:13:22: Braces of a template name no column.\n    Write {their column}.",
        "mqa.yaml:13:59: A column is read in one way; here are column, value.\n"
        "    Write one of column, value, template, static or delay.",
        "mqa.yaml:13:94: “url” names no column.\n    Write the name of their column.",
    ]


def test_the_map_of_a_source_is_told_apart_by_what_it_says_not_where_it_stands() -> None:
    source = "A: {{ table: people, files: x.csv, columns: {{ email: {column} }} }}"
    text = f"workspace: {{{{ time_zone: UTC }}}}\n{{gap}}sources: {{{{ {source} }}}}\n"
    hashes = []
    for gap, column in (("", "E"), ("\n\n", "E"), ("", "Mail")):
        agreed, _ = workspace(text.format(gap=gap, column=column), "mqa.yaml")
        assert agreed is not None
        hashes.append(agreed.sources[0].mapping_hash("UTC"))
    assert hashes[0] == hashes[1] != hashes[2]


def test_links_in_messages_begin_with_the_address_of_the_pages():
    about = "workspace: {{ time_zone: UTC, address: {} }}"
    found, _ = workspace(about.format("https://mqa.example.com/"), "mqa.yaml")
    assert found is not None
    assert found.address == "https://mqa.example.com/"
    assert "not an address" in workspace(about.format("mqa.example.com"), "mqa.yaml")[1][0].what


def test_what_identity_may_say_is_asked_for_by_its_likeness() -> None:
    assert problems("""
        workspace: { time_zone: Europe/Amsterdam }
        identity: { our: [us.com], competitor: [them.com], students: nevr, accounts: by contry }
    """) == [
        "mqa.yaml:3:13: “our” is not a key of “identity”.\n    Did you mean “ours”?",
        "mqa.yaml:3:28: “competitor” is not a key of “identity”.\n    Did you mean “competitors”?",
        "mqa.yaml:3:62: “nevr” is nothing that “students” may say.\n    Did you mean “never”?",
        "mqa.yaml:3:78: “by contry” is nothing that “accounts” may say.\n    Did you mean “by country”?",
    ]


def freshness(written: str) -> tuple[Expected | None, list[str]]:
    """What is expected of a source by its section, and what is wrong with it."""
    source = f"A: {{ table: people, files: x.csv, columns: {{ email: E }}, freshness: {written} }}"
    agreed, said = workspace(f"workspace: {{ time_zone: UTC }}\nsources: {{ {source} }}\n", "mqa.yaml")
    return agreed.sources[0].freshness if agreed else None, [problem.what for problem in said]


def test_what_is_expected_of_a_source_is_said_in_days() -> None:
    assert freshness("{ partial_after: 2 days, stale_after: 1 week }") == (Expected(2, 7), [])
    assert freshness("{ stale_after: 3 days }") == (Expected(None, 3), [])


def test_a_source_is_not_stale_before_it_is_partial() -> None:
    said = "A source cannot be partial after 7 days and stale after 7 already."
    assert freshness("{ partial_after: 7 days, stale_after: 7 days }") == (None, [said])


def test_an_age_that_is_no_duration_is_refused() -> None:
    assert freshness("{ partial_after: soon }") == (None, ["“partial_after” is no duration."])


def test_what_is_expected_changes_nothing_of_what_rows_become() -> None:
    source = "A: {{ table: people, files: x.csv, columns: {{ email: E }}{more} }}"
    hashes = set()
    for more in ("", ", freshness: { stale_after: 3 days }"):
        agreed, _ = workspace(f"workspace: {{ time_zone: UTC }}\nsources: {{ {source.format(more=more)} }}\n", "m")
        assert agreed is not None
        hashes.add(agreed.sources[0].mapping_hash("UTC"))
    assert len(hashes) == 1


INTENT = """
    workspace: {{ name: x, time_zone: UTC }}
    sources:
      R: {{ table: intent, files: r.csv, columns: {{ domain: d, topic: t, week: w{} }} }}
"""


def test_research_is_a_strength_or_a_count():
    assert problems(INTENT.format(", strength: s")) == problems(INTENT.format(", count: c")) == []
    assert problems(INTENT.format("")) == [
        "mqa.yaml:4:3: The source “R” maps no column to strength or count.\n"
        "    Add “strength: <their column>” under “columns”."
    ]
    assert problems(INTENT.format(", strength: s, count: c")) == [
        "mqa.yaml:4:3: The source “R” maps both strength and count.\n"
        "    Keep “strength” where the provider rates research from 0 to 100, else “count”."
    ]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "content, files: f.csv, columns: { path: p, buying_stage: { value: Decison } }",
            "“Decison” is no buying stage",
        ),
        (
            "outcomes, files: f.csv, columns: { id: i, domain: d, occurred_on: o, kind: { value: closed } }",
            "“closed” is no kind",
        ),
    ],
)
def test_a_word_that_all_rows_are_given_is_one_that_the_column_may_hold(source: str, said: str) -> None:
    text = f"workspace: {{ name: N, time_zone: UTC }}\nsources:\n  S: {{ table: {source} }}\n"
    (found,) = problems(text)
    assert found.startswith("mqa.yaml:3:")
    assert said in found
    assert problems(text.replace("Decison", "Decision").replace("closed", "Won")) == []
