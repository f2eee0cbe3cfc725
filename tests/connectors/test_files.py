"""Files of every kind become the same SELECT."""

from __future__ import annotations

import gzip
import os
import time
from pathlib import Path
from uuid import uuid4

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mqa.connectors import files
from mqa.connectors.files import content_hash, expanded, found, missing, opened
from mqa.terms.problems import Place

Engine = duckdb.DuckDBPyConnection


@pytest.fixture
def connection() -> Engine:
    return duckdb.connect()


def cells(
    connection: duckdb.DuckDBPyConnection, file: Path, wanted: list[str], delimiter: str = ","
) -> list[tuple[object, ...]]:
    raw, problems = opened(connection, file, file.name, wanted, delimiter)
    assert problems == ()
    assert raw is not None
    columns = ", ".join(raw.columns[name][0] for name in wanted)
    return connection.execute(f"select row, {columns} from ({raw.quiet_select}) order by row").fetchall()


def test_csv_cells_stay_text_with_quotes_line_ends_and_bom(connection: Engine, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b'\xef\xbb\xbfId, Name \r\n007,"a ""b"", c"\r\n8,"two\r\nlines"\r\n')
    assert cells(connection, file, ["Id", "Name"]) == [(1, "007", 'a "b", c'), (2, "8", "two\r\nlines")]


def test_csv_may_be_zipped_and_parted_by_another_sign(connection: Engine, tmp_path: Path) -> None:
    file = tmp_path / "a.csv.gz"
    file.write_bytes(gzip.compress(b"a;b\n1,5;x\n"))
    assert cells(connection, file, ["a", "b"], ";") == [(1, "1,5", "x")]


def test_headers_are_never_sql(connection: Engine, tmp_path: Path) -> None:
    file = tmp_path / "o'neil [x].csv"
    file.write_text('"a"";drop table x--",A,a\n1,2,3\n')
    assert cells(connection, file, ['a";drop table x--', "A", "a"]) == [(1, "1", "2", "3")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(name=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20))
def test_a_parquet_column_may_have_any_name(connection: Engine, tmp_path: Path, name: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = tmp_path / f"{uuid4().hex}.parquet"  # an engine may remember a file of the same name
    pq.write_table(pa.table({name: ["x"]}), file)
    assert cells(connection, file, [name]) == [(1, "x")]


def test_json_lines_give_texts_nested_values_and_null(connection: Engine, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"a": 1.50, "b/c": "x", "d": {"e": true}}\n\n{"a": null, "l": ["p"]}\n')
    assert cells(connection, file, ["a", "b/c", "/d/e", "l"]) == [
        (1, "1.5", "x", "true", None),
        (3, None, None, None, '["p"]'),
    ]


def test_a_missing_column_is_told_where_the_workspace_names_it(connection: Engine, tmp_path: Path) -> None:
    for name, content in (("a.csv", "Email,Name\n"), ("a.jsonl", '{"Email": "x", "Name": 1}\n')):
        (tmp_path / name).write_text(content)
        raw, _ = opened(connection, tmp_path / name, name, ["email", "Name"])
        assert raw is not None
        [problem] = missing(connection, raw, {"email": Place("mqa.yaml", 7, 3), "Name": Place("mqa.yaml", 8)}, "CRM")
        assert str(problem.place) == "mqa.yaml:7:3"
        assert problem.mend == "Did you mean “Email”?"


def test_a_file_parted_by_another_sign_is_recognised(connection: Engine, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id;email\n1;ann@acme.com\n")
    raw, _ = opened(connection, tmp_path / "a.csv", "a.csv", ["email"])
    assert raw is not None
    [problem] = missing(connection, raw, {"email": Place("mqa.yaml", 7)}, "CRM")
    assert problem.mend == "Add “delimiter: ';'” to the source."


def test_only_in_json_a_name_with_a_bar_leads_into_an_object(connection: Engine, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,email\n1,ann@acme.com\n")
    raw, _ = opened(connection, tmp_path / "a.csv", "a.csv", ["/email"])
    assert raw is not None
    [problem] = missing(connection, raw, {"/email": Place("mqa.yaml", 7)}, "CRM")
    assert problem.mend == "Did you mean “email”?"


def test_a_key_that_stands_only_far_down_is_not_missing(connection: Engine, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"a": 1}\n' * 3000 + '{"rare": 1}\n')
    raw, _ = opened(connection, tmp_path / "a.jsonl", "a.jsonl", ["a", "rare"])
    assert raw is not None
    assert missing(connection, raw, {"a": Place("m"), "rare": Place("m")}, "S") == ()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.parquet", b"not parquet at all", "This is not a readable parquet file"),
        ("a.csv", b"", "The file is empty"),
        ("a.csv", b"id,n\xff\n", "not UTF-8"),
        ("a.csv", b"id,id\n", "Two columns are called “id”"),
        ("a.csv.gz", b"\x1f\x8b broken", "This is not a readable csv file"),
        ("a.xlsx", b"PK", "This kind of file cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(
    connection: Engine, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    raw, [problem] = opened(connection, tmp_path / name, name, ["id"])
    assert raw is None
    assert said in problem.what


def test_a_source_names_a_file_a_folder_or_a_pattern(tmp_path: Path) -> None:
    for name in ("in/b.csv", "in/a.parquet", "in/notes.txt", "in/.hidden.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    place = Place("mqa.yaml", 3)
    assert [file.name for file in found(tmp_path, "in/b.csv", place)[0]] == ["b.csv"]
    assert [file.name for file in found(tmp_path, "in", place)[0]] == ["a.parquet", "b.csv"]
    assert [file.name for file in found(tmp_path, "in/*.parquet", place)[0]] == ["a.parquet"]
    assert found(tmp_path, "in/c.csv", place)[1][0].mend == "Did you mean “b.csv”?"
    assert found(tmp_path, "in/*.jsonl", place)[1][0].place == place


def test_variables_of_the_environment_are_filled_in() -> None:
    assert expanded("${A:-x}/${B}/c", {"B": "b"}) == "x/b/c"


def test_the_content_decides_whether_a_file_is_the_same(tmp_path: Path) -> None:
    for name, text in (("a", "1"), ("b", "1"), ("c", "2")):
        (tmp_path / name).write_text(text)
    hashes = [content_hash(tmp_path / name) for name in "abc"]
    assert hashes[0] == hashes[1] != hashes[2]


def written(file: Path, text: str, seconds_ago: int) -> None:
    file.write_text(text)
    then = time.time() - seconds_ago
    os.utime(file, (then, then))


def test_a_file_that_rests_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "a", "1", seconds_ago=60)
    first = content_hash(tmp_path / "a")
    monkeypatch.delattr(files, "_content_hash")
    assert content_hash(tmp_path / "a") == first


def test_a_file_that_was_written_to_since_is_hashed_again(tmp_path: Path) -> None:
    written(tmp_path / "a", "1", seconds_ago=60)
    first = content_hash(tmp_path / "a")
    written(tmp_path / "a", "2", seconds_ago=59)
    assert content_hash(tmp_path / "a") != first


def test_a_file_that_is_being_written_to_is_hashed_each_time(tmp_path: Path) -> None:
    now = time.time_ns()
    (tmp_path / "a").write_text("1")
    os.utime(tmp_path / "a", ns=(now, now))
    first = content_hash(tmp_path / "a")
    (tmp_path / "a").write_text("2")
    os.utime(tmp_path / "a", ns=(now, now))  # within one tick of the clock
    assert content_hash(tmp_path / "a") != first
