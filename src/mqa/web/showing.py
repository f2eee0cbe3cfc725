"""One address, three forms: a page for people, JSON and CSV for programs; and how long lists are cut into pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

PAGE_SIZE, LARGEST_PAGE, LAST_PAGE = 50, 500, 100_000
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Paging:
    """Which part of a list is shown: page `page` (from 1) of `size` rows, `in_all` rows altogether."""

    page: int
    size: int
    in_all: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.in_all // self.size))

    @property
    def first(self) -> int:
        """The place of the first row shown, from 1; 0 where there is none."""
        return min((self.page - 1) * self.size + 1, self.in_all)

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return min(self.page * self.size, self.in_all)

    @property
    def before(self) -> int | None:
        """The page before, where there is one."""
        return min(self.page - 1, self.pages) if self.page > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, where there is one."""
        return self.page + 1 if self.page < self.pages else None


def asked_page(request: Any) -> tuple[int, int]:
    """The page and its size that an address asks for, bounded; what is no number counts as not said."""
    page = _whole(request.GET.get("page", ""), 1, LAST_PAGE)
    size = _whole(request.GET.get("size", ""), PAGE_SIZE, LARGEST_PAGE)
    return page, size


def shown(
    request: Any,
    template: str,
    context: Mapping[str, Any],
    *,
    rows: Rows = (),
    document: Mapping[str, Any] | None = None,
    paging: Paging | None = None,
    status: int = 200,
) -> Any:
    """The answer to a request in the form its path ends with: `.json`, `.csv`, or else the page of a template.

    `rows` are the page's list for programs; `document` is what JSON holds beside `rows` (all of it, where the page
    is no list). CSV holds the rows alone. `paging` adds its numbers to JSON and, as `paging`, to the page.
    """
    if request.path.endswith(".csv"):
        return _as_csv(rows, request.path)
    if request.path.endswith(".json"):
        whole = dict(document or {})
        if rows or document is None:
            whole["rows"] = [*rows]
        if paging:
            whole |= {"page": paging.page, "size": paging.size, "in_all": paging.in_all, "pages": paging.pages}
        plain = {"ensure_ascii": False, "default": plain_value}
        return JsonResponse(whole, status=status, json_dumps_params=plain, encoder=None)
    return render(request, template, {**context, "paging": paging}, status=status)


def _as_csv(rows: Rows, path: str) -> Any:
    text = io.StringIO()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{path.rsplit("/", 1)[-1]}"'
    return response


def cell(value: Any) -> Any:
    """A cell of CSV: a text that a spreadsheet would take for a formula is quoted by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
    if isinstance(value, list | tuple):
        return cell("; ".join(str(one) for one in value))
    return plain_value(value) if isinstance(value, date | datetime) else value


def plain_value(value: Any) -> Any:
    """What JSON has no type for."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _whole(text: str, otherwise: int, most: int) -> int:
    """A whole number from 1 to `most`; what is no number, or none of ASCII digits, is `otherwise`."""
    if not (text.isascii() and text.isdigit()):
        return otherwise
    return min(max(int(text[:9]), 1), most)
