"""An explanation on the screen, in the order in which a person asks: what, why, why not, who, since when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mqa.answers.evidence import Evidence
from mqa.cli.printing import Column, number, print_table, say, section
from mqa.explain.account import Explanation
from mqa.explain.conditions import Gap, in_order, question, value
from mqa.explain.fit import STATES, CriterionWords
from mqa.explain.numbers import counted, one_decimal, percent, score
from mqa.explain.shares import Act, Share, few
from mqa.explain.standing import people_words
from mqa.terms.durations import date_of
from mqa.terms.rules import Definition

MOST_PARTS, MOST_ACTS, MOST_STEPS = 5, 3, 6
EVERY_ACT = 1_000_000
LONGEST_VALUES = 80
SCHEME = re.compile(r"^https?://(www\.)?")
HELD = {"holds": "yes", "fails": "no", "unknown": "unknown"}


def tell(found: Evidence, said: Explanation, definition: Definition, *, everything: bool) -> None:
    """Prints an explanation; `everything`: all parts, acts and levels instead of the largest and the next."""
    _header(found, said, definition)
    _fit(said, definition, everything=everything)
    _scores(said, everything=everything)
    _verdicts(said, definition)
    _higher(said, everything=everything)
    _committee(said, everything=everything)
    _history(said, everything=everything)
    say()
    more = "" if everything else " --all"
    say(f"Next: mqa explain {found.account.domain}{more or ' --json'}, mqa accounts", quiet=True)


def _header(found: Evidence, said: Explanation, definition: Definition) -> None:
    account = found.account
    say(f"{account.domain}{f', {account.name}' if account.name else ''}", strong=True)
    since = f" since {date_of(said.since).isoformat()}" if said.since is not None else ""
    say(f"  {said.level}{since}; stage: {said.stage}")
    say(f"  {said.tier}, {said.segment}; owner: {account.owner or 'nobody'}; people: {people_words(said.score)}")
    if found.aliases:
        say(f"  also known as {', '.join(found.aliases)}")
    origin = f"run {found.run_id}" if found.run_id else "made now for this account alone"
    known = "" if found.known_at == found.as_of else f", known at {date_of(found.known_at).isoformat()}"
    say(f"  as of {date_of(found.as_of).isoformat()}{known} ({origin}), by “{definition.name}”")


def _fit(said: Explanation, definition: Definition, *, everything: bool) -> None:
    row = said.score
    graded = said.grade if row["state"] == "graded" else STATES[row["state"]]
    section(f"Why: fit {score(row['fit_score'])}, {graded}; {percent(row['known_share'])} of the fit points known")
    if not definition.criteria:
        return
    lines = (
        (line.name, line.purpose, HELD[line.state], _given(line), line.asks, _cut(line.known, everything=everything))
        for line in said.fit
    )
    columns = [Column("criterion", least=16), Column("is"), Column("holds"), number("adds"), Column("asks", least=20)]
    print_table([*columns, Column("known", least=12)], lines, wrap=True)
    if row["hindsight"]:
        say("  Some of this was learned later than it is used for (hindsight).")


def _given(line: CriterionWords) -> str:
    return score(line.share) if line.purpose == "points" and line.state == "holds" else ""


def _scores(said: Explanation, *, everything: bool) -> None:
    whole = said.engagement
    section(f"Why: engagement {one_decimal(whole.shown)} of 100, which is the sum of")
    _waterfall(whole, everything=everything)
    if said.product.share or said.product.parts:
        section(f"Why: product score {one_decimal(said.product.shown)} of 100, which is the sum of")
        _waterfall(said.product, everything=everything)
    extras = [f"buying stage: {said.buying_stage}"] if said.buying_stage != "none" else []
    extras += [f"surging topics: {', '.join(said.topics)}"] if said.topics else []
    if extras:
        say(f"  {'; '.join(extras)}")


def _waterfall(whole: Share, *, everything: bool) -> None:
    shown = whole if everything else few(whole, MOST_PARTS)
    if not shown.parts:
        say("  nothing yet", quiet=True)
        return
    print_table(
        [Column("share"), Column("of", least=30), Column("because", least=30)],
        _share_lines(shown, EVERY_ACT if everything else MOST_ACTS),
    )


def _share_lines(share: Share, most_acts: int, depth: int = 0) -> Iterator[tuple[str, str, str]]:
    indent = "  " * depth
    for part in share.parts:
        yield f"{indent}{one_decimal(part.shown):>5}", f"{indent}{part.name}", part.why
        yield from _share_lines(part, most_acts, depth + 1)
        days = together(part.acts)
        for acts in days[:most_acts]:
            yield "", f"{indent}  {acts[0].when}", act_words(acts, with_person=share.name == "recency")
        if left_out := sum(act.times for acts in days[most_acts:] for act in acts):
            yield "", f"{indent}  and {counted(left_out, 'act')} more", ""


def together(acts: Sequence[Act]) -> list[list[Act]]:
    """Acts of one kind, day and person as one, the latest first."""
    found: dict[tuple[object, ...], list[Act]] = {}
    for act in acts:
        found.setdefault((act.day, act.known_on, act.kind, act.person_id), []).append(act)
    return list(found.values())


def act_words(acts: Sequence[Act], *, with_person: bool = False) -> str:
    """Acts of one kind, day and person in one line: kind, how often, by whom, where."""
    times = sum(act.times for act in acts)
    places = [*dict.fromkeys(SCHEME.sub("", act.about) for act in acts if act.about)]
    where = f", {places[0]}" if places else ""
    others = f" and {counted(len(places) - 1, 'other')}" if len(places) > 1 else ""
    person = f" by {acts[0].person or 'a nameless visitor'}" if with_person else ""
    return f"{acts[0].kind}{f' x{times}' if times > 1 else ''}{person}{where}{others}"


def _verdicts(said: Explanation, definition: Definition) -> None:
    section("Verdicts")
    rows = []
    for answer, _ in in_order(definition, said.verdicts):
        if not answer.asked:
            rows.append((answer.condition.name, "not asked of this segment", "", "", "", "yes"))
            continue
        holds = "yes" if answer.enters else "stays" if answer.stays else "no"
        needs = (value(answer, answer.needed_to_enter), value(answer, answer.needed_to_stay))
        rows.append((answer.condition.name, question(answer), value(answer, answer.seen), *needs, holds))
    columns = [Column("condition", least=16), Column("asks", least=30), number("seen"), number("enter"), number("stay")]
    print_table([*columns, Column("holds")], rows, wrap=True)


def _higher(said: Explanation, *, everything: bool) -> None:
    for level in said.higher if everything else said.higher[:1]:
        section(f"Why not {level.level}")
        for line in _gap_lines(level.gaps):
            say(f"  {line}")
        for wait in level.waits:
            say(f"  {wait}")
        if not level.gaps and not level.waits:
            say(f"  “{level.when}” holds; a level above it stands already, or it is entered with the next day")
    if not said.higher:
        section("There is no higher level.")


def _gap_lines(gaps: Sequence[Gap], depth: int = 0) -> Iterator[str]:
    for gap in gaps:
        yield f"{'    ' * depth}{gap.condition}: {gap.words}"
        yield from _gap_lines(gap.ways, depth + 1)


def _committee(said: Explanation, *, everything: bool) -> None:
    section("Committee (* required)")
    lines = (
        (
            f"{role.name} *" if role.required else role.name,
            role.state,
            _people(role.engaged, everything=everything),
            _people([*(f"{name} (seen)" for name in role.seen), *role.known], everything=everything),
        )
        for role in said.roles
    )
    columns = [Column("role", least=14), Column("is"), Column("engaged", least=24), Column("others", least=24)]
    print_table(columns, lines, wrap=True)


def _people(names: Sequence[str], *, everything: bool) -> str:
    """A person a line; of many the first few and how many there are besides."""
    if everything or len(names) <= MOST_PARTS + 1:
        return "\n".join(names)
    return "\n".join([*names[:MOST_PARTS], f"and {len(names) - MOST_PARTS:,} more"])


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
