"""Long lists as files: JSON and CSV that leave the house while they are read, so that no list is too long."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import StreamingHttpResponse

from mqa.web.showing import cell, plain_value

AT_ONCE = 500  # rows in one piece
Row = Mapping[str, Any]


def streamed(request: Any, rows: Iterator[Row], columns: Sequence[str], head: Mapping[str, Any]) -> Any:
    """All rows in the form that the path ends with. JSON: an object of `head` and `rows`; CSV: `columns`, then rows."""
    as_csv = request.path.endswith(".csv")
    pieces = _csv(rows, columns) if as_csv else _json(rows, columns, head)
    kind = "text/csv; charset=utf-8" if as_csv else "application/json"
    response = StreamingHttpResponse(_sent(request, pieces), content_type=kind)
    if as_csv:
        response.headers["Content-Disposition"] = f'attachment; filename="{request.path.rsplit("/", 1)[-1]}"'
    return response


def _csv(rows: Iterator[Row], columns: Sequence[str]) -> Iterator[str]:
    yield _lines([columns])
    while some := [*islice(rows, AT_ONCE)]:
        yield _lines([[cell(row[column]) for column in columns] for row in some])


def _lines(lines: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def _json(rows: Iterator[Row], columns: Sequence[str], head: Mapping[str, Any]) -> Iterator[str]:
    yield f'{json.dumps(dict(head), ensure_ascii=False, default=plain_value)[:-1]}, "rows": ['
    before = ""
    while some := [*islice(rows, AT_ONCE)]:
        texts = (
            json.dumps({name: row[name] for name in columns}, ensure_ascii=False, default=plain_value) for row in some
        )
        yield before + ",\n".join(texts)
        before = ",\n"
    yield "]}\n"


def _sent(request: Any, pieces: Iterator[str]) -> Iterator[str] | AsyncIterator[str]:
    """The pieces, read in the request's own thread where the server itself is asynchronous."""
    return _in_turn(pieces) if isinstance(request, ASGIRequest) else pieces


async def _in_turn(pieces: Iterator[str]) -> AsyncIterator[str]:
    following = sync_to_async(lambda: next(pieces, None))
    while (piece := await following()) is not None:
        yield piece
