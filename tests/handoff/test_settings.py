"""The sections sales, schedule and deliveries of a workspace file: what they say, and all that is wrong at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from textwrap import dedent

import pytest

from mqa.handoff.agreed import EVENTS, Absence, Calendar, Schedule
from mqa.handoff.settings import Settings, holiday_files, settings


def said(text: str, lists: Mapping[str, str | None] | None = None) -> Settings:
    read, problems = settings(dedent(text), "mqa.yaml", "Europe/Amsterdam", lists=lists or {})
    assert problems == ()
    return read


def wrong(text: str, lists: Mapping[str, str | None] | None = None) -> list[str]:
    _, problems = settings(dedent(text), "mqa.yaml", "Europe/Amsterdam", lists=lists or {})
    return [str(problem).removeprefix("mqa.yaml:").replace("\n    ", " ") for problem in problems]


def test_where_nothing_is_said_sales_works_in_office_hours_and_nothing_is_sent() -> None:
    read = said("workspace: { name: Small }")
    assert read.sales.calendar == Calendar("Europe/Amsterdam", (0, 1, 2, 3, 4), time(9), time(17), frozenset())
    assert (read.sales.teams, read.schedule, read.channels) == ((), Schedule("", "", ""), ())


def test_a_calendar_has_days_hours_and_holidays_of_its_own() -> None:
    read = said(
        """
        sales:
          calendar: { time_zone: America/New_York, days: [tue, Wednesday], opens: 8:30, closes: 16:00,
                      holidays: [2026-07-03, lists/days.csv] }
        """,
        {"lists/days.csv": "day,name\n2026-12-25,Christmas\n\n# the next is moved\n2026-12-28\n"},
    ).sales.calendar
    holidays = frozenset({date(2026, 7, 3), date(2026, 12, 25), date(2026, 12, 28)})
    assert read == Calendar("America/New_York", (1, 2), time(8, 30), time(16), holidays)


def test_the_files_of_holidays_are_named_before_they_are_read() -> None:
    text = "sales: { calendar: { holidays: [2026-07-03, lists/days.csv, more.txt] } }"
    assert holiday_files(text) == {"lists/days.csv", "more.txt"}
    assert holiday_files("sales: [") == holiday_files("[]") == frozenset()


def test_a_team_is_a_list_of_members_or_members_with_their_capacity() -> None:
    small, even, uneven = said("""
        sales:
          teams:
            small: [Ada@x.example]
            even: { members: [ada@x.example, bo@x.example], capacity: 20 }
            uneven: { members: [ada@x.example, bo@x.example], capacity: { ada@x.example: 5, bo@x.example: 10 } }
    """).sales.teams
    assert (small.members, small.capacity_of("ada@x.example")) == (("ada@x.example",), None)
    assert [even.capacity_of(one) for one in even.members] == [20, 20]
    assert [uneven.capacity_of(one) for one in uneven.members] == [5, 10]


def test_absences_and_the_names_of_the_crm_are_said_by_person() -> None:
    sales = said("""
        sales:
          people: { Ada Brook: ada@x.example }
          absences:
            bo@x.example: { from: 2026-07-01, until: 2026-07-02 }
            Cy@x.example: [{ from: 2026-07-01, until: 2026-07-01 }, { from: 2026-08-01, until: 2026-08-10 }]
    """).sales
    assert sales.address("Ada Brook") == "ada@x.example"
    assert sales.address("Dee Marsh") == "Dee Marsh"
    assert Absence("cy@x.example", date(2026, 8, 1), date(2026, 8, 10)) in sales.absences
    away = [sales.absent("bo@x.example", date(2026, 7, day)) for day in (1, 2, 3)]
    assert away == [True, True, False]


def test_a_schedule_says_when_the_server_does_what() -> None:
    assert said("schedule: { load: daily 06:00, deliver: every 5 minutes }").schedule == Schedule(
        "daily 06:00", "", "every 5 minutes"
    )


def test_a_channel_hears_of_everything_unless_it_says_of_what() -> None:
    crm, sales, mail, nurture = said("""
        deliveries:
          CRM: { kind: webhook, url: https://crm.example/in, secret: "${CRM_SECRET}" }
          Sales: { kind: slack, token: "${SLACK}", channel: "#handoffs", for: [handed off, escalated] }
          Mail: { kind: email, host: mail.example, port: 587, from: mqa@x.example, to: [owner, ada@x.example],
                  for: handed off }
          Nurture: { kind: file, folder: out, for: [level entered, level left], actions: nurture, levels: [Watch] }
    """).channels
    assert crm.events == EVENTS
    assert dict(crm.settings) == {"url": "https://crm.example/in", "secret": "${CRM_SECRET}"}
    assert (sales.listens("escalated"), sales.listens("reminded")) == (True, False)
    assert dict(mail.settings) | {"to": "owner, ada@x.example", "port": "587"} == dict(mail.settings)
    assert nurture.listens("level left", level="Watch", action="nurture")
    assert not nurture.listens("level left", level="Watch", action="call")
    assert not nurture.listens("level left", level="Priority", action="nurture")


def test_slack_is_reached_by_a_token_and_a_channel_or_by_a_webhook() -> None:
    [channel] = said('deliveries: { Sales: { kind: slack, webhook: "${SLACK_WEBHOOK}" } }').channels
    assert dict(channel.settings) == {"webhook": "${SLACK_WEBHOOK}"}
    assert len(wrong("deliveries: { Sales: { kind: slack } }")) == 2


def test_a_secret_in_clear_text_is_a_problem_that_does_not_repeat_it() -> None:
    [problem] = wrong("deliveries: { CRM: { kind: webhook, url: https://crm.example/in, secret: hunter2 } }")
    assert problem == (
        "1:74: The secret of “CRM” stands here for everybody to read. "
        "Write “secret: ${NAME}”, set NAME where mqa runs, and change the secret: it may be known."
    )


@pytest.mark.parametrize("url", ["https://user:hunter2@crm.example/in", "ftp://crm.example", "crm.example"])
def test_an_address_that_cannot_be_used_or_holds_a_password_is_not_cited(url: str) -> None:
    [problem] = wrong(f'deliveries: {{ CRM: {{ kind: webhook, url: "{url}", secret: "${{S}}" }} }}')
    assert "The url of “CRM” cannot be read." in problem
    assert url not in problem


def test_all_problems_are_told_at_once_with_their_places_and_mends() -> None:
    assert wrong(
        """
        sales:
          calender: {}
          calendar: { time_zone: Europe/Amsterdm, days: [mondy], opens: 17:00, closes: 9,
            holidays: [25-12-2026, days.csv, bad.txt] }
          teams:
            empty: []
            twice: [ada@x.example, ada@x.example, bo]
            full: { members: [ada@x.example], capacity: none }
            part: { members: [ada@x.example, bo@x.example], capacity: { bo@x.example: 1, cy@x.example: 2 } }
          people: { Ada: ada }
          absences: { bo: { from: 2026-07-02, until: 2026-07-01 }, cy@x.example: { from: soon } }
        schedule: { load: at six, runs: daily 06:00 }
        deliveries:
          A: { kind: pigeon }
          B: {}
          C: { kind: file, for: [handed of], actions: [nurture] }
          D: { kind: email, host: h, port: 70000, security: maybe, from: f, to: t, folder: x }
          E: { kind: slack, channel: c, for: [handed off], actions: [nurture] }
    """,
        {"bad.txt": "2026-12-25\nChristmas\n"},
    ) == [
        "3:3: “calender” is not a key of “sales”. Did you mean “calendar”?",
        "4:26: “Europe/Amsterdm” is not a time zone. Did you mean “Europe/Amsterdam”?",
        "4:50: “mondy” is not a day of the week. Did you mean “monday”?",
        "4:80: “9” is not a time of day. Write for example 09:00.",
        "5:16: “25-12-2026” is not a day. Write the year first, such as 2026-12-25.",
        "5:28: There is no file “days.csv” that can be read. "
        "Create it beside mqa.yaml, one day a line, such as 2026-12-25.",
        "5:38: Line 2 of bad.txt begins with “Christmas”, which is not a day. "
        "Write one day a line, such as 2026-12-25.",
        "7:5: The team “empty” has no members. Write their e-mail addresses: [ada@example.com].",
        "8:5: ada@x.example stands twice in “twice”. Remove one of the two.",
        "8:43: “bo” is not an e-mail address. Write addresses such as ada@example.com.",
        "9:49: “none” is not a number of handoffs. Write a whole number from 1 to 9999.",
        "10:63: “capacity” says nothing of ada@x.example. Write a number for each member, or one number for all.",
        "10:82: “cy@x.example” is not a key of “capacity”. Did you mean “bo@x.example”?",
        "11:18: “ada” is not an e-mail address. Write addresses such as ada@example.com.",
        "12:15: “bo” is not an e-mail address. Write whose it is.",
        "12:19: bo is away from 2026-07-02 until 2026-07-01. "
        "Write the first day as “from” and the last as “until”, at most ten years apart.",
        "12:74: The absence has no “until”. Write “{ from: 2026-07-01, until: 2026-07-14 }”; both days belong to it.",
        "12:82: “soon” is not a day. Write the year first, such as 2026-12-25.",
        "13:13: “at six” is not a time that comes again. Write “daily 06:00”, “monday 06:00” or “every 15 minutes”.",
        "13:27: “runs” is not a key of “schedule”. Did you mean “run”?",
        "15:14: “pigeon” is not a kind of delivery. Write “kind:” and one of file, webhook, slack, email.",
        "16:3: “B” has no kind. Write “kind:” and one of file, webhook, slack, email.",
        "17:3: “C” has no folder. Write it after the colon.",
        "17:3: “C” is for actions, but hears of no level that is entered or left. "
        "Add “level entered” to “for”, or remove “actions”.",
        "17:25: “handed of” is not an event. Did you mean “handed off”?",
        "18:36: The port of “D” cannot be read. Write a number, such as 587.",
        "18:53: The security of “D” cannot be read. Write one of starttls, tls, none.",
        "18:76: “folder” is not a key of a delivery of kind email. "
        "Keys that may stand here: kind, for, levels, actions, host, port, security, user, password, "
        "certificate, from, to.",
        "19:3: “E” has no token. Write “token: ${NAME}”, and set NAME where mqa runs.",
        "19:3: “E” is for actions, but hears of no level that is entered or left. "
        "Add “level entered” to “for”, or remove “actions”.",
    ]


def test_sales_cannot_close_before_it_opens() -> None:
    [problem] = wrong("sales: { calendar: { opens: 17:00, closes: 09:00 } }")
    assert "Sales closes at 09:00, not after it opens at 17:00." in problem


@pytest.mark.parametrize("text", ["sales: 3", "sales: [a]", "schedule: [a]", "deliveries: x", "deliveries: { A: x }"])
def test_a_section_that_is_no_mapping_is_a_problem(text: str) -> None:
    assert any("is not written as keys and values" in problem for problem in wrong(text))


@pytest.mark.parametrize("text", ["sales:", "schedule: {}", "deliveries:", "sales: { teams: }", "", "[", "- a"])
def test_an_empty_section_or_a_file_that_cannot_be_read_says_nothing(text: str) -> None:
    assert wrong(text) == []
