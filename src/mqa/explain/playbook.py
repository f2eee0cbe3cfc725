"""The playbook: a definition told to the people who live by it, as Markdown, with its stories as examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mqa.explain.agreement import Sentence, acts, cadence_words, given, in_words, limits
from mqa.explain.numbers import counted, listed, plain
from mqa.explain.stories import expected, told
from mqa.handoff.deadlines import WRITTEN
from mqa.terms.documents import quoted
from mqa.terms.rules import Condition, Definition, Level, Signal
from mqa.terms.stories import NONE, Story

Words = Mapping[str, Sequence[Sentence]]

MARKS = re.compile(r"[\\`*\[\]<>|]|(?<!\w)_|_(?!\w)")  # which would be marks of Markdown
ESCAPED = re.compile(r"\\([\\`*\[\]<>|_])")
FADES = {"half_life": "half in {}", "lifespan": "all in {}", "none": "no"}
NOBODY = "No level"
NAMED = "Under “Counted” acts are named as the data name them, such as form.demo, a form named “demo”; * is anything."


def playbook(
    definition: Definition,
    version: str,
    stories: Sequence[Story] = (),
    *,
    left_out: int = 0,
    signed: str = "",
    bare: str = "",
) -> str:
    """The whole playbook as Markdown. `version`: as people read it; `stories`: those that come out as they expect.

    `left_out`: how many stories do not come out, and are no examples; `signed`: who signed it, where teams sign;
    `bare`: why there are no examples at all, in sentences.
    """
    words = in_words(definition, signed)
    chapters = (
        ("In one minute", _in_one_minute(definition)),
        ("Who fits", _who_fits(words)),
        ("What counts", _what_counts(definition, words)),
        ("Who must be there", _bullets(words.get("committee", ()))),
        ("When it is enough", _when_enough(definition, words)),
        ("What sales does", _sales(definition, words)),
        ("What marketing does", _marketing(definition)),
        ("What we check it against", _checked_against(words)),
        ("Examples", [_plain(bare)] if bare else _examples(definition, stories, left_out)),
    )
    lines = [f"# {_plain(definition.name)}: the playbook", "", *_agreed(words, version)]
    for heading, chapter in chapters:
        if said := list(chapter):
            lines += ["", f"## {heading}", "", *said]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n") + "\n"


def _agreed(words: Words, version: str) -> Iterator[str]:
    said = " ".join(_plain(sentence.words) for sentence in words["definition"])
    yield f"{said} Version {version}."


def _in_one_minute(of: Definition) -> Iterator[str]:
    """What everybody should remember: when an account is handed off, what sales does, what marketing does."""
    decides = any(one.purpose != "points" for one in of.criteria) or any(one.grades for one in of.conditions)
    fits = "a company must fit, and " if decides else ""
    yield f"- We qualify accounts, not people: {fits}its people must show that they are busy with what we sell."
    for level in reversed(of.levels):
        if level.name in of.handoff.levels:
            when = "at once" if level.name in of.handoff.at_once else cadence_words(of.handoff.cadence)
            yield f"- **{_plain(level.name)}** is handed to sales {when}, when {_plain(_asked(level, of))}."
    if times := list(dict.fromkeys(route.respond_within for route in of.handoff.routes)):
        answers = list(dict.fromkeys(answer for answer, _, _ in of.handoff.dispositions))
        said = f": {listed(answers)}" if answers else ""
        yield f"- **Sales** answers every handoff within {listed(times)}{said}."
    for level in _kept(of):
        yield f"- **Marketing** keeps {quoted(_plain(level.name))}: {_action(level)}."


def _asked(level: Level, of: Definition) -> str:
    """What a level asks for, one step into its condition."""
    condition = next(one for one in of.conditions if one.name == level.when)
    names = [quoted(part) for part in condition.parts]
    if condition.kind == "any_of":
        return f"{listed(names)} holds"
    if condition.kind == "all_of":
        return f"{listed(names, 'and')} hold" if len(names) > 1 else f"{names[0]} holds"
    return f"{quoted(condition.name)} holds"


def _who_fits(words: Words) -> Iterator[str]:
    yield from _bullets(words.get("fit", ()))
    yield from _part("Segments, the first that matches", words.get("segments", ()))
    yield from _part("Tiers, the first that matches", words.get("tiers", ()))


def _what_counts(of: Definition, words: Words) -> Iterator[str]:
    yield from _part("The engagement score", words["engagement"])
    for score, title in (
        ("engagement", "What people do, and what it is worth"),
        ("product", "What they do in the product"),
    ):
        if counting := [one for one in of.signals if one.score == score]:
            yield from ("", f"### {title}", "", *_table(counting))
            yield from ("", _plain(NAMED))
            if of.engagement.match == "first":
                yield from ("", "What somebody does counts for the first line that it matches.")
    yield from _part("The product score", words.get("product", ()))
    yield from _part("Research seen elsewhere", words.get("intent", ()))


def _table(signals: Iterable[Signal]) -> Iterator[str]:
    """Signals as a table, in their order: the first that matches counts."""
    yield "| What they do | Points | Fades | At most | Shows | Counted |"
    yield "|---|---:|---|---|---|---|"
    for one in signals:
        fades = FADES[one.fading].format(counted(one.fading_days, "day"))
        shows = one.stage if one.stage != "none" else ""
        cells = (one.name, given(one.points), fades, ", ".join(limits(one)), shows, acts(one))
        yield f"| {' | '.join(map(_plain, cells))} |"


def _when_enough(of: Definition, words: Words) -> Iterator[str]:
    """Each level, the highest first, with all that it asks for, one question under the other."""
    conditions = {one.name: one for one in of.conditions}
    asked = {one.name: one.words for one in words["conditions"]}
    yield "An account stands at one level: the highest of these that it reaches."
    above: dict[str, str] = {}
    for level, sentence in zip(reversed(of.levels), reversed(words["levels"]), strict=True):
        yield from ("", f"### {_plain(level.name)}", "", _plain(sentence.words), "")
        here: dict[str, str] = {}
        yield from _tree(level.when, conditions, asked, above=above, here=here, level=level.name)
        above |= here
    yield from _part("So that accounts do not flicker", words.get("stability", ()))


def _tree(
    name: str,
    conditions: Mapping[str, Condition],
    asked: Mapping[str, str],
    *,
    above: Mapping[str, str],
    here: dict[str, str],
    level: str,
    depth: int = 0,
) -> Iterator[str]:
    """A condition, and under it those that it is made of, unless a higher level told them (`above`: name to level)."""
    parts = conditions[name].parts
    if parts and name in above:
        yield f"{'  ' * depth}- **{_plain(name)}**: as told above, under {quoted(_plain(above[name]))}."
        return
    here[name] = level
    yield f"{'  ' * depth}- **{_plain(name)}**: {_plain(asked[name])}"
    for part in parts:
        yield from _tree(part, conditions, asked, above=above, here=here, level=level, depth=depth + 1)


def _sales(of: Definition, words: Words) -> Iterator[str]:
    """What sales is given, by when it answers what, and what follows."""
    if not of.handoff.levels:
        return
    yield from _part("What comes, and when", words.get("handoff", ()))
    yield "- Each comes with its reasons: why now, who was seen, who is missing, what is known of the company."
    yield from _part("To whom, the first that matches", words.get("routes", ()))
    if of.handoff.routes:
        yield from _part("By when", words.get("sla", ()))
        yield from _by_when(of)
    yield from _part("What sales answers", words.get("dispositions", ()))
    yield "- Once an accepted account is willing to talk, say so: it is sales qualified (SQA) from then on."
    yield "- An accepted account that comes to nothing is given back, with the reason."


def _by_when(of: Definition) -> Iterator[str]:
    """The moments of each time in which sales is to answer, so that nobody has to multiply."""
    told_to = f"the {of.handoff.escalate_to} is told" if of.handoff.escalate_to else "it is escalated"
    for written in dict.fromkeys(route.respond_within for route in of.handoff.routes):
        time = WRITTEN.fullmatch(written)
        if time:
            unit = f"{time['working'] or ''}{time['unit']}"
            remind, escalate, reclaim = (
                f"{plain(int(time['count']) * at)} {unit}{'' if int(time['count']) * at == 1 else 's'}"
                for at in (of.handoff.remind_at, of.handoff.escalate_at, of.handoff.reclaim_at)
            )
            moments = f"reminded after {remind}; {told_to} after {escalate}; the next gets it after {reclaim}"
            yield f"- **{written}**: {moments}."
    yield "- Hours run through the night and stand still on days off; working hours and days are the owner's own."


def _marketing(of: Definition) -> Iterator[str]:
    for level in _kept(of):
        yield f"- **{_plain(level.name)}**: {_action(level)}."
    if any(one.purpose == "required" for one in of.criteria) or of.least_known_share:
        yield "- **Fit unknown**: too little is known to say whether the company fits; find the missing facts."
    if any(role.required for role in of.roles):
        yield "- **Gaps in the committee**: required roles nobody of which was seen; find them, and write for them."
    if of.handoff.levels:
        yield "- What sales answers is read: many reasons of one kind mean that a rule is to be agreed anew."


def _checked_against(words: Words) -> Iterator[str]:
    yield from _bullets(words.get("calibration", ()))
    yield from _part("The old measure", words.get("mql", ()))


def _examples(of: Definition, stories: Sequence[Story], left_out: int) -> Iterator[str]:
    """The stories by the level at which each ends, the highest first."""
    if stories or left_out:
        said = f"{counted(len(stories), 'story', 'stories')} that came out as told"
        others = f"; {left_out} more did not: “mqa stories” says why" if left_out else ""
        yield f"{said}{others}. Cover the last lines, and guess."
    for level in (*(level.name for level in reversed(of.levels)), NONE, ""):
        ending = [story for story in stories if story.becomes[-1].level == level]
        if ending:
            titles = {NONE: NOBODY, "": "Whatever the level"}
            yield from ("", f"### {_plain(titles.get(level, level))}")
        for story in ending:
            yield from ("", f"#### {_plain(story.title)}", "", *(f"- {_plain(one)}" for one in told(story)))
            for becomes in story.becomes:
                yield from ("", f"> {_plain(' '.join(expected(replace(story, becomes=(becomes,)))))}")


def _kept(of: Definition) -> list[Level]:
    """The levels that are not handed off, the highest first."""
    return [level for level in reversed(of.levels) if level.name not in of.handoff.levels]


def _action(level: Level) -> str:
    return level.action.replace("_", " ") or "nothing yet"


def _part(title: str, sentences: Sequence[Sentence]) -> Iterator[str]:
    if sentences:
        yield from ("", f"### {title}", "", *_bullets(sentences))


def _bullets(sentences: Sequence[Sentence]) -> Iterator[str]:
    for one in sentences:
        yield f"- **{_plain(one.name)}**: {_plain(one.words)}" if one.name else f"- {_plain(one.words)}"


def as_read(markdown: str) -> str:
    """Markdown without the marks that only keep it from being read as more than words."""
    return ESCAPED.sub(r"\1", markdown)


def _plain(words: str) -> str:
    """Words as Markdown that reads as they are written: `web.*` is no emphasis."""
    return MARKS.sub(lambda mark: f"\\{mark[0]}", words)
