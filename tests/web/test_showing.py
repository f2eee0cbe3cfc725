"""One address in three forms, and lists in bounded pages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory

from mqa.web.showing import LARGEST_PAGE, Paging, asked_page, shown


def asked(path: str):
    return RequestFactory().get(path)


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@here", "\tx"])
def test_a_text_that_a_spreadsheet_would_run_is_quoted(text):
    answer = shown(asked("/list.csv"), "", {}, rows=[{"name": text, "points": -2}])
    cells = answer.content.decode().splitlines()[1]
    assert cells.strip('"').startswith(f"'{text}")
    assert cells.endswith(",-2")


@pytest.mark.usefixtures("configured")
def test_a_list_that_a_spreadsheet_would_run_is_quoted():
    answer = shown(asked("/list.csv"), "", {}, rows=[{"names": ["=1+1", "b"]}])
    assert answer.content.decode().splitlines()[1] == "'=1+1; b"


@pytest.mark.usefixtures("configured")
def test_a_file_has_every_column_that_any_row_has():
    answer = shown(asked("/list.csv"), "", {}, rows=[{"a": 1}, {"b": ["x", "y"]}])
    assert answer.content.decode() == "a,b\r\n1,\r\n,x; y\r\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="list.csv"'


@pytest.mark.usefixtures("configured")
def test_programs_get_the_rows_the_page_and_whatever_belongs_to_them():
    rows = [{"on": date(2026, 6, 30), "at": datetime(2026, 6, 30, 9, tzinfo=UTC)}]
    answer = shown(asked("/list.json"), "", {}, rows=rows, document={"name": "é"}, paging=Paging(2, 1, 3))
    assert answer.content.decode() == (
        '{"name": "é", "rows": [{"on": "2026-06-30", "at": "2026-06-30T09:00:00+00:00"}], '
        '"page": 2, "size": 1, "in_all": 3, "pages": 3}'
    )


@pytest.mark.parametrize(
    ("query", "page", "size"),
    [
        ("", 1, 50),
        ("page=3&size=20", 3, 20),
        ("page=0&size=0", 1, 1),
        ("page=-1&size=x", 1, 50),
        ("page=99999999999999999999&size=99999", 100_000, LARGEST_PAGE),
        ("page=٣", 1, 50),
    ],
)
def test_a_page_is_bounded_whatever_is_asked(query, page, size):
    assert asked_page(asked(f"/list?{query}")) == (page, size)


@pytest.mark.parametrize(
    ("paging", "first", "last", "before", "after"),
    [
        (Paging(1, 50, 0), 0, 0, None, None),
        (Paging(1, 50, 120), 1, 50, None, 2),
        (Paging(3, 50, 120), 101, 120, 2, None),
        (Paging(9, 50, 120), 120, 120, 3, None),
    ],
)
def test_what_part_of_a_list_is_shown(paging, first, last, before, after):
    assert (paging.first, paging.last, paging.before, paging.after) == (first, last, before, after)
