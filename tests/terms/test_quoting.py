"""Whatever a text holds, as SQL it is that text and nothing more."""

from __future__ import annotations

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from mqa.terms.quoting import name_sql, text_sql, texts_sql

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@given(texts)
def test_a_quoted_text_is_the_text(text: str) -> None:
    assert duckdb.execute(f"select {text_sql(text)}").fetchall() == [(text,)]


@given(texts.filter(bool))
def test_a_quoted_name_is_the_name(name: str) -> None:
    assert duckdb.execute(f"select 1 as {name_sql(name)}").description[0][0] == name


@given(st.lists(texts, max_size=4), texts)
def test_a_list_holds_its_texts_and_no_others(held: list[str], text: str) -> None:
    [(found,)] = duckdb.execute(f"select coalesce({text_sql(text)} in {texts_sql(held)}, false)").fetchall()
    assert found == (text in held)
