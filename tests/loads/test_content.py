"""A map of content: which rows of it are kept, as what, and which are refused."""

from __future__ import annotations

from tests.loads.desk import TODAY, Desk

MAP = """
  Pages:
    table: content
    files: content*.csv
    columns: { path: url, asset: asset, topic: { column: topics, split: ";" }, buying_stage: stage, known_on: since }
"""
HEADER = "url,asset,topics,stage,since\n"


def loaded(desk: Desk, rows: str, *, source: str = MAP) -> Desk:
    desk.workspace(source)
    desk.write("content.csv", HEADER + rows)
    desk.load()
    return desk


def told(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows("content", "path, asset, topic, buying_stage, known_on")


def test_a_row_of_several_topics_is_one_for_each_in_small_letters(desk: Desk) -> None:
    loaded(desk, "/Docs/*,,Documentation; DLP,Consideration,2026-07-01\n")
    assert told(desk) == [
        ("/docs/*", "", "dlp", "consideration", 9678),
        ("/docs/*", "", "documentation", "consideration", 9678),
    ]


def test_a_row_may_tell_of_a_page_an_asset_or_both_and_only_a_topic_or_a_stage(desk: Desk) -> None:
    loaded(desk, "/pricing,,pricing,,2026-07-01\n,guide.pdf,,decision,2026-07-01\n/guide,guide.pdf,dlp,,2026-07-01\n")
    assert [row[:4] for row in told(desk)] == [
        ("", "guide.pdf", "", "decision"),
        ("/guide", "guide.pdf", "dlp", ""),
        ("/pricing", "", "pricing", ""),
    ]


def test_of_an_address_of_the_web_the_path_is_kept(desk: Desk) -> None:
    loaded(desk, "https://www.acme.com/Compare?from=nav,,comparison,,2026-07-01\nhttps://acme.com,,home,,2026-07-01\n")
    assert [row[0] for row in told(desk)] == ["/", "/compare"]


def test_what_is_no_path_no_stage_or_of_nothing_is_rejected_with_the_reason(desk: Desk) -> None:
    loaded(
        desk,
        "docs,,a,,2026-07-01\n/x,,a,Purchase,2026-07-01\n,,a,decision,2026-07-01\n/y,,,,2026-07-01\n",
    )
    assert desk.rows("rejects", "line, column_name, reason") == [
        (2, "url", "is no path"),
        (3, "stage", "is no buying stage"),
        (4, "url or asset", "is empty"),
        (5, "topics or stage", "is empty"),
    ]


def test_a_row_is_known_since_its_load_or_since_ever_where_the_map_is_static(desk: Desk) -> None:
    loaded(desk, "/x,,a,,\n")
    static = MAP.replace("Pages", "Site").replace("known_on: since", "known_on: { static: true }")
    loaded(desk, "/x,,a,,\n", source=static)
    assert [row[4] for row in told(desk)] == [-10957, TODAY]


def test_each_changed_file_is_the_next_edition(desk: Desk) -> None:
    loaded(desk, "/x,,a,,2026-07-01\n")
    loaded(desk, "/x,,b,,2026-07-02\n")
    loaded(desk, "/x,,b,,2026-07-02\n")
    assert desk.rows("content", "file, edition, topic") == [("content.csv", 1, "a"), ("content.csv", 2, "b")]


def test_an_earlier_edition_that_comes_again_is_the_next(desk: Desk) -> None:
    for topic in ("a", "b", "a", "a"):
        loaded(desk, f"/x,,{topic},,2026-07-01\n")
    assert desk.rows("content", "edition, topic") == [(1, "a"), (2, "b"), (3, "a")]
