"""What rows of a map of content become."""

from __future__ import annotations

from tests.sources.steps import made
from tests.tables import table

SECOND = {"source": "site", "file": "pages.csv", "edition": 2}


def test_a_row_of_several_topics_becomes_one_for_each_and_a_row_of_none_keeps_its_stage():
    staged = table("""
        row  fate  path     asset  topics       buying_stage   known_on
        1    0     /docs/*  ''     [docs, dlp]  consideration  10
        2    0     ''       guide  []           decision       11
        3    2     /x       ''     [docs]       ''             10
    """)
    assert made("new_content", "file edition path asset topic buying_stage known_on", load=SECOND, staged=staged) == [
        ("pages.csv", 2, "", "guide", "", "decision", 11),
        ("pages.csv", 2, "/docs/*", "", "dlp", "consideration", 10),
        ("pages.csv", 2, "/docs/*", "", "docs", "consideration", 10),
    ]


def test_what_is_told_twice_stands_once():
    staged = table("""
        row  fate  path  asset  topics        buying_stage  known_on
        1    0     /x    ''     [docs, docs]  ''            10
        2    0     /x    ''     [docs]        ''            10
    """)
    assert made("new_content", "source path topic", load=SECOND, staged=staged) == [("site", "/x", "docs")]
