"""A story in prose: who the company is, who did what when, and what should become of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mqa.explain.acts import deed, on
from mqa.explain.numbers import counted, listed, plain
from mqa.terms.documents import quoted
from mqa.terms.durations import day_words
from mqa.terms.stories import COUNTS, NONE, Act, Becomes, Fact, Said, Story, Within, World

MOST_DAYS = 3  # that are named one by one
NAMELESS = "a visitor without a name"
NUMBER_NAMES = {
    "fit_score": "fit score",
    "product": "product score",
    "product_points": "product points",
    "points": "engagement points",
    "engaged": "engaged people",
    "seen": "people seen",
    "known": "people known",
    "mqls": "MQLs",
}
FITS = {
    "excluded": "it is excluded",
    "outside": "it lacks what is required to fit",
    "unknown": "its fit is not known",
}
OPPORTUNITY = {
    "opened": "an opportunity was opened",
    "won": "the opportunity was won",
    "lost": "the opportunity was lost",
}


def told(story: Story) -> tuple[str, ...]:
    """What happens in a story, as sentences in the order of time."""
    as_of, world = story.becomes[-1].on, story.world
    return (
        _company(world, as_of),
        *_people(world),
        *_content(world),
        *_acts(world.acts, as_of),
        *_others(world, as_of),
    )


def expected(story: Story) -> tuple[str, ...]:
    """What should become of it, as sentences."""
    return tuple(sentence for one in story.becomes for sentence in _becomes(one))


def number_name(name: str) -> str:
    """What a number is called in a sentence.

    >>> number_name("fit_score"), number_name("engagement")
    ('fit score', 'engagement')
    """
    return NUMBER_NAMES.get(name, name)


def ends(one: Within) -> str:
    """The numbers between which one is expected.

    >>> from decimal import Decimal
    >>> ends(Within("engagement", Decimal("40"), Decimal("60.5"))), ends(Within("seen", Decimal(3), Decimal(3)))
    ('40 to 60.5', '3')
    """
    return plain(one.low) if one.low == one.high else f"{plain(one.low)} to {plain(one.high)}"


def _company(world: World, as_of: int) -> str:
    called = f"{world.name} ({world.domain})" if world.name else world.domain
    owner = f", owned by {world.owner}" if world.owner else ""
    facts = ", ".join(_fact(fact, as_of) for fact in world.facts) or "nothing is known of it"
    return f"{called}{owner}: {facts}."


def _fact(fact: Fact, as_of: int) -> str:
    value = f"{fact.number.normalize():,f}" if fact.number is not None else listed(fact.values, "and")
    value = day_words(fact.date) if fact.date is not None else value
    since = f" from {on(fact.on, as_of)}" if fact.on is not None else ""
    until = f" until {on(fact.ended_on, as_of)}" if fact.ended_on is not None else ""
    return f"{fact.name.replace('_', ' ')} {value}{since}{until}"


def _people(world: World) -> Iterator[str]:
    titled = [f"{who.name} is {who.title}" for who in world.people if who.title]
    titled += [f"{who.name} was set as {who.role}" for who in world.people if who.role]
    if titled:
        yield _sentence(listed(titled, "and"))
    if untitled := [who.name for who in world.people if not who.title and not who.role]:
        yield f"Nobody knows the title of {listed(untitled, 'and')}."


def _acts(acts: Sequence[Act], as_of: int) -> Iterator[str]:
    """What was done, each deed of a person with all of its days; what was done on the same days in one sentence."""
    days: dict[tuple[str, str], tuple[int, ...]] = {}
    for act in sorted(acts, key=lambda act: act.on):
        key = act.person or NAMELESS, _deed(act, as_of)
        days[key] = (*days.get(key, ()), act.on)
    deeds: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for (who, what), some in days.items():
        deeds.setdefault((who, some), []).append(what)
    people: dict[tuple[tuple[int, ...], str], list[str]] = {}
    for (who, some), whats in deeds.items():
        people.setdefault((some, listed(whats, "and")), []).append(who)
    for (some, what), whos in people.items():
        yield _sentence(f"{_on(some, as_of)} {listed(whos, 'and')} {what}")


def _deed(act: Act, as_of: int) -> str:
    did = deed(act.activity) or f"did {quoted(act.activity)}"
    more = [f"{act.times} times"] if act.times > 1 else []
    more += [f"for {counted(act.seconds, 'second')}"] if act.seconds else []
    more += [f"({', '.join(about)})"] if (about := [one for one in (act.url, act.asset) if one]) else []
    more += [f"through {quoted(one)}" for one in (act.source, act.campaign) if one]
    more += [f"about {quoted(act.topic)}"] if act.topic else []
    more += (
        [f"(known only on {on(act.known_on, as_of)})"] if act.known_on not in (None, act.on) and act.known_on else []
    )
    return " ".join([did, *more])


def _on(days: Sequence[int], as_of: int) -> str:
    if len(days) <= MOST_DAYS:
        return f"on {listed([on(day, as_of) for day in days], 'and')}"
    return f"on {len(days)} days between {on(days[0], as_of)} and {on(days[-1], as_of)}"


def _content(world: World) -> Iterator[str]:
    for page in world.content:
        what = listed([quoted(one) for one in (page.path, page.asset) if one], "and")
        said = [f"about {listed([quoted(topic) for topic in page.topics], 'and')}"] if page.topics else []
        said += [f"of the stage {page.buying_stage}"] if page.buying_stage else []
        yield f"What is at {what} is {listed(said, 'and')}."


def _others(world: World, as_of: int) -> Iterator[str]:
    for seen in world.research:
        by = f" ({seen.provider})" if seen.provider else ""
        seen_as = (
            counted(seen.count or 0, "time") if seen.strength is None else f"with a strength of {plain(seen.strength)}"
        )
        yield f"In the week of {on(seen.on, as_of)} it researched {quoted(seen.topic)} {seen_as}{by}."
    for step in world.outcomes:
        yield f"On {on(step.on, as_of)} {OPPORTUNITY[step.kind]}."
    for said in world.answers:
        yield f"On {on(said.on, as_of)} {_answer(said, as_of)}."


def _answer(said: Said, as_of: int) -> str:
    words = f"sales {said.answer} it" if said.answer != "qualified" else "sales found it willing to talk"
    until = f" until {on(said.until, as_of)}" if said.until is not None else ""
    return f"{words}{until}{f' ({said.reason})' if said.reason else ''}"


def _becomes(one: Becomes) -> Iterator[str]:
    """What is expected of a day, its level first."""
    stands = [f"it stands at {'no level' if one.level == NONE else one.level}"] if one.level else []
    stands += [f"since {day_words(one.since)}"] if one.since is not None else []
    if one.stage and one.stage.casefold() != one.level.casefold():
        stands += [f"({one.stage})" if one.level else f"its stage is {one.stage}"]
    stands += [f"because of {_quoted(one.because)}"] if one.because else []
    if stands:
        yield f"On {day_words(one.on)} {' '.join(stands)}."
    if one.why_not:
        verb = "does" if len(one.why_not) == 1 else "do"
        yield f"{_quoted(one.why_not)} {verb} not hold."
    about = {"segment": one.segment, "tier": one.tier, "buying stage": one.buying_stage}
    facts = [FITS.get(one.fit, f"its fit is {one.fit}")] if one.fit else []
    facts += [f"its {name} is {value}" for name, value in about.items() if value]
    facts += [f"its {number_name(number.name)} {_are(number)} {ends(number)}" for number in one.numbers]
    facts += [f"what surges is {listed(one.topics, 'and')}"] if one.topics else []
    if facts:
        yield _sentence(listed(facts, "and"))
    if one.handoff:
        to = f" to {one.handoff.to}" if one.handoff.to else ""
        yield (
            "It is not handed off." if one.handoff.route == NONE else f"It is handed off by “{one.handoff.route}”{to}."
        )


def _are(number: Within) -> str:
    return "are" if number.name in (*COUNTS, "points", "product_points") else "is"


def _quoted(names: Iterable[str]) -> str:
    return listed([quoted(name) for name in names], "and")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
