"""The playbook: a definition told to the people who live by it, as Markdown, with its stories as examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mqa.explain.agreement import Sentence, in_words
from mqa.explain.numbers import counted, listed
from mqa.explain.stories import expected, told
from mqa.terms.documents import quoted
from mqa.terms.rules import Condition, Definition
from mqa.terms.stories import Story

CHAPTERS: Mapping[
    str, tuple[tuple[str, str], ...]
] = {  # by heading: sections of the file, each under a word of its own
    "Who fits": (
        ("fit", ""),
        ("segments", "Segments, the first that matches"),
        ("tiers", "Tiers, the first that matches"),
    ),
    "What counts": (
        ("engagement", "The engagement score"),
        ("signals", "What people do, and what it is worth"),
        ("product_signals", "What they do in the product"),
        ("product", "The product score"),
        ("intent", "Research seen elsewhere"),
    ),
    "Who must be there": (("committee", ""),),
}
AFTERWARDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "What happens next": (
        ("handoff", ""),
        ("routes", "To whom, the first that matches"),
        ("sla", "By when"),
        ("dispositions", "What sales may answer"),
    ),
    "What we check it against": (("calibration", ""), ("mql", "The old measure")),
}
DEEPEST = 6


def playbook(definition: Definition, version: str, stories: Sequence[Story] = ()) -> str:
    """The whole playbook as Markdown. `version`: as people read it; `stories`: those that come out as they expect."""
    words = in_words(definition)
    lines = [f"# {definition.name}: the playbook", "", *_agreed(words, version), ""]
    lines += ["## In one minute", "", *_in_one_minute(definition), ""]
    for heading, sections in CHAPTERS.items():
        lines += _chapter(heading, sections, words)
    lines += _when_enough(definition, words)
    for heading, sections in AFTERWARDS.items():
        lines += _chapter(heading, sections, words)
    lines += _examples(stories)
    return "\n".join(lines).rstrip("\n") + "\n"


def _agreed(words: Mapping[str, Sequence[Sentence]], version: str) -> Iterator[str]:
    said = " ".join(sentence.words for sentence in words["definition"])
    yield f"{said} Version {version}."


def _in_one_minute(of: Definition) -> Iterator[str]:
    """What everybody should remember: when an account is handed off, what sales does, what marketing does."""
    handed = [level for level in reversed(of.levels) if level.name in of.handoff.levels]
    yield "- We qualify accounts, not people: a company must fit, and its people must show that they are busy with it."
    for level in handed:
        at_once = " at once" if level.name in of.handoff.at_once else ""
        yield f"- **{level.name}** is handed to sales{at_once} when {quoted(level.when)} holds."
    if times := list(dict.fromkeys(route.respond_within for route in of.handoff.routes)):
        answers = list(dict.fromkeys(answer for answer, _, _ in of.handoff.dispositions))
        said = f": {listed(answers)}" if answers else ""
        yield f"- **Sales** answers every handoff within {listed(times)}{said}."
    others = [level for level in reversed(of.levels) if level.name not in of.handoff.levels]
    for level in others:
        yield f"- **Marketing** keeps {quoted(level.name)}: {level.action.replace('_', ' ')}."


def _chapter(
    heading: str, sections: Sequence[tuple[str, str]], words: Mapping[str, Sequence[Sentence]]
) -> Iterator[str]:
    if not any(section in words for section, _ in sections):
        return
    yield from (f"## {heading}", "")
    for section, title in sections:
        if section in words:
            yield from (f"### {title}", "") if title else ()
            yield from _bullets(words[section])
            yield ""


def _bullets(sentences: Sequence[Sentence]) -> Iterator[str]:
    for one in sentences:
        yield f"- **{one.name}**: {one.words}" if one.name else f"- {one.words}"


def _when_enough(of: Definition, words: Mapping[str, Sequence[Sentence]]) -> Iterator[str]:
    """Each level, the highest first, with all that it asks for, one question under the other."""
    conditions = {one.name: one for one in of.conditions}
    asked = {one.name: one.words for one in words["conditions"]}
    yield from (
        "## When it is enough",
        "",
        "The last level of the file that holds wins; here the highest stands first.",
        "",
    )
    for level, sentence in zip(reversed(of.levels), reversed(words["levels"]), strict=True):
        yield from (f"### {level.name}", "", sentence.words, "")
        yield from _tree(level.when, conditions, asked, 0)
        yield ""
    if "stability" in words:
        yield from ("### So that accounts do not flicker", "", *_bullets(words["stability"]), "")


def _tree(name: str, conditions: Mapping[str, Condition], asked: Mapping[str, str], depth: int) -> Iterator[str]:
    """A condition, and under it those that it is made of."""
    yield f"{'  ' * depth}- **{name}**: {asked[name]}"
    if depth < DEEPEST:
        for part in conditions[name].parts:
            yield from _tree(part, conditions, asked, depth + 1)


def _examples(stories: Sequence[Story]) -> Iterator[str]:
    if stories:
        yield from (
            "## Examples",
            "",
            f"{counted(len(stories), 'story', 'stories').capitalize()} that came out as told.",
            "",
        )
    for story in stories:
        yield from (f"### {story.title}", "", *(f"- {one}" for one in told(story)), "")
        yield from (" ".join(f"**{one}**" for one in expected(story)), "")
