"""Laws of the clock, of cadences and of routes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from mqa.handoff.agreed import Absence, Calendar, Sales, Team
from mqa.handoff.cadence import last_moment, next_moment
from mqa.handoff.calendars import NOTHING, after, counted, works
from mqa.handoff.deadlines import clock, deadlines
from mqa.handoff.deadlines import given as given_time
from mqa.handoff.routing import RoutedAccount, routed
from mqa.terms.durations import WEEKDAYS
from mqa.terms.rules import Handoff, Route

ZONES = ("UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "America/Sao_Paulo")
PEOPLE = ("ada", "bo", "cy", "dee")
TODAY = date(2026, 7, 1)
law = settings(max_examples=150, deadline=None)

hours = st.times(max_value=time(23, 30)).map(lambda at: at.replace(second=0, microsecond=0))
days_off = st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=8)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Calendars of any zone, with at least one day and a minute of work."""
    opens, closes = sorted(draw(st.lists(hours, min_size=2, max_size=2, unique=True)))
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    return Calendar(draw(st.sampled_from(ZONES)), tuple(sorted(days)), opens, closes, draw(days_off))


moments = st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
in_hours = st.integers(1, 300).map(lambda count: f"{count} hours")
in_working_time = st.builds("{} working {}".format, st.integers(1, 30), st.sampled_from(("hours", "days")))
within = in_hours | in_working_time
multiples = st.decimals("0.01", 1, places=2), st.decimals(1, 5, places=2), st.decimals(1, 9, places=2)
rules = st.builds(
    lambda remind, escalate, reclaim: Handoff(remind_at=remind, escalate_at=escalate, reclaim_at=reclaim), *multiples
)
cadences = (
    st.builds("{}{} {:%H:%M}".format, st.sampled_from(("", "biweekly ")), st.sampled_from(WEEKDAYS), hours)
    | st.builds("daily {:%H:%M}".format, hours)
    | st.builds("every {} {}".format, st.integers(1, 9999), st.sampled_from(("minutes", "hours")))
)


@law
@given(opened=moments, respond=within, calendar=calendars())
def test_a_deadline_never_lies_inside_a_day_that_is_not_worked(
    opened: datetime, respond: str, calendar: Calendar
) -> None:
    due = deadlines(opened, respond, Handoff(), calendar).due_at
    there = (due - timedelta(microseconds=1)).astimezone(ZoneInfo(calendar.time_zone))
    assert works(calendar, there.date())  # the midnight at which a working day ends belongs to it


@law
@given(opened=moments, respond=in_working_time, calendar=calendars())
def test_a_deadline_in_working_time_lies_between_opening_and_closing(
    opened: datetime, respond: str, calendar: Calendar
) -> None:
    due = deadlines(opened, respond, Handoff(), calendar).due_at.astimezone(ZoneInfo(calendar.time_zone))
    closing, opening = (
        datetime.combine(due.date(), at, due.tzinfo).astimezone(UTC) for at in (calendar.closes, calendar.opens)
    )
    assert opening <= due <= max(opening, closing)


@law
@given(opened=moments, respond=within, calendar=calendars())
def test_exactly_the_time_of_the_route_counts_until_the_deadline(
    opened: datetime, respond: str, calendar: Calendar
) -> None:
    amount, counting = given_time(respond, calendar)
    assert counted(opened, deadlines(opened, respond, Handoff(), calendar).due_at, calendar, counting) == amount


@law
@given(two=st.tuples(moments, moments).map(sorted), respond=within, calendar=calendars())
def test_what_was_opened_later_is_never_due_earlier(two: list[datetime], respond: str, calendar: Calendar) -> None:
    earlier, later = (deadlines(opened, respond, Handoff(), calendar).due_at for opened in two)
    assert earlier <= later


@law
@given(opened=moments, respond=within, said=rules, calendar=calendars())
def test_the_reminder_comes_before_the_deadline_and_the_reclaim_after_it(
    opened: datetime, respond: str, said: Handoff, calendar: Calendar
) -> None:
    times = deadlines(opened, respond, said, calendar)
    assert opened <= times.remind_at <= times.due_at <= min(times.escalate_at, times.reclaim_at)


@law
@given(opened=moments, respond=within, calendar=calendars(), more=days_off)
def test_a_further_holiday_never_brings_a_deadline_forward(
    opened: datetime, respond: str, calendar: Calendar, more: frozenset[date]
) -> None:
    free = Calendar(calendar.time_zone, calendar.days, calendar.opens, calendar.closes, calendar.holidays | more)
    assert deadlines(opened, respond, Handoff(), calendar).due_at <= deadlines(opened, respond, Handoff(), free).due_at


@law
@given(opened=moments, passed=st.timedeltas(NOTHING, timedelta(days=40)), respond=within, calendar=calendars())
def test_a_clock_goes_from_green_over_amber_to_red_at_the_deadline(
    opened: datetime, passed: timedelta, respond: str, calendar: Calendar
) -> None:
    due = deadlines(opened, respond, Handoff(), calendar).due_at
    order = ("green", "amber", "red")
    now, later = (clock(due, opened, opened + age, calendar, respond_within=respond) for age in (passed / 2, passed))
    assert order.index(now.state) <= order.index(later.state)
    assert (later.state == "red") == (opened + passed >= due)


@law
@given(start=moments, amount=st.timedeltas(NOTHING, timedelta(days=20)), calendar=calendars())
def test_no_time_from_a_counted_moment_is_that_moment(start: datetime, amount: timedelta, calendar: Calendar) -> None:
    found = after(start, amount, calendar, "hours")
    assert after(found, NOTHING, calendar, "hours") >= found


@law
@given(cadence=cadences, now=moments, calendar=calendars())
def test_now_lies_between_the_last_and_the_next_moment(cadence: str, now: datetime, calendar: Calendar) -> None:
    last, following = last_moment(cadence, now, calendar), next_moment(cadence, now, calendar)
    assert last is not None
    assert following is not None
    assert last <= now < following
    assert last_moment(cadence, following, calendar) == following
    assert last_moment(cadence, following - timedelta(microseconds=1), calendar) == last


@law
@given(
    members=st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True),
    capacity=st.integers(1, 9) | st.none(),
    away=st.sets(st.sampled_from(PEOPLE)),
    tried=st.lists(st.sampled_from(PEOPLE), max_size=4),
    load=st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 9)),
    turn=st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 99)),
    to=st.sampled_from(("round robin: team", "pair: team", "owner")),
    owner=st.sampled_from(("", *PEOPLE)),
)
def test_a_route_never_leads_to_the_absent_and_round_robin_to_who_has_least(
    members: list[str],
    capacity: int | None,
    away: set[str],
    tried: list[str],
    load: dict[str, int],
    turn: dict[str, int],
    to: str,
    owner: str,
) -> None:
    given_capacity = tuple((one, capacity * (place + 1)) for place, one in enumerate(members)) if capacity else ()
    team = Team("team", tuple(members), given_capacity)
    sales = Sales(teams=(team,), absences=tuple(Absence(one, TODAY, TODAY) for one in away))
    routes = [Route("one", "", "", "", to, "24 hours"), Route("rest", "", "", "", "round robin: team", "24 hours")]
    account = RoutedAccount(1, "", "", "", owner)
    found = routed(account, routes, sales, load=load, tried=tried, turn=turn, on=TODAY)

    there = set(members) - away
    assert found.owner not in away
    assert bool(found.owner) == bool(there or (to == "owner" and owner and owner not in away))
    if fresh := there - set(tried):
        assert found.owner not in tried
        if found.route == "rest" or to.startswith("round"):
            fill = {one: Fraction(load.get(one, 0), team.capacity_of(one) or 1) for one in fresh}
            assert fill[found.owner] == min(fill.values())
