"""How numbers, days and addresses are written in templates: tags and filters that every template may use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import template

from mqa.explain.numbers import counted, one_decimal
from mqa.terms.durations import date_of
from mqa.web.static import address

register = template.Library()


@register.simple_tag
def static(name: str) -> str:
    """The address of a static file: it changes when the file does, so that browsers may keep it for ever."""
    return address(name)


@register.filter
def score(millionths: int | None) -> str:
    """A score as 0 to 100 with one decimal; unknown: a dash."""
    return "–" if millionths is None else str(one_decimal(millionths))


@register.filter
def day(number: int | date | None) -> str:
    """A day number, or a date, as 2026-07-01; none: a dash."""
    if number is None:
        return "–"
    return (number if isinstance(number, date) else date_of(number)).isoformat()


@register.filter
def number(value: float | None) -> str:
    """A number with commas between thousands; none: a dash."""
    return "–" if value is None else f"{value:,}"


@register.filter
def many(count: int, what: str) -> str:
    """A count with its noun: `1 account`, `1,204 accounts`."""
    return counted(count, what)


@register.simple_tag(takes_context=True)
def moment(context: Any, at: datetime | None) -> str:
    """A moment as 2026-07-01 14:05 in the workspace's time zone; none: a dash."""
    if at is None:
        return "–"
    zone = ZoneInfo(context["workspace"].agreed.time_zone)
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


@register.simple_tag(takes_context=True)
def asking(context: Any, **changed: Any) -> str:
    """The query of the present address with some parameters changed (empty: left out); a new question is on page 1."""
    asked = {key: value for key, value in context["request"].GET.items() if key != "page"}
    asked |= changed
    kept = {key: value for key, value in asked.items() if value not in ("", None)}
    return f"?{urlencode(kept)}" if kept else "?"


@register.simple_tag(takes_context=True)
def as_form(context: Any, form: str) -> str:
    """The address of the present page as `json` or `csv`, with the same question."""
    request = context["request"]
    query = request.GET.urlencode()
    return f"{request.path}.{form}{'?' + query if query else ''}"
