"""An explanation on the screen, in the order in which a person asks: what, why, why not, who, since when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mqa.answers.evidence import Evidence
from mqa.cli.ahead import Ahead, tell_ahead
from mqa.cli.printing import print_table, say, section
from mqa.cli.tables import Column, number
from mqa.explain.account import Explanation, Surge
from mqa.explain.committee import RoleWords
from mqa.explain.committee_numbers import committee_numbers, lines, sentences
from mqa.explain.conditions import Gap, in_order, question, value
from mqa.explain.contacts import contacts
from mqa.explain.fit import STATES, CriterionWords, known_share
from mqa.explain.numbers import counted, one_decimal, points, score
from mqa.explain.shares import Occasion, Share, few
from mqa.explain.standing import people_words
from mqa.terms.called import handle, heading
from mqa.terms.durations import date_of, iso_day
from mqa.terms.rules import Definition

MOST_PARTS, MOST_OCCASIONS, MOST_STEPS = 5, 3, 6
LONGEST_VALUES = 80
WHOLE = 1_000_000  # millionths: 100 %
SCHEME = re.compile(r"^https?://(www\.)?")
STATES_OF_PEOPLE = ("engaged", "seen", "known")
HELD = {"holds": "yes", "fails": "no", "unknown": "unknown"}


def tell(
    found: Evidence, said: Explanation, definition: Definition, notes: Sequence[str], ahead: Ahead, *, everything: bool
) -> None:
    """Prints an explanation; `notes`: what else is to be said of it first; `ahead`: what would become of it.

    `everything`: all parts, acts and levels instead of the largest and the next.
    """
    _header(found, said, definition, notes)
    _fit(said, definition, everything=everything)
    _scores(said, everything=everything)
    _verdicts(said, definition)
    _higher(said, everything=everything)
    tell_ahead(ahead)
    _committee(found, said, everything=everything)
    _contacts(found, definition, everything=everything)
    _history(said, everything=everything)
    say()
    more = "" if everything else " --all"
    say(f"Next: mqa explain {handle(found.account)}{more or ' --json'}, mqa accounts", quiet=True)


def _header(found: Evidence, said: Explanation, definition: Definition, notes: Sequence[str]) -> None:
    account = found.account
    say(heading(account), strong=True)
    since = f" since {date_of(said.since).isoformat()}" if said.since is not None else ""
    say(f"  {said.level}{since}; stage: {said.stage}")
    say(f"  {said.tier}, {said.segment}; owner: {account.owner or 'nobody'}; people: {people_words(said.score)}")
    if found.aliases:
        say(f"  also known as {', '.join(found.aliases)}")
    for note in notes:
        say(f"  {note}")
    origin = f"run {found.run_id}" if found.run_id else "made now for this account alone"
    known = "" if found.known_at == found.as_of else f", known at {date_of(found.known_at).isoformat()}"
    say(f"  as of {date_of(found.as_of).isoformat()}{known} ({origin}), by “{definition.name}”")


def _fit(said: Explanation, definition: Definition, *, everything: bool) -> None:
    row = said.score
    graded = said.grade if row["state"] == "graded" else STATES[row["state"]]
    section(f"Why: fit {score(row['fit_score'])}, {graded}; {known_share(row, definition)} of the fit points known")
    if not definition.criteria:
        return
    lines = (
        (line.name, line.purpose, HELD[line.state], _given(line), line.asks, _cut(line.known, everything=everything))
        for line in said.fit
    )
    columns = [Column("criterion", least=12), Column("is"), Column("holds"), number("adds"), Column("asks", least=16)]
    print_table([*columns, Column("known", least=12)], lines)
    if row["hindsight"]:
        say("  Some of this was learned later than it is used for (hindsight).")


def _given(line: CriterionWords) -> str:
    return score(line.share) if line.purpose == "points" and line.state == "holds" else ""


def _scores(said: Explanation, *, everything: bool) -> None:
    whole = said.engagement
    section(f"Why: engagement {one_decimal(whole.shown)} of 100, which is the sum of")
    waterfall(whole, everything=everything)
    if said.product.share or said.product.parts:
        section(f"Why: product score {one_decimal(said.product.shown)} of 100, which is the sum of")
        waterfall(said.product, everything=everything)
    extras = [f"buying stage: {said.buying_stage}"] if said.buying_stage != "none" else []
    extras += [f"surging topics: {', '.join(map(_surge, said.surges))}"] if said.surges else []
    if extras:
        say(f"  {'; '.join(extras)}")


def _surge(one: Surge) -> str:
    by = f"{one.provider}, " if one.provider else ""
    return f"{one.topic} ({score(one.strength)}, {by}week of {iso_day(one.week)})"


def waterfall(whole: Share, *, everything: bool) -> None:
    """Prints the parts of a score, the largest first; `everything`: all parts and acts."""
    shown = whole if everything else few(whole, MOST_PARTS)
    if not shown.parts:
        say("  nothing yet", quiet=True)
        return
    columns = [Column("share"), Column("of", least=24), Column("because", least=24)]
    print_table(columns, _share_lines(shown, None if everything else MOST_OCCASIONS))


def _share_lines(share: Share, most: int | None, depth: int = 0) -> Iterator[tuple[str, str, str]]:
    indent = "  " * depth
    for part in share.parts:
        yield f"{indent}{one_decimal(part.shown):>5}", f"{indent}{part.name}", part.why
        yield from _share_lines(part, most, depth + 1)
        told = part.occasions[:most]
        for occasion in told:
            yield "", f"{indent}  {occasion.when}", occasion_words(occasion)
        left_out = told[0].in_all - sum(occasion.times for occasion in told) if told else 0
        if left_out and share.name != "recency":
            yield "", f"{indent}  and {counted(left_out, 'act')} more", ""


def occasion_words(occasion: Occasion) -> str:
    """The acts of an occasion in one line: kind, how often, where, what about, how surely of the company."""
    where = f", {SCHEME.sub('', occasion.about)}" if occasion.about else ""
    others = f" and {counted(occasion.places - 1, 'other')}" if occasion.places > 1 else ""
    often = f" x{occasion.times}" if occasion.times > 1 else ""
    return f"{occasion.kind}{often}{where}{others}{occasion.by_content}{occasion.as_weighed}"


def _verdicts(said: Explanation, definition: Definition) -> None:
    section("Verdicts")
    rows = []
    for answer, _ in in_order(definition, said.verdicts):
        if not answer.asked:
            rows.append((answer.condition.name, "nothing of this segment", "", "", "", "not asked"))
            continue
        holds = "yes" if answer.enters else "stays" if answer.stays else "no"
        needs = (value(answer, answer.needed_to_enter), value(answer, answer.needed_to_stay))
        rows.append((answer.condition.name, question(answer), value(answer, answer.seen), *needs, holds))
    columns = [Column("condition", least=12), Column("asks", least=20), number("seen"), number("enter"), number("stay")]
    print_table([*columns, Column("holds")], rows)
    if any(answer.condition.kind == "rate_at_least" and answer.seen > WHOLE for answer in said.verdicts.values()):
        say("  A rate above 100 % counts every act: one e-mail may be opened several times.", quiet=True)


def _higher(said: Explanation, *, everything: bool) -> None:
    told = said.higher if everything else said.higher[:1]
    for level in told:
        section(f"Why not {level.level}")
        for line in _gap_lines(level.gaps):
            say(f"  {line}")
        for wait in level.waits:
            say(f"  {wait}")
        if not level.gaps and not level.waits:
            say(f"  “{level.when}” holds; a level above it stands already, or it is entered with the next day")
    if len(said.higher) > len(told):
        section("Nor, the nearest first")
        for level in said.higher[len(told) :]:
            say(f"  {level.level}: {level.in_short}")
    if not said.higher:
        section("There is no higher level.")


def _gap_lines(gaps: Sequence[Gap], depth: int = 0) -> Iterator[str]:
    for gap in gaps:
        yield f"{'    ' * depth}{gap.condition}: {gap.words}"
        yield from _gap_lines(gap.ways, depth + 1)


def _committee(found: Evidence, said: Explanation, *, everything: bool) -> None:
    section("Committee (* required)")
    titles = {person["person_key"]: person["title"] for person in found.people.values()}
    columns = [Column("role", least=12), Column("person", least=16), Column("title", least=12), Column("is")]
    print_table(columns, (line for role in said.roles for line in _role_lines(role, titles, everything=everything)))
    if numbers := committee_numbers(found.tables, said.score["segment"], said.segment):
        section("Committee in numbers")
        titles_of_days = (f"{days} days before" for days in numbers.before)
        print_table([Column("", least=12), number("now"), *map(number, titles_of_days)], lines(numbers))
        for sentence in sentences(numbers):
            say(f"  {sentence}")


def _contacts(found: Evidence, definition: Definition, *, everything: bool) -> None:
    """Whom to contact first; at an account of MQA or PQA these are its AQLs."""
    told = contacts(found.tables, found.people, definition)
    if not told:
        return
    section(f"Whom to contact first{' (AQLs)' if told[0]['aql'] else ''}")
    shown = told if everything else told[:MOST_PARTS]
    columns = [number("#"), Column("person", least=16), Column("title", least=10), Column("role", least=10)]
    lines_of = (
        (
            *(one[name] for name in ("rank", "person", "title", "role")),
            points(one["points"]),
            one["last_act"],
            one["reach"],
        )
        for one in shown
    )
    print_table([*columns, number("points"), Column("last act"), Column("reach")], lines_of)
    if len(told) > len(shown):
        say(f"  and {len(told) - len(shown):,} more", quiet=True)


def _role_lines(role: RoleWords, titles: Mapping[str, str], *, everything: bool) -> Iterator[tuple[str, ...]]:
    """A person a line, the engaged first; of many the first few and how many there are besides."""
    people = [(name, titles.get(name, ""), state) for state in STATES_OF_PEOPLE for name in getattr(role, state)]
    told = people if everything or len(people) <= MOST_PARTS + 1 else people[:MOST_PARTS]
    shown = [*told, *([(f"and {len(people) - len(told):,} more", "", "")] if len(people) > len(told) else [])]
    for nth, line in enumerate(shown or [("", "", "missing")]):
        name = f"{role.name} *" if role.required else role.name
        yield (name if nth == 0 else "", *line)


def _cut(words: str, *, everything: bool) -> str:
    return words if everything or len(words) <= LONGEST_VALUES else f"{words[:LONGEST_VALUES]}…"


def _history(said: Explanation, *, everything: bool) -> None:
    section("History of its level")
    steps = said.history if everything else said.history[:MOST_STEPS]
    for step in steps:
        say(f"  {date_of(step.day).isoformat()}  {step.was} -> {step.level}: {step.why}")
    if len(said.history) > len(steps):
        say(f"  and {counted(len(said.history) - len(steps), 'change')} before", quiet=True)
    if not said.history:
        say("  no change yet", quiet=True)
