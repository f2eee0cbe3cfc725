"""What moved scores, on the screen: a line for each account, or one account cause by cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from mqa.answers.changes.accounts import AllChanges, Changes, Levels
from mqa.answers.changes.causes import CAUSES, Between, Day
from mqa.cli.explained import MOST_PARTS, waterfall
from mqa.cli.printing import print_table, say, section
from mqa.cli.tables import Column, number
from mqa.definition.differing import Difference
from mqa.explain.changes import Became, Because, Moved
from mqa.explain.numbers import counted, one_decimal
from mqa.explain.shares import Share
from mqa.terms.called import called, handle, heading
from mqa.terms.durations import day_words, iso_day
from mqa.versions import short

MOVED_BY = (number("was"), *map(number, CAUSES), number("now"))
OF_DIMENSIONS = ("breadth", "depth", "recency")


def tell(between: Between, one: Changes, *, everything: bool) -> None:
    """Prints what moved one account's scores; `everything`: all parts and acts instead of the largest."""
    account = one.account
    say(heading(account), strong=True)
    say(f"  {_days(between)}")
    say(f"  {_level(one.levels)}")
    for step in one.levels.changes:
        say(f"    {iso_day(step.day)}  {step.was} -> {step.level}: {step.why}")
    section("What moved its scores")
    if not one.scores:
        say("  It was known on neither day.", quiet=True)
    else:
        print_table([Column("score", least=12), *MOVED_BY], [(_score(moved), *_cells(moved)) for moved in one.scores])
    for because in one.because:
        _because(because, everything=everything)
    say()
    more = "" if everything else " --all"
    say(
        f"Next: mqa changes --since {iso_day(between.since.as_of)} --account {handle(account)}{more or ' --json'}",
        quiet=True,
    )


def tell_all(found: AllChanges) -> None:
    """Prints a line for each account that moved, the largest change first."""
    say(_days(found.between))
    if not found.accounts:
        say(f"Nothing moved of {counted(found.in_all, 'account')}.")
        return
    columns = [Column("account", least=16), Column("level", least=10), *MOVED_BY]
    print_table(columns, _lines(found))
    shown = f"{len(found.accounts):,} of {counted(found.moved, 'account')} whose scores moved, {found.in_all:,} in all"
    say(f"{shown}; the scores are those of {found.by}.")
    first = found.accounts[0].account
    since = iso_day(found.between.since.as_of)
    say(f"Next: mqa changes --since {since} --account {handle(first)}")


def _lines(found: AllChanges) -> Iterator[Sequence[str]]:
    for one in found.accounts:
        moved = next(moved for moved in one.scores if moved.score == found.by)
        was, now = one.levels.was, one.levels.now
        yield (
            called(one.account),
            now if was == now else f"{was} -> {now}",
            *_cells(moved),
        )


def _days(between: Between) -> str:
    days = f"From {_day(between.since)} to {_day(between.until)}"
    since, until = (day.agreement for day in (between.since, between.until))
    versions = (
        "" if since.version == until.version else f", version {short(since.version)} and then {short(until.version)}"
    )
    return f"{days}, by “{between.until.definition.name}”{versions}"


def _day(day: Day) -> str:
    known = f" (known at {iso_day(day.known_at)})" if day.known_at != day.as_of else ""
    return f"{day_words(day.as_of)}{known}"


def _level(levels: Levels) -> str:
    if levels.was == levels.now:
        return f"{levels.was} on both days"
    return f"{levels.was} on the first day, {levels.now} on the last"


def _score(moved: Moved) -> str:
    indent = "  " if moved.score in OF_DIMENSIONS else ""
    return f"{indent}{moved.score}{f', {moved.topic}' if moved.topic else ''}"


def _cells(moved: Moved) -> list[str]:
    """Where it began, what each cause moved (nothing: empty), and where it ended."""
    was, *parts = moved.shown
    return [one_decimal(was), *map(_signed, parts), one_decimal(was + sum(parts))]


def _signed(tenths: int) -> str:
    return f"{'+' if tenths > 0 else ''}{one_decimal(tenths)}" if tenths else ""


def _because(because: Because, *, everything: bool) -> None:
    if not because.anything and not because.rules:
        return
    section(f"{because.cause.capitalize()}{_moved(because)}")
    for share in (because.engagement, because.product):
        if share.parts:
            waterfall(share, everything=everything)
    for name, some in {
        "fit": because.criteria,
        "": because.places,
        "fact": because.facts,
        "person": because.people,
    }.items():
        for line in _became(name, some, everything=everything):
            say(f"  {line}")
    for rule in _rules(because.rules, everything=everything):
        say(f"  {rule}")


def _moved(because: Because) -> str:
    moved: dict[str, Share] = {"engagement": because.engagement, "product": because.product}
    said = [f"{_signed(share.shown)} of {name}" for name, share in moved.items() if share.shown]
    return f": {', '.join(said)}" if said else ""


def _became(name: str, some: Sequence[Became], *, everything: bool) -> Iterator[str]:
    told = some if everything else some[:MOST_PARTS]
    for one in told:
        moved = f" ({_signed(round(one.moved / 100_000))})" if one.moved else ""
        yield f"{name} {one.name}: {one.was} -> {one.now}{moved}".strip()
    if len(some) > len(told):
        yield f"and {counted(len(some) - len(told), 'other')} ({name or 'place'})"


def _rules(rules: Sequence[Difference], *, everything: bool) -> Iterator[str]:
    said = [
        f"{section} {name}: {'; '.join(one.words for one in some)}".replace(" :", ":")
        for (section, name), some in groupby(rules, key=lambda one: (one.section, one.name))
    ]
    told = said if everything else said[:MOST_PARTS]
    yield from told
    if len(said) > len(told):
        yield f"and {counted(len(said) - len(told), 'other rule')}"
