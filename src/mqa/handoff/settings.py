"""What `mqa.yaml` says of sales, the schedule and the deliveries, read and checked: all problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mqa.handoff.agreed import Channel, Sales, Schedule
from mqa.handoff.cadence import readable
from mqa.handoff.channels import channels
from mqa.handoff.hours import calendar, is_file
from mqa.handoff.people import absences, people, teams
from mqa.terms.blanks import Form, form_of
from mqa.terms.documents import Node, Text, document, quoted
from mqa.terms.entries import Problems, entries, value, word, words
from mqa.terms.problems import Problem

SALES_KEYS = ("calendar", "teams", "people", "absences")
SCHEDULE_KEYS = ("load", "run", "deliver")


@dataclass(frozen=True)
class Settings:
    """The three sections, with what holds where nothing is written: office hours, nobody, no schedule, no channel."""

    sales: Sales
    schedule: Schedule
    channels: tuple[Channel, ...]


def settings(
    text: str, file: str, zone: str, *, lists: Mapping[str, str | None]
) -> tuple[Settings, tuple[Problem, ...]]:
    """What the sections sales, schedule and deliveries of a workspace file say, and everything wrong with them.

    `zone` is the workspace's time zone; `lists` the content of the files that `holiday_files` names (None: it cannot be
    read). Of a text that is not YAML, or other sections, nothing is said: who reads the workspace does.
    """
    whole, problems = _sections(text, file), Problems()
    return Settings(
        _sales(whole.get("sales"), zone, lists, problems),
        _schedule(whole.get("schedule"), problems),
        channels(whole.get("deliveries"), problems),
    ), tuple(sorted(problems))


def forms() -> dict[str, Form]:
    """What the three sections may say, as JSON Schema."""
    return {
        "sales": form_of(lambda blank: _sales(blank, "UTC", {}, [])),
        "schedule": form_of(lambda blank: _schedule(blank, [])),
        "deliveries": form_of(lambda blank: channels(blank, [])),
    }


def holiday_files(text: str) -> frozenset[str]:
    """The files of holidays that a workspace file names, relative to it."""
    nothing = Problems()
    sales = entries(_sections(text, "").get("sales", Text("")), "", None, nothing)
    said = entries(value(sales, "calendar") or Text(""), "", None, nothing)
    return frozenset(filter(is_file, words(value(said, "holidays"), "", nothing)))


def _sections(text: str, file: str) -> dict[str, Node]:
    node, _ = document(text, file)
    return {name: given for name, (_, given) in entries(node or Text(""), "", None, Problems()).items()}


def _sales(node: Node | None, zone: str, lists: Mapping[str, str | None], problems: Problems) -> Sales:
    section = entries(node or Text(""), "“sales”", SALES_KEYS, problems)
    return Sales(
        calendar(value(section, "calendar"), zone, lists, problems),
        tuple(teams(value(section, "teams"), problems)),
        tuple(absences(value(section, "absences"), problems)),
        tuple(people(value(section, "people"), problems)),
    )


def _schedule(node: Node | None, problems: Problems) -> Schedule:
    section = entries(node or Text(""), "“schedule”", SCHEDULE_KEYS, problems)
    said = {}
    for name, (key, given) in section.items():
        said[name] = word(given, quoted(name), problems)
        if said[name] and not readable(said[name]):
            mend = "Write “daily 06:00”, “monday 06:00” or “every 15 minutes”."
            problems.append(Problem(key.place, f"{quoted(said[name])} is not a time that comes again.", mend))
    return Schedule(**said)
