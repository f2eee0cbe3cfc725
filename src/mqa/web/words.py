"""How numbers, days and addresses are written in templates: tags and filters that every template may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from django import template

from mqa.explain.acts import known_as
from mqa.explain.numbers import counted, one_decimal
from mqa.explain.numbers import score as score_words
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
    return "–" if millionths is None else score_words(millionths)


@register.filter
def tenths(count: int | None) -> str:
    """A count of tenths, as packets hold scores, with one decimal; none: a dash."""
    return "–" if count is None else one_decimal(count)


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
    """A count with its noun: `1 account`, `1,204 accounts`; `person,people` gives both forms."""
    return counted(count, *what.split(","))


@register.filter
def named(person: str) -> str:
    """How a person is called of whom an address is known: by the name in it, if one can be seen."""
    return known_as(person)


@register.filter
def page_of(domain: str, account_id: int) -> str:
    """The address of an account's page: by its domain, of one that has none by its number."""
    return f"/accounts/{quote(domain or str(account_id))}"


@register.filter
def words(name: str) -> str:
    """A name of the data in words: `open_roles` is open roles."""
    return name.replace("_", " ")


@register.filter
def by_fact(facts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Facts of a packet, those of one name, day and source together: `values` holds what they say."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for fact in facts:
        told = tuple(fact.get(key) for key in ("fact", "as_of", "source"))
        found.setdefault(told, {**fact, "values": []})["values"].append(fact["value"])
    return list(found.values())


@register.filter
def per_mille(part: int) -> str:
    """A place on a line, of thousandths, as SVG writes it: 125 is 12.5%."""
    return f"{part / 10:.1f}%"


@register.filter
def share(value: float, length: float) -> str:
    """How long a bar is for a value of 0 to 100, where 100 is as long as `length`."""
    return f"{max(0.0, min(100.0, value)) * length / 100:.1f}"


@register.simple_tag(takes_context=True)
def moment(context: Any, at: datetime | None) -> str:
    """A moment as 2026-07-01 14:05 in the workspace's time zone; none: a dash."""
    if at is None:
        return "–"
    zone = ZoneInfo(context["workspace"].agreed.time_zone)
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


@register.filter
def ago(at: datetime | None, now: datetime) -> str:
    """How long ago a moment was: `5 minutes ago`, `3 days ago`; none: never."""
    if at is None:
        return "never"
    minutes = max(int((now - at).total_seconds() // 60), 0)
    for size, what in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size * (2 if what == "day" else 1):
            return f"{counted(minutes // size, what)} ago"
    return "just now"


@register.filter
def size(count: int) -> str:
    """Bytes as a person reads them: `12.3 MB`."""
    for unit, of in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= of:
            return f"{count / of:.1f} {unit}"
    return counted(count, "byte")


@register.filter
def held(values: Mapping[str, Any] | None) -> str:
    """What an entry of the audit holds, without what is empty: `state: rejected, reason: wrong size`."""
    return ", ".join(f"{key}: {value}" for key, value in (values or {}).items() if value not in ("", None, [], {}))


@register.filter
def at(found: Any, key: Any) -> Any:
    """What a mapping holds under a key; nothing where it holds nothing."""
    return found.get(key)


@register.simple_tag(takes_context=True)
def asking(context: Any, **changed: Any) -> str:
    """The query of the present address with some parameters changed (empty: left out); a new question is on page 1."""
    asked: dict[str, Any] = {key: values for key, values in context["request"].GET.lists() if key != "page"}
    asked |= changed
    kept = {key: value for key, value in asked.items() if value not in ("", [""], None)}
    return f"?{urlencode(kept, doseq=True)}" if kept else "?"


@register.simple_tag(takes_context=True)
def as_form(context: Any, form: str) -> str:
    """The address of the present page as `json` or `csv`, with the same question; CSV holds the whole list.

    A page that answers a form under another address says in `address` where it is itself.
    """
    request = context["request"]
    asked = request.GET.copy()
    for name in ("page", "size") if form == "csv" else ():
        asked.pop(name, None)
    query = asked.urlencode()
    return f"{context.get('address') or request.path}.{form}{'?' + query if query else ''}"
