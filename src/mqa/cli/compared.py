"""A comparison of two versions as tables: on the screen, and in Markdown for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mqa.cli.printing import clean, print_table, say, section
from mqa.cli.tables import Column, number
from mqa.comparing import Compared
from mqa.comparing.words import because, sayings, title, verdict
from mqa.explain.numbers import counted
from mqa.explain.standing import NO_LEVEL
from mqa.terms.called import called
from mqa.terms.durations import day_words, iso_day

MARKUP = re.compile(r"([\\`*_\[\]<>|~#@])")
MOST_CHANGES = 30


@dataclass(frozen=True)
class Sheet:
    """A table of a comparison with its title. `below`: a text under each row; `after`: a sentence under the table."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    below: Sequence[str] = ()
    after: str = ""


def sheets(found: Compared, most: int) -> Iterator[Sheet]:
    """The tables of a comparison that have rows; of changes and accounts only the first."""
    every = (_changes(found), _levels(found), _flows(found), _parts(found), _volume(found), _accounts(found, most))
    return (sheet for sheet in every if sheet.rows)


def show(found: Compared, most: int) -> None:
    """Prints a comparison for a person."""
    say(title(found), strong=True)
    say(verdict(found), strong=found.known == 0)
    for sheet in sheets(found, most):
        section(sheet.title)
        print_table(sheet.columns, sheet.rows, below=sheet.below)
        if sheet.after:
            say(sheet.after)


def markdown(found: Compared, most: int) -> str:
    """The same as Markdown: the verdict first, the accounts folded away."""
    lines = [f"### {_plain(title(found))}", "", f"**{_plain(verdict(found))}**", ""]
    for sheet in sheets(found, most):
        folded = bool(sheet.below)
        whys = sheet.below or [""] * len(sheet.rows)
        lines += (
            ["<details>", f"<summary>{_plain(sheet.title)}</summary>", ""] if folded else [f"#### {sheet.title}", ""]
        )
        columns = [*sheet.columns, *([Column("why")] if folded else [])]
        lines += [_line([column.title for column in columns])]
        lines += [_line(["---:" if column.number else "---" for column in columns], plain=False)]
        for row, why in zip(sheet.rows, whys, strict=True):
            lines.append(_line([*row, why] if folded else row))
        lines += ["", *([_plain(sheet.after), ""] if sheet.after else []), *(["</details>", ""] if folded else [])]
    return "\n".join(lines)


def _changes(found: Compared) -> Sheet:
    columns = (Column("section", least=12), Column("rule", least=12), Column("what changes", least=24))
    rows = [(one.section, one.name, one.words) for one in sayings(found.differences)]
    more = len(rows) - MOST_CHANGES
    after = f"… and {more} more; --json has them." if more > 0 else ""
    return Sheet("What changes", columns, rows[:MOST_CHANGES], after=after)


def _levels(found: Compared) -> Sheet:
    columns = (Column("level", least=16), *map(number, ("was", "would be", "enter", "leave")), Column("goes to"))
    rows = [
        (one.name, *(f"{some:,}" for some in (one.was, one.now, one.enter, one.leave)), "sales" if one.handed else "")
        for one in found.levels
    ]
    return Sheet(f"Who stands where on {day_words(found.last)}", columns, rows)


def _flows(found: Compared) -> Sheet:
    columns = (Column("from", least=16), Column("to", least=16), number("accounts"))
    rows = [(one.was or NO_LEVEL, one.now or NO_LEVEL, f"{one.accounts:,}") for one in found.flows]
    return Sheet("Who would stand elsewhere", columns, rows)


def _parts(found: Compared) -> Sheet:
    columns = (Column("by"), Column("", least=20), number("sales gets"), number("sales loses"))
    rows = [(one.kind, one.name or "nobody named", f"{one.enter:,}", f"{one.leave:,}") for one in found.parts]
    return Sheet("Whom sales would get and lose", columns, rows)


def _volume(found: Compared) -> Sheet:
    columns = (Column("from"), Column("to"), *map(number, ("was", "would be", "only before", "only now", "capacity")))
    rows = [
        (
            iso_day(one.first) or "",
            iso_day(one.last) or "",
            *(f"{some:,}" for some in (one.was, one.now, len(one.only_was), len(one.only_now))),
            f"{one.capacity:,}" if one.capacity else "not said",
        )
        for one in found.periods
    ]
    over = [one for one in found.periods if one.capacity and one.now > one.capacity]
    after = f"More than sales can take in {counted(len(over), 'period')} of {len(rows)}." if over else ""
    return Sheet("New for sales, beside what sales can take", columns, rows, after=after)


def _accounts(found: Compared, most: int) -> Sheet:
    columns = (
        Column("account", least=18),
        Column("from", least=9),
        Column("to", least=9),
        Column("tier", least=6, spare=1),
        Column("segment", least=8, spare=2),
        Column("owner", least=8, spare=3),
    )
    shown = found.accounts[:most]
    rows = [(called(one), one.was or NO_LEVEL, one.now or NO_LEVEL, one.tier, one.segment, one.owner) for one in shown]
    after = f"The first {most} of {len(found.accounts):,}; --most shows more." if len(found.accounts) > most else ""
    return Sheet("Accounts, those that concern sales first", columns, rows, [because(one) for one in shown], after)


def _line(cells: Sequence[str], *, plain: bool = True) -> str:
    return f"| {' | '.join(_plain(cell) if plain else cell for cell in cells)} |"


def _plain(words: str) -> str:
    """Words that Markdown shows as they are: no markup, no mention of anybody, one line."""
    return MARKUP.sub(lambda sign: f"&#{ord(sign[1])};", clean(words.replace("\n", " ")))
