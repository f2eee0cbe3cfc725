"""Messages in words: what happened, why it matters now, until when an answer is asked for.

Every text is a function of the message alone: sent again it reads the same, whenever that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mqa.terms.durations import WEEKDAYS, day_words
from mqa.terms.notices import Words

MIDNIGHT = time(0)
ROOM = 80  # characters of a reason in a subject line
ORDINARY = {"It", "A", "An", "The", "Most", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"}
SOON = timedelta(days=6)  # up to here a weekday alone says which day is meant

Body = Mapping[str, Any]


def words(event: str, body: Body, at: datetime, time_zone: str, *, reader: str = "") -> Words:
    """An event as one would tell it to `reader` (an address; empty: to a room), as of the moment it happened.

    `body` is what `mqa.delivery.messages.tell` was given; times are told as clocks in `time_zone` show them.
    """
    account, owner = _account(body), _who(body.get("owner"), reader)
    asked = f"Answer by {moment(body['due_at'], at, time_zone)}." if body.get("due_at") else ""
    why = tuple(map(str, body.get("why_now", ())))
    match event:
        case "handed off":
            return Words(_because(f"{account} was handed to {owner}", why), (*why, *_contacts(body)), asked)
        case "amended":
            return Words(_because(f"{account} rose to {body.get('level', '')}", why), (*why, *_contacts(body)), asked)
        case "withdrawn":
            reason = _sentences(body.get("reason"))
            return Words(f"{account} was taken back from {owner}", (*reason, "No answer is needed any more."))
        case "reminded":
            return Words(f"{account} still waits for {_whose(owner)} answer", why, asked)
        case "escalated":
            since = f"It was due {moment(body['due_at'], at, time_zone)}." if body.get("due_at") else ""
            return Words(f"{account} has no answer from {owner}", (*_sentences(since), *why))
        case "reclaimed":
            before = _who(body.get("from"), reader)
            kept = f"No answer came from {before} in time."
            return Words(f"{account} went from {before} to {owner}", (kept, *why, *_contacts(body)), asked)
        case "answered":
            return Words(_answer(account, body, reader), _sentences(body.get("note")))
        case "level entered" | "level left":
            return _level(event, account, body)
    return Words(f"{account}: {event}", why, asked)


def moment(when: str | datetime, at: datetime, time_zone: str) -> str:
    """A moment near `at` as people say it: “Tuesday 14:00”, with the day and month where that is further off.

    >>> moment("2026-06-30T12:00:00+00:00", datetime.fromisoformat("2026-06-29T06:00:00+00:00"), "Europe/Amsterdam")
    'Tuesday 14:00'
    >>> moment("2026-08-04T12:00:00+00:00", datetime.fromisoformat("2026-06-29T06:00:00+00:00"), "Europe/Amsterdam")
    'Tuesday 4 August 2026, 14:00'
    >>> moment("2026-06-30T22:00:00+00:00", datetime.fromisoformat("2026-06-29T06:00:00+00:00"), "Europe/Amsterdam")
    'the end of Tuesday'
    """
    meant = datetime.fromisoformat(when) if isinstance(when, str) else when
    local = meant.astimezone(ZoneInfo(time_zone))
    near = abs(meant - at) < SOON
    if local.time() == MIDNIGHT:  # the end of a day is not the night after it
        ending = local.date() - timedelta(days=1)
        return f"the end of {_weekday(ending)}{'' if near else f' {day_words(ending)}'}"
    on = _weekday(local) if near else f"{_weekday(local)} {day_words(local)},"
    return f"{on} {local:%H:%M}"


def day(when: date | str | int) -> str:
    """A day as people write it, from a date, its text or its day number.

    >>> day("2026-09-01")
    '1 September 2026'
    """
    return day_words(date.fromisoformat(when) if isinstance(when, str) else when)


def _weekday(on: date) -> str:
    return WEEKDAYS[on.weekday()].capitalize()


def _account(body: Body) -> str:
    about = body.get("account") or {}
    return str(about.get("name") or about.get("domain") or "An account")


def _who(person: Any, reader: str) -> str:
    """Somebody, as the reader calls them."""
    return "you" if person and person == reader else str(person or "nobody")


def _whose(person: str) -> str:
    return "your" if person == "you" else f"{person}'s"


def _because(what: str, why: tuple[str, ...]) -> str:
    """What happened with the first reason that has room in a subject line, shortened to its first thought."""
    thoughts = (part for sentence in why for part in _thoughts(sentence) if len(part) <= ROOM)
    return f"{what}: {_inside(found)}" if (found := next(thoughts, "")) else what


def _thoughts(sentence: str) -> tuple[str, ...]:
    """A sentence, and what it says before its reason or its list."""
    whole = sentence.removesuffix(".")
    return whole, whole.partition(" because ")[0].partition(": ")[0]


def _inside(thought: str) -> str:
    """A thought as it goes on after a colon; names keep their capital."""
    return thought[0].lower() + thought[1:] if thought.split(" ")[0] in ORDINARY else thought


def _sentences(text: Any) -> tuple[str, ...]:
    """A text as one sentence, where there is one."""
    words = str(text or "").strip()
    return (words if words[-1] in ".!?" else f"{words[:1].upper()}{words[1:]}.",) if words else ()


def _contacts(body: Body) -> tuple[str, ...]:
    """Whom to contact first, in one sentence."""
    named = [_person(one) for one in body.get("contact_first", ())[:2]]
    return (f"Contact first: {', then '.join(named)}.",) if named else ()


def _person(one: Mapping[str, Any]) -> str:
    beside = one.get("title") or one.get("role")
    return f"{one.get('person', '')} ({beside})" if beside else str(one.get("person", ""))


def _answer(account: str, body: Body, reader: str) -> str:
    by, reason = _who(body.get("by") or body.get("owner"), reader), body.get("reason")
    because = f": {reason}" if reason else ""
    match body.get("answer"):
        case "qualified":
            return f"{account} is willing to talk, says {by}"
        case "deferred" if body.get("until"):
            return f"{account} was deferred by {by} until {day(body['until'])}{because}"
        case answer:
            return f"{account} was {answer or 'answered'} by {by}{because}"


def _level(event: str, account: str, body: Body) -> Words:
    level, action = body.get("level", ""), str(body.get("action") or "").replace("_", " ")
    if event == "level left":
        return Words(f"{account} left {level}", (f"This ends: {action}.",) if action else ())
    why = tuple(map(str, body.get("why_now", ())))
    return Words(f"{account} entered {level}", (*((f"What to do: {action}.",) if action else ()), *why))
