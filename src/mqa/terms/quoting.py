"""Names and texts as SQL: the only way in which a word of a person becomes part of a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable


def name_sql(name: str) -> str:
    """A name of a table or column.

    >>> print(name_sql('the "day" of it'))
    "the ""day"" of it"
    """
    return '"' + name.replace('"', '""') + '"'


def text_sql(text: str) -> str:
    """A text.

    >>> print(text_sql("O'Neil"))
    'O''Neil'
    """
    return "'" + text.replace("'", "''") + "'"


def texts_sql(texts: Iterable[str]) -> str:
    """A list of texts, as `IN (...)` takes it; never empty, so that it stays a statement.

    >>> print(texts_sql(["a", "b"]), texts_sql([]))
    ('a', 'b') (null)
    """
    return f"({', '.join(map(text_sql, texts)) or 'null'})"


def path_sql(path: str) -> str:
    """A path that is read as it stands, though it may look like a pattern.

    >>> print(path_sql("data [old]/what?.parquet"))
    'data [[]old]/what[?].parquet'
    """
    return text_sql(re.sub(r"[*?[]", r"[\g<0>]", path))
