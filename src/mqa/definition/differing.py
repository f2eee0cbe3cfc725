"""What one definition says otherwise than another, rule by rule, in the words of the file, spaced; never silent.

The definitions are compared, not their texts: whatever makes another identity is told, and nothing else is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Literal, TypeAlias

from mqa.definition.fingerprint import FIRST_WINS, meaning
from mqa.terms.documents import quoted
from mqa.terms.rules import SCORED, Baseline, Condition, Definition, Given, Handoff, Level, Nameless, Signal, Test

Change = Literal["added", "removed", "renamed", "moved", "changed"]
Rule: TypeAlias = Any  # one of the named rules of `mqa.terms.rules`
Key: TypeAlias = tuple[str, str]  # the section, and the name in it
MOST_NAMED = 5  # texts of a list that are named; of more their number is told
ENTRIES: dict[tuple[type, str], Callable[[Rule], str]] = {  # the lists of named rules, and the section of each rule
    (Definition, "criteria"): lambda one: f"fit, {one.purpose}",
    (Definition, "grades"): lambda _: "fit, grades",
    (Definition, "segments"): lambda _: "segments",
    (Definition, "tiers"): lambda _: "tiers",
    (Definition, "signals"): lambda one: "signals" if one.score == "engagement" else "product_signals",
    (Definition, "roles"): lambda _: "committee",
    (Definition, "conditions"): lambda _: "conditions",
    (Definition, "levels"): lambda _: "levels",
    (Handoff, "routes"): lambda _: "routes",
}
SECTIONS = (  # in the order in which they are told
    *("definition", "fit, required", "fit, excluded", "fit, points", "fit, grades", "fit", "segments", "tiers"),
    *("signals", "product_signals", "engagement", "product", "intent", "committee", "conditions", "levels"),
    *("stability", "mql", "handoff", "routes", "sla", "dispositions", "calibration"),
)
SECTION_OF = {"name": "definition", "least_known_share": "fit", "dispositions": "dispositions"} | dict.fromkeys(
    ("remind_at", "escalate_at", "reclaim_at", "escalate_to"), "sla"
)
WRITTEN = {  # how the file calls a field
    "patterns": "activity",
    "paths": "path",
    "sources": "source",
    "campaigns": "campaign",
    "topics": "topic",
    "tests": "where",
    "stages": "buying_stage",
    "grades": "fit_grade",
    "parts": "of",
    "benchmark_points": "benchmark points",
    "benchmark_people": "benchmark people",
    "cooldown_rejected": "cooldown after rejected",
    "cooldown_deferred": "cooldown after deferred",
    "cooldown_expired": "cooldown after expired",
}
IN_DAYS = {"fading_days", "recency_half_life", "counts_for", "within", "against", "enter_after", "stay_at_least"} | {
    *("expire_after", "cooldown_rejected", "cooldown_deferred", "cooldown_expired", "days")
}


@dataclass(frozen=True)
class Difference:
    """One thing that another definition says otherwise. `name`: whose it is (empty: the section's own); `line`: where
    the other one says so (0: nowhere)."""

    section: str
    name: str
    change: Change
    words: str
    line: int = 0


def differences(was: Definition, now: Definition) -> tuple[Difference, ...]:
    """All that `now` says otherwise than `was`, by section; nothing exactly where both have one identity."""
    return tuple(sorted(_of_fields(was, now, "definition"), key=lambda one: SECTIONS.index(one.section)))


def _of_fields(was: Rule, now: Rule, section: str) -> Iterator[Difference]:
    """The differences of two records that have no name: a definition, or one of its sections."""
    for field in _differing(was, now):
        before, after = getattr(was, field), getattr(now, field)
        if (type(now), field) in ENTRIES:
            ordered = (type(now), field) in FIRST_WINS
            yield from _of_entries(before, after, ENTRIES[type(now), field], ordered=ordered)
        elif field == "mql" and (before is None or after is None):
            yield Difference(field, "", "added" if after else "removed", _whole(after or before))
        elif isinstance(now, Definition) and field not in SECTION_OF:
            yield from _of_fields(before, after, field)
        else:
            yield Difference(SECTION_OF.get(field, section), "", "changed", _changed(now, field, before, after))


def _differing(was: Rule, now: Rule) -> list[str]:
    """The fields that say something else, in their order."""
    before, after = meaning(was), meaning(now)
    return [field for field in {**before, **after} if before.get(field) != after.get(field)]


def _of_entries(
    was: Sequence[Rule], now: Sequence[Rule], section: Callable[[Rule], str], *, ordered: bool
) -> Iterator[Difference]:
    """The differences of two lists of named rules; where the first or last wins, of their order too."""
    before = {(section(one), one.name): one for one in was}
    after = {(section(one), one.name): one for one in now}
    renamed = dict(_renamed(before, after))
    yield from (Difference(*key, "removed", _gone(key, after)) for key in before if key not in {*after, *renamed})
    for key, one in after.items():
        line = one.place.line if hasattr(one, "place") else 0
        former = next((old for old, new in renamed.items() if new == key), None)
        if former:
            yield Difference(*key, "renamed", f"was called {quoted(former[1])}", line)
        if not former and key not in before:
            yield Difference(*key, "added", f"{_whole(one)}{_as_one_gone(one, before, after)}", line)
            continue
        for words in _of_entry(before[former or key], one, renamed=former is not None):
            yield Difference(*key, "changed", words, line)
    if ordered:
        yield from _moved([renamed.get(key, key) for key in before], list(after))


def _of_entry(was: Rule, now: Rule, *, renamed: bool) -> Iterator[str]:
    told = {"name", "formerly"} if renamed else set()
    if isinstance(now, Condition) and was.kind != now.kind:  # another question: nothing of both can be compared
        yield f"{_whole(was)} → {_whole(now)}"
        return
    for field in _differing(was, now):
        if field not in told:
            yield _changed(now, field, getattr(was, field), getattr(now, field))


def _renamed(was: Mapping[Key, Rule], now: Mapping[Key, Rule]) -> Iterator[tuple[Key, Key]]:
    """The former key and today's of rules that go by another name: which say so, or say the same in all else."""
    gone = [key for key in was if key not in now]
    for key in (key for key in now if key not in was):
        same = [old for old in gone if old[0] == key[0] and _is_renamed(was[old], now[key])]
        if same:
            gone.remove(same[0])
            yield same[0], key


def _is_renamed(was: Rule, now: Rule) -> bool:
    if isinstance(now, Level):
        return was.name in now.formerly  # whatever else they say: history goes on by what the file says alone
    return _differing(was, now) == ["name"]


def _as_one_gone(one: Rule, before: Mapping[Key, Rule], after: Mapping[Key, Rule]) -> str:
    """What to write where a new level says what one said that is gone."""
    gone = [was for key, was in before.items() if isinstance(one, Level) and key not in after]
    same = [was.name for was in gone if isinstance(was, Level) and _differing(was, one) == ["name"]]
    if not same or any(same[0] in level.formerly for level in after.values() if isinstance(level, Level)):
        return ""
    return f"; it says what {quoted(same[0])} said: to let history go on, write “formerly: [{same[0]}]”"


def _gone(key: Key, after: Mapping[Key, Rule]) -> str:
    """What became of a rule that is removed, where another one goes on from it."""
    takes_over = [quoted(one.name) for one in after.values() if isinstance(one, Level) and key[1] in one.formerly]
    return f"{takes_over[0]} goes on from it" if takes_over else ""


def _moved(was: Sequence[Key], now: Sequence[Key]) -> Iterator[Difference]:
    """The rules that stand at another place among those that both have: as few as explain it."""
    before, after = [key for key in was if key in {*now}], [key for key in now if key in {*was}]
    kept = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {nth for block in kept for nth in range(block.b, block.b + block.size)}
    for nth, key in enumerate(after):
        if nth not in stayed:
            where = f"below {quoted(after[nth - 1][1])}" if nth else "to the first place"
            yield Difference(*key, "moved", where)


# --- in words ------------------------------------------------------------------------------------------------


def _whole(one: Rule) -> str:
    """Everything that a rule says."""
    said = (field for field in meaning(one) if field not in ("name", "kind", "score", "purpose", "above"))
    return ", ".join(f"{_written(one, field)} {_value(field, getattr(one, field))}" for field in said)


def _written(one: Rule, field: str) -> str:
    """How the file calls a field of a rule."""
    match one, field:
        case Condition(), "needed" if one.kind.endswith("_at_least"):
            asked = one.kind.removesuffix("_at_least").replace("_", " ")
            return f"{asked} {'above' if one.above else 'of at least' if one.kind in SCORED else 'at least'}"
        case Condition(), "needed" | "parts":
            return "of" if (one.kind, field) == ("at_least", "parts") else one.kind.replace("_", " ")
        case Signal(), "fading_days":
            return one.fading.replace("_", " ") if one.fading != "none" else "fading days"
    if field == "tests" and isinstance(one, Condition):
        return "facts"
    if (field, type(one).__name__) == ("topics", "Intent"):
        return "topics"
    return WRITTEN.get(field, field).replace("_", " ")


def _changed(now: Rule, field: str, was_value: Any, now_value: Any) -> str:
    """What became of one field of a rule."""
    key = _written(now, field)
    if isinstance(now_value, tuple):
        return f"{key}: {_of_lists(was_value, now_value)}"
    if isinstance(now_value, Test) and isinstance(was_value, Test):
        return _of_tests(was_value, now_value)
    if isinstance(now, Condition) and field == "needed":
        return f"{key} {_value(field, was_value)} → {_value(field, now_value)}"
    return f"{key}: {_value(field, was_value)} → {_value(field, now_value)}"


def _of_lists(was: tuple[Any, ...], now: tuple[Any, ...]) -> str:
    """What came into a list and what is gone from it; lists whose order decides are told by `_moved`."""
    before, after = ({_same(one): one for one in some} for some in (was, now))
    count_before, count_after = (Counter(map(_same, some)) for some in (was, now))
    came = [after[key] for key in (count_after - count_before).elements()]
    gone = [before[key] for key in (count_before - count_after).elements()]
    if len(came) == len(gone) == 1 and isinstance(came[0], Test):
        return _of_tests(gone[0], came[0])
    said = [f"with {_listed(came)}"] if came else []
    said += [f"without {_listed(gone)}"] if gone else []
    return ", ".join(said)


def _of_tests(was: Test, now: Test) -> str:
    """What became of a test; of the same question to the same fact, only the values that came or are gone."""
    same = (was.fact, was.operator) == (now.fact, now.operator)
    if same and now.values:
        of_list = f" in {now.listed_in}" if now.listed_in else ""
        return f"{now.fact}{of_list}: {_of_lists(was.values, now.values)}"
    return f"{_test(was)} → {_test(now)}"


def _same(value: Any) -> str:
    """A text that is the same for parts of lists that mean the same."""
    return json.dumps(meaning(value), sort_keys=True)


def _value(field: str, value: Any) -> str:
    """A value as a person reads it."""
    match value:
        case None | "" | ():
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case int() if field in IN_DAYS:
            return f"{value} {'day' if value == 1 else 'days'}"
        case Decimal():
            return _number(value)
        case Given():
            others = ", ".join(f"{_number(number)} for {name}" for name, number in sorted(value.by_name))
            return f"{_number(value.default)}{f' ({others})' if others else ''}"
        case Nameless():
            both = f"{_number(value.sure)} where sure, {_number(value.likely)} where likely"
            return _number(value.sure) if value.alike else both
        case Test():
            return _test(value)
        case Baseline():
            return f"{value.within} days against the {value.against} before, at least {value.at_least} counts"
        case tuple():
            return _listed(value)
    return str(value)


def _listed(values: Iterable[Any]) -> str:
    """The first parts of a list, and how many more there are."""
    said = [_part(one) for one in values]
    more = [f"{len(said) - MOST_NAMED} more"] if len(said) > MOST_NAMED else []
    return " and ".join(filter(None, [", ".join(said[:MOST_NAMED]), *more]))


def _part(one: Any) -> str:
    match one:
        case Test():
            return _test(one)
        case (str(answer), str(told), tuple(reasons)):
            return " ".join(filter(None, (answer, told, f"({_listed(reasons)})" if reasons else "")))
        case (str(name), Decimal() as weight):
            return f"{name} {_number(weight)}"
    return quoted(str(one))


def _test(one: Test) -> str:
    """A test: `employees at least 200`."""
    match one.operator:
        case "at_least" | "at_most" | "between":
            asked = " to ".join(_number(end) for end in (one.low, one.high) if end is not None)
        case "within":
            asked = _value("days", one.days)
        case "known":
            asked = ""
        case _:
            asked = one.listed_in or _listed(one.values)
    return f"{one.fact} {one.operator.replace('_', ' ')} {asked}".rstrip()


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")
