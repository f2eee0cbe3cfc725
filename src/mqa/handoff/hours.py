"""The section `calendar` of sales, read: the hours and days that are worked, the holidays and their files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time

from mqa.handoff.agreed import Calendar
from mqa.terms.documents import Items, Node, Text, did_you_mean, quoted
from mqa.terms.durations import EARLIEST, LATEST, WEEKDAYS
from mqa.terms.entries import Problems, entries, texts, time_zone, value, word
from mqa.terms.problems import Problem

KEYS = ("time_zone", "days", "opens", "closes", "holidays")
HOUR = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


def calendar(node: Node | None, zone: str, lists: Mapping[str, str | None], problems: Problems) -> Calendar:
    """The calendar of sales; what is not written is as in an office, in the workspace's time zone."""
    section = entries(node or Text(""), "“calendar”", KEYS, problems)
    usual = Calendar(zone)
    if zone_node := value(section, "time_zone"):
        zone = time_zone(zone_node, problems, default=zone)
    said = len(problems)
    opens = _hour(value(section, "opens"), usual.opens, problems)
    closes = _hour(value(section, "closes"), usual.closes, problems)
    if node and opens >= closes and len(problems) == said:
        what = f"Sales closes at {closes:%H:%M}, not after it opens at {opens:%H:%M}."
        problems.append(Problem(node.place, what, "Write for example “opens: 09:00, closes: 17:00”."))
    days = _days(value(section, "days"), problems) or usual.days
    return Calendar(zone, days, opens, closes, frozenset(_holidays(value(section, "holidays"), lists, problems)))


def _hour(node: Node | None, usual: time, problems: Problems) -> time:
    written = word(node, "The hour", problems, default=f"{usual:%H:%M}")
    if HOUR.fullmatch(written):
        return time.fromisoformat(written.rjust(5, "0"))
    if node and written:
        problems.append(Problem(node.place, f"{quoted(written)} is not a time of day.", "Write for example 09:00."))
    return usual


def _days(node: Node | None, problems: Problems) -> tuple[int, ...]:
    """The numbers of weekdays, written as names or as their first three letters."""
    found = set()
    for given, at in texts(node, "days", problems):
        number = next((number for number, day in enumerate(WEEKDAYS) if given.lower() in (day, day[:3])), None)
        if number is None:
            mend = did_you_mean(given, WEEKDAYS) or "Write days as [monday, tuesday]."
            problems.append(Problem(at.place, f"{quoted(given)} is not a day of the week.", mend))
        else:
            found.add(number)
    if isinstance(node, Items) and not node.values:
        problems.append(Problem(node.place, "Sales works on no day.", "Leave “days” out for monday to friday."))
    return tuple(sorted(found))


def _holidays(node: Node | None, lists: Mapping[str, str | None], problems: Problems) -> Iterator[date]:
    """Every holiday, of the list and of the files in it."""
    for given, at in texts(node, "holidays", problems):
        if not is_file(given):
            if holiday := day(given, at, problems):
                yield holiday
        elif (content := lists.get(given)) is None:
            mend = "Create it beside mqa.yaml, one day a line, such as 2026-12-25."
            problems.append(Problem(at.place, f"There is no file {quoted(given)} that can be read.", mend))
        else:
            yield from _days_of(given, content, at, problems)


def _days_of(file: str, content: str, at: Node, problems: Problems) -> Iterator[date]:
    """The days of a file: the first word or cell of each line; `#` begins a remark."""
    for number, line in enumerate(content.splitlines(), start=1):
        written = re.split(r"[,;\s]", line.partition("#")[0].strip())[0]
        read = _date(written)
        if read:
            yield read
        elif written and not (number == 1 and not written[0].isdigit()):  # a first line of words is a header
            what = f"Line {number} of {file} begins with {quoted(written)}, which is not a day."
            problems.append(Problem(at.place, what, "Write one day a line, such as 2026-12-25."))
            return


def day(written: str, at: Node, problems: Problems) -> date | None:
    """A day as written, year first; anything else is a problem."""
    read = _date(written)
    if written and not read:
        mend = "Write the year first, such as 2026-12-25."
        problems.append(Problem(at.place, f"{quoted(written)} is not a day.", mend))
    return read


def _date(written: str) -> date | None:
    try:
        read = date.fromisoformat(written)
    except ValueError:
        return None
    return read if len(written) == len("2026-12-25") and EARLIEST <= read < LATEST else None


def is_file(written: str) -> bool:
    """Whether an entry of the holidays names a file."""
    return "/" in written or written.endswith((".csv", ".txt"))
