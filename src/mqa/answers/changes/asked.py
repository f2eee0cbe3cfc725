"""Between which days is asked, by which versions each was governed, and what was known on each."""

from __future__ import annotations

from collections.abc import Iterator

from mqa import versions
from mqa.answers.changes.causes import Between, Day
from mqa.answers.reading import published
from mqa.ledger import runs, segments
from mqa.terms.documents import quoted
from mqa.terms.durations import iso_day
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Agreement

EVER = 100_000  # days: farther back than any run


def between(agreement: Agreement, since: int, until: int | None = None, *, known_at: int | None = None) -> Between:
    """Two days of a definition, day numbers; `until` (None): that of the last run.

    A day is known as its run knew it, by the version that made the run; a day without a run as it was known at its end,
    by the version of the run before it. `known_at`: both with what was known on this day. Raises Unavailable where
    nothing was run yet, or where a version can no longer be read, Refused where the days are not such that one follows
    the other up to the last run.
    """
    last = published(agreement.definition.name)
    end = last.as_of if until is None else until
    if problems := [*_wrong(agreement, since, end, last.as_of)]:
        raise Refused(problems)
    agreement = versions.of_run(agreement, last)
    second = _day(agreement, end, known_at)
    first = second if since == end else _day(second.agreement, since, known_at)
    if first.known_at > second.known_at:
        what = (
            f"{iso_day(since)} was judged with what was known on {iso_day(first.known_at)}, {iso_day(end)} with less: "
            f"with what was known on {iso_day(second.known_at)}."
        )
        mend = f"Judge both alike: --known-at {iso_day(second.known_at)}."
        raise Refused([Problem(Place(""), what, mend)])
    return Between(first, second)


def _day(agreement: Agreement, as_of: int, known_at: int | None) -> Day:
    """A day as its run knew it, or as was known on a day. `agreement`: its version where no run was made by then."""
    name = agreement.definition.name
    run = runs.published(name, as_of, known_at=known_at) or runs.published(name, as_of)
    before = run or runs.latest_before(name, as_of, EVER)
    governed = versions.of_run(agreement, before) if before else agreement
    known = known_at if known_at is not None else run.known_at if run else as_of
    return Day(as_of, known, governed, segments.narrowed(run.seen) if run and run.known_at == known else None)


def _wrong(agreement: Agreement, since: int, until: int, last: int) -> Iterator[Problem]:
    """What is wrong with two days."""
    for day in sorted({since, until}):
        if day > last:
            name, end = quoted(agreement.definition.name), iso_day(last)
            what = f"{iso_day(day)} is after the last run of {name}, which is of {end}."
            yield Problem(Place(""), what, f"Ask for {end} or a day before it, or make that day first: “mqa run”.")
    if since > until:
        what = f"The first day, {iso_day(since)}, is after the last one, {iso_day(until)}."
        yield Problem(Place(""), what, "Name the earlier day with “since” and the later one with “until”.")
